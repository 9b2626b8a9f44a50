"""The checks that ONEM makes, made by us before the C10 leaves: what would be rejected, with its reason.

Of a month paid by the day the most that it can be worth is counted from ONEM's decisions and the card as they are
known now; a difference below the tolerance is let be, as ONEM lets it be. A month paid by the hour is held
against its person, its authorisation and what was paid before. What ONEM alone knows cannot be foreseen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from capac.core.period import Month
from capac.exchange import api as exchange
from capac.payment import api as payment
from capac.people import api as people
from capac.verification.models import Expense
from capac.verification.rounds import tolerance

REASONS = (
    "no_number", "no_c2", "c2_unknown", "days_without_c2", "amount_not_of_c2", "paid_twice", "card_changed",
    "more_than_days", "recovery_not_kept",
)  # fmt: skip
BY_THE_DAY = ("full_unemployment", "insertion_allowance")
LOST = ("worked", "sick", "absent")
SUNDAY = 6
MAINTENANCE = "maintenance"
Key = tuple[int, str, date]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One expense that would be rejected. `cents` is the part of it, `arguments` what tells the reason."""

    line: payment.Spent
    reason: str
    cents: int
    arguments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """What the checks look at: by client, by client and month, by authorisation, and gross told before by key."""

    numbers: Mapping[int, str]
    segments: Mapping[tuple[int, date], tuple[exchange.Segment, ...]]
    cards: Mapping[tuple[int, date], payment.Card]
    references: Mapping[int, tuple[str, int]]
    modules: Mapping[tuple[int, date], exchange.Modules]
    before: Mapping[Key, int]


def foresee(lines: Sequence[payment.Spent], introduction_month: Month, *, known: datetime) -> list[Foreseen]:
    """What ONEM would reject of these lines, one reason each, on what is known at a moment."""
    facts, least = gather(lines, known=known), tolerance(introduction_month.first).cents
    by_key: dict[Key, list[payment.Spent]] = defaultdict(list)
    for line in lines:
        by_key[line.client_id, line.scheme, line.month].append(line)
    return [one for rows in by_key.values() for one in _of_month(rows, facts, least)]


def gather(lines: Sequence[payment.Spent], *, known: datetime) -> Known:
    """The facts of many lines at once: a handful of queries for each reference month."""
    by_month: dict[date, set[int]] = defaultdict(set)
    for line in lines:
        by_month[line.month].add(line.client_id)
    segments, modules = {}, {}
    for month, clients in by_month.items():
        ruled = exchange.authorised(clients, Month.of(month).span, known=known)
        ruling = {client: rows[-1].authorisation_id for client, rows in ruled.items()}
        segments.update({(client, month): rows for client, rows in ruled.items()})
        found = exchange.of_authorisations(ruling)
        modules.update({(client, month): one for client, one in found.items()})
    everybody = {line.client_id for line in lines}
    return Known(
        numbers=people.numbers_of(everybody),
        segments=segments,
        cards=payment.cards(everybody, list(by_month), known=known),
        references=exchange.references({pk for line in lines for pk in line.authorisations}),
        modules=modules,
        before=_before(everybody, list(by_month)),
    )


def _before(clients: set[int], months: Sequence[date]) -> dict[Key, int]:
    found: dict[Key, int] = defaultdict(int)
    rows = Expense.objects.filter(client_id__in=clients, month__in=months)
    for client, scheme, month, cents in rows.values_list("client_id", "scheme", "month", "gross_cents"):
        found[client, scheme, month] += cents
    return found


def _of_month(rows: Sequence[payment.Spent], facts: Known, least: int) -> Iterator[Foreseen]:
    """Each line alone first; then, as ONEM does, all that was paid of the month against its last line."""
    bad = {line.payment_id: one for line in rows if (one := _alone(line, facts)) is not None}
    yield from bad.values()
    last = rows[-1]
    if last.payment_id in bad or last.scheme not in BY_THE_DAY:
        return
    paid = sum(row.gross_cents for row in rows) + facts.before[last.client_id, last.scheme, last.month]
    worth, uncovered = _worth(last, facts)
    over = min(paid - worth, last.gross_cents)
    if over >= least:
        yield Foreseen(last, _why(rows, facts, uncovered=uncovered), over, _days(uncovered))
    elif _keeps_nothing(last, facts):
        yield Foreseen(last, "recovery_not_kept", last.gross_cents)


def _alone(line: payment.Spent, facts: Known) -> Foreseen | None:
    """What is wrong with a line whatever the month is worth."""
    if line.client_id not in facts.numbers:
        return Foreseen(line, "no_number", line.gross_cents)
    if not any(pk in facts.references for pk in line.authorisations):
        return Foreseen(line, "c2_unknown", line.gross_cents)
    if not any(_pays(row) for row in facts.segments.get((line.client_id, line.month), ())):
        return Foreseen(line, "no_c2", line.gross_cents)
    return None


def _pays(row: exchange.Segment) -> bool:
    return bool(row.scheme) and not row.refusal


def _worth(line: payment.Spent, facts: Known) -> tuple[int, list[date]]:
    """The most that a month can be worth in cents, and the payable days that no decision covers."""
    card = facts.cards.get((line.client_id, line.month))
    marks = card.days if card else {}
    segments = [row for row in facts.segments[line.client_id, line.month] if _pays(row)]
    worth, uncovered = 0, []
    for day in _days_of(line.month):
        lost = marks.get(day) in LOST
        daily = next((row.daily_cents or 0 for row in segments if _holds(row, day)), None)
        if day.weekday() == SUNDAY:
            worth -= (daily or 0) if marks.get(day) == "worked" else 0
        elif not lost and daily is None:
            uncovered.append(day)
        elif not lost:
            worth += daily or 0
    return max(worth, 0), uncovered


def _days_of(month: date) -> Iterator[date]:
    last = Month.of(month).last
    return (month + timedelta(n) for n in range((last - month).days + 1))


def _holds(row: exchange.Segment, day: date) -> bool:
    return row.first <= day and (row.last is None or day <= row.last)


def _why(rows: Sequence[payment.Spent], facts: Known, *, uncovered: Sequence[date]) -> str:
    """The likeliest cause of a month that is paid above its worth."""
    last = rows[-1]
    place = (last.client_id, last.month)
    card = facts.cards.get(place)
    if len({row.gross_cents for row in rows}) < len(rows):
        return "paid_twice"
    if last.daily_cents not in {row.daily_cents for row in facts.segments[place]}:
        return "amount_not_of_c2"
    if card is not None and card.card_id != last.card_id:
        return "card_changed"
    return "days_without_c2" if uncovered else "more_than_days"


def _days(uncovered: Sequence[date]) -> dict[str, str]:
    return {"first_day": uncovered[0].isoformat(), "days": str(len(uncovered))} if uncovered else {}


def _keeps_nothing(line: payment.Spent, facts: Known) -> bool:
    """Nothing is kept back although 10 % (art. 1410 § 4) or maintenance, which no floor protects, asks for it."""
    told = facts.modules.get((line.client_id, line.month))
    if told is None or line.kept_cents or told.debt_settlement is not None:
        return False
    whole = [one.span for one in told.seizures if one.kind == MAINTENANCE]
    whole += [told.recovery.span] if told.recovery else []
    return any(
        span.first <= line.month and (span.last is None or span.last >= Month.of(line.month).last)
        for span in whole
    )
