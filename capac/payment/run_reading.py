"""Runs as pages read them: a list, one run with its audit table and files, and the cases behind a figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet

from capac.payment.audit import changed
from capac.payment.comparing import CAUSES
from capac.payment.models import BankFile, Payment, PaymentRun
from capac.payment.states import RUNS
from capac.records import api as records


@dataclass(frozen=True, slots=True)
class FileView:
    """One file of the run for the bank, total in cents."""

    id: int
    message_id: str
    payment_type: str
    execution_date: date
    transfers: int
    total_cents: int
    state: str


@dataclass(frozen=True, slots=True)
class RunView:
    """A run: its dates, who prepared and who released it, its audit table (audit.py) and its files.

    `counters` tell what it moved: calculations, payments, holds, cents claimed and cancelled.
    """

    id: int
    state: str
    introduction_month: date
    execution_date: date
    known_at: datetime
    prepared_by: str
    released_by: str
    counters: Mapping[str, int]
    audit: Mapping[str, Any]
    files: tuple[FileView, ...]
    history: tuple[records.Change, ...]


@dataclass(frozen=True, slots=True)
class RunCase:
    """One payment of a run beside the gross paid for the month before (None: never paid before), in cents."""

    payment_id: int
    client_id: int
    scheme: str
    month: date
    state: str
    gross_cents: int
    transfer_cents: int
    before_cents: int | None
    cause: str


def runs(limit: int = 50) -> list[RunView]:
    """The last runs, newest first, without their history. Two queries."""
    rows = PaymentRun.objects.order_by("-id").prefetch_related("files")[:limit]
    return [_view(row, ()) for row in rows]


def run_view(run_id: int) -> RunView:
    """One run. Raises PaymentRun.DoesNotExist."""
    row = PaymentRun.objects.prefetch_related("files").get(pk=run_id)
    return _view(row, tuple(records.history(RUNS.kind, run_id)))


def run_cases(run_id: int, kind: str = "all", *, after: int = 0, limit: int = 50) -> list[RunCase]:
    """The payments behind a figure of the audit table, by id after one id.

    `kind` is all, first, more, less, same, or a cause of the table. Raises KeyError for none of them.
    """
    rows = _of_kind(run_id, kind).filter(pk__gt=after).order_by("pk")[:limit]
    return [
        RunCase(
            row.pk, row.client_id, row.scheme, row.month, row.state, row.gross_cents, row.transfer_cents,
            row.before_cents, row.cause,
        )
        for row in rows
    ]  # fmt: skip


def _of_kind(run_id: int, kind: str) -> QuerySet[Payment]:
    rows = Payment.objects.filter(run_id=run_id)
    if kind == "all":
        return rows
    if kind in ("more", "less", "same"):
        rows = changed(run_id)
        sign: dict[str, QuerySet[Payment]] = {
            "more": rows.filter(gross_cents__gt=F("before_cents")),
            "less": rows.filter(gross_cents__lt=F("before_cents")),
            "same": rows.filter(gross_cents=F("before_cents")),
        }
        return sign[kind]
    if kind not in CAUSES:
        raise KeyError(kind)
    return rows.filter(cause=kind)


def _view(row: PaymentRun, history: tuple[records.Change, ...]) -> RunView:
    return RunView(
        row.pk, row.state, row.introduction_month, row.execution_date, row.known_at, row.prepared_by,
        row.released_by, row.counters, row.audit, tuple(_file(file) for file in row.files.all()), history,
    )  # fmt: skip


def _file(row: BankFile) -> FileView:
    return FileView(
        row.pk,
        row.message_id,
        row.payment_type,
        row.execution_date,
        row.transfers,
        row.total_cents,
        row.state,
    )
