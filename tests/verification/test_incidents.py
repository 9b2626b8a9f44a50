"""An important technical problem: proposed by one person, decided with its reason by another, visible in the facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from capac.core.clock import now
from capac.core.period import Month
from capac.records import api as records
from capac.verification import api as verification
from capac.verification.models import Expense, Incident
from tests import world
from tests.verification.paid import authorise, batch, line_of, outcome, pay

pytestmark = pytest.mark.django_db
AUGUST = date(2026, 8, 1)
HIT = verification.Hit(date(2026, 8, 4), date(2026, 8, 5), ("cards",), "incident-0804.pdf")
PROPOSED = world.because("pol", "the card flow of 4 August stood still")
DECIDED = world.because("rita", "seen with the supplier's report")


def facts() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, finally_accepted, technical_incident, introduction_month, incident_known_on "
            "FROM verification_facts_verified_payments ORDER BY id"
        )
        return list(cursor.fetchall())


def test_an_incident_takes_its_payments_out_of_the_figure_only_when_a_second_person_decides() -> None:
    amina, bram = authorise("amina"), authorise("bram")
    hit, spared = pay(amina), pay(bram, on=date(2026, 8, 6))
    verification.write_c10(Month(2026, 8), who="test")
    proposed = verification.propose_incident(HIT, because=PROPOSED)
    assert [row[2] for row in facts()] == [False, False]
    assert verification.incident(proposed.pk).expenses == 1
    decided = verification.decide_incident(proposed.pk, seen=1, because=DECIDED)
    assert (decided.state, decided.reason, decided.qualified_by, decided.decided_by, decided.known_at) == (
        "decided", "the card flow of 4 August stood still", "pol", "rita", now(),
    )  # fmt: skip
    assert facts() == [
        (line_of(hit), None, True, AUGUST, date(2026, 9, 1)), (line_of(spared), None, False, AUGUST, None),
    ]  # fmt: skip
    changes = [(c.to_state, c.who) for c in records.history("verification.Incident", decided.pk)]
    assert changes == [("proposed", "pol"), ("decided", "rita")]


def test_what_is_declined_stays_in_the_figure() -> None:
    pay(authorise("amina"))
    verification.write_c10(Month(2026, 8), who="test")
    proposed = verification.propose_incident(HIT, because=PROPOSED)
    assert verification.decline_incident(proposed.pk, because=DECIDED).state == "declined"
    assert [row[2] for row in facts()] == [False]
    with pytest.raises(verification.IncidentError, match="not_proposed"):
        verification.decide_incident(proposed.pk, seen=1, because=DECIDED)


def test_only_a_definitive_outcome_is_a_case_of_the_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = pay(authorise("amina")), pay(authorise("bram"))
    verification.write_c10(Month(2026, 8), who="test")
    monkeypatch.setenv("CAPAC_NOW", "2027-02-26")
    told = outcome(first, "C12", 100, cause="AR167-1-2", definitive=True), outcome(second)
    world.incoming(batch(told), "VERIFICATION", at=now())
    verification.read_outcomes(who="test")
    assert [row[:2] for row in facts()] == [(line_of(first), False), (line_of(second), None)]


@pytest.mark.parametrize(
    ("hit", "why", "reason"),
    [
        (HIT, "  ", "reason_missing"),
        (HIT, "x" * 301, "reason_too_long"),
        (replace(HIT, evidence=" "), "why", "evidence_missing"),
        (replace(HIT, evidence="x" * 121), "why", "evidence_too_long"),
        (replace(HIT, flows=()), "why", "flows_missing"),
        (replace(HIT, flows=("moon",)), "why", "flows_missing"),
        (replace(HIT, last=date(2026, 8, 3)), "why", "period_wrong"),
        (replace(HIT, last=date(2026, 9, 2)), "why", "period_in_future"),
        (replace(HIT, first=date(2026, 8, 5)), "why", "nothing_told"),
        (replace(HIT, scheme="activation"), "why", "nothing_told"),
    ],
)
def test_what_is_not_whole_is_not_proposed(hit: verification.Hit, why: str, reason: str) -> None:
    pay(authorise("amina"))
    verification.write_c10(Month(2026, 8), who="test")
    with pytest.raises(verification.IncidentError, match=reason):
        verification.propose_incident(hit, because=world.because("pol", why))
    assert Incident.objects.count() == 0


def test_nobody_decides_their_own_proposal_and_nobody_decides_what_they_did_not_see() -> None:
    pay(authorise("amina"))
    verification.write_c10(Month(2026, 8), who="test")
    proposed = verification.propose_incident(HIT, because=PROPOSED)
    with pytest.raises(verification.IncidentError, match="same_person"):
        verification.decide_incident(proposed.pk, seen=1, because=PROPOSED)
    with pytest.raises(verification.IncidentError, match="changed") as changed:
        verification.decide_incident(proposed.pk, seen=2, because=DECIDED)
    assert changed.value.arguments == {"seen": "2", "now": "1"}
    assert Expense.objects.filter(incident__isnull=False).count() == 0


def test_an_expense_belongs_to_one_incident() -> None:
    pay(authorise("amina"))
    verification.write_c10(Month(2026, 8), who="test")
    first = verification.propose_incident(HIT, because=PROPOSED)
    verification.decide_incident(first.pk, seen=1, because=DECIDED)
    with pytest.raises(verification.IncidentError, match="nothing_told"):
        verification.propose_incident(HIT, because=PROPOSED)
