"""The audit table of a run: what a second person must see before releasing it. Plain data, kept with the run."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Abs, Coalesce

from capac.payment.models import Hold, Payment, PaymentRun

LARGEST = 20


def audit(run: PaymentRun) -> dict[str, Any]:
    """Totals; first payments; changes against last month by cause; reference months; holds by reason; largest changes.

    Amounts in cents, months as first days. `holds` are those that are open now, whoever opened them.
    """
    rows = Payment.objects.filter(run=run).exclude(state=Payment.State.DROPPED)
    return {
        **_totals(rows),
        "first": _sums(rows.filter(cause="first")),
        "more": _sums(_changed(rows).filter(change__gt=0)),
        "less": _sums(_changed(rows).filter(change__lt=0)),
        "same": _sums(_changed(rows).filter(change=0)),
        "causes": [{"cause": row.pop("cause"), **row} for row in _grouped(rows, "cause")],
        "months": [{"month": str(row.pop("month")), **row} for row in _grouped(rows, "month")],
        "holds": list(
            Hold.objects.filter(state="open")
            .values("reason", "turn")
            .annotate(count=Count("pk"))
            .order_by("reason", "turn")
        ),
        "largest": [_largest(row) for row in _changed(rows).order_by("-size", "pk")[:LARGEST]],
        "counters": run.counters,
    }


def changed(run_id: int) -> QuerySet[Any]:
    """The payments of a run beside what was paid for the month before: `change` in cents, `size` without sign."""
    return _changed(Payment.objects.filter(run_id=run_id).exclude(state=Payment.State.DROPPED))


def _changed(rows: QuerySet[Any]) -> QuerySet[Any]:
    change = F("gross_cents") - F("before_cents")
    found: QuerySet[Any] = rows.filter(before_cents__isnull=False).annotate(change=change, size=Abs(change))
    return found


def _totals(rows: QuerySet[Any]) -> dict[str, int]:
    sums: dict[str, int] = rows.aggregate(
        payments=Count("pk"),
        without_transfer=Count("pk", filter=Q(transfer_cents=0)),
        clients=Count("client", distinct=True),
        gross_cents=Coalesce(Sum("gross_cents"), 0),
        tax_cents=Coalesce(Sum("tax_cents"), 0),
        transfer_cents=Coalesce(Sum("transfer_cents"), 0),
    )
    return {**sums, "withheld_cents": sums["gross_cents"] - sums["tax_cents"] - sums["transfer_cents"]}


def _sums(rows: QuerySet[Any]) -> dict[str, int]:
    sums: dict[str, int] = rows.aggregate(
        count=Count("pk"),
        gross_cents=Coalesce(Sum("gross_cents"), 0),
        before_cents=Coalesce(Sum("before_cents"), 0),
    )
    return sums


def _grouped(rows: QuerySet[Any], by: str) -> list[dict[str, Any]]:
    return list(rows.values(by).annotate(count=Count("pk"), gross_cents=Sum("gross_cents")).order_by(by))


def _largest(row: Any) -> dict[str, Any]:
    return {
        "payment_id": row.pk,
        "client_id": row.client_id,
        "month": str(row.month),
        "gross_cents": row.gross_cents,
        "before_cents": row.before_cents,
        "change_cents": row.change,
        "cause": row.cause,
    }
