"""capac rules: the months of many people, from a table of facts to a table of answers (docs/rules.md)."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from capac.rules.api import Facts


def run(argv: list[str]) -> int:
    """Do it and return the exit status: 0 all computed, 1 some refused, 2 nothing could be done."""
    chosen = _parser().parse_args(argv)
    try:
        status: int = chosen.does(chosen)
    except (OSError, ValueError, RuntimeError) as error:
        print(f"capac rules: {error}", file=sys.stderr)
        return 2
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="capac rules", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    run = verbs.add_parser("run", help="answer a table of facts")
    run.add_argument("facts", type=Path, help="Parquet file of facts")
    run.add_argument("answers", type=Path, help="Parquet file to write (with Spark, a folder of them)")
    run.add_argument(
        "--engine", choices=("local", "spark"), default="local", help="local: every core of this machine"
    )
    run.set_defaults(does=_run)
    table = verbs.add_parser("table", help="make a table of facts from cases")
    table.add_argument("cases", type=Path, help="JSON list of cases, as for capac explain")
    table.add_argument(
        "facts", type=Path, help="Parquet file to write; the key of a row is its place in the list"
    )
    table.set_defaults(does=_table)
    return parser


def _run(chosen: argparse.Namespace) -> int:
    if chosen.engine == "spark":
        from capac.cli.rules_spark import answer_files

        computed, refused = answer_files(chosen.facts, chosen.answers)
    else:
        computed, refused = _locally(chosen.facts, chosen.answers)
    print(f"{computed} computed, {refused} refused")
    return 1 if refused else 0


def _locally(facts: Path, into: Path) -> tuple[int, int]:
    """A draft beside the file takes its place when all is written: nothing half-written is ever seen."""
    import pyarrow.parquet as pq

    from capac.rules.api import TABLE_ROWS, answer_schema, answer_tables

    draft, computed, refused = into.with_name(f"{into.name}.draft"), 0, 0
    try:
        with (
            pq.ParquetFile(facts) as file,
            pq.ParquetWriter(draft, answer_schema(), compression="zstd") as writer,
        ):
            for answer in answer_tables(file.iter_batches(TABLE_ROWS)):
                writer.write_batch(answer)
                refused += answer.num_rows - answer["refused_message"].null_count
                computed += answer["refused_message"].null_count
        draft.replace(into)
    finally:
        draft.unlink(missing_ok=True)
    return computed, refused


def _table(chosen: argparse.Namespace) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_batches([_rows(chosen.cases)])
    pq.write_table(table, chosen.facts, compression="zstd")
    print(f"{table.num_rows} rows")
    return 0


def _rows(cases: Path) -> pa.RecordBatch:
    from capac.rules.api import facts_table

    return facts_table(_facts(json.loads(cases.read_text(encoding="utf-8"))))


def _facts(cases: object) -> Iterator[tuple[str, Facts]]:
    from capac.rules.api import CaseError, facts_of

    for place, case in enumerate(cases if isinstance(cases, list) else [cases]):
        try:
            yield str(place), facts_of(case)
        except CaseError as error:
            raise ValueError(f"case {place}: {error}") from error
