"""The contract as data says what the contract's text says."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capac.commitments import api, load
from capac.commitments.api import Count
from capac.core.money import half_up
from capac.core.workdays import office

KIND_OF_GROUP = {
    "KPI+NORM": "indicator",
    "KPI no norm": "indicator",
    "PERIODIC": "obligation",
    "ONE-OFF": "deliverable",
    "PRODUCT": "deliverable",
    "PRINCIPLE": "principle",
    "PROCEDURE": "procedure",
    "BUDGET": "budget",
    "SYSTEM": "system",
}
LINES = api.contracts()[0].lines


def words(text: str) -> str:
    return " ".join(text.split())


def test_the_278_items_are_those_of_the_mission_in_its_order_and_kinds(shared: Path) -> None:
    listed = json.loads((shared / "mission" / "commitments.json").read_text(encoding="utf-8"))
    assert len(listed) == 278
    assert [(one.id, one.kind) for one in api.items()] == [
        (x["id"], KIND_OF_GROUP[x["kind_group"]]) for x in listed
    ]


def test_the_text_is_the_contract_itself(shared: Path) -> None:
    original = shared / "mission" / "contrat-administration-2022-2025.txt"
    shipped = Path(api.__file__).parent / "data" / "2022-2025" / "contract.fr.txt"
    assert shipped.read_bytes() == original.read_bytes()


@pytest.mark.parametrize("one", api.items(), ids=lambda one: one.id)
def test_each_item_quotes_the_lines_it_names(one: api.Item) -> None:
    first, last = one.lines
    assert 1 <= first <= last <= len(LINES)
    assert one.quote
    assert words(LINES[first - 1]).startswith(one.quote)


@pytest.mark.parametrize("one", api.indicators(), ids=lambda one: one.id)
def test_each_indicator_repeats_the_contract_word_for_word(one: api.Indicator) -> None:
    for printed in filter(None, (one.sentence, one.norm_text)):
        first, last = printed.lines
        assert printed.text.replace("-vous", "- vous") == words(" ".join(LINES[first - 1 : last])).replace(
            "-vous", "- vous"
        )


def test_the_32_printed_rows_are_all_there_and_titled_in_four_languages() -> None:
    rows = {one.row for one in api.indicators() if one.row}
    assert rows == set(range(1, 33))
    assert all(
        set(one.title) == {"fr", "nl", "de", "en"} and all(one.title.values()) for one in api.indicators()
    )


def test_every_indicator_is_an_item_and_every_indicator_item_is_measured() -> None:
    ids = {one.id for one in api.items()}
    measured = {one.id for one in api.indicators()}
    assert measured <= ids
    assert {one.id for one in api.items("indicator")} - measured == {"17.2.1§2b"}


def test_the_19_traps_are_answered_on_items_that_exist() -> None:
    traps = api.contracts()[0].traps
    assert [trap.number for trap in traps] == list(range(1, 20))
    for trap in traps:
        assert trap.answer
        assert all(api.item(name).id == name for name in trap.items)


def test_budgets_add_up_to_the_cent() -> None:
    budget = api.contracts()[0].budget
    for year, row in budget["management"].items():
        assert sum(v for k, v in row.items() if k != "total") == row["total"], year
    assert (
        half_up(budget["statutory_personnel_maximum"][2024] * 10_000, budget["management"][2024]["personnel"])
        == 7500
    )
    assert 2025 not in budget["management"]


def test_after_the_term_norms_go_on_as_monitoring() -> None:
    emails = api.indicator("2.5.1")
    last, first = emails.norm_on(date(2025, 12, 31)), emails.norm_on(date(2026, 1, 1))
    assert last is not None and (last.role, last.status) == ("binding", "defined")
    assert first is not None and (first.role, first.status) == ("monitoring", "after_term")
    assert emails.norm_on(date(2021, 12, 31)) is None


def test_the_tree_holds_every_item_once() -> None:
    def leaves(branch: api.Branch) -> list[str]:
        return [one.id for one in branch.items] + [
            name for inner in branch.branches for name in leaves(inner)
        ]

    assert sorted(name for part in api.tree() for name in leaves(part)) == sorted(
        one.id for one in api.items()
    )
    assert sum(part.size for part in api.tree()) == 278


def test_a_successor_contract_is_loaded_beside_the_first(tmp_path: Path) -> None:
    folder = tmp_path / "2026-2029"
    (folder / "items").mkdir(parents=True)
    (folder / "contract.yaml").write_text(
        "{id: 2026-2029, title: {fr: Suite}, from: 2026-01-01, to: 2029-12-31, text: t.txt}", encoding="utf-8"
    )
    (folder / "t.txt").write_text("Art 1\n", encoding="utf-8")
    (folder / "items" / "a.yaml").write_text(
        "- {id: A1, article: '1', part: I, objective: O, party: X, kind: principle, title: T, lines: [1, 1], quote: Art 1}",
        encoding="utf-8",
    )
    successor = api.load(folder)
    assert [one.id for one in successor.items] == ["A1"]
    assert [one.id for one in api.items(contract=successor)] == ["A1"]


def test_a_kind_that_does_not_exist_stops_the_load_with_the_items_name(tmp_path: Path) -> None:
    (tmp_path / "items").mkdir()
    (tmp_path / "contract.yaml").write_text(
        "{id: x, title: {fr: x}, from: 2026-01-01, to: 2029-12-31, text: t.txt}", encoding="utf-8"
    )
    (tmp_path / "t.txt").write_text("x", encoding="utf-8")
    (tmp_path / "items" / "a.yaml").write_text(
        "- {id: A1, article: '1', part: I, objective: O, party: X, kind: wish, title: T, lines: [1, 1], quote: x}",
        encoding="utf-8",
    )
    with pytest.raises(api.ContractError, match="A1: kind 'wish'"):
        api.load(tmp_path)


def test_the_promise_of_a_first_line_email() -> None:
    # Thursday 30 April 2026; Friday 1 May is a holiday; the month is the same day of the next month.
    due = api.promise(api.indicator("2.5.1"), date(2026, 4, 30), calendar=office())
    assert due == (date(2026, 5, 8), date(2026, 5, 30))


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(1, 40))
def test_working_days_count_open_days_after_the_start(start: date, n: int) -> None:
    last = api.last_day(api.Within(n, "working_day"), start, calendar=office())
    closed = {day for year in (start.year, start.year + 1) for day in holidays(year)}
    opened = [
        day
        for day in (start + timedelta(k) for k in range(1, (last - start).days + 1))
        if day.weekday() < 5 and day not in closed
    ]
    assert len(opened) == n
    assert opened[-1] == last


def holidays(year: int) -> tuple[date, ...]:
    from capac.core.workdays import legal_holidays

    return legal_holidays(year)


@pytest.mark.parametrize(
    ("counts", "over", "expected"),
    [
        ([(80, 100, 0), (100, 100, 0)], True, "met"),
        ([(7999, 10000, 0), (10000, 10000, 0)], True, "partly_met"),
        ([(79, 100, 0), (99, 100, 0)], True, "not_met"),
        ([(80, 100, 3), (90, 90, 3)], True, "in_progress"),
        ([(80, 100, 0), (100, 100, 0)], False, "in_progress"),
        ([(0, 0, 0), (0, 0, 0)], True, "not_measurable"),
    ],
)
def test_the_verdict_compares_integers(counts: list[tuple[int, int, int]], over: bool, expected: str) -> None:
    measured = [Count(*count) for count in counts]
    assert api.verdict(api.indicator("2.5.1"), measured, year_is_over=over) == expected


def test_without_a_printed_value_there_is_no_verdict_and_one_third_is_exact() -> None:
    assert api.verdict(api.indicator("8.1.5"), [Count(1, 2)], year_is_over=True) == "no_norm"
    third = api.indicator("17.1.1-7b")
    assert api.verdict(third, [Count(1, 3)], year_is_over=True) == "met"
    assert api.verdict(third, [Count(333, 1000)], year_is_over=True) == "not_met"
    assert api.verdict(third, [Count(1, 3)], year_is_over=True, without_object=True) == "without_object"


def test_every_measure_has_its_place_in_the_register_with_dates_that_are_possible() -> None:
    assert [one.id for one in api.measures()] == [one.id for one in api.indicators()]
    for one in api.measures():
        assert one.documented_on <= one.reviewed_on < one.next_review_on
        assert one.owner
        assert all(change.since <= one.reviewed_on for change in one.changes)
    changed = {one.id: len(one.changes) for one in api.measures() if one.changes}
    assert changed == {"8.1.5": 1, "17.1.1-7b": 1}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("all: {}\nmeasures: [{id: 9.9.9}]\n", "documents 9.9.9, which is no indicator"),
        (
            "all: {reviewed_on: 2026-11-24, next_review_on: 2026-11-24}\nmeasures: []\n",
            "the next review does not lie after the last one",
        ),
    ],
)
def test_a_register_that_cannot_be_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "measures.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(api.ContractError, match=message):
        load._measures(path, api.indicators())
