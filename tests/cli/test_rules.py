"""capac rules: cases become a table, a table is answered; what is no table is said and leaves nothing behind."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from capac.cli.rules import run

CASES = [
    {
        "month": "2026-07",
        "scheme": "full_unemployment",
        "authorisation": [{"from": "2026-07-01", "daily_amount": "74.89", "family": "B", "first_year": True}],
    },
    {
        "month": "2026-07",
        "scheme": "temporary_unemployment",
        "authorisation": [{"from": "2026-07-01", "daily_amount": "69.13", "regime": "full_time"}],
        "temporary": [{"q": "38", "s": "38", "hours": "60"}],
    },
]


@pytest.fixture
def table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A table of the two cases."""
    cases, facts = tmp_path / "cases.json", tmp_path / "facts.parquet"
    cases.write_text(json.dumps(CASES), encoding="utf-8")
    assert run(["table", str(cases), str(facts)]) == 0
    assert capsys.readouterr().out == "2 rows\n"
    return facts


def test_a_table_is_answered_row_by_row(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["run", str(table), str(tmp_path / "answers.parquet")]) == 0
    assert capsys.readouterr().out == "2 computed, 0 refused\n"
    told = pq.read_table(tmp_path / "answers.parquet").select(["key", "halves", "payable_cents"]).to_pylist()
    assert told == [
        {"key": "0", "halves": 54, "payable_cents": 181801},
        {"key": "1", "halves": 19, "payable_cents": 48107},
    ]


def test_a_refused_row_is_counted_and_tells_the_exit_status(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = pq.read_table(table)
    spoilt = rows.set_column(
        rows.schema.get_field_index("scheme"), "scheme", pa.array(["pension", None], pa.string())
    )
    pq.write_table(spoilt, table)
    assert run(["run", str(table), str(tmp_path / "answers.parquet")]) == 1
    assert capsys.readouterr().out == "0 computed, 2 refused\n"


def test_another_kind_of_file_is_said_and_leaves_nothing_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.parquet"
    pq.write_table(pa.table({"a": [1]}), other)
    assert run(["run", str(other), str(tmp_path / "answers.parquet")]) == 2
    assert capsys.readouterr().err.startswith(
        "capac rules: a table of facts needs the columns key, month, scheme,"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["other.parquet"]


def test_a_case_that_is_no_case_is_named_by_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = tmp_path / "cases.json"
    cases.write_text(json.dumps([CASES[0], {"month": "2026-07"}]), encoding="utf-8")
    assert run(["table", str(cases), str(tmp_path / "facts.parquet")]) == 2
    assert "case 1: scheme" in capsys.readouterr().err
