"""What leaves is first a row: written in the transaction of its cause, delivered outside it.

A delivery is leased, so a worker that dies leaves its message to the next one after the lease; the
message's key goes with every attempt, so the other side recognises a repeat.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection, transaction

from capac.core import clock
from capac.records.models import OutgoingMessage
from capac.records.moves import Because, born, move_all
from capac.records.states import OUTGOING

LEASE_SECONDS = 60
ANSWER_LENGTH = 500
WHY_LENGTH = 300


@dataclass(frozen=True)
class Delivery:
    """How an attempt ended: accepted, refused for good, or (neither) to be tried again."""

    accepted: bool
    refused: bool
    answer: str


Send = Callable[[str, bytes, uuid.UUID], Delivery]


def put(
    destination: str, name: str, body: bytes, *, follows: OutgoingMessage | None = None
) -> OutgoingMessage:
    """Write a message to be delivered. One name per destination: a second one is the same message.

    One that `follows` another leaves when that one has arrived; while it waits, or was refused, this one waits.
    """
    with transaction.atomic():
        message, fresh = OutgoingMessage.objects.get_or_create(
            destination=destination,
            name=name,
            defaults={"key": uuid.uuid4(), "body": body, "created_at": clock.now(), "follows": follows},
        )
        if fresh:
            born(OUTGOING, [message.pk], state="waiting", because=Because("put", f"for {destination}"))
    return message


def put_again(destination: str, name: str, *, new_name: str) -> OutgoingMessage:
    """Write the bytes of a message once more, under a new name and key. Raises OutgoingMessage.DoesNotExist."""
    before = OutgoingMessage.objects.get(destination=destination, name=name)
    return put(destination, new_name, bytes(before.body))


@dataclass(frozen=True)
class Answer:
    """What became of a message: waiting, sent or refused, and what the other side said."""

    state: str
    text: str


def answers(destination: str, names: Iterable[str]) -> dict[str, Answer]:
    """What became of messages, by name. One that was never written is absent."""
    rows = OutgoingMessage.objects.filter(destination=destination, name__in=list(names))
    return {name: Answer(state, text) for name, state, text in rows.values_list("name", "state", "answer")}


def deliver(destination: str, send: Send) -> dict[str, int]:
    """Deliver what waits, oldest first, each at most once in this call. Returns counts by ending."""
    counts = {"sent": 0, "refused": 0, "later": 0}
    after = 0
    while (message := _lease(destination, after)) is not None:
        after = message.pk
        delivery = send(message.name, bytes(message.body), message.key)
        counts[_settle(message, delivery)] += 1
    return counts


def _lease(destination: str, after: int) -> OutgoingMessage | None:
    """The next waiting message after an id, leased by the database's clock."""
    sql = """UPDATE records_outbox SET leased_until = now() + %s * interval '1 second', attempts = attempts + 1
        WHERE id = (SELECT id FROM records_outbox AS one
            WHERE destination = %s AND state = 'waiting' AND id > %s AND (leased_until IS NULL OR leased_until < now())
            AND NOT EXISTS (SELECT FROM records_outbox WHERE id = one.follows_id AND state <> 'sent')
            ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING id"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [LEASE_SECONDS, destination, after])
        row = cursor.fetchone()
    return OutgoingMessage.objects.get(pk=row[0]) if row else None


@transaction.atomic
def _settle(message: OutgoingMessage, delivery: Delivery) -> str:
    """Write how an attempt ended; a message to be tried again is free at once.

    A sender that was so slow that another one has delivered meanwhile changes nothing.
    """
    answer = delivery.answer[:ANSWER_LENGTH]
    waiting = OutgoingMessage.objects.filter(pk=message.pk, state="waiting")
    if not (delivery.accepted or delivery.refused):
        waiting.update(leased_until=None, answer=answer)
        return "later"
    ending = "sent" if delivery.accepted else "refused"
    sent_at = clock.now() if delivery.accepted else None
    if waiting.update(leased_until=None, answer=answer, sent_at=sent_at):
        because = Because("deliver", answer[:WHY_LENGTH])
        move_all(OUTGOING, [message.pk], to=ending, because=because)
    return ending
