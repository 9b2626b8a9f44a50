"""The bank in tests: released runs made row by row, and the messages of the bank written by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from capac.core import iban
from capac.core.clock import BRUSSELS
from capac.core.period import Month
from capac.payment.models import BankFile, Calculation, Payment, PaymentRun
from capac.payment.states import BANK_FILES, PAYMENTS, RUNS
from capac.people import api as people
from capac.records import api as records
from capac.rules.api import Steps
from capac.rules.steps import SegmentSteps
from capac.rules.vector import pack
from tests import world

JULY, PAYDAY = date(2026, 7, 1), date(2026, 8, 5)
KNOWN = datetime(2026, 8, 3, 5, 0, tzinfo=BRUSSELS)
SCHEME = "full_unemployment"
DEBTOR = ("CAPAC - HVW", iban.make("BE", "6790000000"), "PCHQBEBB")
Segment = tuple[int, int]
"""Halves and daily amount in cents."""


def run(*, state: str = "released") -> PaymentRun:
    """A run of August 2026, in a state that follows release."""
    row = PaymentRun.objects.create(
        introduction_month=date(2026, 8, 1),
        execution_date=PAYDAY,
        known_at=KNOWN,
        state=state,
        prepared_by="pol",
        released_by="rita",
        parameters_version="test",
    )
    records.born(RUNS, [row.pk], state="preparing", because=world.because())
    return row


def payment(
    of: PaymentRun,
    name: str = "amina",
    segments: Sequence[Segment] = ((52, 7489),),
    *,
    gross: int | None = None,
    tax: int = 0,
    withheld: Mapping[str, int] | None = None,
    month: date = JULY,
    scheme: str = SCHEME,
    holder: str = "",
    state: str = "released",
    number: int = 0,
) -> Payment:
    """A payment of one of the cast (who must be registered), of a whole month unless a gross says otherwise."""
    client = people.by_niss(world.number_of(name))
    whole = sum(halves * daily // 2 for halves, daily in segments)
    kept = dict(withheld or {})
    paid = whole if gross is None else gross
    row = Payment.objects.create(
        client=client,
        scheme=scheme,
        month=month,
        run=of,
        calculation=calculation(of, client, segments, month=month),
        gross_cents=paid,
        tax_cents=tax,
        withheld=[[kind, cents] for kind, cents in kept.items()],
        transfer_cents=paid - tax - sum(kept.values()),
        iban=world.account_of(name),
        holder=holder or f"{client.given_name} {client.family_name}",
        end_to_end_id=f"P{number or Payment.objects.count() + 1:012d}",
        state=state,
        cause="first",
    )
    records.born(PAYMENTS, [row.pk], state="prepared", because=world.because())
    return row


def calculation(
    of: PaymentRun, client: people.Client, segments: Sequence[Segment], *, month: date = JULY
) -> Calculation:
    """What a month comes to, with its steps."""
    told = [
        SegmentSteps(
            month.replace(day=1 + 10 * n), halves, daily, daily // 2, halves * daily // 2, "A", False
        )
        for n, (halves, daily) in enumerate(segments)
    ]
    whole = sum(segment.gross_cents for segment in told)
    steps = Steps(
        month=Month.of(month),
        scheme=SCHEME,
        segments=tuple(told),
        day_block=b"",
        figures=(),
        gross_cents=whole,
        tax_cents=0,
        tax_rate=0,
        tax_uncertain=False,
        withheld=(),
        parameters=(),
    )
    return Calculation.objects.create(
        client=client,
        scheme=SCHEME,
        month=month,
        run=of,
        known_at=KNOWN,
        facts_digest="test",
        authorisations=[],
        allowances_halves=sum(halves for halves, _ in segments),
        daily_cents=segments[-1][1],
        gross_cents=whole,
        tax_cents=0,
        payable_cents=whole,
        parameters_version="test",
        vector=pack(steps),
    )


def file_of(*names: str) -> tuple[BankFile, list[Payment]]:
    """A file with the bank that pays some of the cast."""
    of = run(state="filed")
    for name in names:
        world.client(name)
    rows = [payment(of, name) for name in names]
    return filed(of, *rows), rows


def filed(of: PaymentRun, *payments: Payment, number: int = 1) -> BankFile:
    """Payments as they stand when their file is with the bank."""
    file = BankFile.objects.create(
        run=of,
        number=number,
        payment_type=SCHEME,
        execution_date=PAYDAY,
        message_id=f"CAPAC-20260805-{of.pk}-{number}",
        transfers=len(payments),
        total_cents=sum(row.transfer_cents for row in payments),
        sha256="0" * 64,
    )
    records.born(BANK_FILES, [file.pk], state="written", because=world.because())
    Payment.objects.filter(pk__in=[row.pk for row in payments]).update(file=file, state="filed")
    for row in payments:
        row.refresh_from_db()
    return file
