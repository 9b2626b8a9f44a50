"""The only builder of the rules' input: what it reads, as known when, and what stops it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from capac.core.period import Month
from capac.flows.days_of_month import edges, looked_at
from capac.flows.month_facts import MonthFacts, month_facts
from capac.payment import api as payment
from capac.people import api as people
from capac.rules import api as rules
from tests import world
from tests.flows import paying
from tests.flows.paying import DAILY, JULY, Calendar

pytestmark = pytest.mark.django_db
MONTH = Month(2026, 7)


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    acts = Calendar(monkeypatch)
    acts.at("2026-07-30")
    return acts


def known(client: people.Client, on: str = "2026-08-01T05:00", *, month: Month = MONTH) -> MonthFacts | None:
    """What is known of a client at a moment."""
    return month_facts(month, [client.pk], known=paying.moment(on)).get((client.pk, "full_unemployment"))


def facts(client: people.Client, on: str = "2026-08-01T05:00") -> rules.Facts:
    """The rules' input, which must be there."""
    found = known(client, on)
    assert found is not None and found.facts is not None
    return found.facts


def test_an_authorisation_and_a_card_are_facts(calendar: Calendar) -> None:
    amina = paying.authorise("amina")
    paying.hand_in(amina, JULY, {"2026-07-06": "sick"}, left=5)
    assert facts(amina) == rules.Facts(
        month=MONTH,
        scheme="full_unemployment",
        segments=(
            rules.Segment(date(2026, 7, 1), None, daily_cents=DAILY, family="A", wage_code=43, phase="A1"),
        ),
        days={date(2026, 7, 6): "sick"},
        paid_holiday_left_halves=5,
    )
    found = known(amina)
    assert found is not None
    assert (found.stops, found.bars, found.owes_nothing, found.collective) == ((), (), False, False)
    assert found.payee == payment.Payee(world.account_of("amina"), "Amina Baert")
    assert (found.authorised_on, len(found.authorisations)) == (date(2026, 7, 30), 1)


def test_a_client_of_whom_nothing_is_known_is_absent(calendar: Calendar) -> None:
    amina, bram = paying.authorise("amina"), world.client("bram")
    moment = paying.moment("2026-08-01T05:00")
    assert month_facts(MONTH, [amina.pk, bram.pk], known=moment).keys() == {(amina.pk, "full_unemployment")}
    assert month_facts(MONTH, None, known=moment).keys() == {(amina.pk, "full_unemployment")}
    assert month_facts(Month(2026, 6), None, known=moment) == {}


def test_facts_are_as_known_at_the_moment(calendar: Calendar) -> None:
    amina = paying.authorise("amina")
    paying.hand_in(amina, JULY, {"2026-07-06": "sick"})
    calendar.at("2026-08-10")
    paying.hand_in(amina)
    paying.authorise("amina", world.body("2026-07-01", dailyAmount="80.00"), sequence=2)
    people.note_death(amina.pk, date(2026, 8, 9))
    early, late = known(amina, "2026-08-09T05:00"), known(amina, "2026-08-10T05:00")
    assert early is not None and late is not None and early.facts is not None and late.facts is not None
    assert (early.facts.segments[0].daily_cents, late.facts.segments[0].daily_cents) == (DAILY, 8000)
    assert (len(early.facts.days), len(late.facts.days)) == (1, 0)
    assert (early.bars, [bar.reason for bar in late.bars]) == ((), ["deceased"])
    assert early.digest != late.digest


def test_equal_facts_have_equal_digests_whatever_brought_them(calendar: Calendar) -> None:
    amina = paying.authorise("amina")
    paying.hand_in(amina, JULY, {"2026-07-07": "sick", "2026-07-06": "worked"})
    first = known(amina)
    calendar.at("2026-07-31")
    paying.hand_in(amina)
    paying.hand_in(amina, JULY, {"2026-07-06": "worked", "2026-07-07": "sick"})
    again = known(amina)
    assert first is not None and again is not None
    assert (first.digest, first.card != again.card) == (again.digest, True)


def test_days_at_the_edge_come_from_the_cards_beside(calendar: Calendar) -> None:
    amina = paying.authorise("amina", world.body("2026-06-01"))
    paying.hand_in(amina, date(2026, 6, 1), {"2026-06-27": "worked", "2026-06-29": "worked"})
    paying.hand_in(amina)
    assert facts(amina).days == {date(2026, 6, 29): "worked"}
    assert facts(amina).segments[0].first == date(2026, 6, 1)


@pytest.mark.parametrize(
    ("month", "first", "last", "beside"),
    [
        (Month(2026, 7), date(2026, 6, 28), date(2026, 7, 31), (Month(2026, 6),)),
        (Month(2026, 10), date(2026, 9, 27), date(2026, 11, 2), (Month(2026, 9), Month(2026, 11))),
        (Month(2026, 2), date(2026, 2, 1), date(2026, 3, 2), (Month(2026, 3),)),
    ],
)
def test_a_month_looks_over_its_edges_as_its_saturdays_do(
    month: Month, first: date, last: date, beside: tuple[Month, ...]
) -> None:
    span = edges(month)
    assert (span.first, span.last, looked_at(month)) == (first, last, beside)


def test_days_of_a_sanction_are_absent_but_work_stays_work(calendar: Calendar) -> None:
    sanction = "<S10><sanction><from>2026-07-06</from><to>2026-07-09</to></sanction></S10>"
    amina = paying.authorise("amina", modules=sanction)
    paying.hand_in(amina, JULY, {"2026-07-06": "worked", "2026-07-07": "holiday", "2026-07-08": "sick"})
    assert facts(amina).days == {
        date(2026, 7, 6): "worked", date(2026, 7, 7): "absent", date(2026, 7, 8): "sick", date(2026, 7, 9): "absent",
    }  # fmt: skip


def test_a_sanction_of_an_earlier_decision_holds_in_the_days_that_it_still_rules(calendar: Calendar) -> None:
    sanction = "<S10><sanction><from>2026-07-06</from><to>2026-07-20</to></sanction></S10>"
    amina = paying.authorise("amina", world.body("2026-07-01"), modules=sanction)
    paying.authorise("amina", world.body("2026-07-16", dailyAmount="60.00"), sequence=2)
    paying.hand_in(amina)
    assert (min(facts(amina).days), max(facts(amina).days)) == (date(2026, 7, 6), date(2026, 7, 15))


def test_what_was_refused_is_no_segment(calendar: Calendar) -> None:
    amina = paying.authorise("amina")
    refused = "<S52><reason>not_available</reason></S52>"
    paying.authorise("amina", world.body("2026-07-16", code="00"), sequence=2, modules=refused)
    paying.hand_in(amina)
    (segment,) = facts(amina).segments
    assert (segment.first, segment.last) == (date(2026, 7, 1), date(2026, 7, 15))
    found = known(amina)
    assert found is not None and found.stops == ()


def test_without_card_there_are_no_facts_and_after_a_death_nobody_waits_for_one(calendar: Calendar) -> None:
    amina = paying.authorise("amina")
    found = known(amina)
    assert found is not None and found.facts is None
    assert [(stop.reason, stop.turn) for stop in found.stops] == [("card_missing", "client")]
    people.note_death(amina.pk, date(2026, 6, 10))
    found = known(amina)
    assert found is not None and found.stops == ()


def test_the_queries_do_not_grow_with_the_clients(calendar: Calendar) -> None:
    asked = []
    for name in ("amina", "bram", "chloe", "dieter"):
        paying.hand_in(paying.authorise(name))
        with CaptureQueriesContext(connection) as queries:
            month_facts(MONTH, None, known=paying.moment("2026-08-01T05:00"))
        asked.append(len(queries))
    assert asked == [asked[0]] * 4
    assert asked[0] <= 12
