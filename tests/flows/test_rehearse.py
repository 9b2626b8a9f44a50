"""A draft replayed over computed months: who gains and loses, what stays as it was, what is hidden, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from capac.core.period import Month
from capac.flows import rehearsal_sums, rehearsed
from capac.flows.rehearse import rehearse, rehearsed_case
from capac.flows.small_cells import FEWEST, Cells, told
from capac.payment.models import Calculation, Payment
from capac.records import api as records
from capac.rules import api as rules
from tests import world
from tests.flows import paying
from tests.flows.paying import AUGUST, JULY, Calendar

DRAFT = b"""title: A lower limit in the first phase
lang: en
drafted_by: a cabinet
parameters:
  limit_a1:
    unit: euro a day before the multiplier
    source: draft decree, art. 2
    values:
      2026-08-01: {value: "80.0000", status: uncertain}
  minimum_a1_A:
    unit: euro a day before the multiplier
    source: draft decree, art. 3
    values:
      2026-07-01: {value: "50.0000", status: confirmed}
"""
LOWEST, HIGHEST = world.body("2026-07-01", code="01/01AA1", dailyAmount="76.55"), "106.65"


@pytest.fixture(autouse=True)
def _aside(settings: Any, tmp_path: Path) -> None:
    settings.WAREHOUSE = tmp_path / "warehouse"


@pytest.fixture
def two_months(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Amina on the lowest amount, Bram on the highest, Chloé on one that no barème gives: July and August computed."""
    acts = Calendar(monkeypatch)
    acts.at("2026-07-30")
    clients = [
        paying.authorise("amina", LOWEST),
        paying.authorise("bram", world.body("2026-07-01", code="01/99NA1", dailyAmount=HIGHEST)),
        paying.authorise("chloe", world.body("2026-07-01", code="01/99NA1", dailyAmount="70.00")),
    ]
    acts.at("2026-08-03")
    for client in clients:
        paying.hand_in(client, JULY)
    paying.paid(paying.prepared(calculations=3, payments=3, prepared=1))
    acts.at("2026-09-01")
    for client in clients:
        paying.hand_in(client, AUGUST)
    paying.prepared(calculations=3, payments=3, prepared=1)


def cases(run_id: int, outcome: str, **chosen: str) -> list[tuple[str, int, int]]:
    rows = rehearsal_sums.listed(
        rehearsed.cases_of(run_id), outcome=outcome, chosen=chosen, after=(0, date.min), limit=50
    )
    return [(f"{row['month']:%Y-%m}", row["before_cents"], row["after_cents"]) for row in rows]


@pytest.mark.usefixtures("two_months")
def test_each_month_is_computed_by_both_books_and_nothing_else_is_written() -> None:
    before = [*Calculation.objects.values_list(), *Payment.objects.values_list()]
    lines: list[str] = []
    run_id = rehearse(DRAFT, who="sam", tell=lines.append)
    assert cases(run_id, "more") == [("2026-07", 27 * 7655, 27 * 8879), ("2026-08", 26 * 7655, 26 * 8879)]
    assert cases(run_id, "less") == [("2026-08", 26 * 10665, 26 * 9234)]
    assert cases(run_id, "same") == [
        ("2026-07", 27 * 10665, 27 * 10665),
        ("2026-07", 189000, 189000),
        ("2026-08", 182000, 182000),
    ]
    assert cases(run_id, "more", month="2026-08-01", family="A", phase="A1", band="01-20") == [
        ("2026-08", 26 * 7655, 26 * 8879)
    ]
    assert cases(run_id, "more", family="N") == []
    assert lines == ["3 clients, 6 months computed, 3 changed"]
    assert [*Calculation.objects.values_list(), *Payment.objects.values_list()] == before
    run = records.Run.objects.get(pk=run_id)
    assert (run.verb, run.state, run.who, run.about) == (
        "rehearse",
        "finished",
        "sam",
        "A lower limit in the first phase",
    )
    assert run.counters == {
        "clients": 3,
        "months": 6,
        "computed": 6,
        "changed": 3,
        "refused": 0,
        "no_facts": 0,
        "batches": 2,
    }


@pytest.mark.usefixtures("two_months")
def test_the_result_tells_the_draft_what_is_uncertain_and_no_small_cell() -> None:
    run_id = rehearse(DRAFT, who="sam")
    result = rehearsed.rehearsal(run_id)
    assert result is not None
    assert [(one["name"], one["lines"][0]["before"], one["lines"][0]["value"]) for one in result["parameters"]] == [
        ("limit_a1", "92.3956", "80.0000"), ("minimum_a1_A", "43.11", "50.0000"),
    ]  # fmt: skip
    assert [(one["name"], one["months"]) for one in result["uncertain"]] == [("limit_a1", 2)]
    assert {name for name, _number in result["sentences"]} == {"segment", "gross", "net", "payable"}
    assert (result["all"]["more"], result["all"]["less"], result["all"]["same"]) == (None, None, None)
    amounts = [row["amounts"] for table in (result["months"], *result["groups"].values()) for row in table]
    assert all(one["gained"] is None and one["after_net"] is None for one in amounts)
    assert result["kept"] is None
    assert rehearsed.rehearsals() == [result]
    assert rehearsed.draft_of(run_id) == rules.read_draft(DRAFT)


@pytest.mark.usefixtures("two_months")
def test_a_figure_that_the_draft_takes_away_refuses_its_months() -> None:
    run_id = rehearse(DRAFT.replace(b'"80.0000"', b"null"), who="sam")
    result = rehearsed.rehearsal(run_id)
    assert result is not None
    assert [(one["state"], one["reason"]) for one in result["not_computed"]] == [
        ("refused_after", "parameter_missing:limit_a1")
    ]
    assert cases(run_id, "less") == []


@pytest.mark.usefixtures("two_months")
def test_a_draft_of_the_future_touches_no_month(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    path.write_bytes(DRAFT.replace(b"2026-07-01", b"2026-10-01").replace(b"2026-08-01", b"2026-10-01"))
    call_command("rehearse", str(path), by="sam")
    assert "no computed month is touched by this draft" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_bad_draft_is_refused_before_anything_is_begun(tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    path.write_bytes(DRAFT.replace(b'"80.0000"', b"80.0"))
    with pytest.raises(CommandError, match=r"line 9, .*: write the figure between quotes"):
        call_command("rehearse", str(path))
    with pytest.raises(CommandError, match="No such file"):
        call_command("rehearse", str(tmp_path / "nothing.yaml"))
    assert (records.Run.objects.count(), rehearsed.rehearsals()) == (0, [])


@pytest.mark.django_db
def test_one_rehearsal_works_at_a_time_and_the_next_clears_what_a_dead_one_left() -> None:
    with rehearsed.alone():
        ruin = rehearsed.aside(7)
        with pytest.raises(rehearsed.BusyError):
            rehearse(DRAFT, who="sam")
    run_id = rehearse(DRAFT, who="sam")
    assert not ruin.exists()
    assert [path.name for path in sorted(rehearsed.home().iterdir())] == [str(run_id), "lock"]


@pytest.mark.usefixtures("two_months")
def test_one_month_is_told_again_by_each_book_as_it_was_known_then() -> None:
    run_id, client = rehearse(DRAFT, who="sam"), world.client("amina").pk
    found = rehearsed_case(run_id, client, Month.of(JULY), lang="en")
    [(scheme, before, after)] = found
    assert scheme == "full_unemployment"
    assert (before["net"], after["net"]) == ("2066.85", "2397.33")
    assert [one["source"] for one in after["parameters"] if one["name"] == "minimum_a1_A"] == [
        "draft decree, art. 3"
    ]
    assert rehearsed_case(run_id, client, Month(2026, 12), lang="en") == []
    assert rehearsed_case(run_id + 1, client, Month.of(JULY), lang="en") == []


def test_a_small_cell_is_hidden_and_another_with_it() -> None:
    rows = [
        Cells("A", 3, 40, 0, {"gained": 9, "after_net": 90}),
        Cells("B", 60, 30, 8, {"gained": 8, "after_net": 80}),
        Cells("C", 7, 0, 9, {"gained": 7, "after_net": 70}),
    ]
    assert told(rows) == [
        Cells("A", None, 40, 0, {"gained": None, "after_net": 90}),
        Cells("B", 60, 30, 8, {"gained": 8, "after_net": 80}),
        Cells("C", None, 0, 9, {"gained": None, "after_net": 70}),
    ]


def test_what_a_group_costs_is_hidden_when_few_of_it_change() -> None:
    rows = [
        Cells("A", 0, 2, 90, {"lost": -5, "after_net": 90}),
        Cells("B", 0, 9, 90, {"lost": -9, "after_net": 80}),
    ]
    assert [dict(row.amounts) for row in told(rows)] == [{"lost": None, "after_net": None}] * 2
    assert dict(told([Cells("A", 2, 4, 90, {"after_net": 90})])[0].amounts) == {"after_net": 90}


@given(st.lists(st.tuples(*[st.integers(0, 12)] * 3), min_size=2, max_size=6))
def test_no_hidden_cell_follows_from_the_sum_of_its_column(counts: list[tuple[int, int, int]]) -> None:
    rows = told([Cells(str(n), *cells) for n, cells in enumerate(counts)])
    for place, name in enumerate(("more", "less", "same")):
        column = [getattr(row, name) for row in rows]
        assert column.count(None) != 1
        assert all(value is None or value == 0 or value >= FEWEST for value in column)
        assert all(value in (None, cells[place]) for value, cells in zip(column, counts, strict=True))


def test_the_sums_are_sums_of_the_cases(tmp_path: Path) -> None:
    """Eight people in two months: six lose a cent in each, one gains and loses as much, one only gains."""
    write = _writer(tmp_path / "cases.parquet")
    write([(n, month, 1000, 999) for n in range(1, 7) for month in (JULY, AUGUST)]
          + [(7, JULY, 1000, 1001), (7, AUGUST, 1000, 999), (8, JULY, 1000, 1500)])  # fmt: skip
    told_sums = rehearsal_sums.sums(tmp_path / "cases.parquet")
    whole = told_sums["all"]
    assert (whole["more"], whole["less"], whole["same"]) == (None, 6, None)
    assert (whole["amounts"]["before_net"], whole["amounts"]["after_net"]) == (15000, 15488)
    assert [(row["name"], row["less"]) for row in told_sums["months"]] == [
        ("2026-07-01", 6),
        ("2026-08-01", 7),
    ]
    assert told_sums["groups"]["family"][0]["less"] == 6


def _writer(path: Path) -> Callable[[list[tuple[int, date, int, int]]], None]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from capac.flows.rehearse import SCHEMA

    def write(rows: list[tuple[int, date, int, int]]) -> None:
        told_rows = [
            {"client_id": client, "month": month, "state": "computed", "reason": "", "scheme": "full_unemployment",
             "family": "A", "phase": "A1", "band": "01-20", "region": "wallonia", "kept": False,
             **{f"{when}_{name}": cents for when, cents in (("before", before), ("after", after))
                for name in ("gross", "tax", "net", "payable")}}
            for client, month, before, after in rows
        ]  # fmt: skip
        pq.write_table(pa.Table.from_pylist(told_rows, schema=SCHEMA), path)

    return write
