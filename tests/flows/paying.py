"""The walk of a month in tests: what ONEM and clients send, the run, the release, what the bank and ONEM answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import pytest

from capac.core.clock import BRUSSELS, now
from capac.core.period import Month
from capac.debt import api as debt
from capac.exchange import api as exchange
from capac.flows import balances
from capac.flows.pay_month import prepare_payments
from capac.payment import api as payment
from capac.payment.models import Calculation, Hold, Payment
from capac.payment.states import PAYMENTS, RUNS
from capac.people import api as people
from capac.records import api as records
from capac.verification.models import ExpenditureFile, Expense, Outcome
from tests import world

JULY = date(2026, 7, 1)
AUGUST = date(2026, 8, 1)
SCHEME = "full_unemployment"
DAILY = 7489
WHOLE_JULY = 27 * DAILY
"""27 days from Monday to Saturday."""


class Calendar:
    """Moves the clock of a test from act to act."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def at(self, moment: str) -> None:
        """An ISO date means five in the morning, when the job runs."""
        full = moment if "T" in moment else f"{moment}T05:00"
        self._monkeypatch.setenv("CAPAC_NOW", full)


def authorise(
    name: str = "amina",
    *bodies: str,
    sequence: int = 1,
    modules: str = "",
    account: bool = True,
    issued: str = "",
) -> people.Client:
    """A C2 that comes now: open from 1 July 2026 unless bodies say otherwise."""
    client = world.client(name, account=account)
    day = issued or f"{now():%Y-%m-%d}"
    message = world.c2(
        name, bodies=bodies, sequence=sequence, modules=modules, issued=day, notified=day,
        message_id=f"C2-{name}-{sequence}-{day}",
    )  # fmt: skip
    world.incoming(world.c2_batch(message))
    counts = exchange.read_c2(who="test")
    assert counts["applied"] + counts["by_hand"] == 1, counts
    for case in exchange.by_hand():
        exchange.apply_by_hand(case.c2_id, client.pk, because=world.because("carla", "looked at"))
    return client


def hand_in(
    client: people.Client,
    month: date = JULY,
    days: Mapping[str, str] | None = None,
    *,
    left: int | None = None,
) -> int:
    """A paper card that comes now: ISO date to what happened on it."""
    marked = {date.fromisoformat(day): code for day, code in (days or {}).items()}
    return payment.key_card(
        client.pk,
        Month.of(month),
        marked,
        paid_holidays_left_halves=left,
        received_on=now().date(),
        staff=world.staff("agnes"),
        because=world.because("agnes", "handed in"),
    )


def prepared(**expected: int) -> int:
    """Run the job and see its counters and that the books agree; returns the run that waits (0: none)."""
    counters = prepare_payments(who="pay_month")
    shown = {
        name: number for name, number in counters.items() if number and name not in ("candidates", "batches")
    }
    wanted = {name: number for name, number in expected.items() if number}
    assert shown == wanted, shown
    assert [*payment.check(), *debt.check(), *balances.check()] == []
    waiting = [run.id for run in payment.runs() if run.state == "prepared"]
    return waiting[0] if waiting else 0


def paid(run_id: int, *, on: str = "2026-08-04") -> None:
    """A run released by Rita, at the bank and on the clients' accounts, without the files."""
    payment.release(run_id, staff=world.staff("rita"), because=world.because("rita"))
    ids = list(Payment.objects.filter(run_id=run_id, state="released").values_list("pk", flat=True))
    records.move_all(RUNS, [run_id], to="filed", because=world.because())
    records.move_all(PAYMENTS, ids, to="filed", because=world.because())
    records.move_all(PAYMENTS, ids, to="settled", because=world.because("bank"))
    Payment.objects.filter(pk__in=ids).update(settled_on=date.fromisoformat(on), ended_at=now())


def came_back(client: people.Client, *, reason: str = "TM01") -> None:
    """The bank sends a settled payment back, for a technical reason unless told otherwise."""
    rows = Payment.objects.filter(client=client, state="settled")
    records.move_all(
        PAYMENTS, rows.values_list("pk", flat=True), to="returned", because=world.because("bank")
    )
    Payment.objects.filter(client=client, state="returned").update(bank_reason=reason, ended_at=now())


def onem_says(
    client: people.Client, outcome: str, cents: int = 0, *, phase: int = 1, cause: str = "AR167-1-2"
) -> None:
    """ONEM's outcome of the client's first payment, known now."""
    row = Payment.objects.filter(client=client).order_by("pk").first()
    assert row is not None
    file, _ = ExpenditureFile.objects.get_or_create(
        introduction_month=AUGUST,
        defaults={
            "due_on": date(2026, 9, 20),
            "name": "C10",
            "written_at": now(),
            "lines": 1,
            "gross_cents": 1,
        },
    )
    expense, _ = Expense.objects.get_or_create(
        payment=row,
        defaults={
            "file": file, "line_id": f"L{row.pk:012d}", "client": client, "scheme": SCHEME, "month": row.month,
            "gross_cents": row.gross_cents,
        },
    )  # fmt: skip
    Outcome.objects.create(
        expense=expense,
        file=world.incoming(b"<x/>", "VERIFICATION", at=now()),
        outcome=outcome,
        phase=phase,
        amount_cents=cents,
        cause=cause if outcome in ("C12", "C13") else "",
        recoverable=cause not in ("AR167-1-4", "client"),
        notified_on=now().date(),
        definitive=False,
        known_at=now(),
    )


def payments(client: people.Client) -> list[tuple[str, int, int, int, str]]:
    """Month, gross, tax, transfer and state of a client's payments, in order."""
    rows = Payment.objects.filter(client=client).order_by("pk")
    return [
        (f"{row.month:%Y-%m}", row.gross_cents, row.tax_cents, row.transfer_cents, row.state) for row in rows
    ]


def holds(client: people.Client, state: str = "open") -> list[tuple[str, str, str]]:
    """Month, reason and turn of a client's holds."""
    rows = Hold.objects.filter(client=client, state=state).order_by("month", "reason")
    return [(f"{row.month:%Y-%m}", row.reason, row.turn) for row in rows]


def calculations(client: people.Client) -> int:
    """How many calculations were kept."""
    return Calculation.objects.filter(client=client).count()


def moment(text: str) -> datetime:
    """A moment in Brussels."""
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


def retention(kind: str, amount: str = "", *, first: str = "2026-06-01", last: str = "") -> str:
    """One retention of S05."""
    given = f"<amount>{amount}</amount>" if amount else ""
    end = f"<to>{last}</to>" if last else ""
    return (
        f"<S05><retention><kind>{kind}</kind><creditorReference>HJ/1</creditorReference>{given}"
        f"<children>0</children><from>{first}</from>{end}</retention></S05>"
    )
