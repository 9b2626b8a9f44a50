"""A payment's whole life for one page, and the list of what came back. Nothing is written or decided here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from capac.payment.doubts import came_back
from capac.payment.models import BankAnswer, PayeeCheck, Payment, Recall, StatementEntry
from capac.payment.reissues import ReissueView, reissues_of
from capac.payment.states import BANK_FILES, PAYMENTS
from capac.records import api as records

NOT_THE_SAME = ("RVMC", "RVNM")
NAMES = 20


@dataclass(frozen=True, slots=True)
class NameView:
    """What the bank said of an account and a name; `result` is empty until it answers."""

    id: int
    client_id: int
    iban: str
    holder: str
    state: str
    result: str
    suggested: str
    asked_at: datetime
    proposed_by: str
    consented_by: str


@dataclass(frozen=True, slots=True)
class RecallView:
    """A payment asked back: who asked and who approved, and what the bank answered."""

    id: int
    payment_id: int
    reason: str
    state: str
    asked_by: str
    asked_at: datetime
    approved_by: str
    answer: str


@dataclass(frozen=True, slots=True)
class Life:
    """One payment from its calculation to where it is now. `again` are later payments of the same month."""

    id: int
    client_id: int
    scheme: str
    month: date
    run_id: int
    calculation_id: int
    file_id: int | None
    message_id: str
    history: tuple[records.Change, ...]
    file_history: tuple[records.Change, ...]
    name: NameView | None
    recalls: tuple[RecallView, ...]
    reissues: tuple[ReissueView, ...]
    stated_on: date | None
    is_confirmed: bool
    again: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CameBack:
    """A payment that came back, or was stopped. `waits` until a person has confirmed, or the account is another one."""

    id: int
    client_id: int
    scheme: str
    month: date
    transfer_cents: int
    state: str
    bank_reason: str
    ended_at: datetime | None
    is_confirmed: bool


def client_of(payment_id: int) -> int | None:
    """Whose payment it is, or None. One query, of an id alone."""
    return Payment.objects.filter(pk=payment_id).values_list("client_id", flat=True).first()


def life_of(payment_id: int) -> Life | None:
    """The life of a payment, or None. A handful of queries."""
    row = Payment.objects.select_related("file").filter(pk=payment_id).first()
    if row is None:
        return None
    same = Payment.objects.filter(client_id=row.client_id, scheme=row.scheme, month=row.month, pk__gt=row.pk)
    return Life(
        id=row.pk,
        client_id=row.client_id,
        scheme=row.scheme,
        month=row.month,
        run_id=row.run_id,
        calculation_id=row.calculation_id,
        file_id=row.file_id,
        message_id=row.file.message_id if row.file else "",
        history=tuple(records.history(PAYMENTS.kind, row.pk)),
        file_history=tuple(records.history(BANK_FILES.kind, row.file_id)) if row.file_id else (),
        name=_name(row.client_id, row.iban, row.holder),
        recalls=tuple(_recall(one) for one in row.recalls.order_by("-pk")),
        reissues=tuple(reissues_of(row.pk)),
        stated_on=_stated(row),
        is_confirmed=row.account_confirmed_at is not None,
        again=tuple(same.order_by("pk").values_list("pk", flat=True)),
    )


def clients_of_returns(*, before: int | None = None, limit: int = 50) -> set[int]:
    """Whose rows came_back_list and close_names tell: ids alone, for the access register. Two queries."""
    rows = Payment.objects.filter(came_back()).order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    names = PayeeCheck.objects.filter(result__in=NOT_THE_SAME).order_by("-answered_at", "-pk")
    return {
        *rows.values_list("client_id", flat=True)[:limit],
        *names.values_list("client_id", flat=True)[:NAMES],
    }


def came_back_list(*, before: int | None = None, limit: int = 50) -> list[CameBack]:
    """Payments that came back or were stopped, the last one first, before an id. One query."""
    rows = Payment.objects.filter(came_back()).order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [
        CameBack(
            row.pk, row.client_id, row.scheme, row.month, row.transfer_cents, row.state, row.bank_reason,
            row.ended_at, row.account_confirmed_at is not None,
        )
        for row in rows[:limit]
    ]  # fmt: skip


def close_names() -> list[NameView]:
    """Names that the bank knows otherwise, or not: close matches and those that do not fit, the last one first."""
    rows = PayeeCheck.objects.filter(result__in=NOT_THE_SAME).order_by("-answered_at", "-pk")[:NAMES]
    return [_view(row) for row in rows]


def name_check(check_id: int) -> NameView | None:
    """One check of a name."""
    row = PayeeCheck.objects.filter(pk=check_id).first()
    return _view(row) if row else None


def recall(recall_id: int) -> RecallView | None:
    """One recall."""
    row = Recall.objects.filter(pk=recall_id).first()
    return _recall(row) if row else None


def answers_read(limit: int = 20) -> list[tuple[str, str, datetime]]:
    """The last messages of the bank: kind, its own id, when it was applied."""
    rows = BankAnswer.objects.order_by("-pk")[:limit]
    return list(rows.values_list("kind", "message_id", "applied_at"))


def _name(client_id: int, iban: str, holder: str) -> NameView | None:
    row = PayeeCheck.objects.filter(client_id=client_id, iban=iban, holder=holder).first()
    return _view(row) if row else None


def _stated(row: Payment) -> date | None:
    """The day of the statement in which the payment, or the file that it is of, was booked."""
    entry = StatementEntry.objects.filter(Q(payment=row) | Q(bank_file=row.file_id, bank_file__isnull=False))
    found = entry.filter(state="matched", cents__lt=0).order_by("pk").first()
    return found.booked_on if found else None


def _view(row: PayeeCheck) -> NameView:
    return NameView(
        row.pk, row.client_id, row.iban, row.holder, row.state, row.result, row.suggested, row.asked_at,
        row.proposed_by, row.consented_by,
    )  # fmt: skip


def _recall(row: Recall) -> RecallView:
    return RecallView(
        row.pk, row.payment_id, row.reason, row.state, row.asked_by, row.asked_at, row.approved_by, row.answer
    )
