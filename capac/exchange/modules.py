"""What the S-modules of a C2 say beside the code: seizures, recoveries, sanctions, days outside.

They are kept as JSON beside the authorisation, module by module; here they become values again.
"""

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


@dataclass(frozen=True, slots=True)
class Recovery:
    """S06: the retention ex officio, 10 % (Judicial Code art. 1410 § 4) or 100 % after fraud."""

    percent: int
    span: Span


@dataclass(frozen=True, slots=True)
class AccountOfAnother:
    """Whom to pay in place of the client: a debt mediator (S06) or a guardian (S35)."""

    holder: str
    account: str
    span: Span


@dataclass(frozen=True, slots=True)
class ActivationRight:
    """S29: the right to an activation allowance for work declared under this risk (WECH508, zone 00430)."""

    risk: str
    span: Span


@dataclass(frozen=True, slots=True)
class Modules:
    """The modules of the authorisation that rules last in a span. Spans are as ONEM gave them, unclipped."""

    authorisation_id: int
    seizures: tuple[Seizure, ...] = ()
    recovery: Recovery | None = None
    debt_settlement: AccountOfAnother | None = None
    sanctions: tuple[Span, ...] = ()
    outside: tuple[Span, ...] = ()
    guardian: AccountOfAnother | None = None
    activations: tuple[ActivationRight, ...] = ()


def modules(clients: Collection[int] | None, span: Span, *, known: datetime) -> dict[int, Modules]:
    """Per client the modules of the authorisation that rules the last ruled day of the span. Two queries."""
    ruling = {
        client: segments[-1].authorisation_id
        for client, segments in authorised(clients, span, known=known).items()
    }
    return of_authorisations(ruling)


def of_authorisations(ruling: Mapping[int, int]) -> dict[int, Modules]:
    """The modules of one authorisation per client, for callers that hold the segments already. One query."""
    rows = dict(
        Authorisation.objects.filter(pk__in=set(ruling.values()))
        .exclude(modules={})
        .values_list("pk", "modules")
    )
    return {client: from_json(pk, rows.get(pk, {})) for client, pk in ruling.items()}


def from_json(authorisation_id: int, kept: Mapping[str, Any]) -> Modules:
    """The modules of one authorisation from the form in which they are kept."""
    retained = kept.get("S06", {})
    return Modules(
        authorisation_id=authorisation_id,
        seizures=tuple(_seizure(row) for row in kept.get("S05", [])),
        recovery=_recovery(retained.get("recovery")),
        debt_settlement=_account(retained.get("debt_settlement")),
        sanctions=tuple(_span(row) for row in kept.get("S10", [])),
        outside=tuple(_span(row) for row in kept.get("S11", [])),
        guardian=_account(kept.get("S35")),
        activations=tuple(ActivationRight(row["risk"], _span(row)) for row in kept.get("S29", [])),
    )


def _seizure(row: Mapping[str, Any]) -> Seizure:
    return Seizure(row["kind"], _span(row), row["creditor"], row["amount_cents"], row["children"])


def _recovery(row: Mapping[str, Any] | None) -> Recovery | None:
    return Recovery(row["percent"], _span(row)) if row else None


def _account(row: Mapping[str, Any] | None) -> AccountOfAnother | None:
    return AccountOfAnother(row["holder"], row["account"], _span(row)) if row else None


def _span(row: Mapping[str, Any]) -> Span:
    last = row["last"]
    return Span(date.fromisoformat(row["first"]), date.fromisoformat(last) if last else None)
