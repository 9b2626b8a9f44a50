"""What goes to and fro with ONEM, as pages read it: what waits and why, what came back, what that costs clients."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from capac.core import clock
from capac.exchange import causes
from capac.exchange.models import C2Message
from capac.exchange.submission_models import Notice, Return, Submission
from capac.records import api as records
from capac.rules import api as rules

DESTINATION = "onem"
ACKNOWLEDGED_WITHIN = timedelta(days=2)
"""So long after a file left a person is told that nothing says that ONEM has it. Our own choice."""
Place = tuple[datetime, int]
"""Where a page ends: the moment and the id of its last row."""


@dataclass(frozen=True)
class CameBack:
    """A C51: what ONEM says is missing, the cause that our data suggest, and what a person says."""

    returned_on: date
    missing: tuple[tuple[str, str], ...]
    text: str
    proposed: str
    cause: str
    ours: bool | None
    judged_by: str

    @property
    def proposed_ours(self) -> bool:
        """Whether the likely cause is our doing."""
        return self.proposed in causes.OURS


@dataclass(frozen=True)
class SubmissionView:
    """One C9. `waits` says for what, with the day by which it should come (`until`); "" once it is answered.

    waits: delivery (still here: ONEM's mailbox has not taken it), receipt, decision.
    """

    id: int
    application_id: int
    client_id: int
    reference: str
    attempt: int
    type: str
    suffix: str
    derogation: str
    state: str
    written_at: datetime
    received_on: date | None
    answered_on: date | None
    fault: str
    waits: str
    until: date | None
    answer: str
    came_back: CameBack | None

    @property
    def is_late(self) -> bool:
        """What it waits for should have come."""
        return self.until is not None and self.until < clock.today()


@dataclass(frozen=True)
class NoticeView:
    """A copy of ONEM's letter to the client. Amounts in cents."""

    id: int
    kind: str
    decided_on: date
    reference: str
    article: str
    amount_cents: int | None
    text: str
    state: str


@dataclass(frozen=True)
class Cost:
    """What a cause of C51 costs: how many files, how many of them our doing, the days that their clients lost."""

    cause: str
    files: int
    ours: int
    judged: int
    days: int
    forms: tuple[tuple[str, int], ...]

    @property
    def mean_days(self) -> int:
        """Days a file, rounded up: a day begun is lost."""
        return -(-self.days // self.files)


def submissions_of(application_id: int) -> list[SubmissionView]:
    """The attempts of an application, the last one first. Three queries."""
    return _views(Submission.objects.filter(application_id=application_id).order_by("-attempt"))


def under_way(*, after: Place | None = None, limit: int) -> list[SubmissionView]:
    """What is written or at ONEM and not answered, the longest first. Three queries."""
    rows = Submission.objects.filter(state__in=("written", "received")).order_by("written_at", "id")
    if after is not None:
        rows = rows.filter(Q(written_at__gt=after[0]) | Q(written_at=after[0], pk__gt=after[1]))
    return _views(rows[:limit])


def letters_of(client_id: int) -> list[NoticeView]:
    """Copies of ONEM's letters to a client, the latest first."""
    rows = Notice.objects.filter(client_id=client_id).order_by("-decided_on", "-pk")
    return [_notice(row) for row in rows]


def letter_by_id(notice_id: int) -> NoticeView | None:
    """One letter, for who knows it by an item."""
    row = Notice.objects.filter(pk=notice_id).first()
    return _notice(row) if row else None


def costs(*, since: date) -> list[Cost]:
    """What the C51 of a time cost clients, by cause, the dearest first: days from the return to the next attempt.

    A file that is not there again counts until today. What nobody has judged counts under its likely cause.
    """
    rows = Return.objects.filter(returned_on__gte=since).select_related("submission")
    again = _again(rows)
    found: dict[str, list[Return]] = defaultdict(list)
    for row in rows:
        found[row.cause or row.proposed].append(row)
    told = [_cost(cause, backs, again) for cause, backs in found.items()]
    return sorted(told, key=lambda one: (-one.days, one.cause))


def _again(rows: Iterable[Return]) -> dict[int, date]:
    """By submission, the day on which the next attempt of its file left."""
    wanted = {row.submission.application_id for row in rows}
    found: dict[int, date] = {}
    attempts = Submission.objects.filter(application_id__in=wanted).order_by("application_id", "attempt")
    before: Submission | None = None
    for one in attempts:
        if before is not None and before.application_id == one.application_id:
            found[before.pk] = one.written_at.astimezone(clock.BRUSSELS).date()
        before = one
    return found


def _cost(cause: str, rows: Sequence[Return], again: dict[int, date]) -> Cost:
    today = clock.today()
    days = sum((again.get(row.submission_id, today) - row.returned_on).days for row in rows)
    forms = Counter(form for row in rows for form, _ in row.missing)
    return Cost(
        cause=cause,
        files=len(rows),
        ours=sum(_is_ours(row) for row in rows),
        judged=sum(row.ours is not None for row in rows),
        days=days,
        forms=tuple(sorted(forms.items(), key=lambda one: (-one[1], one[0]))),
    )


def _is_ours(row: Return) -> bool:
    return row.proposed in causes.OURS if row.ours is None else row.ours


def _views(rows: Iterable[Submission]) -> list[SubmissionView]:
    found = list(rows)
    backs = {one.submission_id: one for one in Return.objects.filter(submission__in=found)} if found else {}
    sent = records.answers(DESTINATION, [row.name for row in found])
    return [_view(row, backs.get(row.pk), sent.get(row.name)) for row in found]


def _view(row: Submission, back: Return | None, sent: records.Answer | None) -> SubmissionView:
    waits, until = _waits(row, sent)
    return SubmissionView(
        id=row.pk,
        application_id=row.application_id,
        client_id=row.client_id,
        reference=row.reference,
        attempt=row.attempt,
        type=row.type,
        suffix=row.suffix,
        derogation=row.derogation,
        state=row.state,
        written_at=row.written_at,
        received_on=row.received_on,
        answered_on=row.answered_on,
        fault=row.fault,
        waits=waits,
        until=until,
        answer=sent.text if sent else "",
        came_back=_came_back(back) if back else None,
    )


def _waits(row: Submission, sent: records.Answer | None) -> tuple[str, date | None]:
    left_on = row.written_at.astimezone(clock.BRUSSELS).date()
    if row.state == "received":
        return "decision", rules.deadline_on("ar-145", row.received_on or left_on)
    if row.state != "written":
        return "", None
    if sent is None or sent.state != "sent":
        return "delivery", left_on
    return "receipt", left_on + ACKNOWLEDGED_WITHIN


def _came_back(row: Return) -> CameBack:
    return CameBack(
        row.returned_on,
        tuple((form, due) for form, due in row.missing),
        row.text,
        row.proposed,
        row.cause,
        row.ours,
        row.judged_by,
    )


def _notice(row: Notice) -> NoticeView:
    return NoticeView(
        row.pk, row.kind, row.decided_on, row.reference, row.article, row.amount_cents, row.text, row.state
    )


def processed_by_itself(*, since: date) -> tuple[int, int]:
    """How many C2 since a day went in without hands, of how many. One query."""
    told = C2Message.objects.filter(received_at__date__gte=since).aggregate(
        all=Count("pk"), alone=Count("pk", filter=Q(hand_reasons=[]))
    )
    return told["alone"], told["all"]
