"""The access register: written in its own committed transaction before anything is shown.

A durable transaction refuses to be part of another one, so a page that fails still leaves its row,
and a register that cannot be written stops the page.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction

from capac.core import clock
from capac.people.models import Access, AccessSeal

FIRST_LINK = "0" * 64
SEAL_LOCK = 7_204_001
"""The advisory lock that lets one sealer work at a time."""
WHY_LENGTH = 200


@dataclass(frozen=True)
class Actor:
    """Who looks: a member of staff by login, a client by opaque key, or a job by name."""

    kind: str
    name: str


def write(actor: Actor, clients: Iterable[int], *, route: str, action: str, why: str) -> Access:
    """Write one look and commit it. Lists and searches: one row with all the ids.

    Raises RuntimeError when called inside a transaction: the row must outlive what follows.
    """
    with transaction.atomic(durable=True):
        return Access.objects.create(
            at=clock.now(),
            actor_kind=actor.kind,
            actor=actor.name,
            route=route,
            action=action,
            why=why[:WHY_LENGTH],
            clients=sorted(set(clients)),
        )


def seal() -> int:
    """Chain what is not yet sealed, in the order of writing; returns how many rows. One sealer at a time."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEAL_LOCK])
        last = AccessSeal.objects.order_by("-position").first()
        position, digest = (last.position, last.digest) if last else (0, FIRST_LINK)
        seals = []
        for row in Access.objects.filter(seal__isnull=True).order_by("id"):
            position, digest = position + 1, _link(digest, row)
            seals.append(AccessSeal(position=position, access=row, digest=digest))
        AccessSeal.objects.bulk_create(seals, batch_size=1000)
    return len(seals)


def broken_seal() -> int | None:
    """The position of the first seal that does not fit its row or its predecessor; None when all fit."""
    digest = FIRST_LINK
    for expected, row in enumerate(
        AccessSeal.objects.select_related("access").order_by("position").iterator(), 1
    ):
        digest = _link(digest, row.access)
        if row.position != expected or row.digest != digest:
            return expected
    return None


def looks_at(client_id: int) -> list[Access]:
    """Who looked at a client, newest first: what the client's own page shows."""
    return list(Access.objects.filter(clients__contains=[client_id]).order_by("-id")[:200])


def looks(
    *, actor: str = "", client_id: int | None = None, before: int | None = None, limit: int
) -> list[tuple[Access, int | None]]:
    """A page of the register, newest first, each row with the position of its seal (None: not yet sealed).

    `before` is the id of the last row of the page before. One query.
    """
    rows = Access.objects.select_related("seal").order_by("-id")
    if actor:
        rows = rows.filter(actor=actor)
    if client_id is not None:
        rows = rows.filter(clients__contains=[client_id])
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [(row, row.seal.position if hasattr(row, "seal") else None) for row in rows[:limit]]


def _link(previous: str, row: Access) -> str:
    at = row.at.astimezone(clock.BRUSSELS).isoformat(timespec="microseconds")
    content = [row.pk, at, row.actor_kind, row.actor, row.route, row.action, row.why, row.clients]
    return hashlib.sha256((previous + json.dumps(content, ensure_ascii=False)).encode()).hexdigest()
