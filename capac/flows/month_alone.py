"""The facts of a month one client at a time: for whoever is not plainly in order (month_table.py sorts).

Authorisations of several schemes, refusals, S-modules, documents that lack or contradict each other: each client's
schemes have their own facts (facts_of_days, facts_of_hours, facts_of_work) and their own holds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from capac.core.clock import BRUSSELS
from capac.core.period import Month, Span
from capac.core.workdays import Calendar, bank
from capac.exchange import api as exchange
from capac.flows import facts_of_days, facts_of_hours, facts_of_work
from capac.flows import schemes_of_month as of_month
from capac.flows.authorised import authorised
from capac.flows.days_of_month import days_of, edges
from capac.flows.lost_days import lost
from capac.flows.material import Built, Material
from capac.flows.month_clock import is_too_early
from capac.flows.payee_of_month import mediator, payee
from capac.flows.retentions import withholdings
from capac.payment import api as payment
from capac.people import api as people
from capac.rules import api as rules

Whose = tuple[int, str]
"""Client and scheme."""
BUILDERS: Mapping[str, Callable[[Material], Built]] = {
    of_month.FULL: facts_of_days.build,
    of_month.INSERTION: facts_of_days.build,
    of_month.VOLUNTARY: facts_of_days.build,
    of_month.TEMPORARY: facts_of_hours.temporary,
    of_month.YOUTH: facts_of_hours.holidays,
    of_month.SENIOR: facts_of_hours.holidays,
    of_month.GUARANTEE: facts_of_work.guarantee,
    of_month.ACTIVATION: facts_of_work.activation,
}
NOTHING_DECLARED = exchange.Declared()


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """What is known of one client for one month in one scheme.

    `facts` is the rules' input, None where it cannot be built; then `stops` say why, or `owes_nothing`: nothing
    is authorised, or what was declared is taken back. `bars` hold the month only when something is to be paid.
    `payee` is whose account is paid now; `collective`: it is a debt mediator's.
    """

    client_id: int
    month: Month
    scheme: str
    facts: rules.Facts | None
    owes_nothing: bool
    card: payment.Card | None
    authorisations: tuple[int, ...]
    authorised_on: date | None
    payee: payment.Payee | None
    collective: bool
    stops: tuple[payment.Stop, ...]
    bars: tuple[payment.Stop, ...]

    @property
    def digest(self) -> str:
        """Names what is known: equal facts have equal digests. Of many at once: rules.digests."""
        return "" if self.facts is None else rules.digests(rules.facts_table([("", self.facts)]))[0]


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read for all clients at once."""

    month: Month
    segments: Mapping[int, tuple[exchange.Segment, ...]]
    cards: Mapping[tuple[int, date], payment.Card]
    declared: Mapping[tuple[int, date], exchange.Declared]
    ever: Mapping[tuple[int, date], set[str]]
    standing: Mapping[int, set[str]]
    modules: Mapping[int, exchange.Modules]
    accounts: Mapping[int, people.AccountFact]
    deaths: Mapping[int, date]
    calendar: Calendar
    contested: Mapping[Whose, tuple[Span, ...]]
    early: date | None
    usual_day: date
    pay_day: date


@dataclass(frozen=True, slots=True)
class _Client:
    """One client's month: authorisations, documents and modules."""

    id: int
    read: _Known
    inside: tuple[exchange.Segment, ...]
    card: payment.Card | None
    declared: exchange.Declared
    schemes: tuple[str, ...]
    modules: exchange.Modules

    def of(self, scheme: str) -> tuple[exchange.Segment, ...]:
        """The authorisations of the month under which a scheme may pay."""
        if scheme == of_month.ACTIVATION:
            return tuple(s for s in self.inside if self._activates(self.read.modules[s.authorisation_id]))
        return tuple(s for s in self.inside if of_month.pays(s, scheme))

    def _activates(self, modules: exchange.Modules) -> bool:
        """Module S29 gives the right to the allowance of the programme in which the employer declares the work."""
        risks = {risk for one in self.declared.activation for risk in one.risks}
        rights = (one for one in modules.activations if self.read.month.span.overlaps(one.span))
        return any(not risks or right.risk in risks for right in rights)

    @property
    def is_authorised(self) -> bool:
        """Anything may be paid in the month, in whatever scheme."""
        return any(not s.refusal for s in self.inside)


def month_alone(month: Month, clients: Collection[int], *, known: datetime) -> dict[Whose, MonthFacts]:
    """The facts of these clients for a month, as known at a moment, by client and scheme. A handful of queries."""
    read = _read(month, clients, known)
    found: dict[Whose, MonthFacts] = {}
    for client in sorted(_concerned(read) & set(clients)):
        of = _client(client, read)
        found |= {(client, scheme): _facts(of, scheme) for scheme in of.schemes}
    return found


def _read(month: Month, clients: Collection[int], known: datetime) -> _Known:
    segments = authorised(clients, edges(month), known=known)
    months = [month.previous().first, month.first, month.next().first]
    cards = payment.cards(clients, months, known=known)
    ruling = {s.authorisation_id: s.authorisation_id for found in segments.values() for s in found}
    declared = exchange.declarations(clients, [month.first], known=known)
    standing: dict[int, set[str]] = {}
    for client, scheme in payment.standing(clients, month.first):
        standing.setdefault(client, set()).add(scheme)
    pay_day = bank().add(known.astimezone(BRUSSELS).date(), 1)
    return _Known(
        month=month,
        segments=segments,
        cards=cards,
        declared=declared,
        ever=exchange.ever_declared(clients, [month.first], known=known),
        standing=standing,
        modules=exchange.of_authorisations(ruling),
        accounts=people.accounts_on(clients, on=pay_day, known=known),
        deaths=people.deaths(clients, known=known),
        calendar=people.calendar(known),
        contested=payment.contests.contested(clients, month.first, known=known),
        early=payment.early.payable_from(month, known=known),
        usual_day=bank().add(month.last, 1),
        pay_day=pay_day,
    )


def _concerned(read: _Known) -> set[int]:
    """Clients of whom anything is known for the month itself."""
    authorised = (
        client for client, found in read.segments.items() if any(_inside(s, read.month) for s in found)
    )
    documents = (client for client, of in (*read.cards, *read.declared) if of == read.month.first)
    return {*authorised, *documents, *read.standing}


def _inside(segment: exchange.Segment, month: Month) -> bool:
    return month.span.overlaps(Span(segment.first, segment.last))


def _client(client: int, read: _Known) -> _Client:
    inside = tuple(s for s in read.segments.get(client, ()) if _inside(s, read.month))
    card = read.cards.get((client, read.month.first))
    declared = read.declared.get((client, read.month.first), NOTHING_DECLARED)
    schemes = of_month.schemes(
        inside, declared, has_card=card is not None, standing=read.standing.get(client, ())
    )
    modules = read.modules[inside[-1].authorisation_id] if inside else exchange.Modules(0)
    return _Client(client, read, inside, card, declared, tuple(schemes), modules)


def _facts(of: _Client, scheme: str) -> MonthFacts:
    """One scheme: the facts, or why there are none."""
    read, mine = of.read, of.of(scheme)
    mediated = mediator(of.modules, read.usual_day, read.pay_day)
    asked = of_month.asked_of(scheme, mine)
    nothing = not of_month.foreign(of.inside) and (not mine or _is_taken_back(of, scheme, asked))
    facts, stops = (None, []) if nothing else _built(of, scheme, mine, collective=mediated is not None)
    return MonthFacts(
        client_id=of.id,
        month=read.month,
        scheme=scheme,
        facts=facts,
        owes_nothing=nothing,
        card=of.card if asked.card or not asked.is_declared else None,
        authorisations=tuple(dict.fromkeys(s.authorisation_id for s in mine or of.inside)),
        authorised_on=max((s.notified_on for s in mine or of.inside), default=None),
        payee=payee(of.id, of.modules, read.accounts, pay_day=read.pay_day, mediated=mediated),
        collective=mediated is not None,
        stops=(*_stops(of, scheme, asked, is_nothing=nothing), *stops),
        bars=_bars(of),
    )


def _is_taken_back(of: _Client, scheme: str, asked: of_month.Asked) -> bool:
    """What was declared for the scheme is cancelled, or was moved to another month: nothing is owed of it."""
    if not asked.is_declared or of_month.documents_by_scheme(of.declared)[scheme]:
        return False
    return asked.form in of.read.ever.get((of.id, of.read.month.first), ())


def _built(of: _Client, scheme: str, mine: tuple[exchange.Segment, ...], *, collective: bool) -> Built:
    """The facts when every document is here; else None, and the documents are asked for elsewhere."""
    asked = of_month.asked_of(scheme, mine)
    lacks_card = asked.card and of.card is None
    lacks_document = asked.is_declared and not of_month.documents_by_scheme(of.declared)[scheme]
    if of_month.foreign(of.inside) or lacks_card or lacks_document:
        return None, []
    kept, unclear = withholdings(of.modules, of.read.usual_day, collective=collective)
    if unclear := unclear or _kept_from_two(of, kept):
        return None, unclear
    return BUILDERS[scheme](_material(of, scheme, kept))


def _kept_from_two(of: _Client, kept: rules.Withholdings) -> list[payment.Stop]:
    """A seizure or an assignment looks at the whole income of a month: two schemes of one month are for a person."""
    paying = [scheme for scheme in of.schemes if of.of(scheme)]
    if len(paying) > 1 and (kept.seizure is not None or kept.assignment_cents):
        return [payment.Stop("withheld_from_two", "us")]
    return []


def _material(of: _Client, scheme: str, kept: rules.Withholdings) -> Material:
    read = of.read
    gone = (*lost(of.of(scheme), read.modules, of.modules), *read.contested.get((of.id, scheme), ()))
    return Material(
        month=read.month,
        scheme=scheme,
        segments=tuple(
            s for s in read.segments[of.id] if of_month.pays(s, scheme) and s.first <= read.month.last
        ),
        card=of.card,
        days=days_of(of.id, read.month, cards=read.cards, lost=gone),
        declared=of.declared,
        kept=kept,
    )


def _stops(of: _Client, scheme: str, asked: of_month.Asked, *, is_nothing: bool) -> Iterator[payment.Stop]:
    """Why nothing can be computed or owed. Nobody waits for a document where nothing may be paid."""
    documents = of_month.documents_by_scheme(of.declared).get(scheme, ())
    died, month = of.read.deaths.get(of.id), of.read.month
    if died is not None and died <= month.last:
        if of.card is not None or documents or died >= month.first:
            yield from _bars(of)
    elif codes := of_month.foreign(of.inside):
        yield payment.Stop("scheme_not_computed", "us", {"code": codes[0]})
    elif is_nothing:
        yield from _unauthorised(of, scheme, is_asked=bool(documents))
    elif asked.card and of.card is None:
        yield payment.Stop("card_missing", "client")
    elif (
        asked.card
        and of.card
        and is_too_early(of.card, month, of.read.calendar, segments=of.of(scheme), early=of.read.early)
    ):
        yield payment.Stop("card_too_early", "client", {"received_on": str(of.card.received_on)})
    elif asked.is_declared and not documents:
        yield payment.Stop("declaration_missing", "employer", {"form": asked.form})


def _unauthorised(of: _Client, scheme: str, *, is_asked: bool) -> Iterator[payment.Stop]:
    """A card or a declaration asks for what is not authorised."""
    if is_asked and not of.of(scheme):
        yield payment.Stop("declared_not_authorised", "onem")
    elif of.card is not None and not of.is_authorised and scheme == of.schemes[0]:
        refusal = next((s.refusal for s in reversed(of.inside)), "")
        if of.inside:
            yield payment.Stop("refused", "onem", {"code": refusal})
        else:
            yield payment.Stop("not_authorised", "onem")


def _bars(of: _Client) -> tuple[payment.Stop, ...]:
    died = of.read.deaths.get(of.id)
    return (payment.Stop("deceased", "us", {"on": str(died)}),) if died else ()
