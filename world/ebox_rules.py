"""What the registry refuses of a publication (version 3): parts, languages, limits, digest. Written from the public
descriptions, apart from the product's own code, so that an error of ours is not repeated here."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import HTTP
from typing import Any

REQUIRED = ("sender", "recipient", "subject", "isBodyMainContent", "isReplyAuthorized")
LANGUAGES = {"fr", "nl", "de", "en"}
LONGEST_SUBJECT, LONGEST_FILE_NAME, LONGEST_VALUE, MOST_FILES = 400, 255, 256, 6
NUMBERS = {"enterprise": ("enterpriseNumber", r"[01]\d{9}"), "citizen": ("ssin", r"\d{11}")}


class NotTakenError(Exception):
    """A message that the registry does not take: its code and a sentence."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True)
class Part:
    """One part of a multipart request."""

    file_name: str
    media_type: str
    body: bytes


def parts(content_type: str, body: bytes) -> dict[str, Part]:
    """The parts by name, in whatever order they came. Raises NotTakenError."""
    told = message_from_bytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body, policy=HTTP)
    if not told.is_multipart():
        raise NotTakenError("INVALID_INPUT", "the request is not multipart/form-data")
    found = {}
    for one in told.iter_parts():
        name, content = one.get_param("name", header="content-disposition"), one.get_payload(decode=True)
        content = content if isinstance(content, bytes) else b""
        found[str(name)] = Part(one.get_filename() or "", one.get_content_type(), content)
    return found


def message(found: dict[str, Part], *, sender: str) -> dict[str, Any]:
    """The message of a publication, checked against its files. Raises NotTakenError."""
    described = found.get("messageToPublish")
    if described is None or described.media_type != "application/json":
        raise NotTakenError(
            "INVALID_INPUT", "the part messageToPublish is missing or is not application/json"
        )
    try:
        told = json.loads(described.body)
    except ValueError as error:
        raise NotTakenError("INVALID_INPUT", "messageToPublish is not JSON") from error
    if not isinstance(told, dict):
        raise NotTakenError("INVALID_INPUT", "messageToPublish is not an object")
    _complete(told, sender)
    _one_language(told)
    _files(told, {name: part for name, part in found.items() if name != "messageToPublish"})
    return told


def _complete(told: dict[str, Any], sender: str) -> None:
    if missing := [name for name in REQUIRED if name not in told]:
        raise NotTakenError("INVALID_INPUT", f"{missing[0]} is missing")
    if _has_null(told):
        raise NotTakenError("INVALID_INPUT", "null is not allowed: leave the property out")
    for name in ("paymentData", "structuredData"):
        if name in told:
            raise NotTakenError("NOT_IMPLEMENTED", f"{name} is not supported")
    for side in ("sender", "recipient"):
        number, pattern = NUMBERS.get(str(told[side].get("eboxType")), ("", "$^"))
        if not re.fullmatch(pattern, str(told[side].get(number, "")), re.ASCII):
            raise NotTakenError("INVALID_INPUT", f"the {side} has no valid number")
    if told["sender"]["enterpriseNumber"] != sender:
        raise NotTakenError("INVALID_SENDER", "the token is not of this sender")


def _one_language(told: dict[str, Any]) -> None:
    """Exactly one language in everything that is localised, and the same everywhere."""
    localised = [told["subject"], *([told["bodyContent"]] if "bodyContent" in told else [])]
    for one in told.get("businessDataList", []):
        localised += one["values"]
        if any(len(text) > LONGEST_VALUE for value in one["values"] for text in value.values()):
            raise NotTakenError("INVALID_INPUT", "a value of the business data is too long")
    named = {lang for one in localised for lang in one}
    if len(named) != 1 or any(len(one) != 1 for one in localised):
        raise NotTakenError("NOT_IMPLEMENTED", "Multiple languages provided when only one expected")
    if not named <= LANGUAGES:
        raise NotTakenError("INVALID_INPUT", "the language is not known")
    (subject,) = told["subject"].values()
    if not 0 < len(subject) <= LONGEST_SUBJECT:
        raise NotTakenError("INVALID_INPUT", "the subject is empty or too long")


def _files(told: dict[str, Any], files: dict[str, Part]) -> None:
    """Each file is described once, one alone is the main content, and each is what its digest says."""
    attachments = told.get("attachments", [])
    if sorted(one.get("httpPartName", "") for one in attachments) != sorted(files) or len(files) > MOST_FILES:
        raise NotTakenError("INVALID_INPUT", "the attachments and the files do not fit")
    if sum(bool(one.get("isMainContent")) for one in attachments) + bool(told["isBodyMainContent"]) != 1:
        raise NotTakenError("INVALID_INPUT", "exactly one content is the main content")
    for one in attachments:
        part = files[one["httpPartName"]]
        if not part.file_name.isascii() or not 0 < len(part.file_name) <= LONGEST_FILE_NAME:
            raise NotTakenError("INVALID_INPUT", "the file name is empty, too long or not percent-encoded")
        if told["recipient"]["eboxType"] == "citizen" and not part.body.startswith(b"%PDF-"):
            raise NotTakenError("INVALID_INPUT", "citizens receive PDF")
        expected = base64.urlsafe_b64encode(hashlib.sha256(part.body).digest()).decode()
        told_digest = one.get("digest", {"digestMethod": "sha_256", "digestValue": expected})
        if told_digest.get("digestMethod") != "sha_256" or told_digest.get("digestValue") != expected:
            raise NotTakenError("DIGEST_DO_NOT_MATCH", "the file is not what its digest says")


def _has_null(told: Any) -> bool:
    if isinstance(told, dict):
        return any(_has_null(one) for one in told.values())
    return any(_has_null(one) for one in told) if isinstance(told, list) else told is None
