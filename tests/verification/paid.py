"""Payments that were made, and what ONEM says of them, for the tests of what comes after the payment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape

from capac.core import money
from capac.core.clock import now
from capac.exchange import api as exchange
from capac.exchange.models import Authorisation
from capac.payment import api as payments
from capac.payment.models import BankFile, Calculation, ControlCard, Payment, PaymentRun
from capac.people import api as people
from tests import world

JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 1)
SCHEME = "full_unemployment"
NAMESPACE = "urn:capac:own-interface:verification:1"


def authorise(name: str, *, reference: str = "") -> people.Client:
    """A client of the cast with an authorisation from 1 July 2026 and the card of July."""
    client = world.client(name)
    world.incoming(world.c2_batch(world.c2(name, reference=reference)), at=now())
    assert exchange.read_c2(who="test")["applied"] == 1
    world.incoming(world.ec3_batch(world.card(name)), "EC3", at=now())
    assert payments.read_ec3(who="test")["kept"] == 1
    return client


def pay(
    client: people.Client,
    *,
    gross: int = 202203,
    tax: int = 20402,
    kept: int = 0,
    on: date = date(2026, 8, 4),
    month: date = JULY,
    state: str = "settled",
    calculated: bool = True,
) -> Payment:
    """A payment as it stands once the bank has it (filed), has paid it (settled) or not (returned, refused)."""
    run = PaymentRun.objects.create(
        introduction_month=on.replace(day=1), execution_date=on, known_at=now(), state="filed", prepared_by="pol",
        released_by="rita", parameters_version="test",
    )  # fmt: skip
    file = BankFile.objects.create(
        run=run, number=1, payment_type=SCHEME, execution_date=on, message_id=f"M{run.pk}", transfers=1,
        total_cents=gross - tax - kept, sha256="0" * 64,
    )  # fmt: skip
    calculation = Calculation.objects.create(
        client=client, scheme=SCHEME, month=month, run=run, known_at=now(), facts_digest="0" * 64,
        card=ControlCard.objects.filter(client=client, month=month).last(),
        authorisations=list(Authorisation.objects.filter(client=client).values_list("pk", flat=True)) if calculated else [],
        allowances_halves=54, daily_cents=7489, gross_cents=gross, tax_cents=tax, payable_cents=gross - tax - kept,
        parameters_version="test", vector=b"",
    )  # fmt: skip
    return Payment.objects.create(
        client=client, scheme=SCHEME, month=month, run=run, calculation=calculation, file=file, gross_cents=gross,
        tax_cents=tax, withheld=[["seizure", kept]] if kept else [], transfer_cents=gross - tax - kept,
        iban=world.account_of("amina"), holder="A", end_to_end_id=f"E{run.pk}", state=state,
        settled_on=on if state == "settled" else None, cause="first",
    )  # fmt: skip


def line_of(payment: Payment) -> str:
    """How the expenditure file calls a payment."""
    return f"L{payment.pk:012d}"


def outcome(
    payment: Payment | str,
    result: str = "accepted",
    amount: int = 0,
    *,
    cause: str = "",
    text: str = "no valid C2",
    phase: int = 1,
    definitive: bool = False,
    notified: str = "2026-08-31",
) -> str:
    """One outcome of ONEM's, ten lines of XML, for a payment or a line id."""
    line_id = payment if isinstance(payment, str) else line_of(payment)
    why = f"<cause>\n<code>{cause}</code><text>{escape(text)}</text></cause>\n" if cause else ""
    return (
        f"<outcome>\n<lineId>{line_id}</lineId>\n<result>{result}</result>\n<phase>{phase}</phase>\n"
        f"<amount>{money.plain(amount)}</amount>\n{why}<notifiedOn>{notified}</notifiedOn>\n"
        f"<definitive>{str(definitive).lower()}</definitive>\n</outcome>\n"
    )


def batch(
    outcomes: Sequence[str], *, month: str = "2026-08", phase: int = 1, count: int | None = None
) -> bytes:
    """A file of outcomes; the first outcome starts on line 2."""
    announced = len(outcomes) if count is None else count
    root = (
        f'<VerificationBatch xmlns="{NAMESPACE}" fileId="V{month}-{phase}" createdAt="2026-08-31T08:00:00+02:00" '
        f'introductionMonth="{month}" phase="{phase}" count="{announced}">\n'
    )
    return f"{root}{''.join(outcomes)}</VerificationBatch>".encode()
