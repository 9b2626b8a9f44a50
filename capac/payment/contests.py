"""Contested days: the rest of the month is paid at once, they wait until somebody settles it (AR 25.11.1991 art. 161).

While it is open its days are lost to the month: what is owed is computed without them, so that nothing else is needed
to pay the rest. Settled, they count again as the facts say; the difference is paid. Whether a contest stops the claim
of a debt is not in a text that we know: it does not, and pages say so.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from capac.core import clock
from capac.core.period import Month, Span
from capac.payment.models import Contest, Payment
from capac.payment.states import CONTESTS
from capac.payment.term_faults import TermError
from capac.people import api as people
from capac.people import perms
from capac.records import api as records
from capac.rules import api as rules

LONGEST = 300
WHO = ("client", "agent")
SCHEMES = ("full_unemployment", "insertion_allowance", "voluntary_part_time")
"""Schemes that pay days of a card: of others no day can be left out by itself."""
GONE = ("released", "filed", "settled")


@dataclass(frozen=True, slots=True)
class ContestView:
    """A contest. `answer_by` is the last day of our answer (art. 24), `rest_by` the last day on which the rest is
    paid in the same introduction month; `held_cents` the gross that waited when it was opened."""

    id: int
    client_id: int
    scheme: str
    month: date
    days: tuple[date, ...]
    by: str
    why: str
    received_on: date
    answer_by: date
    rest_by: date
    held_cents: int
    opened_by: str
    known_at: datetime
    state: str
    settled_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True)
class Said:
    """What is contested: days of a month in a scheme, by whom (client or agent), why, received when."""

    scheme: str
    month: date
    days: Sequence[date]
    by: str
    why: str
    received_on: date


def keep(client_id: int, said: Said, *, staff: people.Staff, because: records.Because) -> int:
    """Keep a contest, in the caller's transaction, which then says what it holds (held). Raises TermError."""
    if not perms.may_key_cards(staff):
        raise TermError("not_allowed")
    _check(said)
    try:
        with transaction.atomic():
            row = Contest.objects.create(
                client_id=client_id,
                scheme=said.scheme,
                month=said.month,
                days=sorted(set(said.days)),
                by=said.by,
                why=said.why.strip(),
                received_on=said.received_on,
                answer_by=rules.deadline_on("ar-24-answer", said.received_on),
                held_cents=0,
                opened_by=staff.login,
                known_at=clock.now(),
            )
    except IntegrityError as error:
        raise TermError("contested_already") from error
    records.born(CONTESTS, [row.pk], state="open", because=because)
    return int(row.pk)


def held(contest_id: int, cents: int) -> None:
    """What a contest holds, gross, as known at its opening."""
    Contest.objects.filter(pk=contest_id).update(held_cents=cents)


def settle(contest_id: int, answer: str, *, staff: people.Staff, because: records.Because) -> None:
    """Answer a contest: its days count again as the facts say. Raises TermError."""
    if not perms.may_key_cards(staff):
        raise TermError("not_allowed")
    if not answer.strip():
        raise TermError("why_missing")
    if len(answer) > LONGEST:
        raise TermError("too_long")
    with transaction.atomic():
        row = Contest.objects.select_for_update().filter(pk=contest_id, state="open").first()
        if row is None:
            raise TermError("not_waiting")
        row.settled_at, row.answer = clock.now(), answer.strip()
        row.save(update_fields=["settled_at", "answer"])
        records.move_all(CONTESTS, [row.pk], to="settled", because=because)


def contested(
    clients: Collection[int] | None, month: date, *, known: datetime
) -> dict[tuple[int, str], tuple[Span, ...]]:
    """The contested days of a month as known at a moment, by client and scheme, as stretches. One query."""
    rows = Contest.objects.filter(month=month, known_at__lte=known)
    rows = rows.filter(Q(settled_at__isnull=True) | Q(settled_at__gt=known))
    if clients is not None:
        rows = rows.filter(client_id__in=list(clients))
    return {(row.client_id, row.scheme): tuple(Span(day, day) for day in row.days) for row in rows}


def changed_since(moment: datetime, known: datetime) -> set[tuple[int, date]]:
    """Clients and months of what was opened or settled after the first moment, up to the second. One query."""
    opened = Q(known_at__gt=moment, known_at__lte=known)
    settled = Q(settled_at__gt=moment, settled_at__lte=known)
    return set(Contest.objects.filter(opened | settled).values_list("client_id", "month"))


def gone_cents(client_id: int, scheme: str, month: date) -> int:
    """Gross of a month that is released or further: it cannot wait any more. One query."""
    rows = Payment.objects.filter(client_id=client_id, scheme=scheme, month=month, state__in=GONE)
    return sum(rows.values_list("gross_cents", flat=True))


def of_client(client_id: int) -> list[ContestView]:
    """Every contest of a client, the last one first. One query."""
    return [_view(row) for row in Contest.objects.filter(client_id=client_id).order_by("-pk")]


def waiting() -> list[ContestView]:
    """Open contests, what must be answered first on top. One query."""
    return [_view(row) for row in Contest.objects.filter(state="open").order_by("answer_by", "pk")]


def one(contest_id: int) -> ContestView | None:
    """One contest."""
    row = Contest.objects.filter(pk=contest_id).first()
    return _view(row) if row else None


def _check(said: Said) -> None:
    if said.scheme not in SCHEMES:
        raise TermError("scheme_without_days", scheme=said.scheme)
    if not said.days:
        raise TermError("no_days")
    if any(Month.of(day).first != said.month for day in said.days):
        raise TermError("day_outside_month")
    if said.by not in WHO or not said.why.strip():
        raise TermError("why_missing")
    if len(said.why) > LONGEST:
        raise TermError("too_long")
    if said.received_on > clock.today():
        raise TermError("in_future")


def _view(row: Contest) -> ContestView:
    opened = row.known_at.astimezone(clock.BRUSSELS).date()
    return ContestView(
        row.pk, row.client_id, row.scheme, row.month, tuple(row.days), row.by, row.why, row.received_on,
        row.answer_by, Month.of(opened).last, row.held_cents, row.opened_by, row.known_at, row.state,
        row.settled_at, row.answer,
    )  # fmt: skip
