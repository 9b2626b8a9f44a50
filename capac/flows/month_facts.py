"""The only builder of the rules' input: what is known of clients for a month, or what stops it.

The run, the client's estimate and the agent's what-if ask here. Everything is as known at a moment; which
account is paid depends on the bank's next day after it, what is withheld on the month's own usual day of
payment (the first bank day after its end), so that the same facts always owe the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from capac.core.clock import BRUSSELS
from capac.core.period import Month, Span
from capac.core.workdays import Calendar, bank
from capac.exchange import api as exchange
from capac.flows.days_of_month import days_of, edges
from capac.flows.month_clock import is_too_early
from capac.flows.retentions import withholdings
from capac.payment import api as payment
from capac.people import api as people
from capac.rules import api as rules

SCHEME = "full_unemployment"
"""The scheme that is computed. Another one in a month holds the whole month for a person."""


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """What is known of one client for one month in one scheme.

    `facts` is the rules' input, None where it cannot be built; then `stops` say why, or `is_refused`:
    nothing is authorised, so nothing is owed. `bars` hold the month only when something is to be paid.
    `payee` is whose account is paid now; `collective`: it is a debt mediator's.
    """

    client_id: int
    month: Month
    scheme: str
    facts: rules.Facts | None
    is_refused: bool
    card: payment.Card | None
    authorisations: tuple[int, ...]
    authorised_on: date | None
    payee: payment.Payee | None
    collective: bool
    stops: tuple[payment.Stop, ...]
    bars: tuple[payment.Stop, ...]

    @property
    def digest(self) -> str:
        """Names what is known: equal facts have equal digests."""
        told = "nothing" if self.facts is None else repr(self.facts)
        return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read for all clients at once."""

    month: Month
    segments: Mapping[int, tuple[exchange.Segment, ...]]
    cards: Mapping[tuple[int, date], payment.Card]
    modules: Mapping[int, exchange.Modules]
    accounts: Mapping[int, people.AccountFact]
    deaths: Mapping[int, date]
    calendar: Calendar
    usual_day: date
    pay_day: date


def month_facts(month: Month, clients: Collection[int] | None, *, known: datetime) -> dict[int, MonthFacts]:
    """The facts of these clients (None: of everybody) for a month, as known at a moment. A handful of queries.

    A client with neither an authorisation nor a card in the month is absent.
    """
    read = _read(month, clients, known)
    with_card = (client for client, of in read.cards if of == month.first)
    return {client: _facts(client, read) for client in sorted({*_authorised(read), *with_card})}


def _read(month: Month, clients: Collection[int] | None, known: datetime) -> _Known:
    segments = exchange.authorised(clients, edges(month), known=known)
    months = [month.previous().first, month.first, month.next().first]
    cards = payment.cards(clients, months, known=known)
    ruling = {s.authorisation_id: s.authorisation_id for found in segments.values() for s in found}
    concerned = {*segments, *(client for client, _ in cards)} if clients is None else clients
    pay_day = bank().add(known.astimezone(BRUSSELS).date(), 1)
    return _Known(
        month=month,
        segments=segments,
        cards=cards,
        modules=exchange.of_authorisations(ruling),
        accounts=people.accounts_on(concerned, on=pay_day, known=known),
        deaths=people.deaths(clients, known=known),
        calendar=people.calendar(known),
        usual_day=bank().add(month.last, 1),
        pay_day=pay_day,
    )


def _authorised(read: _Known) -> Iterable[int]:
    return (client for client, found in read.segments.items() if any(_inside(s, read.month) for s in found))


def _inside(segment: exchange.Segment, month: Month) -> bool:
    return month.span.overlaps(Span(segment.first, segment.last))


def _facts(client: int, read: _Known) -> MonthFacts:
    """One client: the facts, or why there are none."""
    inside = [s for s in read.segments.get(client, ()) if _inside(s, read.month)]
    card = read.cards.get((client, read.month.first))
    modules = read.modules[inside[-1].authorisation_id] if inside else exchange.Modules(0)
    collective = _mediator(modules, read) is not None
    stops = list(_stops(client, inside, card, read))
    kept, unclear = withholdings(modules, read.usual_day, collective=collective)
    is_refused = not any(s.scheme == SCHEME for s in inside) and not _foreign(inside)
    facts = None
    if card is not None and not is_refused and not _foreign(inside):
        stops += unclear
        facts = None if unclear else _rules_facts(client, inside, kept, read)
    return MonthFacts(
        client_id=client,
        month=read.month,
        scheme=SCHEME,
        facts=facts,
        is_refused=is_refused,
        card=card,
        authorisations=tuple(dict.fromkeys(s.authorisation_id for s in inside)),
        authorised_on=max((s.notified_on for s in inside), default=None),
        payee=_payee(client, modules, read),
        collective=collective,
        stops=tuple(stops),
        bars=_bars(client, read),
    )


def _foreign(inside: Iterable[exchange.Segment]) -> list[str]:
    """Codes of the month that no scheme here computes: another scheme, or a body applied by hand."""
    return [s.code for s in inside if not s.refusal and s.scheme != SCHEME]


def _stops(
    client: int, inside: list[exchange.Segment], card: payment.Card | None, read: _Known
) -> Iterable[payment.Stop]:
    """Why nothing can be computed or owed. Nobody waits for a card where nothing may be paid."""
    died = read.deaths.get(client)
    if died is not None and died <= read.month.last:
        if card is not None or died >= read.month.first:
            yield from _bars(client, read)
        return
    if foreign := _foreign(inside):
        yield payment.Stop("scheme_not_computed", "us", {"code": foreign[0]})
    elif not any(s.scheme == SCHEME for s in inside):
        if card is not None:
            refusal = next((s.refusal for s in reversed(inside)), "")
            yield (
                payment.Stop("refused", "onem", {"code": refusal})
                if inside
                else payment.Stop("not_authorised", "onem")
            )
    elif card is None:
        yield payment.Stop("card_missing", "client")
    elif is_too_early(card, read.month, read.calendar, segments=inside):
        yield payment.Stop("card_too_early", "client", {"received_on": str(card.received_on)})


def _bars(client: int, read: _Known) -> tuple[payment.Stop, ...]:
    died = read.deaths.get(client)
    return (payment.Stop("deceased", "us", {"on": str(died)}),) if died else ()


def _rules_facts(
    client: int, inside: list[exchange.Segment], kept: rules.Withholdings, read: _Known
) -> rules.Facts:
    around = [s for s in read.segments[client] if s.scheme == SCHEME and s.first <= read.month.last]
    card = read.cards[client, read.month.first]
    return rules.Facts(
        month=read.month,
        scheme=SCHEME,
        segments=tuple(_segment(s) for s in around),
        days=days_of(client, read.month, cards=read.cards, lost=_lost(inside, read)),
        paid_holiday_left_halves=card.paid_holidays_left_halves or 0,
        withholdings=kept,
    )


def _segment(s: exchange.Segment) -> rules.Segment:
    return rules.Segment(
        first=s.first,
        last=s.last,
        daily_cents=s.daily_cents,
        half_cents=s.half_cents,
        family=s.family,
        first_year=s.first_year,
        wage_code=int(s.wage_code) if s.wage_code.isdigit() else None,
        phase=s.phase,
    )


def _lost(inside: list[exchange.Segment], read: _Known) -> list[Span]:
    """Days of a sanction (S10) or outside unemployment (S11): of each authorisation in the days that it rules,
    and of the one that rules last wherever it says."""
    found = []
    for segment in inside:
        modules = read.modules[segment.authorisation_id]
        rules_for = Span(segment.first, segment.last)
        found += [span.clip(rules_for) for span in (*modules.sanctions, *modules.outside)]
    last = read.modules[inside[-1].authorisation_id]
    return [span for span in (*found, *last.sanctions, *last.outside) if span is not None]


def _mediator(modules: exchange.Modules, read: _Known) -> exchange.AccountOfAnother | None:
    """From the designation on everything goes to the mediator (Judicial Code art. 1675/9)."""
    named = modules.debt_settlement
    holds = named is not None and (named.span.contains(read.usual_day) or named.span.contains(read.pay_day))
    return named if holds else None


def _payee(client: int, modules: exchange.Modules, read: _Known) -> payment.Payee | None:
    guardian = modules.guardian if modules.guardian and modules.guardian.span.contains(read.pay_day) else None
    if another := _mediator(modules, read) or guardian:
        return payment.Payee(another.account, another.holder[:70])
    own = read.accounts.get(client)
    return payment.Payee(own.iban, own.holder) if own else None
