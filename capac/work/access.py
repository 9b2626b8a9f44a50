"""Why somebody may open a client's file: denied unless one of these reasons holds.

item   they have a task of this client, or finished one in the last days
team   a task of this client waits in their office, of a kind that they may take
motive they said today why: the client phones, stands at the counter, wrote; or the work of their role asks for it
glass  they broke the glass: no reason of the list holds, they wrote why, the client sees it and a manager reviews it
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from capac.core import clock
from capac.people import api as people
from capac.people import perms
from capac.records import api as records
from capac.work.models import Grant, Item
from capac.work.opening import open_item
from capac.work.perms import may_take

GLASS = "break_glass"
REVIEW = "access_to_review"
GRANT_SUBJECT = "work.Grant"
FINISHED_DAYS = 7
"""For so many days after a task was finished its file may be opened for what follows from it. Our own figure."""
LEAST_WORDS, MOST_WORDS = 15, 200
_CONTACT = ("counter", "phone", "video", "mail")
_BY_ROLE = {
    people.Role.PAYMENT_OFFICER: ("payment_run",),
    people.Role.RELEASER: ("payment_run",),
    people.Role.AUDITOR: ("audit",),
}
_IN_CONTACT = (people.Role.AGENT, people.Role.C2_EXPERT, people.Role.PAYMENT_OFFICER)


@dataclass(frozen=True)
class Reason:
    """Why a file is open: the kind of reason, the task or the grant that it rests on, and its motive or words."""

    code: str
    subject_id: int
    motive: str = ""
    text: str = ""

    @property
    def told(self) -> str:
        """As the access register keeps it: `item 12`, `team 12`, `motive 3 phone`, `glass 4 words`."""
        return " ".join(filter(None, (self.code, str(self.subject_id), self.motive, self.text)))


class AccessError(ValueError):
    """A reason that cannot be given: `reason` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def may_open(staff: people.Staff | None, client_id: int) -> Reason | None:
    """The reason for which this person may open this client's file now; None: they must give one. Two queries at most."""
    if staff is None or not perms.may_see_clients(staff):
        return None
    return _by_item(staff, client_id) or _by_grant(staff, client_id)


def motives_of(staff: people.Staff) -> list[str]:
    """The motives that this person may give, by role."""
    roles = {people.Role(role) for role in staff.roles}
    contact = _CONTACT if roles.intersection(_IN_CONTACT) else ()
    return [*contact, *dict.fromkeys(one for role in roles for one in _BY_ROLE.get(role, ()))]


def give_motive(staff: people.Staff, client_id: int, motive: str) -> Reason:
    """Keep why somebody opens a file, for the rest of the day. Raises AccessError: not_allowed, unknown_motive."""
    if not perms.may_see_clients(staff):
        raise AccessError("not_allowed")
    if motive not in motives_of(staff):
        raise AccessError("unknown_motive")
    return _reason(_grant(staff, client_id, motive))


def break_glass(staff: people.Staff, client_id: int, text: str) -> Reason:
    """Open a file without a reason of the list; a manager finds it among what to review.

    Raises AccessError: not_allowed, too_short, too_long.
    """
    if not perms.may_see_clients(staff):
        raise AccessError("not_allowed")
    if len(text) < LEAST_WORDS or len(text) > MOST_WORDS:
        raise AccessError("too_short" if len(text) < LEAST_WORDS else "too_long")
    with transaction.atomic():
        grant = _grant(staff, client_id, GLASS, text=text)
        open_item(
            REVIEW,
            (GRANT_SUBJECT, grant.pk),
            client_id=client_id,
            arguments={"who": staff.login, "text": text},
            since=grant.given_at,
            because=records.Because(staff.login, "glass broken"),
        )
    return _reason(grant)


def _by_item(staff: people.Staff, client_id: int) -> Reason | None:
    """Own tasks before those of the office; what waits before what is finished."""
    found: list[tuple[int, int, str]] = []
    lately = clock.now() - timedelta(FINISHED_DAYS)
    for one in Item.objects.filter(client_id=client_id).order_by("id"):
        if one.kind == REVIEW or not may_take(staff, one.kind):
            continue
        if one.state != "done" and one.taken_by_id == staff.pk:
            found.append((0, one.pk, "item"))
        elif one.done_by_id == staff.pk and one.done_at and one.done_at >= lately:
            found.append((1, one.pk, "item"))
        elif one.state != "done" and one.office_id == staff.office_id:
            found.append((2, one.pk, "team"))
    return Reason(min(found)[2], min(found)[1]) if found else None


def _by_grant(staff: people.Staff, client_id: int) -> Reason | None:
    grants = Grant.objects.filter(staff=staff, client_id=client_id, day=clock.today())
    last = grants.order_by("-id").first()
    return _reason(last) if last else None


def _grant(staff: people.Staff, client_id: int, motive: str, *, text: str = "") -> Grant:
    now = clock.now()
    return Grant.objects.create(
        staff=staff, client_id=client_id, motive=motive, text=text, given_at=now, day=now.date()
    )


def _reason(grant: Grant) -> Reason:
    code = "glass" if grant.motive == GLASS else "motive"
    return Reason(code, grant.pk, "" if code == "glass" else grant.motive, grant.text)
