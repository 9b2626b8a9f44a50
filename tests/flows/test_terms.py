"""Provisional payments, contested days and months paid early: all by owed minus paid, each decided by two people."""

from __future__ import annotations

from datetime import date

import pytest

from capac.core.clock import now
from capac.core.period import Month, Span
from capac.debt import api as debt
from capac.dossier import api as dossier
from capac.flows.authorised import authorised
from capac.flows.client_months import client_months
from capac.flows.contest import contest
from capac.payment import api as payment
from capac.payment.models import Calculation, Contest
from capac.people import api as people
from tests import world
from tests.dossier import files
from tests.flows import paying
from tests.flows.paying import DAILY, JULY, SCHEME, WHOLE_JULY, Calendar

pytestmark = pytest.mark.django_db
CODE = "01/64NA1"
WANTED = payment.provisional.Wanted(JULY, None, CODE, None, 3800, 3800)
FOUR = tuple(date(2026, 7, day) for day in (6, 7, 8, 9))


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    acts = Calendar(monkeypatch)
    acts.at("2026-07-30")
    return acts


def introduced(name: str = "amina") -> tuple[people.Client, int]:
    """An application that ONEM has and has not decided on."""
    one = files.opened(name, "change", changed="pension", asked_on=JULY)
    files.received(one.id, "C8", "C1B")
    dossier.submitted([one.id], because=world.because("exchange", "C9"))
    return world.client(name), one.id


def proposed(client: people.Client, application: int, wanted: payment.provisional.Wanted = WANTED) -> int:
    return payment.provisional.propose(
        client.pk, application, wanted, staff=world.staff("pol"), because=world.because("pol", "asked")
    )


def grant(number: int, by: str = "rita") -> None:
    payment.provisional.grant(number, staff=world.staff(by), because=world.because(by))


def said(days: tuple[date, ...] = FOUR, scheme: str = SCHEME) -> payment.contests.Said:
    return payment.contests.Said(scheme, JULY, days, "agent", "a wage for these days", now().date())


def contests(client: people.Client, **told: object) -> int:
    return contest(client.pk, said(**told), staff=world.staff("agnes"), because=world.because("agnes"))  # type: ignore[arg-type]


def test_a_granted_month_is_paid_at_the_amount_of_the_law_and_the_decision_settles_the_difference(
    calendar: Calendar,
) -> None:
    amina, application = introduced()
    paying.hand_in(amina)
    calendar.at("2026-08-03")
    grant(proposed(amina, application))
    run = paying.prepared(calculations=1, payments=1, prepared=1)
    assert paying.payments(amina) == [("2026-07", WHOLE_JULY, 0, WHOLE_JULY, "prepared")]
    assert Calculation.objects.get(client=amina).authorisations[0] < 0
    paying.paid(run)
    calendar.at("2026-08-10")
    paying.authorise("amina", world.body("2026-07-01", code="01/64NA1", dailyAmount="80.00"))
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1), on="2026-08-11")
    assert paying.payments(amina)[1][1] == 27 * 8000 - WHOLE_JULY
    paying.prepared()


def test_a_refusal_claims_what_was_paid_provisionally_and_a_c2_always_rules_its_days(
    calendar: Calendar,
) -> None:
    amina, application = introduced()
    paying.hand_in(amina)
    calendar.at("2026-08-03")
    grant(proposed(amina, application))
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1))
    calendar.at("2026-08-10")
    refused = world.body("2026-07-01", "2026-07-15", code="00")
    paying.authorise("amina", refused, modules="<S52><reason>not_available</reason></S52>")
    paying.prepared(calculations=1, claims=1, empty=1)
    (owed,) = debt.debts_of(amina.pk)
    assert (owed.month, owed.cents) == (JULY, 13 * DAILY)
    segments = authorised([amina.pk], Span(JULY, date(2026, 7, 31)), known=now())[amina.pk]
    assert [(one.first.day, one.refusal, one.authorisation_id < 0) for one in segments] == [
        (1, "not_available", False),
        (16, "", True),
    ]


def test_ended_it_pays_nothing_more_and_a_past_moment_still_knows_it(calendar: Calendar) -> None:
    amina, application = introduced()
    paying.hand_in(amina)
    calendar.at("2026-08-03")
    number = proposed(amina, application)
    before = now()
    grant(number)
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1))
    granted_at = now()
    calendar.at("2026-08-12")
    payment.provisional.end(number, staff=world.staff("pol"), because=world.because("pol", "a mistake"))
    july = Span(JULY, date(2026, 7, 31))
    assert before == granted_at
    assert [len(payment.provisional.granted(None, july, known=at)) for at in (granted_at, now())] == [1, 0]
    paying.prepared(calculations=1, holds_opened=1, claims=1, empty=1)
    assert debt.debts_of(amina.pk)[0].cents == WHOLE_JULY


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (payment.provisional.Wanted(JULY, None, "01/64NZ9", None, 3800, 3800), "code_unknown"),
        (payment.provisional.Wanted(JULY, None, "nonsense", None, 3800, 3800), "code_unknown"),
        (payment.provisional.Wanted(JULY, None, "00", None, 3800, 3800), "no_right"),
        (payment.provisional.Wanted(JULY, None, "57/64NA1", None, 3800, 3800), "scheme_not_provisional"),
        (payment.provisional.Wanted(JULY, None, "01/64N11", None, 3800, 3800), "no_legal_amount"),
        (payment.provisional.Wanted(JULY, date(2026, 6, 1), CODE, None, 3800, 3800), "ends_before_it_begins"),
        (payment.provisional.Wanted(date(2026, 12, 1), None, CODE, None, 3800, 3800), "begins_too_late"),
        (payment.provisional.Wanted(JULY, None, CODE, None, 0, 3800), "hours_missing"),
    ],
)
def test_what_the_law_knows_no_amount_for_is_refused(
    calendar: Calendar, wanted: payment.provisional.Wanted, reason: str
) -> None:
    amina, application = introduced()
    with pytest.raises(payment.TermError) as error:
        proposed(amina, application, wanted)
    assert error.value.reason == reason and payment.provisional.of_client(amina.pk) == []


def test_only_what_onem_has_and_only_by_two_people(calendar: Calendar) -> None:
    amina, application = introduced()
    other = files.opened("bram", "change", changed="pension", asked_on=JULY).id
    for client, number in ((amina, other), (world.client("bram"), other), (amina, 0)):
        with pytest.raises(payment.TermError, match="not_introduced"):
            proposed(client, number)
    with pytest.raises(payment.TermError, match="not_allowed"):
        payment.provisional.propose(
            amina.pk, application, WANTED, staff=world.staff("agnes"), because=world.because()
        )
    number = proposed(amina, application)
    with pytest.raises(payment.TermError, match="one_already"):
        proposed(amina, application)
    with pytest.raises(payment.TermError, match="same_person"):
        grant(number, by="pol")
    dossier.decided(application, decided_on=now().date(), because=world.because("exchange", "C2"))
    with pytest.raises(payment.TermError, match="not_introduced"):
        grant(number)
    assert [one.state for one in payment.provisional.waiting()] == ["proposed"]


def test_contested_days_wait_and_the_rest_is_paid_at_once(calendar: Calendar) -> None:
    amina = paying.authorise("amina")
    paying.hand_in(amina)
    calendar.at("2026-08-03")
    number = contests(amina)
    view = payment.contests.one(number)
    assert view is not None
    assert (view.held_cents, view.answer_by, view.rest_by) == (
        4 * DAILY,
        date(2026, 9, 17),
        date(2026, 8, 31),
    )
    run = paying.prepared(calculations=1, payments=1, prepared=1)
    assert paying.payments(amina) == [("2026-07", 23 * DAILY, 0, 23 * DAILY, "prepared")]
    paying.paid(run)
    paying.prepared()
    calendar.at("2026-08-12")
    payment.contests.settle(number, "no wage", staff=world.staff("agnes"), because=world.because("agnes"))
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1), on="2026-08-13")
    assert [row[1] for row in paying.payments(amina)] == [23 * DAILY, 4 * DAILY]
    paying.prepared()
    with pytest.raises(payment.TermError, match="not_waiting"):
        payment.contests.settle(number, "again", staff=world.staff("agnes"), because=world.because("agnes"))


def test_what_is_gone_pays_nothing_or_has_no_days_cannot_be_contested(calendar: Calendar) -> None:
    amina = paying.authorise("amina")
    with pytest.raises(payment.TermError, match="not_computed"):
        contests(amina)
    paying.hand_in(amina, JULY, {str(day): "worked" for day in FOUR})
    calendar.at("2026-08-03")
    for told, reason in (
        ({}, "changes_nothing"),
        ({"scheme": "activation"}, "scheme_without_days"),
        ({"days": ()}, "no_days"),
        ({"days": (date(2026, 8, 1),)}, "day_outside_month"),
    ):
        with pytest.raises(payment.TermError, match=reason):
            contests(amina, **told)
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1))
    with pytest.raises(payment.TermError, match="already_paid"):
        contests(amina, days=(date(2026, 7, 20),))
    assert not Contest.objects.exists()


def test_a_month_that_may_be_paid_early_is_paid_on_a_card_of_that_day_and_corrected_after(
    calendar: Calendar,
) -> None:
    calendar.at("2026-07-10")
    amina, bram = paying.authorise("amina"), paying.authorise("bram")
    number = payment.early.propose(
        Month(2026, 7), payable_from=date(2026, 7, 21), decided_on=date(2026, 7, 8), reference="CG 7/2026",
        staff=world.staff("pol"), because=world.because("pol"),
    )  # fmt: skip
    with pytest.raises(payment.TermError, match="same_person"):
        payment.early.confirm(number, staff=world.staff("pol"), because=world.because("pol"))
    paying.hand_in(bram)
    calendar.at("2026-07-22")
    paying.prepared()
    payment.early.confirm(number, staff=world.staff("rita"), because=world.because("rita"))
    (status,) = client_months(amina.pk, today=date(2026, 7, 22))
    assert (status.status, status.fill_from, status.expected_on) == (
        "card_missing", date(2026, 7, 21), date(2026, 7, 23),
    )  # fmt: skip
    paying.hand_in(amina)
    run = paying.prepared(calculations=2, payments=1, holds_opened=1, prepared=1)
    assert paying.holds(bram) == [("2026-07", "card_too_early", "client")]
    assert paying.payments(amina) == [("2026-07", WHOLE_JULY, 0, WHOLE_JULY, "prepared")]
    paying.paid(run, on="2026-07-23")
    paying.prepared()
    calendar.at("2026-08-03")
    paying.hand_in(amina, JULY, {"2026-07-29": "worked"})
    paying.prepared(calculations=1, claims=1, empty=1)
    assert debt.debts_of(amina.pk)[0].cents == DAILY


def test_a_decision_of_the_committee_is_of_a_month_to_come_and_kept_once(calendar: Calendar) -> None:
    def key(month: Month, first: date, **told: object) -> int:
        usual = {"decided_on": date(2026, 7, 8), "reference": "CG 12", "staff": world.staff("pol")}
        return payment.early.propose(
            month, payable_from=first, because=world.because("pol"), **{**usual, **told}  # type: ignore[arg-type]
        )  # fmt: skip

    december, day = Month(2026, 12), date(2026, 12, 21)
    for month, first, told, reason in (
        (Month(2026, 6), date(2026, 6, 21), {}, "month_not_open"),
        (december, date(2026, 11, 21), {}, "day_outside_month"),
        (december, day, {"decided_on": date(2026, 8, 1)}, "decided_in_future"),
        (december, day, {"reference": " "}, "reference_missing"),
        (december, day, {"staff": world.staff("agnes")}, "not_allowed"),
    ):
        with pytest.raises(payment.TermError, match=reason):
            key(month, first, **told)
    number = key(december, day)
    with pytest.raises(payment.TermError, match="known_already"):
        key(december, day)
    payment.early.withdraw(number, staff=world.staff("pol"), because=world.because("pol"))
    assert key(december, day) != number
    assert payment.early.payable_from(december, known=now()) is None
