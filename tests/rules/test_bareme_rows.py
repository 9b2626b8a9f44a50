"""Rows of ONEM's barème: read with every fault in its place, watched, compared, and winning over the formula."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from capac.rules import bareme, parameters
from capac.rules.api import (
    LANGUAGES,
    NO_ROWS,
    Bareme,
    BaremeTable,
    anomaly_told,
    bareme_report,
    bareme_rows,
    explain,
    fault_told,
    parameters_version,
    read_table,
)
from capac.rules.parameters import MissingParameterError
from tests.rules.bareme_tables import by_formula, csv, line

SEPTEMBER = {"valid_from": "2026-09-01"}
JULY: dict[str, Any] = {
    "month": "2026-07",
    "scheme": "full_unemployment",
    "authorisation": [{"from": "2026-01-01", "wage_code": "64", "phase": "A1", "family": "N"}],
}


def table(*lines: str) -> BaremeTable:
    found, faults = read_table(csv(*lines))
    assert found is not None, faults
    return found


def anomalies(*lines: str) -> list[tuple[str, str, str]]:
    """Weight, kind and row of each, without what is said once for the whole file."""
    return [
        (one.weight, one.kind, one.arguments["row"])
        for one in bareme_report(table(*lines)).anomalies
        if one.kind not in {"families_absent", "codes_absent", "not_compared", "differs"}
    ]


def test_a_row_wins_from_its_date_and_the_answer_names_its_file() -> None:
    rows = Bareme((table(line(64, "N", "A1", "75.00")),))
    with bareme_rows(rows):
        answer = explain(JULY, "en")
    assert answer["gross"] == "2025.00"
    assert {
        "name": "bareme_rows",
        "value": "file of ONEM",
        "since": "2026-03-01",
        "source": "barema-test.csv",
    } in answer["parameters"]
    assert "limit_a1" not in {one["name"] for one in answer["parameters"]}
    assert explain(JULY, "en")["gross"] == "2022.03"


def test_the_stored_calculation_still_says_that_a_row_was_used() -> None:
    from capac.rules.api import calculate, render
    from capac.rules.reading import facts_of

    facts = facts_of(JULY)
    with bareme_rows(Bareme((table(line(64, "N", "A1", "75.00")),))):
        vector = calculate(facts.month, [facts])[0].vector
    told = render(vector, "fr").parameters
    assert ("bareme_rows", "2026-03-01") in [(one.name, str(one.since)) for one in told]


def test_what_no_row_says_is_left_to_the_formula() -> None:
    with bareme_rows(Bareme((table(line(64, "N", "A1", "75.00")),))):
        other = bareme.daily_amount(64, family="A", phase="A1", on=date(2026, 7, 1))
        before = explain({**JULY, "month": "2026-02"}, "en")
    assert (other.cents, before["error"]["fact"]) == (76_55, "wage_codes")


def test_a_month_that_no_formula_knows_is_computed_from_rows() -> None:
    """September 2026 is not settled, and phases of the transition have no formula: both wait for ONEM's table."""
    rows = Bareme(
        (table(line(64, "N", "A1", "76.39", **SEPTEMBER), line(64, "B", "12", "70.00", **SEPTEMBER)),)
    )
    september = {**JULY, "month": "2026-09"}
    transition = {
        **september,
        "authorisation": [
            {"from": "2026-01-01", "wage_code": "64", "phase": "12", "family": "B", "first_year": True}
        ],
    }
    assert explain(september, "en")["error"]["fact"] == "index_multiplier"
    assert explain(transition, "en")["error"]["fact"] == "daily_amount_phase_12"
    with bareme_rows(rows):
        assert explain(september, "en")["gross"] == "1986.14"
        assert explain(transition, "en")["gross"] == "1820.00"


def test_an_old_table_never_outlives_an_indexation() -> None:
    with bareme_rows(Bareme((table(line(64, "N", "A1", "75.00")),))):
        assert bareme.daily_amount(64, family="N", phase="A1", on=date(2026, 8, 31)).cents == 75_00
        with pytest.raises(MissingParameterError):
            bareme.daily_amount(64, family="N", phase="A1", on=date(2026, 9, 1))


def test_a_figure_of_another_phase_ends_nothing() -> None:
    """The limit of months 7 to 12 moved on 1.7.2023 and the share of temporary unemployment on 1.1.2024."""
    lines = [line(43, "N", phase, "51.00", valid_from="2023-11-01") for phase in ("11", "13", "2A")]
    with bareme_rows(Bareme((table(*lines),))):
        for phase in ("11", "13", "2A"):
            found = bareme.daily_amount(43, family="N", phase=phase, on=date(2024, 4, 30))
            assert found.cents == 51_00
            with pytest.raises(MissingParameterError):
                bareme.daily_amount(43, family="N", phase=phase, on=date(2024, 5, 1))


def test_rows_of_temporary_unemployment_go_by_share_and_are_ended_by_their_own_figures_only() -> None:
    told = line(43, "", "", "52.00", cause="other", valid_from="2022-12-01")
    december = Bareme((table(told, line(43, "N", "13", "51.00", valid_from="2022-12-01")),))
    with bareme_rows(december):
        on = date(2023, 6, 30)
        assert bareme.temporary_amount(43, cause="economic", on=on).cents == 52_00
        assert bareme.daily_amount(43, family="N", phase="13", on=on).cents == 51_00
        ended: tuple[Any, ...] = (
            lambda: bareme.temporary_amount(43, cause="economic", on=date(2023, 7, 1)),
            lambda: bareme.daily_amount(43, family="N", phase="13", on=date(2023, 7, 1)),
            lambda: bareme.temporary_amount(43, cause="force_majeure", on=on),
        )
        for of in ended:
            with pytest.raises(MissingParameterError):
                of()


def test_the_later_table_wins_and_a_row_for_any_code_stands_in() -> None:
    tables = (table(line("", "B", "X", "41.54")), table(line("", "B", "X", "42.37", **SEPTEMBER)))
    with bareme_rows(Bareme(tables)):
        found = [
            bareme.daily_amount(7, family="B", phase="X", on=day).cents
            for day in (date(2026, 8, 31), date(2026, 9, 1))
        ]
        fixed = bareme.fixed_cohabitant_amounts(date(2026, 9, 1))
    assert found == [41_54, 42_37]
    assert fixed == {42_37}


def test_a_cohabitant_on_a_row_of_the_second_period_is_not_taxed() -> None:
    case = {
        "month": "2026-09",
        "scheme": "full_unemployment",
        "authorisation": [
            {"from": "2026-01-01", "daily_amount": "42.37", "family": "B", "first_year": False}
        ],
    }
    assert explain(case, "en")["tax"] != "0.00"
    with bareme_rows(Bareme((table(line("", "B", "X", "42.37", **SEPTEMBER)),))):
        assert explain(case, "en")["tax"] == "0.00"


def test_rows_are_a_value_that_names_its_content() -> None:
    one, same, other = (Bareme((table(line(64, "N", "A1", daily)),)) for daily in ("75.00", "75.00", "75.01"))
    assert (one == same, hash(one) == hash(same), one == other) == (True, True, False)
    assert parameters_version() == parameters.version()
    with bareme_rows(one):
        assert parameters_version() == f"{parameters.version()}+{one.digest[:12]}"


@pytest.mark.parametrize(
    ("changed", "column", "reason"),
    [
        ({"code": "100"}, "code", "bareme_code"),
        ({"code": "\u0664"}, "code", "bareme_code"),
        ({"code": "0"}, "code", "bareme_code"),
        ({"family": "C"}, "family", "bareme_unknown"),
        ({"phase": "A4"}, "phase", "bareme_unknown"),
        ({"cause": "rain"}, "cause", "bareme_unknown"),
        ({"family": ""}, "phase", "bareme_phase_or_cause"),
        ({"cause": "other"}, "phase", "bareme_phase_or_cause"),
        ({"daily": "74,89"}, "", "bareme_cells"),
        ({"daily": '"74,89"'}, "daily", "bareme_amount"),
        ({"daily": "0"}, "daily", "bareme_amount"),
        ({"daily": "74.891"}, "daily", "bareme_amount"),
        ({"half": "-1"}, "half", "bareme_amount"),
        ({"half": "99999999999"}, "half", "bareme_amount"),
        ({"valid_from": "1.9.2026"}, "valid_from", "bareme_date"),
        ({"valid_from": "2026-02-30"}, "valid_from", "bareme_date"),
        ({"valid_from": "9999-01-01"}, "valid_from", "bareme_date"),
        ({"source": ""}, "source", "bareme_source"),
        ({"source": "x" * 121}, "source", "bareme_source"),
    ],
)
def test_a_bad_cell_is_named_with_its_line_and_column(
    changed: dict[str, str], column: str, reason: str
) -> None:
    cells = {
        "code": "64", "family": "N", "phase": "A1", "cause": "", "daily": "74.89", "half": "37.45",
        "valid_from": "2026-03-01", "source": "s",
    }  # fmt: skip
    found, faults = read_table(csv(",".join(cells.values()), ",".join((cells | changed).values())))
    assert found is None
    assert (faults[0].line, faults[0].column, faults[0].reason) == (3, column, reason)
    for lang in LANGUAGES:
        assert fault_told(faults[0], lang) and "{" not in fault_told(faults[0], lang)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "bareme_columns"),
        (b"\xff\xfe", "bareme_not_csv"),
        (csv(), "bareme_empty"),
        (b"code,family\n1,A\n", "bareme_columns"),
        (csv('64,N,A1,,"74.89'), "bareme_not_csv"),
        (b"x" * 4_000_001, "bareme_too_long"),
        (csv("64"), "bareme_cells"),
    ],
)
def test_a_file_that_is_no_table_is_refused_whole(content: bytes, reason: str) -> None:
    found, faults = read_table(content)
    assert found is None
    assert [fault.reason for fault in faults] == [reason]


def test_one_thing_twice_and_two_dates_are_faults() -> None:
    _, faults = read_table(
        csv(
            line(64, "N", "A1", "74.89"),
            line(64, "N", "A1", "74.90"),
            line(65, "N", "A1", "74.90", **SEPTEMBER),
        )
    )
    assert [(fault.line, fault.column, fault.reason) for fault in faults] == [
        (3, "code", "bareme_twice"),
        (4, "valid_from", "bareme_several"),
    ]


def test_the_table_that_the_formula_gives_has_nothing_wrong_and_differs_nowhere() -> None:
    report = bareme_report(table(*by_formula()))
    assert not report.wrong
    assert {one.kind for one in report.anomalies} == {"codes_absent"}
    assert not any(one.differs or one.missing for one in report.compared)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([line(64, "N", "A1", "74.89", half="37.44")], ("wrong", "half", "64NA1")),
        (
            [line(64, "N", "A1", "74.89"), line(65, "N", "A1", "74.88")],
            ("wrong", "falls", "64NA1"),
        ),
        (
            [line(64, "N", "A1", "74.89"), line(64, "B", "A1", "74.90")],
            ("wrong", "family_order", "64NA1"),
        ),
        (
            [line(64, "N", "A2", "69.13"), line(64, "N", "A3", "69.14")],
            ("wrong", "phase_order", "64NA2"),
        ),
        ([line(1, "A", "A1", "76.54")], ("wrong", "below", "1AA1")),
        ([line(99, "N", "A3", "75.31")], ("wrong", "above", "99NA3")),
        ([line("", "B", "X", "41.55")], ("wrong", "above", "BX")),
        ([line(99, "", "", "80.80", cause="other")], ("wrong", "above", "99 other")),
        ([line(1, "", "", "63.46", cause="other")], ("look", "below", "1 other")),
        (
            [line(70, "N", "11", "79.99", valid_from="2023-01-01")],
            ("wrong", "above", "70N11"),
        ),
        (
            [line(10, "B", "2A", "37.87", valid_from="2023-01-01")],
            ("look", "below", "10B2A"),
        ),
    ],
)
def test_what_breaks_an_invariant_is_told(lines: list[str], expected: tuple[str, str, str]) -> None:
    assert expected in anomalies(*lines)
    for lang in LANGUAGES:
        for one in bareme_report(table(*lines)).anomalies:
            assert "{" not in anomaly_told(one, lang)


def test_rows_stand_beside_the_formula_and_beside_the_day_before() -> None:
    first = table(line(64, "N", "A1", "74.89"), line(64, "B", "A1", "74.89"))
    report = bareme_report(
        table(line(64, "N", "A1", "76.39", **SEPTEMBER), line(64, "B", "A1", "90.00", **SEPTEMBER)),
        Bareme((first,)),
    )
    assert [(one.formula_cents, one.missing, one.before_cents) for one in report.compared] == [
        (None, "index_multiplier", 74_89),
        (None, "index_multiplier", 74_89),
    ]
    assert [one.arguments["row"] for one in report.anomalies if one.kind == "leap"] == ["64BA1"]
    march = bareme_report(table(line(64, "N", "A1", "75.00")), NO_ROWS)
    assert [(one.formula_cents, one.differs) for one in march.compared] == [(74_89, True)]
    assert [dict(one.arguments) for one in march.anomalies if one.kind == "differs"] == [
        {"number": "1", "row": "64NA1"}
    ]
