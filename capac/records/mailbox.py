"""The file channel to ONEM and to the bank. Own interface, to be replaced by the official channels.

PUT /in/<name> with an Idempotency-Key and a Digest leaves a file; GET /out?after= lists what waits
for us; GET /out/<id> reads it. Every call can be late, doubled, refused or cut: a repeat carries the
same key, a body is believed only when its digest fits.
"""

from __future__ import annotations

import base64
import hashlib
import ssl
import uuid
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

import httpx

from capac.records.outbox import Delivery

TIMEOUT_SECONDS = 30.0
CLIENT_ERRORS = range(400, 500)
TRY_AGAIN = {408, 425, 429}
ID_LENGTH, NAME_LENGTH, KIND_LENGTH = 60, 120, 20


class MailboxError(RuntimeError):
    """The mailbox could not be reached or gave an answer that cannot be used. Try again later."""


@dataclass(frozen=True)
class Item:
    """A file that waits in a mailbox."""

    id: str
    name: str
    kind: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Page:
    """Some of the files that wait, and where to go on reading when all of them are kept."""

    items: tuple[Item, ...]
    next: str


@dataclass(frozen=True)
class Mailbox:
    """One mailbox: its address and its bearer token."""

    address: str
    token: str

    def send(self, name: str, body: bytes, key: uuid.UUID) -> Delivery:
        """Leave a file. Never raises for the other side's faults: the delivery says what happened."""
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        headers = {"Idempotency-Key": str(key), "Digest": f"sha-256={digest}", **self._token()}
        try:
            answer = httpx.put(
                f"{self.address}/in/{quote(name, safe='')}",
                content=body,
                headers=headers,
                timeout=TIMEOUT_SECONDS,
                verify=_trusted(),
            )
        except httpx.HTTPError as error:
            return Delivery(accepted=False, refused=False, answer=f"not reached: {type(error).__name__}")
        final = answer.status_code in CLIENT_ERRORS and answer.status_code not in TRY_AGAIN
        return Delivery(answer.is_success, final, f"{answer.status_code} {answer.text}".strip())

    def waiting(self, after: str) -> Page | None:
        """The next page of files after a position; None at the end. Raises MailboxError."""
        listing = self._get("/out", {"after": after})
        try:
            told = listing.json()
            items = tuple(_item(entry) for entry in told["items"])
            return Page(items, str(told.get("next") or items[-1].id)) if items else None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise MailboxError("the list of waiting files cannot be read") from error

    def read(self, item: Item) -> bytes:
        """The bytes of a file, whole. Raises MailboxError when they are cut or changed on the way."""
        body = self._get(f"/out/{quote(item.id, safe='')}", {}).content
        if len(body) != item.size or hashlib.sha256(body).hexdigest() != item.sha256:
            raise MailboxError(f"{item.name} arrived cut or changed: {len(body)} of {item.size} bytes")
        return body

    def _get(self, path: str, query: dict[str, str]) -> httpx.Response:
        try:
            answer = httpx.get(
                self.address + path,
                params=query,
                headers=self._token(),
                timeout=TIMEOUT_SECONDS,
                verify=_trusted(),
            )
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise MailboxError(f"the mailbox does not answer: {type(error).__name__}") from error
        return answer

    def _token(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@cache
def _trusted() -> ssl.SSLContext:
    """Whose certificates are believed. Read once: reading them takes longer than a call."""
    return httpx.create_ssl_context()


def _item(entry: dict[str, Any]) -> Item:
    """One entry of the list. Raises ValueError for a name or id longer than can be kept."""
    item = Item(
        str(entry["id"]), str(entry["name"]), str(entry["kind"]), int(entry["size"]), str(entry["sha256"])
    )
    if len(item.id) > ID_LENGTH or len(item.name) > NAME_LENGTH or len(item.kind) > KIND_LENGTH:
        raise ValueError("an id, a name or a kind is too long")
    return item
