"""A draft of the law: what is refused of it, and what it changes for the length of a calculation and no longer."""

from __future__ import annotations

import ast
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from capac.core.period import Month
from capac.rules import layer, parameters
from capac.rules.api import (
    Bareme,
    BaremeRow,
    BaremeTable,
    Calculation,
    Draft,
    DraftError,
    Facts,
    Segment,
    bareme_rows,
    calculate,
    draft,
    keeps_amounts,
    parameters_version,
    read_draft,
    render,
    repriced,
)
from tests.architecture.house import files, tree

JULY = Month(2026, 7)
HEAD = "title: Another limit\nlang: en\ndrafted_by: the cabinet\n"
UNIT, SOURCE = "unit: euro a day before the multiplier", 'source: "draft decree, art. 2"'
LINES = 'values: {2026-07-01: {value: "95.0000", status: uncertain}}'
TOP = replace(
    Segment(date(2026, 7, 1), None), daily_cents=10665, half_cents=5333, family="N", wage_code=99, phase="A1"
)
"""The highest amount of the first phase: 65 % of 92.3956 × 1.7758."""
FIXED_CACHES = {
    "bareme_rows._ends": "asked by the version of the book, which a draft changes",
    "bareme_rows.digest": "of a value that never changes",
    "bareme_rows._index": "of a value that never changes",
    "calendar_grid.days_of": "the calendar",
    "compiled._numba": "the compiler",
    "compiled._twin": "the text of a rule, which is given its figures",
    "deadlines._table": "a file that no draft touches",
    "parameters._file": "the files as shipped; the book laid over them is not in it",
    "render._sentences": "words, not figures",
    "rights.held": "a table of its own, of which a draft has no name",
    "rights.rights": "a table of its own, of which a draft has no name",
    "vector._places": "places of names, and a draft has no name of its own",
    "law._recorded": "what the tests recorded, as shipped",
}
REMEMBERING = dict.fromkeys(("batch", "grid", "calculate", "vector_columns"), ("cache",))
"""Files whose values remember what they hold themselves: facts, or a calculation that is made."""


def entry(*parts: str, name: str = "limit_a1") -> bytes:
    return f"{HEAD}parameters:\n  {name}: {{{', '.join(parts)}}}\n".encode()


def a_draft(name: str = "limit_a1", value: str = "90.0000", since: str = "2026-07-01") -> Draft:
    unit = parameters.told(name)["unit"]
    lines = f'values: {{{since}: {{value: "{value}", status: uncertain}}}}'
    return read_draft(entry(f'unit: "{unit}"', SOURCE, lines, name=name))


def owed(*segments: Segment, month: Month = JULY) -> Calculation:
    return calculate(month, [Facts(month, "full_unemployment", segments)])[0]


def from_wage(code: int = 99) -> Segment:
    return replace(TOP, daily_cents=None, half_cents=None, wage_code=code)


@pytest.mark.parametrize(
    ("content", "reason", "line", "field"),
    [
        (b"title: [\n", "not_yaml", 2, ""),
        (b"\xff", "not_yaml", 1, ""),
        (b"- a\n", "not_a_map", 1, ""),
        (b" " * 200_001, "too_long", 1, ""),
        (HEAD.encode(), "missing", 1, "parameters"),
        (f"{HEAD}parameters: {{}}\n".encode(), "nothing", 4, "parameters"),
        (HEAD.encode() + b"why: x\n" + entry(UNIT, SOURCE, LINES)[len(HEAD) :], "unknown_field", 4, "why"),
        (entry(UNIT, SOURCE, LINES).replace(b"lang: en", b"lang: it"), "language", 2, "lang"),
        (entry(UNIT, SOURCE, LINES).replace(b"Another limit", b'""'), "not_text", 1, "title"),
        (entry(UNIT, SOURCE, LINES, name="limit_z9"), "unknown_parameter", 5, "parameters.limit_z9"),
        (entry("unit: cents", SOURCE, LINES), "wrong_unit", 5, "parameters.limit_a1.unit"),
        (entry(UNIT, LINES), "missing", 5, "parameters.limit_a1.source"),
        (entry(UNIT, SOURCE, "values: {}"), "nothing", 5, "parameters.limit_a1.values"),
        (
            entry(UNIT, SOURCE, "values: {July: {value: null, status: uncertain}}"),
            "not_a_date", 5, "parameters.limit_a1.values.July",
        ),
        (
            entry(UNIT, SOURCE, LINES.replace('"95.0000"', "95.0")),
            "is_a_number", 5, "parameters.limit_a1.values.2026-07-01.value",
        ),
        (
            entry(UNIT, SOURCE, LINES.replace("95.0000", "95,00")),
            "bad_value", 5, "parameters.limit_a1.values.2026-07-01.value",
        ),
        (
            entry(UNIT, SOURCE, LINES.replace("95.0000", "-95")),
            "bad_value", 5, "parameters.limit_a1.values.2026-07-01.value",
        ),
        (
            entry(UNIT, SOURCE, LINES.replace("uncertain", "sure")),
            "bad_status", 5, "parameters.limit_a1.values.2026-07-01.status",
        ),
        (
            entry(
                UNIT, SOURCE,
                "values: {2026-08-01: {value: null, status: uncertain}, 2026-07-01: {value: null, status: uncertain}}",
            ),
            "not_in_order", 5, "parameters.limit_a1.values.2026-07-01",
        ),
        (
            entry("unit: basis points of the daily wage within the limit", SOURCE, LINES.replace("95.0000", "65.5"), name="percentage_a1"),
            "bad_value", 5, "parameters.percentage_a1.values.2026-07-01.value",
        ),
    ],
)  # fmt: skip
def test_a_draft_is_refused_with_its_fault_at_its_place(
    content: bytes, reason: str, line: int, field: str
) -> None:
    with pytest.raises(DraftError) as refused:
        read_draft(content)
    (fault,) = refused.value.faults
    assert (fault.reason, fault.line, fault.field) == (reason, line, field)
    assert str(fault).startswith(f"line {line}, {field or 'draft'}: ")


def test_every_fault_of_a_draft_is_told_at_once_and_a_name_that_stands_twice_is_one() -> None:
    twice = (
        entry(UNIT, SOURCE, LINES.replace('"95.0000"', "95.0"))
        + entry("unit: x", SOURCE, LINES)[len(HEAD) + 12 :]
    )
    with pytest.raises(DraftError) as refused:
        read_draft(twice)
    assert [fault.reason for fault in refused.value.faults] == ["is_a_number", "twice"]


def test_a_draft_holds_from_its_day_inside_the_block_and_nowhere_else() -> None:
    before, version = owed(from_wage()), parameters_version()
    assert before.daily_cents == 10665
    with draft(a_draft(since="2026-08-01").entries):
        assert owed(from_wage()) == before
        assert owed(from_wage(), month=JULY.next()).daily_cents == 10388
        assert parameters.parameter("limit_a1", date(2026, 8, 1)).source == "draft decree, art. 2"
        with ThreadPoolExecutor(1) as beside:
            elsewhere = beside.submit(lambda: owed(from_wage(), month=JULY.next()).daily_cents).result()
        assert (elsewhere, parameters_version() == version) == (10665, False)
    assert owed(from_wage(), month=JULY.next()).daily_cents == 10665
    assert (owed(from_wage()), parameters_version()) == (before, version)


def test_two_drafts_after_each_other_do_not_know_each_other() -> None:
    found = []
    for value in ("90.0000", "80.0000", "90.0000"):
        with draft(a_draft(value=value).entries):
            found.append(owed(from_wage()).daily_cents)
    assert found == [10388, 9234, 10388]


def test_a_calculation_under_a_draft_is_told_with_the_drafts_source() -> None:
    with draft(a_draft().entries):
        told = render(owed(from_wage()).vector, "en")
    assert [(one.value, one.source) for one in told.parameters if one.name == "limit_a1"] == [
        ("90.0000", "draft decree, art. 2")
    ]


def test_the_books_own_later_line_still_holds_after_the_drafts() -> None:
    with draft(a_draft("income_guarantee_reference_wage", "2300.00", "2026-07-01").entries):
        values = list(parameters.told("income_guarantee_reference_wage")["values"])
    assert values[-3:] == [date(2026, 4, 1), date(2026, 7, 1), date(2026, 9, 1)]


def test_null_in_a_draft_refuses_what_needs_it_by_its_name() -> None:
    nothing = read_draft(entry(UNIT, SOURCE, "values: {2026-07-01: {value: null, status: uncertain}}"))
    with draft(nothing.entries):
        refused = owed(from_wage()).refusal
    assert refused is not None and (refused.message, refused.fact) == ("parameter_missing", "limit_a1")


@pytest.mark.parametrize("under", [None, a_draft()], ids=["the book", "a draft"])
def test_what_is_read_is_noted_with_the_file_that_needs_it(under: Draft | None) -> None:
    owed(from_wage())
    with draft(under.entries) if under else nullcontext(), layer.noted() as read:
        owed(from_wage())
    assert {("bareme", "limit_a1"), ("bareme", "percentage_a1"), ("bareme", "index_multiplier")} <= read
    assert "" not in {file for file, _name in read}


def test_an_amount_that_is_the_baremes_own_follows_it_and_another_stays() -> None:
    own = Facts(JULY, "full_unemployment", (TOP,))
    other = Facts(JULY, "full_unemployment", (replace(TOP, daily_cents=10000, half_cents=5000),))
    assert repriced(own).segments == (from_wage(),)
    assert repriced(other) == other
    assert [keeps_amounts(repriced(one)) for one in (own, other)] == [False, True]
    assert owed(*repriced(own).segments).gross_cents == owed(*own.segments).gross_cents == 27 * 10665


@pytest.mark.parametrize(
    ("changed", "scheme"),
    [
        ({"wage_code": None}, "full_unemployment"),
        ({"phase": ""}, "full_unemployment"),
        ({}, "insertion_allowance"),
    ],
)
def test_an_amount_without_what_the_bareme_asks_stays(changed: dict[str, Any], scheme: str) -> None:
    facts = Facts(JULY, scheme, (replace(TOP, **changed),))
    assert repriced(facts) == facts


def test_whatever_remembers_a_figure_remembers_it_for_one_book_alone() -> None:
    """functools.cache would carry a draft's figures into the book: use capac.rules.layer.remembered."""
    plain = {
        f"{path.stem}.{node.name}"
        for path in files(".py", under=("capac/rules",))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef)
        and any(
            ast.unparse(one).split("(")[0].endswith(REMEMBERING.get(path.stem, ("cache", "cached_property")))
            for one in node.decorator_list
        )
    }
    assert plain - FIXED_CACHES.keys() == set()


@pytest.mark.parametrize(("since", "daily"), [("2026-03-01", 9234), ("2026-08-01", 10000)])
def test_rows_of_onem_speak_until_a_draft_changes_what_they_rest_on(since: str, daily: int) -> None:
    row = BaremeRow(code=99, family="N", phase="A1", share="", daily_cents=10000, half_cents=5000)
    with bareme_rows(Bareme((BaremeTable(date(2026, 3, 1), "a file", (row,)),))):
        assert owed(from_wage()).daily_cents == 10000
        with draft(a_draft(value="80.0000", since=since).entries):
            assert owed(from_wage()).daily_cents == daily
