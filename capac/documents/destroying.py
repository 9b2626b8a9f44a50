"""Destroying paper: proposed by one person, approved by another with the State Archives' agreement, then certified.

No public record is destroyed without the agreement of the Archivist (law of 24.6.1955 on archives): its reference
stands on the approval. The certificate names both people, who carried it out, the witness, the day and the way.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction

from capac.core import clock
from capac.documents.inventory import PaperError, may_go
from capac.documents.models import Destruction, PaperFile
from capac.documents.states import DESTRUCTIONS, PAPER
from capac.people import api as people
from capac.records import api as records

METHODS = ("shredded", "pulped", "burnt")
MOST = 500
"""Files of one proposal: as many as a person can look through."""


def propose(keys: Collection[UUID], reason: str, *, staff: people.Staff) -> Destruction:
    """Propose to destroy paper files, all for one reason: "digitised" (the scan replaces them) or "expired".

    Raises PaperError: nothing_chosen, not_due for one that may not go for this reason.
    """
    if not keys or len(set(keys)) > MOST:
        raise PaperError("nothing_chosen")
    today = clock.today()
    with transaction.atomic():
        rows = list(PaperFile.objects.select_for_update().filter(key__in=set(keys)).order_by("pk"))
        late = [row for row in rows if may_go(row, today=today) != reason]
        if late or len(rows) != len(set(keys)):
            raise PaperError("not_due", label=late[0].label if late else "")
        one = Destruction.objects.create(reason=reason, proposed_at=clock.now(), proposed_by=staff)
        because = records.Because(staff.login, reason)
        records.born(DESTRUCTIONS, [one.pk], state="proposed", because=because)
        _with(rows, one, "proposed", because)
    return one


def approve(key: UUID, *, reference: str, staff: people.Staff) -> Destruction:
    """Agree to what somebody else proposed; `reference` is that of the State Archives' agreement.

    Raises PaperError: same_person, no_reference, wrong_state, unknown.
    """
    with transaction.atomic():
        one = _in(key, "proposed")
        if one.proposed_by_id == staff.pk:
            raise PaperError("same_person")
        if not reference.strip():
            raise PaperError("no_reference")
        because = records.Because(staff.login, f"State Archives {reference.strip()}"[:300])
        Destruction.objects.filter(pk=one.pk).update(
            approved_by=staff, approved_at=clock.now(), archives_reference=reference.strip()[:60]
        )
        records.move_all(DESTRUCTIONS, [one.pk], to="approved", because=because)
        records.move_all(PAPER, _ids(one), to="approved", because=because)
    return destruction(key)


def certify(key: UUID, *, day: date, method: str, witness: str, staff: people.Staff) -> Destruction:
    """Certify that the paper is gone: on which day, how, before which witness.

    Raises PaperError: wrong_state, no_method, no_witness, in_future, before_approval.
    """
    with transaction.atomic():
        one = _in(key, "approved")
        _must_certify(one, day, method, witness)
        because = records.Because(staff.login, method)
        Destruction.objects.filter(pk=one.pk).update(
            certified_by=staff,
            certified_at=clock.now(),
            destroyed_on=day,
            method=method,
            witness=witness.strip()[:80],
        )
        records.move_all(DESTRUCTIONS, [one.pk], to="certified", because=because)
        records.move_all(PAPER, _ids(one), to="destroyed", because=because)
    return destruction(key)


def drop(key: UUID, *, staff: people.Staff) -> None:
    """Give a proposal up: its paper stands where it stood. Raises PaperError."""
    with transaction.atomic():
        one = Destruction.objects.select_for_update().filter(key=key).first()
        if one is None or one.state not in ("proposed", "approved"):
            raise PaperError("wrong_state" if one else "unknown")
        because = records.Because(staff.login, "given up")
        records.move_all(DESTRUCTIONS, [one.pk], to="dropped", because=because)
        back = "checked" if one.reason == "digitised" else "inventoried"
        ids = records.move_all(PAPER, _ids(one), to=back, because=because)
        PaperFile.objects.filter(pk__in=ids).update(destruction=None)


def destruction(key: UUID) -> Destruction:
    """A proposal with its people. Raises PaperError."""
    one = (
        Destruction.objects.select_related("proposed_by", "approved_by", "certified_by")
        .filter(key=key)
        .first()
    )
    if one is None:
        raise PaperError("unknown")
    return one


def destructions(*, before: int | None = None, limit: int) -> list[Destruction]:
    """Proposals and certificates, the latest first, before an id. One query."""
    rows = Destruction.objects.select_related("proposed_by", "approved_by").order_by("-pk")
    return list((rows.filter(pk__lt=before) if before else rows)[:limit])


def files_of(one: Destruction) -> list[PaperFile]:
    """The paper files of a proposal, by place."""
    rows = PaperFile.objects.select_related("office").filter(destruction=one)
    return list(rows.order_by("office__code", "shelf", "box", "pk"))


def _must_certify(one: Destruction, day: date, method: str, witness: str) -> None:
    if method not in METHODS:
        raise PaperError("no_method")
    if not witness.strip():
        raise PaperError("no_witness")
    if day > clock.today():
        raise PaperError("in_future")
    if one.approved_at is None or day < one.approved_at.astimezone(clock.BRUSSELS).date():
        raise PaperError("before_approval")


def _in(key: UUID, state: str) -> Destruction:
    one = Destruction.objects.select_for_update().filter(key=key).first()
    if one is None or one.state != state:
        raise PaperError("wrong_state" if one else "unknown")
    return one


def _with(rows: list[PaperFile], one: Destruction, state: str, because: records.Because) -> None:
    ids = [row.pk for row in rows]
    PaperFile.objects.filter(pk__in=ids).update(destruction=one)
    records.move_all(PAPER, ids, to=state, because=because)


def _ids(one: Destruction) -> list[int]:
    return list(PaperFile.objects.filter(destruction=one).values_list("pk", flat=True))
