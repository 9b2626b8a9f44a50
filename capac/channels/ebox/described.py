"""A publication as the registry wants it (version 3): one message as JSON, its file, one language, no null.

Derived from the registry's public examples of version 3 and its public description of version 2.1; version 3 itself is
not published as a file. docs/ebox.md lists every difference from 2.1.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

LONGEST_SUBJECT, LONGEST_FILE_NAME = 400, 255
LANGUAGES = ("fr", "nl", "de")
PART = "upfile1"
MEDIA_TYPE = "application/pdf"
ENTERPRISE = "0206732536"
"""The number of the institution in the Crossroads Bank for Enterprises (federal list of organisations)."""


@dataclass(frozen=True)
class Publication:
    """A letter for the eBox of a citizen. `subject` is what it concerns, opaque; `title` at most 400 signs."""

    subject: tuple[str, int]
    client_id: int
    name: str
    lang: str
    title: str
    reference: str
    file_name: str
    content: bytes


@dataclass(frozen=True)
class Sender:
    """Under which application and type of message we publish: the registry gives them out."""

    application: str
    message_type: str


def kept(publication: Publication, number: str, sender: Sender) -> bytes:
    """The publication as the outbox keeps it: everything that leaves, and nothing else. Raises ValueError."""
    message = _message(publication, number, sender)
    file = {"name": publication.file_name, "base64": base64.b64encode(publication.content).decode("ascii")}
    return json.dumps({"messageToPublish": message, "file": file}, sort_keys=True).encode()


def parts(body: bytes) -> dict[str, tuple[str | None, bytes, str]]:
    """The parts of the multipart request of what the outbox keeps: name to (file name, bytes, media type)."""
    told = json.loads(body)
    file = told["file"]
    return {
        "messageToPublish": (None, json.dumps(told["messageToPublish"]).encode(), "application/json"),
        PART: (quote(file["name"], safe=" ._-"), base64.b64decode(file["base64"]), MEDIA_TYPE),
    }


def digest(content: bytes) -> str:
    """SHA-256 in base64url, as the registry compares it."""
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode("ascii")


def _message(publication: Publication, number: str, sender: Sender) -> dict[str, Any]:
    """The JSON of the message. `isReplyAuthorized`, `isRegisteredMail`: we do neither."""
    if publication.lang not in LANGUAGES:
        raise ValueError(f"the eBox takes fr, nl or de, not {publication.lang!r}")
    if not 0 < len(publication.title) <= LONGEST_SUBJECT or len(publication.file_name) > LONGEST_FILE_NAME:
        raise ValueError("the title or the file name is empty or too long for the eBox")
    return {
        "sender": {"eboxType": "enterprise", "enterpriseNumber": ENTERPRISE},
        "recipient": {"eboxType": "citizen", "ssin": number},
        "subject": {publication.lang: publication.title},
        "senderApplicationId": sender.application,
        "messageTypeId": sender.message_type,
        "attachments": [
            {
                "httpPartName": PART,
                "isMainContent": True,
                "isAttachmentSigned": False,
                "digest": {"digestMethod": "sha_256", "digestValue": digest(publication.content)},
            }
        ],
        "isBodyMainContent": False,
        "businessDataList": [{"key": "reference", "values": [{publication.lang: publication.reference}]}],
        "isReplyAuthorized": False,
        "isRegisteredMail": False,
    }
