"""The SELECT files and the independent oracle tell the same figures, on any day, from facts in any order."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse import facts, oracle
from tests.warehouse.facts import NAMES, Rows, by_hand, payment, verified

CLOSURES = (
    (date(2024, 12, 26), date(2024, 1, 1)),
    (date(2024, 5, 10), date(2024, 3, 1)),
    (date(2025, 1, 2), date(2025, 2, 1)),
)
"""Closed days of the institution and the day on which each became known, the last one after the fact."""
DAYS = (date(2024, 6, 14), date(2024, 12, 31), date(2025, 1, 14), date(2025, 2, 28), date(2025, 9, 1))


def oracles(given: dict[str, Rows], as_of: date) -> dict[Any, Any]:
    return dict(oracle.told(*(given[name] for name in NAMES), closures=CLOSURES, as_of=as_of))


@pytest.mark.parametrize("seed", range(12))
def test_every_figure_of_random_facts_is_the_oracles(seed: int, tmp_path: Path) -> None:
    given = facts.at_random(seed, 150)
    folder = facts.write(tmp_path, given)
    as_of = DAYS[seed % len(DAYS)]
    with facts.computed(folder, as_of=as_of, closures=CLOSURES) as session:
        assert facts.figures(session) == oracles(given, as_of)


@pytest.mark.parametrize("start", facts.EDGES)
def test_each_edge_is_in_time_on_its_last_day_late_the_day_after_and_open_before(
    start: date, tmp_path: Path
) -> None:
    office = oracle.Office(CLOSURES, start)
    ends = {1: office.after(start, 10), 2: oracle.within_the_month(start)}
    for tier, end in ends.items():
        on_time, a_day_late = by_hand(1, start, end), by_hand(2, start, end + timedelta(1))
        given = {NAMES[0]: [on_time, a_day_late, by_hand(3, start)]}
        folder = facts.write(tmp_path / str(tier), given)
        expected = {-1: (0, 0, 3), 0: (1, 1, 2), 1: (1, 3, 0)}
        for offset, (numerator, denominator, still_open) in expected.items():
            as_of = end + timedelta(offset)
            closures = [(day, start) for day in office.closed]
            with facts.computed(folder, as_of=as_of, closures=closures) as session:
                told = facts.figures(session)["8.1.2", start.year, None, "", tier]
            assert (told["numerator"], told["denominator"], told["still_open"]) == (
                numerator,
                denominator,
                still_open,
            ), (tier, as_of)


AS_OF = date(2025, 1, 14)


def known_by(given: dict[str, Rows]) -> dict[str, Rows]:
    """The same facts with all that became known after the as-of day taken out of them."""
    held = [
        {**row, "processed_on": row["processed_on"] if (row["processed_on"] or AS_OF) <= AS_OF else None}
        for row in given[NAMES[0]]
        if row["received_on"] <= AS_OF
    ]
    paid = [
        row if row["paid_on"] and row["known_on"] <= AS_OF else {**row, "paid_on": None, "known_on": None}
        for row in given[NAMES[1]]
        if row["document_received_on"] <= AS_OF
    ]
    nothing = {"known_on": None, "finally_accepted": None, "outcome": None, "cause": None, "phase": None}
    told = {}
    for row in sorted(given[NAMES[2]], key=lambda row: row["phase"] or 0):
        early = row["incident_known_on"] is not None and row["incident_known_on"] <= AS_OF
        kept = {
            **row,
            "technical_incident": early,
            "incident_known_on": row["incident_known_on"] if early else None,
        }
        if row["told_on"] <= AS_OF and row["known_on"] is not None and row["known_on"] <= AS_OF:
            told[row["id"]] = kept
        elif row["told_on"] <= AS_OF and row["id"] not in told:
            told[row["id"]] = {**kept, **nothing}
    return {NAMES[0]: held, NAMES[1]: paid, NAMES[2]: list(told.values())}


@pytest.mark.parametrize("seed", range(4))
def test_facts_learnt_later_in_any_order_change_nothing_of_a_day(seed: int, tmp_path: Path) -> None:
    given = facts.at_random(100 + seed, 120)
    early = facts.write(tmp_path / "early", known_by(given))
    later = {name: random.Random(seed).sample(rows, len(rows)) for name, rows in given.items()}
    late = facts.write(tmp_path / "late", later)
    known = [row for row in CLOSURES if row[1] <= AS_OF]
    with facts.computed(early, as_of=AS_OF, closures=known) as session:
        before = facts.figures(session)
    with facts.computed(late, as_of=AS_OF, closures=CLOSURES) as session:
        assert facts.figures(session) == before
    with facts.computed(late, as_of=date(2025, 9, 1), closures=CLOSURES) as session:
        assert facts.figures(session) != before


def test_a_payment_that_the_bank_told_late_is_open_until_it_is_known(tmp_path: Path) -> None:
    given = {NAMES[1]: [payment(1, date(2026, 7, 30), date(2026, 8, 3), known=date(2026, 8, 6))]}
    folder = facts.write(tmp_path, given)
    key = ("8.1.5", 2026, None, "full_unemployment", 1)
    with facts.computed(folder, as_of=date(2026, 8, 5)) as session:
        told = facts.figures(session)[key]
    assert (told["denominator"], told["still_open"], told["oldest_open_days"]) == (0, 1, 4)
    with facts.computed(folder, as_of=date(2026, 8, 6)) as session:
        told = facts.figures(session)[key]
    assert (told["numerator"], told["still_open"], told["sum_days"], told["p80_days"]) == (1, 0, 2, 2)


def test_the_distribution_is_told_for_each_payment_type_and_all_together(tmp_path: Path) -> None:
    start = date(2026, 7, 1)
    waits = {"full_unemployment": (1, 2, 3, 4, 10), "temporary_unemployment": (0, 20)}
    office = oracle.Office((), start)
    rows = [
        payment(n, start, office.after(start, days), kind=kind)
        for kind, all_days in waits.items()
        for n, days in enumerate(all_days)
    ]
    with facts.computed(facts.write(tmp_path, {NAMES[1]: rows}), as_of=date(2026, 12, 31)) as session:
        told = facts.figures(session)
    shown = {
        key[3]: (row["stopped"], row["sum_days"], row["p80_days"], row["p95_days"])
        for key, row in told.items()
        if key[2] is None
    }
    assert shown == {
        "": (7, 40, 10, 20),
        "full_unemployment": (5, 20, 4, 10),
        "temporary_unemployment": (2, 20, 20, 20),
    }


def test_only_definitive_outcomes_without_incident_are_counted_and_a_later_phase_corrects_an_earlier(
    tmp_path: Path,
) -> None:
    july, known = date(2026, 7, 1), date(2026, 11, 20)
    rows = [
        verified(1, july, True, known=known),
        verified(2, july, False, known=known),
        verified(3, july, False, known=known, incident=date(2026, 12, 1)),
        verified(4, july),
        verified(5, july, True, known=known, phase=1),
        verified(5, july, False, known=date(2026, 12, 10), phase=2),
    ]
    folder = facts.write(tmp_path, {NAMES[2]: rows})
    seen = {}
    for as_of in (date(2026, 11, 19), date(2026, 11, 20), date(2026, 12, 1), date(2026, 12, 10)):
        with facts.computed(folder, as_of=as_of) as session:
            row = facts.figures(session)["8.1.6", 2026, None, "", 1]
        seen[as_of] = (row["numerator"], row["denominator"], row["still_open"], row["left_out"])
    assert list(seen.values()) == [(0, 0, 5, 0), (2, 4, 1, 0), (2, 3, 1, 1), (1, 3, 1, 1)]
