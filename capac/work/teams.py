"""Offices and their people: how much waits for whom, who is there, and for how long the work lasts at the usual pace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Q

from capac.core import clock
from capac.core.workdays import Calendar
from capac.people import api as people
from capac.work.models import Item
from capac.work.offering import AT_RISK_DAYS

AHEAD_DAYS, BACK_DAYS = 5, 20
"""Working days for which the capacity is told, and from which the pace is taken. Our own, see docs/decisions/0034."""
WORKDAYS_A_WEEK, HUNDRED = 5, 100
LOOK_AHEAD = timedelta(60)
_HANDS = {people.Role.AGENT.value, people.Role.C2_EXPERT.value, people.Role.PAYMENT_OFFICER.value}
Away = dict[int, list[tuple[date, date]]]


@dataclass(frozen=True)
class OfficeLoad:
    """An office: what waits for its clients, who is there, what it can do.

    `halves` are the half days of its people in the next AHEAD_DAYS working days; `pace` how many items one half day
    brought to an end in the last BACK_DAYS, in hundredths; `lasts` for how many working days what waits lasts at that
    pace: None where nothing was done lately or nobody is there.
    """

    office: people.Office
    waiting: int
    late: int
    at_risk: int
    oldest_promise: date | None
    people: int
    there: int
    halves: int
    done: int
    pace: int | None
    lasts: int | None


@dataclass(frozen=True)
class MemberLoad:
    """A member of a team: what they have, what they did in the last BACK_DAYS, when they are not there."""

    staff: people.Staff
    in_hand: int
    asleep: int
    late: int
    done: int
    away: tuple[tuple[date, date], ...]
    is_absent: bool


@dataclass(frozen=True)
class _Waits:
    """What waits for the clients of an office."""

    number: int = 0
    late: int = 0
    at_risk: int = 0
    oldest: date | None = None


@dataclass(frozen=True)
class _Span:
    """The working days before and after today, and who is away in them."""

    today: date
    calendar: Calendar
    away: Away

    @property
    def back(self) -> date:
        """The first day of the days gone by."""
        return self.calendar.add(self.today, -BACK_DAYS)

    def halves(self, one: people.Staff, first: date, last: date) -> int:
        """The half days that somebody works after a first day, up to and including the last."""
        days, day = 0, self.calendar.add(first, 1)
        while day <= last:
            days += not self.is_away(one, day)
            day = self.calendar.add(day, 1)
        return days * one.weekly_halves // WORKDAYS_A_WEEK

    def is_away(self, one: people.Staff, day: date) -> bool:
        """Somebody is not there on a day."""
        return any(first <= day <= last for first, last in self.away.get(one.pk, ()))


def office_loads() -> list[OfficeLoad]:
    """Every office with work or people: where the work lasts longest first. Seven queries, however much waits."""
    span = _span()
    waits, done = _waiting(span), _done(span)
    teams: dict[int, list[people.Staff]] = {}
    for one in people.working():
        if one.office_id is not None and _HANDS & set(one.roles):
            teams.setdefault(one.office_id, []).append(one)
    rows = [
        _load(office, waits.get(office.pk, _Waits()), teams.get(office.pk, []), done, span)
        for office in people.offices()
        if office.pk in waits or office.pk in teams
    ]
    return sorted(rows, key=_longest_first)


def team(office_id: int) -> list[MemberLoad]:
    """The people of an office who work items, by name. Five queries."""
    span = _span()
    members = [one for one in people.working([office_id]) if _HANDS & set(one.roles)]
    hands, done = _in_hand(members, span.today), _done(span)
    return [_member(one, hands.get(one.pk, (0, 0, 0)), done.get(one.pk, 0), span) for one in members]


def _span() -> _Span:
    today, calendar = clock.today(), people.calendar()
    return _Span(today, calendar, people.absences(calendar.add(today, -BACK_DAYS), today + LOOK_AHEAD))


def _longest_first(one: OfficeLoad) -> tuple[bool, int, int, str]:
    """Where work waits and nobody does it, then by how long it lasts."""
    return one.lasts is not None or not one.waiting, -(one.lasts or 0), -one.waiting, one.office.code


def _load(
    office: people.Office, waits: _Waits, members: Sequence[people.Staff], done: dict[int, int], span: _Span
) -> OfficeLoad:
    ahead = span.calendar.add(span.today, AHEAD_DAYS)
    halves = sum(span.halves(one, span.today, ahead) for one in members)
    worked = sum(span.halves(one, span.back, span.today) for one in members)
    ended = sum(done.get(one.pk, 0) for one in members)
    pace = ended * HUNDRED // worked if worked and ended else None
    return OfficeLoad(
        office=office,
        waiting=waits.number,
        late=waits.late,
        at_risk=waits.at_risk,
        oldest_promise=waits.oldest,
        people=len(members),
        there=sum(not span.is_away(one, span.today) for one in members),
        halves=halves,
        done=ended,
        pace=pace,
        lasts=_lasts(waits.number, pace, halves),
    )


def _lasts(number: int, pace: int | None, halves: int) -> int | None:
    """Working days, rounded up: so many items at so many hundredths a half day, with the half days of AHEAD_DAYS."""
    if not pace or not halves:
        return None
    return -(-number * HUNDRED * AHEAD_DAYS // (pace * halves))


def _member(one: people.Staff, hands: tuple[int, int, int], done: int, span: _Span) -> MemberLoad:
    away = tuple(days for days in span.away.get(one.pk, ()) if days[1] >= span.today)
    return MemberLoad(one, *hands, done, away, span.is_away(one, span.today))


def _waiting(span: _Span) -> dict[int, _Waits]:
    """By office what waits, is late, is at risk. One query over what is not done."""
    at_risk = span.calendar.add(span.today, AT_RISK_DAYS)
    rows = Item.objects.exclude(state="done").filter(office__isnull=False).values_list("office_id").order_by()
    counted = rows.annotate(
        number=Count("pk"),
        late=Count("pk", Q(due_on__lt=span.today)),
        at_risk=Count("pk", Q(due_on__gte=span.today, due_on__lte=at_risk)),
        oldest=Min("due_on"),
    )
    return {office_id: _Waits(*figures) for office_id, *figures in counted}


def _in_hand(members: Sequence[people.Staff], today: date) -> dict[int, tuple[int, int, int]]:
    """By member what they have, what of it sleeps, what of it is late. One query."""
    rows = (
        Item.objects.filter(taken_by__in=members).exclude(state="done").values_list("taken_by_id").order_by()
    )
    counted = rows.annotate(
        taken=Count("pk", Q(state="taken")),
        asleep=Count("pk", Q(state="snoozed")),
        late=Count("pk", Q(due_on__lt=today)),
    )
    return {staff_id: (taken, asleep, late) for staff_id, taken, asleep, late in counted}


def _done(span: _Span) -> dict[int, int]:
    """By member of staff how many items they brought to an end in the days gone by. One query, by an index."""
    since = datetime.combine(span.back, datetime.min.time(), clock.BRUSSELS)
    rows = Item.objects.filter(state="done", done_at__gte=since, done_by__isnull=False)
    return dict(rows.values_list("done_by_id").annotate(number=Count("pk")).order_by())
