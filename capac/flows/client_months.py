"""A client's months in plain words as data: how each stands, whose turn it is, what is missing and until when.

For the client's pages and the agents'. Everything is read at once, so the number of queries does not grow with
the months.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from capac.core import clock, workdays
from capac.core.period import Month, Span
from capac.core.workdays import Calendar
from capac.exchange import api as exchange
from capac.flows import month_clock, month_status
from capac.flows import schemes_of_month as of_month
from capac.flows.authorised import authorised
from capac.flows.month_status import Case, Status
from capac.payment import api as payment
from capac.people import api as people
from capac.rules import api as rules

OPEN = ("not_over", "card_missing", "card_too_early", "being_computed", "held", "prepared", "returned")
"""Statuses of a month that is still to be paid."""


@dataclass(frozen=True, slots=True)
class MonthStatus:
    """One month of a client. `status`, `turn`, `reason` and `expected_by` are codes (see month_status).

    `missing` is what the client has to give: card, account. `fill_from` is the first day on which the card
    can be confirmed, `claim_until` the last on which the month can be claimed; both only while the card is
    missing. `last_day_on` is the law's last day to pay (AR 161), while it is to be paid and all is here.
    """

    month: date
    scheme: str
    status: str
    turn: str
    reason: str
    arguments: Mapping[str, Any]
    missing: tuple[str, ...]
    expected_on: date | None
    expected_by: str
    last_day_on: date | None
    fill_from: date | None
    claim_until: date | None
    view: payment.MonthView | None
    card: payment.Card | None


@dataclass(frozen=True, slots=True)
class _Read:
    """What the rooms know of the client."""

    today: date
    calendar: Calendar
    early: date | None
    segments: tuple[exchange.Segment, ...]
    cards: Mapping[date, payment.Card]
    declared: Mapping[date, exchange.Declared]
    views: Mapping[date, list[payment.MonthView]]
    has_account: bool


def client_months(client_id: int, *, today: date) -> list[MonthStatus]:
    """The months from the first authorised one to that of `today`, newest first, as known now. Eleven queries at most.

    A month that can no longer be claimed (three years) and of which nothing is known is left out.
    """
    read = _read(client_id, today)
    return [_told(case) for month in _months(read) for case in _cases(month, read)]


def _read(client_id: int, today: date) -> _Read:
    known = clock.now()
    span = Span(workdays.FIRST, Month.of(today).last)
    views: dict[date, list[payment.MonthView]] = {}
    for view in payment.months_of(client_id):
        views.setdefault(view.month, []).append(view)
    cards: dict[date, payment.Card] = {}
    for card in payment.cards_of(client_id):
        cards.setdefault(card.month, card)
    segments = authorised([client_id], span, known=known).get(client_id, ())
    return _Read(
        today=today,
        calendar=people.calendar(),
        early=payment.early.payable_from(Month.of(today), known=known),
        segments=segments,
        cards=cards,
        declared=_declared(client_id, known),
        views=views,
        has_account=client_id in people.accounts_on([client_id], on=today, known=known)
        or _another_is_paid(segments, today),
    )


def _declared(client_id: int, known: datetime) -> dict[date, exchange.Declared]:
    """What employers declared, by month."""
    return {
        month: declared for (_, month), declared in exchange.all_declarations(client_id, known=known).items()
    }


def _another_is_paid(segments: tuple[exchange.Segment, ...], today: date) -> bool:
    """A guardian or a debt mediator is paid in the client's place."""
    ruling = {0: segments[-1].authorisation_id} if segments else {}
    named = [
        one for m in exchange.of_authorisations(ruling).values() for one in (m.guardian, m.debt_settlement)
    ]
    return any(one is not None and one.span.contains(today) for one in named)


def _months(read: _Read) -> Iterator[Month]:
    """Newest first."""
    known = {*read.views, *read.cards, *read.declared}
    first = min([*(segment.first for segment in read.segments), *known], default=None)
    month = Month.of(read.today)
    while first is not None and month >= Month.of(first):
        if month.first in known or rules.deadline_on("claim-prescription", month.first) >= read.today:
            yield month
        month = month.previous()


def _cases(month: Month, read: _Read) -> Iterator[Case]:
    """One case a scheme: those of the authorisations and documents, and those that payment knows."""
    touching = tuple(s for s in read.segments if month.span.overlaps(Span(s.first, s.last)))
    card, declared = read.cards.get(month.first), read.declared.get(month.first, exchange.Declared())
    views = {view.scheme: view for view in read.views.get(month.first, [])}
    for scheme in of_month.schemes(touching, declared, has_card=card is not None, standing=views):
        mine = tuple(
            s for s in touching if s.refusal or not of_month.scheme_of(s) or of_month.pays(s, scheme)
        )
        documents = of_month.documents_by_scheme(declared).get(scheme, ())
        yield Case(
            month=month,
            today=read.today,
            calendar=read.calendar,
            early=read.early if month == Month.of(read.today) else None,
            scheme=scheme,
            asked=of_month.asked_of(scheme, mine),
            segments=mine,
            declared_at=max((one.known_at for one in documents), default=None),
            declared_on=max((one.received_on for one in documents), default=None),
            card=card,
            view=views.get(scheme),
            has_account=read.has_account,
        )


def _told(case: Case) -> MonthStatus:
    status = month_status.status_of(case)
    missing = month_status.missing(case, status)
    asks_card = month_status.CARD in missing
    return MonthStatus(
        month=case.month.first,
        scheme=case.scheme,
        status=status.status,
        turn=status.turn,
        reason=status.reason,
        arguments=status.arguments,
        missing=missing,
        expected_on=status.expected_on,
        expected_by=status.expected_by,
        last_day_on=_last_day(case, status),
        fill_from=month_clock.fill_from(case.month, case.calendar, early=case.early) if asks_card else None,
        claim_until=rules.deadline_on("claim-prescription", case.month.first) if asks_card else None,
        view=case.view,
        card=case.card,
    )


def _last_day(case: Case, status: Status) -> date | None:
    return month_status.last_day(case) if status.status in OPEN else None
