"""Whom a C2 is for, and whether it says anything new. A few queries for many messages at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from capac.exchange.c2 import C2
from capac.exchange.faults import MessageFaultError
from capac.exchange.models import C2Message
from capac.people import api as people

Sequenced = tuple[int, str, int]
"""Client, reference at ONEM, sequence in it."""
Key = TypeVar("Key")
_CONFLICTS = {
    "messageId": "message_known_with_other_content",
    "sequence": "sequence_known_with_other_content",
}


@dataclass(frozen=True)
class Reading:
    """A message as read: its value and its bytes."""

    c2: C2
    body: bytes


@dataclass(frozen=True)
class Matched:
    """A new message with the client its number names (None: nobody known) and why a person must look."""

    reading: Reading
    client_id: int | None
    reasons: list[str]


@dataclass
class Known:
    """What is known already, and what these messages add to it as they are sorted."""

    by_id: dict[str, str]
    by_sequence: dict[Sequenced, str]
    clients: Mapping[str, int]
    names: Mapping[int, frozenset[str]]


def what_is_known(readings: Sequence[Reading]) -> Known:
    """Everything that decides over these messages: ids, sequences, clients and their names."""
    clients = people.current_numbers({reading.c2.number for reading in readings})
    ids = C2Message.objects.filter(message_id__in=[reading.c2.message_id for reading in readings])
    return Known(
        by_id=dict(ids.values_list("message_id", "digest")),
        by_sequence=sequences_of(set(clients.values())),
        clients=clients,
        names=_names(set(clients.values())),
    )


def sequences_of(clients: set[int]) -> dict[Sequenced, str]:
    """The digest of each sequence that these clients have, applied or waiting for a person."""
    rows = C2Message.objects.filter(client_id__in=clients).exclude(state="rejected")
    found = rows.values_list("client_id", "reference", "sequence", "digest")
    return {(client, ref, seq): digest for client, ref, seq, digest in found if client is not None}


def match(reading: Reading, known: Known) -> Matched | None:
    """The message with its client; None when it is known already. Raises MessageFaultError for a conflict."""
    c2 = reading.c2
    if _known_already(known.by_id, c2.message_id, reading, field="messageId"):
        return None
    client_id = known.clients.get(c2.number)
    if client_id is None:
        return Matched(reading, None, ["unknown_person", *c2.hand_reasons])
    if _known_already(known.by_sequence, (client_id, c2.reference, c2.sequence), reading, field="sequence"):
        return None
    mismatch = [] if names_agree(c2.name, known.names[client_id]) else ["name_mismatch"]
    return Matched(reading, client_id, [*mismatch, *c2.hand_reasons])


def _known_already(table: dict[Key, str], key: Key, reading: Reading, *, field: str) -> bool:
    """Remember the message under a key; True when it stood there already, a fault when another one did."""
    c2 = reading.c2
    before = table.setdefault(key, "")
    if before and before != c2.digest:
        raise MessageFaultError(_CONFLICTS[field], c2.line, field, reference=c2.reference)
    table[key] = c2.digest
    return bool(before)


def names_agree(written: str, known: frozenset[str]) -> bool:
    """True when every word of the shorter name stands in the longer one, whatever order, accents and capitals."""
    words = words_of(written)
    return bool(words and known) and (words <= known or known <= words)


def _names(clients: set[int]) -> dict[int, frozenset[str]]:
    rows = people.Client.objects.filter(pk__in=clients).values_list("pk", "given_name", "family_name")
    return {pk: words_of(f"{given} {family}") for pk, given, family in rows}


def words_of(text: str) -> frozenset[str]:
    """The words of a name, without accents and capitals."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return frozenset(re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c))))
