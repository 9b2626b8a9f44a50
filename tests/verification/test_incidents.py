"""An important technical problem: qualified by one person, decided with its reason by another, visible in the facts."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from capac.core.clock import now
from capac.core.period import Month
from capac.verification import api as verification
from capac.verification.models import Expense, Incident
from tests import world
from tests.verification.paid import authorise, batch, line_of, outcome, pay

pytestmark = pytest.mark.django_db


def facts() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, finally_accepted, technical_incident, introduction_month, incident_known_on "
            "FROM verification_facts_verified_payments ORDER BY id"
        )
        return list(cursor.fetchall())


def test_an_incident_takes_its_payments_out_of_the_figure_with_its_reason() -> None:
    amina, bram = authorise("amina"), authorise("bram")
    hit, spared = pay(amina), pay(bram)
    verification.write_c10(Month(2026, 8), who="test")
    decision = world.because("sam", "flow of 4 August not sent")
    incident = verification.declare_incident([hit.pk], qualified_by="aude", because=decision)
    assert (incident.reason, incident.qualified_by, incident.decided_by, incident.known_at) == (
        "flow of 4 August not sent", "aude", "sam", now(),
    )  # fmt: skip
    month = date(2026, 8, 1)
    assert facts() == [
        (line_of(hit), None, True, month, date(2026, 9, 1)), (line_of(spared), None, False, month, None),
    ]  # fmt: skip


def test_only_a_definitive_outcome_is_a_case_of_the_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = pay(authorise("amina")), pay(authorise("bram"))
    verification.write_c10(Month(2026, 8), who="test")
    monkeypatch.setenv("CAPAC_NOW", "2027-02-26")
    told = outcome(first, "C12", 100, cause="AR167-1-2", definitive=True), outcome(second)
    world.incoming(batch(told), "VERIFICATION", at=now())
    verification.read_outcomes(who="test")
    assert [row[:2] for row in facts()] == [(line_of(first), False), (line_of(second), None)]


@pytest.mark.parametrize(
    ("qualified_by", "who", "why", "message"),
    [
        ("aude", "sam", "  ", "needs its reason"),
        ("sam", "sam", "flow not sent", "qualified by one person and decided by another"),
        ("", "sam", "flow not sent", "qualified by one person and decided by another"),
    ],
)
def test_without_reason_or_second_person_there_is_no_incident(
    qualified_by: str, who: str, why: str, message: str
) -> None:
    payment = pay(authorise("amina"))
    verification.write_c10(Month(2026, 8), who="test")
    with pytest.raises(verification.VerificationError, match=message):
        verification.declare_incident(
            [payment.pk], qualified_by=qualified_by, because=world.because(who, why)
        )
    assert Incident.objects.count() == 0


def test_a_payment_not_told_or_of_another_incident_is_refused_with_all_the_others() -> None:
    amina = authorise("amina")
    told, decision = pay(amina), world.because("sam", "flow not sent")
    verification.write_c10(Month(2026, 8), who="test")
    untold = pay(amina, on=date(2026, 9, 1))
    for payments in ([told.pk, untold.pk], []):
        with pytest.raises(verification.VerificationError):
            verification.declare_incident(payments, qualified_by="aude", because=decision)
    assert Expense.objects.filter(incident__isnull=False).count() == 0
    verification.declare_incident([told.pk], qualified_by="aude", because=decision)
    with pytest.raises(
        verification.VerificationError, match="1 payments are not in a C10 yet, or belong to another"
    ):
        verification.declare_incident([told.pk], qualified_by="aude", because=decision)
