"""Declarations of employers as known: those that rule for a month, those of a client, what came since a moment.

Of one declaration (its original ticket) a cancellation ends everything, whenever it was made; else the version
created last rules, then the higher ticket. So the order of arrival changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, QuerySet, Value, When

from capac.exchange.declared import (
    ActivationWork,
    Declared,
    Document,
    HolidaysTaken,
    PartTimeWork,
    TemporaryUnemployment,
)
from capac.exchange.models import Declaration
from capac.records import api as records

_CANCELLATION = Declaration.Status.CANCELLATION
_COLUMNS = (
    "id", "client_id", "month", "ticket", "original", "employer", "employer_class", "worker_code", "joint_committee",
    "occupied_from", "occupied_to", "q_hundredths", "s_hundredths", "risks", "days", "received_on", "known_at",
)  # fmt: skip
_FORMS: Mapping[str, tuple[type[Document], tuple[str, ...]]] = {
    "WECH505": (TemporaryUnemployment, ("wage_unit", "wage_cycle", "wage_cents", "wage_hourly")),
    "WECH506": (PartTimeWork, ("gross_cents", "monthly_cents", "hourly", "refused")),
    "WECH508": (ActivationWork, ("net_wage_cents", "hours", "allowance", "since")),
    "WECH510": (HolidaysTaken, ()),
}
"""Per form: its value and what only it says."""


def declarations(
    clients: Collection[int] | None, months: Collection[date], *, known: datetime
) -> dict[tuple[int, date], Declared]:
    """What employers declared by client and month (its first day), as known at a moment. None asks for everybody.

    One query, streamed; a month of which nothing is declared, or all is cancelled, is absent.
    """
    rows = Declaration.objects.filter(known_at__lte=known)
    if clients is not None:
        rows = rows.filter(records.among("client_id", clients))
    touched = rows.filter(month__in=list(months)).values("original")
    found = _ruling_declared(rows.filter(original__in=touched), clients)
    return {key: declared for key, declared in found.items() if key[1] in months}


def all_declarations(client_id: int, *, known: datetime) -> dict[tuple[int, date], Declared]:
    """What employers declared of one client, by client and month, as known at a moment. One query."""
    return _ruling_declared(Declaration.objects.filter(client_id=client_id, known_at__lte=known), [client_id])


def _ruling_declared(
    rows: QuerySet[Declaration], clients: Collection[int] | None
) -> dict[tuple[int, date], Declared]:
    """What rules of these versions, by client and month."""
    found: dict[tuple[int, date], list[Document]] = {}
    ruling = that_rule(rows).values_list("status", "form", "content", *_COLUMNS)
    for status, form, content, *row in records.each(ruling, clients):
        if status != _CANCELLATION:
            document = _document(form, content, row)
            found.setdefault((document.client_id, document.month), []).append(document)
    return {key: _declared(documents) for key, documents in found.items()}


def ever_declared(
    clients: Collection[int] | None, months: Collection[date], *, known: datetime
) -> dict[tuple[int, date], set[str]]:
    """The forms of which anything was ever declared by client and month, also what was taken back since. One query."""
    rows = Declaration.objects.filter(known_at__lte=known, month__in=list(months))
    if clients is not None:
        rows = rows.filter(records.among("client_id", clients))
    found: dict[tuple[int, date], set[str]] = {}
    for client, month, form in rows.values_list("client_id", "month", "form").distinct():
        if month is not None:
            found.setdefault((client, month), set()).add(form)
    return found


def _declared(documents: Collection[Document]) -> Declared:
    """The documents of one client and month, by what they are."""
    return Declared(
        temporary=tuple(one for one in documents if isinstance(one, TemporaryUnemployment)),
        part_time=tuple(one for one in documents if isinstance(one, PartTimeWork)),
        activation=tuple(one for one in documents if isinstance(one, ActivationWork)),
        holidays=tuple(one for one in documents if isinstance(one, HolidaysTaken)),
    )


def declarations_changed_since(moment: datetime, known: datetime) -> set[tuple[int, date]]:
    """Client and month of the versions that became known after the first moment, up to and with the second.

    Both months of a declaration that changed its month; a cancellation that waits changes nothing yet.
    """
    rows = Declaration.objects.filter(known_at__gt=moment, known_at__lte=known).values("original")
    chain = Declaration.objects.filter(original__in=rows, month__isnull=False, known_at__lte=known)
    return {(client, month) for client, month in chain.values_list("client_id", "month").distinct() if month}


@dataclass(frozen=True)
class DeclarationView:
    """One version for a page: what it is, when it came, its hours in hundredths, and whether it rules."""

    id: int
    form: str
    ticket: str
    original: str
    status: int
    state: str
    month: date | None
    employer: str
    hours: int
    received_on: date
    rules: bool


def declarations_of(client_id: int) -> list[DeclarationView]:
    """Every version of every declaration of a client, latest month first; what waits for its original last. Two queries."""
    mine = Declaration.objects.filter(client_id=client_id)
    ruling = set(that_rule(mine).values_list("pk", flat=True))
    rows = mine.order_by("-month", "original", "-created_at", "-ticket")
    views = [
        DeclarationView(
            row.pk, row.form, row.ticket, row.original, row.status, row.state, row.month, row.employer,
            _hours(row.form, row.days, row.content), row.received_on, row.pk in ruling and row.status != _CANCELLATION,
        )
        for row in rows
    ]  # fmt: skip
    return sorted(views, key=lambda view: view.month is None)


def that_rule(rows: QuerySet[Declaration]) -> QuerySet[Declaration]:
    """The version that rules of each declaration among these."""
    ends = Case(When(status=_CANCELLATION, then=Value(0)), default=Value(1))
    return rows.order_by("original", ends, "-created_at", "-ticket").distinct("original")


def _document(form: str, content: Mapping[str, Any], row: Iterable[Any]) -> Document:
    """A version as a value. `row` holds _COLUMNS."""
    told = dict(zip(_COLUMNS, row, strict=True))
    told["q"], told["s"] = told.pop("q_hundredths"), told.pop("s_hundredths")
    told["risks"] = tuple(told["risks"])
    told["days"] = {date.fromisoformat(day): by_code for day, by_code in sorted(told["days"].items())}
    value, names = _FORMS[form]
    own: dict[str, Any] = {name: content.get(name) for name in names}
    if since := content.get("since"):
        own["since"] = date.fromisoformat(since)
    return value(**told, **own)


def _hours(form: str, days: Mapping[str, Mapping[str, int]], content: Mapping[str, Any]) -> int:
    """Hours of the month: those of the days, or the sum that an activation declares."""
    if form == "WECH508":
        return int(content.get("hours", 0))
    return sum(hours for by_code in days.values() for hours in by_code.values())
