"""The eBox as a process: tokens against our signed assertion, publications (version 3), who has an eBox, events.

Derived from the registry's public examples of version 3, its description of version 2.1, the federation's and the
events'. The call for citizens' consent is not public: it has the shape of the one for enterprises.
Who has an eBox follows from the number, `--share` of a hundred; acts change it.
Acts: citizen {"ssin", "has", "uses"}   has an eBox or not, ever opened it or not;
      open {"reference"}                the citizen opens a message, known by its business data;
      published {}                      what lies here, without the files.
Faults: a status, lost (kept, its sender hears an error), never (kept, and nobody answers), half (the answer is cut in
half), late (the list of events is empty, though some wait), duplicate (the next event stands twice).
The key stands in the folder: own.jwk is the product's (CAPAC_EBOX_KEY).
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
import sys
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from world import ebox_rules, mailbox, serving
from world.ebox_rules import NotTakenError
from world.faults import FaultError, Faults
from world.mailbox import Endpoint
from world.store import Store

SENDER = "0206732536"
SHARE = 70
KEY_BITS = 2048
GLANCE_SECONDS = 0.05
VALID = timedelta(days=365)
REGISTRY = "/ebox/enterprise/messageRegistry/v3/ebox/messages"
CONSENTS = "/ebox/enterprise/federation/v1/citizenEboxConsents/search"
EVENTS = "/ebox/enterprise/document/events"
SCHEMA = """
CREATE TABLE IF NOT EXISTS token (value TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS citizen (ssin TEXT PRIMARY KEY, has INTEGER NOT NULL, uses INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS message (id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, ssin TEXT NOT NULL,
    reference TEXT NOT NULL, subject TEXT NOT NULL, body BLOB NOT NULL, at TEXT NOT NULL, expires TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS event (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, message TEXT NOT NULL);
"""


class Registry:
    """What lies in the eBoxes, on disk, and the key that we must bring."""

    def __init__(self, folder: Path, *, token: str, share: int = SHARE) -> None:
        self.store = Store(folder, SCHEMA)
        self.faults = Faults(self.store)
        self.token = token
        self.share = share
        kept = folder / "own.jwk"
        if not kept.exists():
            key = RSAKey.generate_key(KEY_BITS, {"kid": "capac-ebox"})
            kept.touch(mode=0o600)
            kept.write_text(json.dumps(key.as_dict(private=True)), encoding="ascii")
        self.key = RSAKey.import_key(json.loads(kept.read_text(encoding="ascii")))

    def citizen(self, ssin: str) -> tuple[bool, bool]:
        """Has an eBox, and has ever opened it."""
        found = self.store.row("SELECT has, uses FROM citizen WHERE ssin = ?", ssin)
        if found:
            return bool(found[0]), bool(found[1])
        has = int(hashlib.sha256(ssin.encode()).hexdigest(), 16) % 100 < self.share
        return has, has

    def publish(self, key: str, told: dict[str, Any], body: bytes) -> tuple[str, str] | None:
        """Keep a publication: its id and when it ends; None for a key that is known."""
        if self.store.row("SELECT 1 FROM message WHERE key = ?", key):
            return None
        now = datetime.now(UTC)
        row = (str(uuid.uuid4()), key, told["recipient"].get("ssin", ""), _reference(told))
        (subject,) = told["subject"].values()
        expires = (now + VALID).isoformat(timespec="seconds")
        self.store.rows(
            "INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            *row, subject, body, now.isoformat(timespec="seconds"), expires,
        )  # fmt: skip
        self.happened("newDocument", row[0])
        return row[0], expires

    def happened(self, kind: str, message: str) -> None:
        """Something to tell in the feed."""
        for _ in range(2 if self.faults.happens("duplicate") else 1):
            self.store.rows("INSERT INTO event (kind, message) VALUES (?, ?)", kind, message)

    def events(self, after: int, size: int) -> dict[str, Any]:
        """A page of the feed."""
        sql = """SELECT e.id, e.kind, m.id, m.at, m.expires FROM event e JOIN message m ON m.id = e.message
            WHERE e.id > ? ORDER BY e.id LIMIT ?"""
        rows = [] if self.faults.happens("late") else self.store.rows(sql, after, size + 1)
        last = rows[:size][-1][0] if rows else after
        return {
            "EboxEnterpriseDocumentEvents": [_event(*row) for row in rows[:size]],
            "pageInfo": {"lastSequenceNbr": last, "hasNext": len(rows) > size},
        }

    # Acts

    def set_citizen(self, told: dict[str, Any]) -> dict[str, Any]:
        """Somebody has an eBox or not, uses it or not."""
        row = (str(told["ssin"]), bool(told["has"]), bool(told.get("uses", told["has"])))
        self.store.rows("INSERT OR REPLACE INTO citizen VALUES (?, ?, ?)", *row)
        return {"has": row[1], "uses": row[2]}

    def open_message(self, told: dict[str, Any]) -> dict[str, Any]:
        """A citizen opens what was published under a reference."""
        found = self.store.row("SELECT id FROM message WHERE reference = ?", str(told["reference"]))
        if found is None:
            raise ValueError("nothing was published under this reference")
        self.happened("readDocument", found[0])
        return {"messageId": found[0]}

    def published(self, _told: dict[str, Any]) -> dict[str, Any]:
        """What lies here, oldest first, without numbers and files."""
        rows = self.store.rows("SELECT id, reference, subject, length(body) FROM message ORDER BY rowid")
        names = ("messageId", "reference", "subject", "size")
        return {"messages": [dict(zip(names, row, strict=True)) for row in rows]}


def application(registry: Registry) -> Starlette:
    """The registry as a server."""
    acts = {"citizen": registry.set_citizen, "open": registry.open_message, "published": registry.published}
    return Starlette(
        routes=[
            Route("/oauth/v5/token", _token(registry), methods=["POST"]),
            Route(REGISTRY, _ours(registry, _publish(registry)), methods=["POST"]),
            Route(CONSENTS, _ours(registry, _consents(registry)), methods=["POST"]),
            Route(EVENTS, _ours(registry, _events(registry))),
            *mailbox.admin_routes(registry, acts),
        ]
    )


def _token(registry: Registry) -> Endpoint:
    async def token(request: Request) -> Response:
        told = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        try:
            claims = jwt.decode(told["client_assertion"], registry.key, algorithms=["RS256"]).claims
            jwt.JWTClaimsRegistry(
                aud={"essential": True, "value": str(request.url)}, exp={"essential": True}
            ).validate(claims)
            if told["grant_type"] != "client_credentials" or claims["iss"] != claims["sub"]:
                raise KeyError("grant_type")
        except (KeyError, JoseError) as error:
            return JSONResponse({"error": "invalid_client", "error_description": type(error).__name__}, 401)
        value = secrets.token_urlsafe(24)
        registry.store.rows("INSERT INTO token VALUES (?)", value)
        return JSONResponse({"access_token": value, "token_type": "Bearer", "expires_in": 600})

    return token


def _ours(registry: Registry, endpoint: Endpoint) -> Endpoint:
    """With a token that we gave out, and where no refusal was asked for."""

    async def guarded(request: Request) -> Response:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not registry.store.row("SELECT 1 FROM token WHERE value = ?", given):
            return _status(401, "INVALID_TOKEN", "the access token is missing or not ours")
        status = registry.faults.status()
        if status is not None:
            return _status(status, "AS_ASKED", "refused, as was asked")
        answer: Response = await endpoint(request)
        if registry.faults.happens("half"):
            whole = bytes(answer.body)
            return Response(whole[: len(whole) // 2], answer.status_code, media_type="application/json")
        return answer

    return guarded


def _publish(registry: Registry) -> Endpoint:
    async def publish(request: Request) -> Response:
        key, body = request.headers.get("idempotency-key", ""), await request.body()
        try:
            if not (key.startswith('"') and key.endswith('"') and uuid.UUID(key.strip('"'))):
                raise ValueError(key)
            found = ebox_rules.parts(request.headers.get("content-type", ""), body)
            told = ebox_rules.message(found, sender=SENDER)
        except NotTakenError as error:
            return _status(400, error.code, str(error))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            return _status(400, "INVALID_INPUT", f"cannot be read: {type(error).__name__}")
        with registry.store.transaction():
            kept = registry.publish(key, told, body)
        if registry.faults.happens("never"):
            while not await request.is_disconnected():
                await asyncio.sleep(GLANCE_SECONDS)
        if registry.faults.happens("lost"):
            return _status(500, "AS_ASKED", "kept, but the answer is lost, as was asked")
        if kept is None:
            return _status(409, "IDEMPOTENCY_VIOLATION", "a message was published under this key")
        answer = {"messageId": kept[0], "expirationDate": kept[1]}
        if not registry.citizen(told["recipient"].get("ssin", ""))[1]:
            answer["code"] = "NO_DIGITAL_USER"
        return JSONResponse(answer, 201)

    return publish


def _consents(registry: Registry) -> Endpoint:
    async def search(request: Request) -> Response:
        told = await request.json()
        if (told["eboxType"], told["eboxIdType"]) != ("CITIZEN", "SSIN"):
            return _status(400, "INVALID_INPUT", "ask for CITIZEN by SSIN")
        having = [one for one in told["eboxIdValueList"] if registry.citizen(str(one))[0]]
        return JSONResponse(
            [
                {"eboxId": {"eboxType": "CITIZEN", "eboxIdValue": one}, "exclusivelyEbox": True}
                for one in having
            ]
        )

    return search


def _events(registry: Registry) -> Endpoint:
    async def events(request: Request) -> Response:
        try:
            after = int(request.query_params["lastSequenceNbr"])
            size = int(request.query_params["pageSize"])
        except (KeyError, ValueError):
            return _status(400, "INVALID_INPUT", "lastSequenceNbr and pageSize are whole numbers")
        return JSONResponse(registry.events(after, max(1, size)))

    return events


def _event(number: int, kind: str, message: str, at: str, expires: str) -> dict[str, Any]:
    """One event. The public description asks for an enterprise: for a citizen's message it is the sender's."""
    data = {
        "eventType": kind,
        "enterpriseId": SENDER,
        "messageId": message,
        "receiptDate": at,
        "expirationDate": expires,
        "registeredMail": False,
    }
    return {"eventSequenceNbr": number, "eventTime": at, "eventProviderId": "world", "eventData": data}


def _reference(told: dict[str, Any]) -> str:
    found = [one for one in told.get("businessDataList", []) if one.get("key") == "reference"]
    return next(iter(found[0]["values"][0].values()), "") if found else ""


def _status(status: int, code: str, sentence: str) -> Response:
    told = {"id": str(uuid.uuid4()), "code": code, "message": sentence, "environment": "simulation"}
    return JSONResponse(told, status)


def main(argv: list[str]) -> int:
    """Serve until told to end."""
    parser = serving.parser("ebox", "The eBox of citizens: publications in, events out.")
    parser.add_argument(
        "--share", type=int, default=SHARE, help="how many of a hundred citizens have an eBox"
    )
    told = parser.parse_args(argv)
    registry = Registry(told.folder, token=serving.token(), share=told.share)
    try:
        registry.faults.ask(told.faults)
        serving.serve(application(registry), port=told.port, folder=told.folder)
    except (FaultError, serving.PortTakenError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0
