"""What stands in the books against what is owed: the difference of each month and what holds its payment.

Reads for many months at once and decides; prepare.py carries it out. Nothing is written here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import Q

from capac.payment.calculations import Due, Key, Last, Stop, latest
from capac.payment.difference import Decision, Differs, Position, Sums, decide
from capac.payment.doubts import Doubts, doubts
from capac.payment.models import COUNTED, Hold, Payment
from capac.records import api as records

MEDIATED = "collective_debt_settlement"
"""Of the rules: the whole net to a debt mediator. It is paid, on another account, not withheld."""
_ALONE = 7_120_001
"""The number of the lock that lets one preparation at a time weigh and write."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One month weighed. `decision` is None where nothing can be computed.

    `payment` is what is paid now (None: nothing, or held); `opens` the holds to open, `updates` those whose
    arguments changed, `lifts` the ids of those whose reason no longer holds; `keeps` says that the
    calculation is to be written; `withdraws` the payments that nobody has released and that no longer fit.
    """

    due: Due
    last: Last | None
    decision: Decision | None
    payment: Sums | None
    keeps: bool
    opens: tuple[Stop, ...] = ()
    updates: tuple[tuple[int, Stop], ...] = ()
    lifts: tuple[int, ...] = ()
    withdraws: tuple[int, ...] = ()

    @property
    def moves(self) -> bool:
        """True when there is anything to write."""
        changes = self.decision is not None and bool(self.decision.changes)
        holds = self.opens or self.updates or self.lifts
        return bool(self.payment or self.keeps or changes or holds or self.withdraws)

    @property
    def is_held(self) -> bool:
        """Something is due and is not paid."""
        return self.decision is not None and self.decision.due > 0 and self.payment is None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A payment of a run that waits for a second person: its id, onto which account, how much."""

    id: int
    iban: str
    sums: Sums


@dataclass(slots=True)
class _Books:
    """What stands in the books of some clients and months."""

    last: dict[Key, Last]
    counted: dict[Key, Sums]
    proposed: dict[Key, list[Proposed]]
    open: dict[Key, list[Hold]] = field(default_factory=lambda: defaultdict(list))
    accepted: dict[Key, list[Differs]] = field(default_factory=lambda: defaultdict(list))
    doubts: Doubts = field(default_factory=Doubts)


def alone() -> None:
    """Wait until nobody else prepares, releases or drops: until the other's transaction ends. Inside one's own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ALONE])


def weigh(rows: Sequence[Due]) -> list[Difference]:
    """The difference of each month, in order. A few queries; call alone() before, in the same transaction."""
    clients, months = {row.client_id for row in rows}, {row.month for row in rows}
    counted, proposed = _paid(clients, months)
    books = _Books(latest(clients, months), counted, proposed, doubts=doubts(clients))
    _read_holds(books, clients, months)
    return [_weighed(row, books) for row in rows]


def _weighed(due: Due, books: _Books) -> Difference:
    """A payment that nobody has released is a proposal: it stands while nothing moved, else it is withdrawn."""
    sent, proposed = books.counted.get(due.key, Sums()), books.proposed.get(due.key, [])
    counted = _together([sent, *(row.sums for row in proposed)])
    decision, wanted = _judged(due, counted, books)
    withdraws: tuple[int, ...] = ()
    if proposed and not _stands(due, decision, wanted, proposed):
        counted, withdraws = sent, tuple(row.id for row in proposed)
        decision, wanted = _judged(due, counted, books)
    payment = decision.payment if decision and not wanted else None
    opens, updates, lifts = _holds(wanted, books.open.get(due.key, []))
    last = books.last.get(due.key)
    keeps = _keeps(due, last, counted)
    return Difference(due, last, decision, payment, keeps, opens, updates, lifts, withdraws)


def _judged(due: Due, counted: Sums, books: _Books) -> tuple[Decision | None, list[Stop]]:
    """What follows when so much counts as paid, and what holds it."""
    decision = _decision(due, counted, books)
    wanted = [stop for stop in _stops(due, decision, books) if not _is_accepted(stop, books, due.key)]
    return decision, wanted


def _stands(
    due: Due, decision: Decision | None, wanted: Sequence[Stop], proposed: Sequence[Proposed]
) -> bool:
    """Nothing differs, nothing holds the month, and the account is still that of the payee."""
    balanced = decision is not None and not decision.cents and not decision.differs
    same_account = due.payee is not None and all(row.iban == due.payee.iban for row in proposed)
    return balanced and not wanted and same_account


def _decision(due: Due, counted: Sums, books: _Books) -> Decision | None:
    said, last = due.calculation, books.last.get(due.key)
    if said is None:
        return None
    kept = {item.kind: item.cents for item in said.withheld if item.kind != MEDIATED}
    return decide(
        Position(
            owed=Sums(said.gross_cents, said.tax_cents, kept),
            lowered=due.lowered,
            counted=counted,
            claimed=due.claimed,
            before=(last.gross, last.lowered) if last else (0, {}),
            collective=due.collective,
            accepted=tuple(books.accepted.get(due.key, [])),
        )
    )


def _keeps(due: Due, last: Last | None, counted: Sums) -> bool:
    """A month that was never computed and in which nothing is authorised leaves no calculation."""
    said = due.calculation
    if said is None or said.steps is None:
        return False
    if last is None:
        return bool(said.steps.segments) or counted.gross > 0
    return not last.says(due)


def _stops(due: Due, decision: Decision | None, books: _Books) -> Iterable[Stop]:
    """Of two with one reason the later one counts: what is known of the client above what the bank said."""
    if decision is not None and decision.due:
        yield from _account(due, books.doubts)
        yield from due.bars
    yield from due.stops
    for reason, arguments in decision.differs if decision else ():
        yield Stop(reason, "us", arguments)


def _account(due: Due, doubts: Doubts) -> Iterable[Stop]:
    """No account, or one from which a payment came back; after a death no account of the client will do."""
    if due.payee is None:
        yield Stop("account_missing", "client")
    iban, holder = (due.payee.iban, due.payee.holder) if due.payee else ("", "")
    if stop := doubts.about(due.client_id, iban, holder):
        yield stop


def _is_accepted(stop: Stop, books: _Books, key: Key) -> bool:
    return (stop.reason, dict(stop.arguments)) in books.accepted.get(key, [])


def _holds(
    wanted: list[Stop], standing: list[Hold]
) -> tuple[tuple[Stop, ...], tuple[tuple[int, Stop], ...], tuple[int, ...]]:
    """Which to open, which to tell anew, which to lift, so that the holds are those that are wanted."""
    by_reason = {hold.reason: hold for hold in standing}
    asked = {stop.reason: stop for stop in wanted}
    opens = tuple(stop for reason, stop in asked.items() if reason not in by_reason)
    updates = tuple(
        (hold.pk, asked[reason])
        for reason, hold in by_reason.items()
        if reason in asked and hold.arguments != dict(asked[reason].arguments)
    )
    return opens, updates, tuple(hold.pk for reason, hold in by_reason.items() if reason not in asked)


def _paid(
    clients: Collection[int], months: Collection[date]
) -> tuple[dict[Key, Sums], dict[Key, list[Proposed]]]:
    """By month: what counts as paid or on its way, and beside it what is prepared and waits to be released."""
    rows = Payment.objects.filter(
        records.among("client_id", clients), month__in=list(months), state__in=COUNTED
    )
    counted: dict[Key, list[Sums]] = defaultdict(list)
    proposed: dict[Key, list[Proposed]] = defaultdict(list)
    columns = (
        "client_id",
        "scheme",
        "month",
        "pk",
        "iban",
        "state",
        "run__state",
        "gross_cents",
        "tax_cents",
        "withheld",
    )
    for client, scheme, month, pk, iban, state, run, gross, tax, withheld in rows.values_list(*columns):
        key, sums = (client, scheme, month), Sums(gross, tax, dict(withheld))
        if (state, run) == ("prepared", "prepared"):
            proposed[key].append(Proposed(pk, iban, sums))
        else:
            counted[key].append(sums)
    return {key: _together(rows) for key, rows in counted.items()}, proposed


def _together(rows: Sequence[Sums]) -> Sums:
    kept: dict[str, int] = defaultdict(int)
    for row in rows:
        for kind, cents in row.withheld.items():
            kept[kind] += cents
    return Sums(sum(row.gross for row in rows), sum(row.tax for row in rows), dict(kept))


def _read_holds(books: _Books, clients: Collection[int], months: Collection[date]) -> None:
    rows = Hold.objects.filter(records.among("client_id", clients), month__in=list(months))
    for hold in rows.filter(Q(state="open") | ~Q(accepted_by="")):
        key = (hold.client_id, hold.scheme, hold.month)
        if hold.state == "open":
            books.open[key].append(hold)
        else:
            books.accepted[key].append((hold.reason, hold.arguments))
