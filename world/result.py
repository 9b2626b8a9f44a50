"""What a demonstration ends with: a table read from the product's own rows and figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Count, Sum

from capac.contract import api as contract
from capac.core import clock, money
from capac.people import api as people

FIGURES = ("8.1.2", "8.1.5", "8.1.6")
YEAR = 2026
NAME_WIDTH = 34
Row = tuple[str, str]


def table() -> str:
    """The table as text."""
    return "\n".join(f"{name:{NAME_WIDTH}} {value}" for name, value in rows())


def rows() -> Iterator[Row]:
    """Name and value, in the order in which the data flow."""
    yield "clients", _number(people.Client.objects.count())
    yield "C2 applied, by hand, rejected", _states("exchange", "C2Message", "applied", "by_hand", "rejected")
    yield "control cards, of them on paper", _cards()
    yield from _paid()
    yield "returned, refused by the bank", _states("payment", "Payment", "returned", "refused")
    yield "rejects open, closed", _states("records", "Reject", "open", "closed")
    yield "work items open, taken, done", _states("work", "Item", "open", "taken", "done")
    yield "expenses accepted, C12, C13, C14", _outcomes("accepted", "C12", "C13", "C14")
    yield "debts open", _debts()
    yield from _figures()


def _cards() -> str:
    cards = _rows("payment", "ControlCard")
    return f"{_number(cards.count())}, {_number(cards.filter(channel='paper').count())}"


def _paid() -> Iterator[Row]:
    """Clients paid and euros transferred, for the first month and for the months after it."""
    settled = _rows("payment", "Payment").filter(state__in=["filed", "settled"])
    first = date(YEAR, 7, 1)
    for name, kept in (
        ("paid for July 2026", settled.filter(month=first)),
        ("paid for later months", settled.exclude(month=first)),
    ):
        found = kept.aggregate(
            clients=Count("client", distinct=True), payments=Count("pk"), gross=Sum("gross_cents"), net=Sum("transfer_cents")
        )  # fmt: skip
        yield (
            name,
            f"{_number(found['clients'])} clients, {_number(found['payments'])} payments, "
            f"{_euros(found['gross'])} gross, {_euros(found['net'])} transferred",
        )


def _states(room: str, model: str, *states: str) -> str:
    found = dict(_rows(room, model).values_list("state").annotate(Count("pk")))
    return ", ".join(_number(found.get(state, 0)) for state in states)


def _outcomes(*results: str) -> str:
    found = dict(_rows("verification", "Outcome").values_list("outcome").annotate(Count("pk")))
    return ", ".join(_number(found.get(result, 0)) for result in results)


def _debts() -> str:
    debts = _rows("debt", "Debt").filter(state="open")
    owed = _rows("debt", "DebtEntry").filter(debt__state="open").aggregate(cents=Sum("cents"))
    return f"{_number(debts.count())}, {_euros(owed['cents'])}"


def _figures() -> Iterator[Row]:
    """The three figures of the contract that the demonstration can tell, with their groups and verdicts."""
    for figure in contract.figures(as_of=clock.today(), year=YEAR):
        if figure.id in FIGURES and any(tier.denominator for tier in figure.tiers):
            name = f"{figure.id} {figure.group} in {YEAR}".replace("  ", " ")
            yield name, f"{'; '.join(map(_tier, figure.tiers))}: {figure.verdict}"


def _tier(tier: Any) -> str:
    limit = f" within {tier.within.n} {tier.within.unit}" if tier.within else ""
    share = f" {100 * tier.numerator / tier.denominator:.1f} %" if tier.denominator else ""
    return f"{_number(tier.numerator)} of {_number(tier.denominator)}{share}{limit}"


def _rows(room: str, model: str) -> Any:
    return apps.get_model(room, model).objects


def _number(count: int | None) -> str:
    return f"{count or 0:,}".replace(",", " ")


def _euros(cents: int | None) -> str:
    return f"{money.display(cents or 0, 'en')}"
