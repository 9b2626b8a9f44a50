"""capac import: good rows load once, bad ones are told with line, column and reason, and nothing else happens."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from capac.records.models import Run
from capac.warehouse import api as warehouse
from tests.warehouse import imported, live, oracle_imported

pytestmark = pytest.mark.django_db
HEADER = "id,received_on,answered_on,line,has_attachment"


def file(tmp_path: Path, *lines: str, name: str = "emails.csv") -> Path:
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def load(fact: str, path: Path, *options: str) -> str:
    out = StringIO()
    try:
        call_command("import", fact, str(path), *options, stdout=out)
    except CommandError as error:
        return f"{out.getvalue()}{error}"
    return out.getvalue()


def rows(table: str, columns: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM warehouse_{table} ORDER BY 1")
        return list(cursor.fetchall())


def test_good_rows_load_and_their_run_tells_how_many(tmp_path: Path) -> None:
    path = file(tmp_path, HEADER, "a,2024-01-02,2024-01-05,1,true", "b,2024-01-03,,2,0", "c,2024-01-04,,,")
    assert load("emails", path) == "added=3 replaced=0 unchanged=0\n"
    assert rows("emails", "id, received_on, answered_on, line, has_attachment, known_on") == [
        ("a", date(2024, 1, 2), date(2024, 1, 5), "1", True, None),
        ("b", date(2024, 1, 3), None, "2", False, None),
        ("c", date(2024, 1, 4), None, None, None, None),
    ]
    assert not (tmp_path / "emails.rejects.csv").exists()
    run = Run.objects.get(verb="import_facts")
    assert (run.about, run.counters) == ("emails", {"added": 3, "replaced": 0, "unchanged": 0, "bad_rows": 0})


def test_the_same_id_again_changes_nothing_unless_it_is_to_be_replaced(tmp_path: Path) -> None:
    load("emails", file(tmp_path, HEADER, "a,2024-01-02,,1,true", "b,2024-01-02,,1,true"))
    later = file(
        tmp_path, HEADER, "a,2024-01-02,2024-02-01,1,true", "b,2024-01-02,,1,true", "c,2024-01-02,,1,"
    )
    assert load("emails", later) == "added=1 replaced=0 unchanged=2\n"
    assert rows("emails", "id, answered_on") == [("a", None), ("b", None), ("c", None)]
    assert load("emails", later, "--replace") == "added=0 replaced=1 unchanged=2\n"
    assert rows("emails", "id, answered_on")[0] == ("a", date(2024, 2, 1))


BAD = {
    "a,2024-13-01,,1,true": ("received_on", "is not a date like 2024-03-31"),
    "a,20240101,,1,true": ("received_on", "is not a date like 2024-03-31"),
    "a,2024-01-02T10:00:00,,1,true": ("received_on", "is not a date like 2024-03-31"),
    "a,1899-01-01,,1,true": ("received_on", "1899-01-01 lies outside 1990 to 2060"),
    "a,,,1,true": ("received_on", "is empty"),
    ",2024-01-02,,1,true": ("id", "is empty"),
    "a,2024-01-02,,3,true": ("line", "'3' is none of 1, 2"),
    "a,2024-01-02,,1,yes": ("has_attachment", "'yes' is neither true nor false"),
    "a,2024-01-02,,1": ("", "has 4 values, the header 5"),
    "a,2024-01-02,,1,true,": ("", "has 6 values, the header 5"),
    "good,2024-01-02,,1,true": ("", "the same id stands on line 2 already"),
}


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_row_is_told_and_kept_aside_while_good_rows_load(bad: str, tmp_path: Path) -> None:
    path = file(tmp_path, HEADER, "good,2024-01-02,,1,true", bad, "last,2024-01-02,,1,1")
    column, reason = BAD[bad]
    told = load("emails", path)
    assert f"line 3{', ' if column else ''}{column}: {reason}" in told
    assert told.endswith(f"1 bad rows: {tmp_path / 'emails.rejects.csv'}")
    assert rows("emails", "id") == [("good",), ("last",)]
    with (tmp_path / "emails.rejects.csv").open(encoding="utf-8") as text:
        head, kept = csv.reader(text)
    assert head == [*HEADER.split(","), "file_line", "column", "reason"]
    assert (",".join(kept[:-3]), kept[-3], kept[-2]) == (bad, "3", column)
    assert kept[-1].startswith(reason)


@pytest.mark.parametrize(
    ("fact", "lines", "options", "reason"),
    [
        ("chats", ["id,started_at,answered_after_s,resolved,rating", "1,2024-01-01,3,1,"], (), "started_at: is not a time"),
        ("chats", ["id,started_at,answered_after_s,resolved,rating", "1,2024-01-01T10:00Z,-3,1,"], (), "-3 is below zero"),
        ("chats", ["id,started_at,answered_after_s,resolved,rating", "1,2024-01-01T10:00Z,3.5,1,"], (), "not a whole number"),
        ("training", ["staff_id,fte,training_days,core_days", "1,0.333,1,1"], ("--period", "2024"), "more than two decimals"),
        ("training", ["staff_id,fte,training_days,core_days", "1,half,1,1"], ("--period", "2024"), "is not a number like 0.80"),
        ("emails", [HEADER, "1,2023-12-31,,1,1"], ("--period", "2024"), "2023-12-31 lies outside 2024, the period"),
        ("emails", [f"{HEADER},delayed_by", "1,2023-12-31,,1,1,nobody"], (), "'nobody' is none of client, employer, onem"),
    ],
)  # fmt: skip
def test_other_bad_values(
    fact: str, lines: list[str], options: tuple[str, ...], reason: str, tmp_path: Path
) -> None:
    told = load(fact, file(tmp_path, *lines), *options)
    assert reason in told and "added=0 replaced=0 unchanged=0" in told


@pytest.mark.parametrize(
    ("fact", "text", "options", "message"),
    [
        ("e-mails", HEADER, (), "e-mails is no fact that can be imported: use one of appointment_slots, "),
        ("emails", "id,received_on,line", (), "has no column answered_on, has_attachment; emails needs id, received_on"),
        ("emails", "", (), "has no column id, received_on"),
        ("emails", f"{HEADER},id", (), "the column id stands there twice"),
        ("team_interviews", "office,completed", (), "team_interviews has no date of its own: say the year with --period 2024"),
        ("team_interviews", "office,completed", ("--period", "24"), "the period 24 lies outside 1990 to 2060"),
        ("emails", f'{HEADER}\n"a', (), "cannot be read"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_imported_loads_nothing(
    fact: str, text: str, options: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    assert message in load(fact, file(tmp_path, text), *options)
    assert Run.objects.get(verb="import_facts").state == "failed"


def test_files_that_are_not_what_their_name_says(tmp_path: Path) -> None:
    latin, other = tmp_path / "latin.csv", tmp_path / "x.parquet"
    latin.write_bytes(f"{HEADER}\ncaf\xe9,2024-01-02,,1,1\n".encode("latin-1"))
    other.write_bytes(b"PAR")
    assert "latin.csv: the text is not UTF-8" in load("emails", latin)
    assert "x.parquet cannot be read" in load("emails", other)
    assert "a file to import ends in .csv or .parquet" in load("emails", tmp_path / "emails.xlsx")
    assert "absent.csv cannot be read" in load("emails", tmp_path / "absent.csv")
    assert rows("emails", "id") == []
    assert {path.name for path in tmp_path.iterdir()} - {"warehouse"} == {"latin.csv", "x.parquet"}


def test_a_bad_row_makes_the_command_fail(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="1 bad rows") as raised:
        call_command("import", "emails", str(file(tmp_path, HEADER, "a,,,,")), stdout=StringIO())
    assert raised.value.returncode == 1


def test_a_time_without_offset_is_belgian_time(tmp_path: Path) -> None:
    head = "id,asked_at,called_at"
    load("callbacks", file(tmp_path, head, "1,2024-07-01T00:30:00,2024-06-30T22:45:00Z"))
    ((_id, asked, called),) = rows("callbacks", "id, asked_at, called_at")
    assert (asked, called) == (datetime.fromisoformat("2024-06-30T22:30:00+00:00"), datetime.fromisoformat("2024-06-30T22:45:00+00:00"))  # fmt: skip


def test_parquet_holds_the_same_facts_typed(tmp_path: Path) -> None:
    table = pa.table(
        {
            "id": [1, 2],
            "received_on": pa.array([datetime(2024, 1, 2), datetime(2024, 1, 3)], pa.timestamp("ns")),
            "answered_on": pa.array([date(2024, 1, 5), None], pa.date32()),
            "line": [1.0, 2.0],
            "has_attachment": [True, None],
        }
    )
    pyarrow.parquet.write_table(table, tmp_path / "emails.parquet")
    assert load("emails", tmp_path / "emails.parquet") == "added=2 replaced=0 unchanged=0\n"
    assert rows("emails", "id, received_on, answered_on, line, has_attachment") == [
        ("1", date(2024, 1, 2), date(2024, 1, 5), "1", True),
        ("2", date(2024, 1, 3), None, "2", None),
    ]


def test_a_year_that_a_room_fills_is_refused(tmp_path: Path) -> None:
    live.by_hand("C2-1", date(2026, 7, 1))
    path = file(tmp_path, "id,received_on,processed_on", "1,2025-12-31,", "2,2026-01-02,", name="c2.csv")
    assert "line 3, received_on: 2026 comes from the application itself and is not imported" in load(
        "authorisations_by_hand", path
    )
    assert rows("authorisations_by_hand", "id") == [("1",)]
    assert "authorisations_by_hand of 2026 come from the application itself" in load(
        "authorisations_by_hand", path, "--period", "2026"
    )


def test_a_file_of_rejects_can_be_mended_and_imported(tmp_path: Path) -> None:
    load("emails", file(tmp_path, HEADER, "a,2024-01-32,,1,true"))
    rejects = tmp_path / "emails.rejects.csv"
    rejects.write_text(
        rejects.read_text(encoding="utf-8").replace("2024-01-32", "2024-01-31"), encoding="utf-8"
    )
    assert load("emails", rejects).endswith("added=1 replaced=0 unchanged=0\n")


def test_imported_files_become_the_figures_of_the_oracle(tmp_path: Path) -> None:
    given = imported.at_random(3, 60)
    for name, listed in given.items():
        for period in sorted({row.get("period", 0) for row in listed}):
            chosen = [row for row in listed if row.get("period", 0) == period]
            path = written(tmp_path / f"{name}.csv", name, chosen)
            assert "bad" not in load(name, path, *(["--period", str(period)] if period else []))
    expected = oracle_imported.told(given, closures=(), as_of=date(2025, 3, 3))
    out = StringIO()
    call_command("indicators", "--year", "2024", "--as-of", "2025-03-03", "--json", stdout=out)
    measured = {row["id"]: row for row in json.loads(out.getvalue()) if row["id"] in warehouse.indicators()}
    assert len(measured) == 32
    for article, row in measured.items():
        for number, tier in enumerate(row["tiers"], 1):
            scale = 100 if article in ("10.1.2", "17.1.1-4a") else 1
            told = expected.get(
                (article, 2024, None, "", number), {"numerator": 0, "denominator": 0, "still_open": 0}
            )
            wanted = {
                "numerator": told["numerator"] / scale,
                "denominator": told["denominator"] / scale,
                "open": told["still_open"],
            }
            assert {name: tier[name] for name in wanted} == wanted, article


def written(path: Path, name: str, facts: Iterable[dict[str, Any]]) -> Path:
    """A CSV file as an institution writes one: amounts with two decimals, moments of callbacks and chats at noon."""
    columns = [*warehouse.facts()[name].columns, "known_on"]
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(columns)
        for row in facts:
            writer.writerow([_text(column, row[column]) for column in columns])
    return path


def _text(column: str, one: Any) -> str:
    if one is None:
        return ""
    if column in imported.AMOUNTS:
        return f"{one / 100:.2f}"
    return f"{one}T12:00:00" if column.endswith("_at") else str(one)
