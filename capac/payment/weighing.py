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

MEDIATED = "collective_debt_settlement"
"""Of the rules: the whole net to a debt mediator. It is paid, on another account, not withheld."""
_ALONE = 7_120_001
"""The number of the lock that lets one preparation at a time weigh and write."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One month weighed. `decision` is None where nothing can be computed.

    `payment` is what is paid now (None: nothing, or held); `opens` the holds to open, `updates` those whose
    arguments changed, `lifts` the ids of those whose reason no longer holds; `keeps` says that the
    calculation is to be written.
    """

    due: Due
    last: Last | None
    decision: Decision | None
    payment: Sums | None
    keeps: bool
    opens: tuple[Stop, ...] = ()
    updates: tuple[tuple[int, Stop], ...] = ()
    lifts: tuple[int, ...] = ()

    @property
    def moves(self) -> bool:
        """True when there is anything to write."""
        changes = self.decision is not None and bool(self.decision.changes)
        return bool(self.payment or self.keeps or changes or self.opens or self.updates or self.lifts)

    @property
    def is_held(self) -> bool:
        """Something is due and is not paid."""
        return self.decision is not None and self.decision.due > 0 and self.payment is None


@dataclass(slots=True)
class _Books:
    """What stands in the books of some clients and months."""

    last: dict[Key, Last]
    counted: dict[Key, Sums]
    open: dict[Key, list[Hold]] = field(default_factory=lambda: defaultdict(list))
    accepted: dict[Key, list[Differs]] = field(default_factory=lambda: defaultdict(list))
    doubts: Doubts = field(default_factory=Doubts)


def alone() -> None:
    """Wait until no other preparation is between weighing and its commit. Inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ALONE])


def weigh(rows: Sequence[Due]) -> list[Difference]:
    """The difference of each month, in order. A few queries; call alone() before, in the same transaction."""
    clients, months = {row.client_id for row in rows}, {row.month for row in rows}
    books = _Books(latest(clients, months), _counted(clients, months), doubts=doubts(clients))
    _read_holds(books, clients, months)
    return [_weighed(row, books) for row in rows]


def _weighed(due: Due, books: _Books) -> Difference:
    last = books.last.get(due.key)
    counted = books.counted.get(due.key, Sums())
    decision = _decision(due, last, counted, accepted=books.accepted.get(due.key, []))
    wanted = [stop for stop in _stops(due, decision, books) if not _is_accepted(stop, books, due.key)]
    payment = decision.payment if decision and not wanted else None
    opens, updates, lifts = _holds(wanted, books.open.get(due.key, []))
    return Difference(due, last, decision, payment, _keeps(due, last, counted), opens, updates, lifts)


def _decision(due: Due, last: Last | None, counted: Sums, *, accepted: list[Differs]) -> Decision | None:
    said = due.calculation
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
            accepted=tuple(accepted),
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
    if stop := doubts.about(due.client_id, due.payee.iban if due.payee else ""):
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


def _counted(clients: Collection[int], months: Collection[date]) -> dict[Key, Sums]:
    """Gross, tax and withheld of the payments that count, by month."""
    rows = Payment.objects.filter(client_id__in=list(clients), month__in=list(months), state__in=COUNTED)
    found: dict[Key, Sums] = {}
    columns = ("client_id", "scheme", "month", "gross_cents", "tax_cents", "withheld")
    for client, scheme, month, gross, tax, withheld in rows.values_list(*columns):
        so_far = found.get((client, scheme, month), Sums())
        kept = dict(so_far.withheld)
        for kind, cents in withheld:
            kept[kind] = kept.get(kind, 0) + cents
        found[client, scheme, month] = Sums(so_far.gross + gross, so_far.tax + tax, kept)
    return found


def _read_holds(books: _Books, clients: Collection[int], months: Collection[date]) -> None:
    rows = Hold.objects.filter(client_id__in=list(clients), month__in=list(months))
    for hold in rows.filter(Q(state="open") | ~Q(accepted_by="")):
        key = (hold.client_id, hold.scheme, hold.month)
        if hold.state == "open":
            books.open[key].append(hold)
        else:
            books.accepted[key].append((hold.reason, hold.arguments))
