"""Rows of the rooms that stand behind the three figures: a C2 for the experts, a payment and its document, an outcome."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time

from capac.core.clock import BRUSSELS
from capac.exchange.models import C2Message
from capac.payment.models import Calculation, ControlCard, Payment, PaymentRun
from capac.verification.models import ExpenditureFile, Expense, Incident, Outcome
from tests import world


def noon(day: date) -> datetime:
    """Noon of a day in Brussels."""
    return datetime.combine(day, time(12), BRUSSELS)


def by_hand(
    name: str, received: date, processed: date | None = None, *, client: int | None = None
) -> C2Message:
    """A C2 that the experts treat; processed_at when it left their queue."""
    file = world.incoming(name.encode(), name=f"{name}.xml", at=noon(received))
    return C2Message.objects.create(
        message_id=name,
        file=file,
        line=2,
        body=b"",
        digest=hashlib.sha256(name.encode()).hexdigest(),
        client_id=client,
        reference=f"F/{name}",
        sequence=1,
        received_at=noon(received),
        state="applied" if processed else "by_hand",
        hand_reasons=["unknown_person", "free_text"],
        processed_at=noon(processed) if processed else None,
    )


def paid(
    client: int, month: date, *, received: date, settled: date | None = None, known: date | None = None
) -> Payment:
    """A card, what was calculated on it, and its payment: settled by the bank on a day, known on another."""
    run, _ = PaymentRun.objects.get_or_create(
        introduction_month=month,
        defaults={
            "execution_date": month,
            "known_at": noon(received),
            "state": "filed",
            "prepared_by": "pol",
            "released_by": "rita",
            "parameters_version": "test",
        },
    )
    card = ControlCard.objects.create(
        client_id=client,
        month=month,
        channel="paper",
        card_id=f"P-{client}-{month}",
        received_on=received,
        known_at=noon(received),
        keyed_by=world.staff("agnes"),
    )
    return _payment(run, card, settled=settled, known=known or settled)


def _payment(run: PaymentRun, card: ControlCard, *, settled: date | None, known: date | None) -> Payment:
    amounts = {"gross_cents": 100_00, "tax_cents": 10_00}
    calculation = Calculation.objects.create(
        client_id=card.client_id,
        scheme="full_unemployment",
        month=card.month,
        run=run,
        known_at=card.known_at,
        facts_digest="0",
        card=card,
        authorisations=[],
        authorised_on=card.month,
        allowances_halves=2,
        daily_cents=50_00,
        payable_cents=90_00,
        parameters_version="test",
        vector=b"",
        **amounts,
    )
    return Payment.objects.create(
        client_id=card.client_id,
        scheme="full_unemployment",
        month=card.month,
        run=run,
        calculation=calculation,
        transfer_cents=90_00,
        iban=world.account_of("amina"),
        holder="Test",
        end_to_end_id=f"E2E{card.pk}",
        state="settled" if settled else "filed",
        settled_on=settled,
        settled_at=noon(known) if settled and known else None,
        ended_at=noon(known) if known else None,
        cause="first",
        **amounts,
    )


def told(payment: Payment, month: date, *, on: date) -> Expense:
    """The payment's line in the expenditure file of an introduction month."""
    file, _ = ExpenditureFile.objects.get_or_create(
        introduction_month=month,
        defaults={
            "due_on": on,
            "name": f"C10-{month}.xml",
            "written_at": noon(on),
            "lines": 1,
            "gross_cents": 1,
            "sha256": "0",
        },
    )
    return Expense.objects.create(
        file=file,
        line_id=f"L{payment.pk}",
        payment=payment,
        client_id=payment.client_id,
        scheme=payment.scheme,
        month=payment.month,
        gross_cents=payment.gross_cents,
    )


def decided(expense: Expense, outcome: str, *, known: date, phase: int = 1, cause: str = "") -> Outcome:
    """ONEM's definitive outcome of a line."""
    return Outcome.objects.create(
        expense=expense,
        file=world.incoming(f"{expense.pk}-{phase}".encode(), "VERIFICATION", at=noon(known)),
        outcome=outcome,
        phase=phase,
        amount_cents=0,
        cause=cause,
        notified_on=known,
        recoverable=False,
        definitive=True,
        known_at=noon(known),
    )


def incident(expense: Expense, *, known: date) -> None:
    """An important technical problem of a line, decided on a day."""
    expense.incident = Incident.objects.create(
        reason="flow not sent", qualified_by="pol", decided_by="sam", known_at=noon(known)
    )
    expense.save()
