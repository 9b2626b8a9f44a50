"""Publishing: written into the outbox with its cause, delivered outside it, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime

from capac.channels.ebox.described import Publication, Sender, kept
from capac.channels.ebox.gateway import Gateway
from capac.channels.ebox.models import Message
from capac.channels.ebox.states import MESSAGES
from capac.core import clock
from capac.people import api as people
from capac.records import api as records

DESTINATION = "ebox"
NO_USER = "NO_DIGITAL_USER"
PAGE = 500


@dataclass(frozen=True)
class Outcome:
    """How a message stands: its state, and what the registry calls it."""

    state: str
    code: str
    message_id: str


def publish(
    publications: Sequence[Publication], sender: Sender, *, because: records.Because
) -> set[tuple[str, int]]:
    """Put publications into the outbox; the same subject a second time is the same message.

    Returns the subjects that wait or have left now; one whose client has no number is absent. One transaction.
    """
    numbers = people.numbers_of({one.client_id for one in publications})
    with transaction.atomic():
        return {one.subject for one in publications if _put(one, numbers.get(one.client_id), sender, because)}


def deliver(gateway: Gateway) -> dict[str, int]:
    """Deliver what waits, then note what the registry said. Returns counts by ending."""
    counts = records.deliver(DESTINATION, gateway.send)
    settle(gateway)
    return counts


def settle(gateway: Gateway) -> int:
    """Note what became of the messages that the outbox has dealt with. Repeatable; returns how many were noted."""
    noted = 0
    after = 0
    while rows := list(Message.objects.filter(state="waiting", pk__gt=after).order_by("pk")[:PAGE]):
        after = rows[-1].pk
        answers = records.answers(DESTINATION, [row.name for row in rows])
        told = {row.pk: _told(answers[row.name]) for row in rows if _is_over(answers.get(row.name))}
        unsure = [row for row in rows if row.pk in told and told[row.pk].state == ""]
        told |= _asked_again(unsure, gateway)
        _note(told)
        noted += len(told)
    return noted


def outcomes(subject_kind: str, ids: Iterable[int]) -> dict[int, Outcome]:
    """How the messages of these subjects stand. One query."""
    rows = Message.objects.filter(subject_kind=subject_kind, subject_id__in=list(ids))
    found = rows.values_list("subject_id", "state", "code", "message_id")
    return {subject: Outcome(state, code, message_id) for subject, state, code, message_id in found}


@dataclass(frozen=True)
class _Told:
    """What the registry said: a state ("" where it only said that it knows the message), and how it names it."""

    state: str
    code: str = ""
    message_id: str = ""
    expires_at: datetime | None = None


def _put(one: Publication, number: str | None, sender: Sender, because: records.Because) -> bool:
    if number is None:
        return False
    row, fresh = Message.objects.get_or_create(
        subject_kind=one.subject[0],
        subject_id=one.subject[1],
        defaults={"name": one.name, "client_id": one.client_id, "put_at": clock.now()},
    )
    if fresh:
        records.born(MESSAGES, [row.pk], state="waiting", because=because)
        records.put(DESTINATION, one.name, kept(one, number, sender))
    return True


def _is_over(answer: records.Answer | None) -> bool:
    return answer is not None and answer.state in ("sent", "refused")


def _told(answer: records.Answer) -> _Told:
    """Read an answer of the outbox: a status and what came with it."""
    if answer.state == "refused":
        return _Told("refused", code=_object(answer.text).get("code", "")[:60])
    said = _object(answer.text)
    if not said.get("messageId"):
        return _Told("")
    code = str(said.get("code", ""))[:60]
    return _Told(
        "unused" if code == NO_USER else "published",
        code=code,
        message_id=str(said["messageId"])[:80],
        expires_at=_moment(said.get("expirationDate")),
    )


def _asked_again(rows: Sequence[Message], gateway: Gateway) -> dict[int, _Told]:
    """The registry has these, and its own words are lost: whether anybody opens that eBox is asked once more."""
    if not rows:
        return {}
    numbers = people.numbers_of({row.client_id for row in rows})
    used = gateway.have_ebox(sorted(set(numbers.values())))
    return {
        row.pk: _Told("published" if numbers.get(row.client_id) in used else "unused", code="ANSWER_LOST")
        for row in rows
    }


@transaction.atomic
def _note(told: Mapping[int, _Told]) -> None:
    for pk, one in told.items():
        because = records.Because("ebox", one.code or "published")
        if records.move(MESSAGES, [pk], to=one.state, because=because):
            Message.objects.filter(pk=pk).update(
                code=one.code, message_id=one.message_id, expires_at=one.expires_at
            )


def _object(text: str) -> dict[str, Any]:
    """The JSON object behind the status; {} where it is none."""
    try:
        told = json.loads(text.partition(" ")[2])
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _moment(text: object) -> datetime | None:
    """A moment with its offset, or None: nothing hangs on it."""
    try:
        found = parse_datetime(str(text)) if text else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
