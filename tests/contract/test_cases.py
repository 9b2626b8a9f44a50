"""From a figure down to its cases: each with its days and why it counts as it does, page by page."""

from __future__ import annotations

from datetime import date

import pytest

from capac.contract import api as contract
from capac.flows.refresh_indicators import refresh_indicators
from tests import world
from tests.warehouse import live

pytestmark = pytest.mark.django_db
TODAY, JULY = date(2027, 3, 3), date(2026, 7, 1)


def references(indicator_id: str = "8.1.2", **asked: object) -> list[str]:
    page = contract.cases(indicator_id, as_of=TODAY, year=2026, **asked)  # type: ignore[arg-type]
    return [case.reference for case in page.cases]


def test_a_case_says_its_dates_its_last_day_and_why() -> None:
    amina = world.client().pk
    live.by_hand("C2-1", JULY, date(2026, 7, 16), client=amina)
    refresh_indicators(who="test")
    page = contract.cases("8.1.2", as_of=TODAY, year=2026, which="late")
    (case,) = page.cases
    assert (case.reference, case.client_id) == ("C2-1", amina)
    assert (case.started_on, case.last_day, case.stopped_on, case.days) == (
        JULY,
        date(2026, 7, 15),
        date(2026, 7, 16),
        11,
    )
    assert (case.outcome, case.reason, page.after, page.as_of) == (
        "late",
        "unknown_person free_text",
        "",
        TODAY,
    )
    assert references(which="in_time", tier=2) == ["C2-1"]
    assert references(which="in_time") == []


def test_the_causes_of_a_rejection_are_told_and_lead_to_their_cases() -> None:
    client = world.client().pk
    payment = live.paid(client, JULY, received=date(2026, 7, 31), settled=date(2026, 8, 4))
    live.decided(
        live.told(payment, date(2026, 8, 1), on=date(2026, 9, 15)),
        "C13",
        known=date(2027, 1, 11),
        cause="AR167-1-2",
    )
    refresh_indicators(who="test")
    sheet = contract.sheet("8.1.6", as_of=TODAY)
    assert sheet is not None
    (cause,) = sheet.causes
    assert (cause.tier, cause.outcome, cause.reason, cause.cases) == (1, "rejected", "C13 AR167-1-2", 1)
    assert references("8.1.6", reason="C13 AR167-1-2", month=date(2026, 8, 1)) == [f"L{payment.pk}"]
    assert references("8.1.6", month=date(2026, 7, 1)) == []


def test_pages_follow_each_other_without_gap_or_repeat() -> None:
    for n in range(7):
        live.by_hand(f"C2-{n}", date(2026, 7, 1 + n // 3))
    refresh_indicators(who="test")
    after = ""
    pages: list[set[str]] = []
    while not pages or after:
        page = contract.cases("8.1.2", as_of=TODAY, year=2026, after=after, limit=3)
        pages.append({case.reference for case in page.cases})
        after = page.after
    assert pages == [{"C2-0", "C2-1", "C2-2"}, {"C2-3", "C2-4", "C2-5"}, {"C2-6"}]


def test_cases_of_one_group() -> None:
    live.paid(world.client().pk, JULY, received=date(2026, 7, 31), settled=date(2026, 8, 4))
    refresh_indicators(who="test")
    assert len(references("8.1.5", group="full_unemployment")) == 1
    assert references("8.1.5", group="temporary_unemployment") == []


def test_before_the_first_refresh_there_are_no_cases() -> None:
    assert contract.cases("8.1.2", as_of=TODAY, year=2026) == contract.CasePage((), "", None)


@pytest.mark.parametrize(
    ("indicator_id", "asked", "message"),
    [
        ("16.4.1", {}, "16.4.1 is not measured"),
        ("8.1.2", {"which": "lost"}, "'lost' is no outcome: use one of in_time, late"),
        ("8.1.2", {"after": "yesterday~1"}, "does not begin with a date"),
        ("8.1.2", {"after": "2026-07-01"}, "names no case"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(
    indicator_id: str, asked: dict[str, str], message: str
) -> None:
    refresh_indicators(who="test")
    with pytest.raises(contract.CasesError, match=message):
        contract.cases(indicator_id, as_of=TODAY, year=2026, **asked)  # type: ignore[arg-type]
