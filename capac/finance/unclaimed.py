"""Money that a client could still claim: kept when it is found, counted when it is paid since.

The claims of an amount of a month lapse together, three years after its quarter (law of 28.12.1944 art. 7 § 13).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, QuerySet, Sum

from capac.core import clock
from capac.finance.models import Unclaimed
from capac.finance.states import UNCLAIMED
from capac.payment import api as payment
from capac.records import api as records

Key = tuple[int, str, date]
Wanted = tuple[Key, str]
"""Client, scheme and month, with the kind."""
NEAR_DAYS = 120
"""From so many days before the last day on, it is shown as near (own choice)."""


@dataclass(frozen=True, slots=True)
class Found:
    """One claim that nobody has made or completed. `cents` None: it cannot be computed before something comes."""

    client_id: int
    scheme: str
    month: date
    kind: str
    reason: str
    cents: int | None
    last_day: date

    @property
    def wanted(self) -> Wanted:
        """What is open of it once."""
        return (self.client_id, self.scheme, self.month), self.kind


@dataclass(frozen=True, slots=True)
class Open:
    """A claim as pages show it. `is_near`: its last day comes soon."""

    id: int
    client_id: int
    scheme: str
    month: date
    kind: str
    reason: str
    cents: int | None
    last_day: date
    is_near: bool


def follow(found: Iterable[Found], *, because: records.Because) -> Counter[str]:
    """Keep what is new, tell anew what has changed, end what is not found any more. Counts and recovered cents.

    A claim that is no longer found and whose month is still at the bank waits: only what is settled is recovered.
    """
    new = {one.wanted: one for one in found if one.last_day >= clock.today()}
    with transaction.atomic():
        rows = {
            ((row.client_id, row.scheme, row.month), row.kind): row
            for row in Unclaimed.objects.filter(state="open").select_for_update().order_by("pk")
        }
        paid = _paid({key for key, _ in (*rows, *new)})
        counts = _keep([one for wanted, one in new.items() if wanted not in rows], paid, because)
        _tell_anew([(rows[wanted], one) for wanted, one in new.items() if wanted in rows])
        counts += _end([row for wanted, row in rows.items() if wanted not in new], paid, because)
    return counts


@dataclass(frozen=True, slots=True)
class _Paid:
    settled_cents: int = 0
    is_moving: bool = False


def _paid(keys: Collection[Key]) -> Mapping[Key, _Paid]:
    """What is settled of these months, and whether more is on its way."""
    found: dict[Key, _Paid] = {}
    clients = sorted({key[0] for key in keys})
    for first, last in _stretches(clients):
        for key, states in payment.books.standing(first, last).items():
            gross = {row.state: row.gross_cents for row in states}
            moving = any(gross.get(state) for state in ("prepared", "released", "filed"))
            found[key] = _Paid(gross.get("settled", 0), moving)
    return found


def _stretches(clients: list[int], size: int = 20_000) -> Iterable[tuple[int, int]]:
    return [(clients[n], clients[min(n + size, len(clients)) - 1]) for n in range(0, len(clients), size)]


def _keep(new: list[Found], paid: Mapping[Key, _Paid], because: records.Because) -> Counter[str]:
    rows = Unclaimed.objects.bulk_create(
        [
            Unclaimed(
                client_id=one.client_id, scheme=one.scheme, month=one.month, kind=one.kind, reason=one.reason,
                cents=one.cents, last_day=one.last_day, found_at=clock.now(),
                paid_before_cents=paid.get(one.wanted[0], _Paid()).settled_cents,
            )
            for one in new
        ],
        batch_size=5000,
    )  # fmt: skip
    records.born(UNCLAIMED, [row.pk for row in rows], state="open", because=because)
    return Counter(found=len(rows))


def _tell_anew(known: Iterable[tuple[Unclaimed, Found]]) -> None:
    changed = []
    for row, one in known:
        if (row.reason, row.cents, row.last_day) != (one.reason, one.cents, one.last_day):
            row.reason, row.cents, row.last_day = one.reason, one.cents, one.last_day
            changed.append(row)
    Unclaimed.objects.bulk_update(changed, ["reason", "cents", "last_day"], batch_size=5000)


def _end(rows: list[Unclaimed], paid: Mapping[Key, _Paid], because: records.Because) -> Counter[str]:
    """Paid since: recovered. On its way: waits. Else lapsed or, nothing being owed any more, gone.

    Money of a month that answers two claims is counted for the first one.
    """
    counted: dict[Key, int] = {}
    endings: dict[str, list[Unclaimed]] = {"recovered": [], "lapsed": [], "gone": []}
    for row in rows:
        now = paid.get((row.client_id, row.scheme, row.month), _Paid())
        key = (row.client_id, row.scheme, row.month)
        row.recovered_cents = max(0, now.settled_cents - row.paid_before_cents - counted.get(key, 0))
        row.ended_at = clock.now()
        if row.recovered_cents:
            counted[key] = counted.get(key, 0) + row.recovered_cents
            endings["recovered"].append(row)
        elif not now.is_moving:
            endings["lapsed" if row.last_day < clock.today() else "gone"].append(row)
    counts: Counter[str] = Counter(recovered_cents=sum(counted.values()))
    for state, ended in endings.items():
        Unclaimed.objects.bulk_update(ended, ["recovered_cents", "ended_at"], batch_size=5000)
        records.move_all(UNCLAIMED, [row.pk for row in ended], to=state, because=because)
        counts[state] = len(ended)
    return counts


def unclaimed_of(client_id: int) -> list[Open]:
    """What a client could still claim, what lapses first on top. One query."""
    return [_open(row) for row in _urgent(Unclaimed.objects.filter(client_id=client_id))]


def unclaimed(*, skip: int = 0, limit: int) -> list[Open]:
    """What all clients could still claim: by last day, then the largest amount. One query."""
    return [_open(row) for row in _urgent(Unclaimed.objects.all())[skip : skip + limit]]


def recovered_cents() -> int:
    """What was paid of claims found before, in all."""
    return int(Unclaimed.objects.aggregate(cents=Sum("recovered_cents"))["cents"] or 0)


def _urgent(rows: QuerySet[Unclaimed]) -> QuerySet[Unclaimed]:
    still = rows.filter(state="open", last_day__gte=clock.today())
    return still.order_by("last_day", F("cents").desc(nulls_last=True), "pk")


def _open(row: Unclaimed) -> Open:
    near = (row.last_day - clock.today()).days <= NEAR_DAYS
    return Open(
        row.pk, row.client_id, row.scheme, row.month, row.kind, row.reason, row.cents, row.last_day, near
    )
