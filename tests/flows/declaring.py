"""Employers in the walk of a month: what they declare through ONSS, correct and take back."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from capac.core.clock import BRUSSELS, now
from capac.exchange import api as exchange
from tests import onss
from world.onss_messages import CANCELLATION, MODIFICATION

_BATCHES = count(1)
JULY = date(2026, 7, 1)
TICKET = "03400000JULY1"


def days(hours: int, *numbers: int, code: str = "5.1", month: date = JULY) -> dict[date, dict[str, int]]:
    """So many hundredths of an hour on each of these days of the month, under a code."""
    return {month.replace(day=number): {code: hours} for number in numbers}


def declare(
    form: str, name: str = "amina", *, ticket: str = TICKET, month: date = JULY, **facts: Any
) -> None:
    """A declaration that comes and is read now."""
    facts.setdefault("created", now().astimezone(BRUSSELS).replace(tzinfo=None, microsecond=0))
    row = onss.declared(form, name, ticket=ticket, month=month, **facts)
    onss.deliver(onss.body_of(row), application=form, sequence=next(_BATCHES), at=now())
    counts = exchange.read_declarations(who="test")
    assert (counts["kept"], counts["rejected"]) == (1, 0), counts


def correct(form: str, name: str = "amina", *, ticket: str = "03400000JULY2", **facts: Any) -> None:
    """A modification of the declaration of July."""
    declare(form, name, ticket=ticket, status=MODIFICATION, original=TICKET, **facts)


def take_back(form: str, name: str = "amina", *, ticket: str = "03400000JULY3") -> None:
    """The declaration of July is cancelled."""
    later = datetime.combine(now().date(), datetime.min.time()) + timedelta(hours=9)
    declare(form, name, ticket=ticket, status=CANCELLATION, original=TICKET, days={}, created=later)
