"""What the S-modules of a C2 say beside the code: seizures, recoveries, sanctions, days outside."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from capac.core.period import Span
from capac.exchange.models import Authorisation
from capac.exchange.segments import authorised


@dataclass(frozen=True, slots=True)
class Seizure:
    """S05. `kind` is seizure, assignment or maintenance; `amount_cents` the claim, None where not given."""

    kind: str
    span: Span
    creditor: str
    amount_cents: int | None
    children: int
    other_income_cents: int | None
    account: str


@dataclass(frozen=True, slots=True)
class Retention:
    """S06. `kind` is recovery_ex_officio (10 %, Judicial Code art. 1410 § 4), full_recovery or
    collective_debt_settlement; `account` is the mediator's where one is named."""

    kind: str
    span: Span
    account: str


@dataclass(frozen=True, slots=True)
class Modules:
    """The modules of the authorisation that rules last in a span. Spans are as ONEM gave them, unclipped."""

    authorisation_id: int
    seizures: tuple[Seizure, ...] = ()
    retentions: tuple[Retention, ...] = ()
    sanctions: tuple[Span, ...] = ()
    outside: tuple[Span, ...] = ()
    guardian: bool = False
    guardian_account: str = ""

    def retained(self, kind: str, span: Span) -> bool:
        """True when a retention of this kind holds on at least one day of the span."""
        return any(row.kind == kind and row.span.overlaps(span) for row in self.retentions)

    def seized(self, kind: str, span: Span) -> tuple[Seizure, ...]:
        """The seizures of a kind that hold on at least one day of the span."""
        return tuple(row for row in self.seizures if row.kind == kind and row.span.overlaps(span))


def modules(clients: Collection[int] | None, span: Span, *, known: datetime) -> dict[int, Modules]:
    """Per client the modules of the authorisation that rules the last ruled day of the span. Two queries."""
    ruling = {
        client: segments[-1].authorisation_id
        for client, segments in authorised(clients, span, known=known).items()
    }
    rows = dict(
        Authorisation.objects.filter(pk__in=set(ruling.values()))
        .exclude(modules={})
        .values_list("pk", "modules")
    )
    return {client: from_json(pk, rows.get(pk, {})) for client, pk in ruling.items()}


def from_json(authorisation_id: int, kept: Mapping[str, Any]) -> Modules:
    """The modules of one authorisation from the form in which they are kept."""
    return Modules(
        authorisation_id=authorisation_id,
        seizures=tuple(
            Seizure(
                kind=row["kind"],
                span=_span(row),
                creditor=row.get("creditor", ""),
                amount_cents=row.get("amount_cents"),
                children=row.get("children", 0),
                other_income_cents=row.get("other_income_cents"),
                account=row.get("account", ""),
            )
            for row in kept.get("S05", [])
        ),
        retentions=tuple(
            Retention(row["kind"], _span(row), row.get("account", "")) for row in kept.get("S06", [])
        ),
        sanctions=tuple(_span(row) for row in kept.get("S10", [])),
        outside=tuple(_span(row) for row in kept.get("S11", [])),
        guardian="S35" in kept,
        guardian_account=kept.get("S35", {}).get("account", ""),
    )


def _span(row: Mapping[str, Any]) -> Span:
    last = row.get("last")
    return Span(date.fromisoformat(row["first"]), date.fromisoformat(last) if last else None)
