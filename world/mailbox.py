"""The other side's mailbox, as ONEM and the bank hold one for the payment body (capac/records/mailbox.py).

PUT /in/<name> with Idempotency-Key and Digest leaves a file with us; GET /out?after= lists what waits;
GET /out/<id> reads it. All of it asks for the bearer token. What was kept is kept once: the same key
again is the same file; a name or a key with other content is a conflict (409).
Beside it, for whoever plays the outside: POST /admin/faults, GET /admin/state, POST /admin/act/<name>.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hmac import compare_digest
from pathlib import Path
from typing import Any, Protocol

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from world.faults import FaultError, Faults
from world.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS out_file (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, kind TEXT NOT NULL,
    body BLOB NOT NULL, sha256 TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS in_file (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL UNIQUE, body BLOB NOT NULL, sha256 TEXT NOT NULL);
"""
PAGE = 20


class RefusedError(Exception):
    """A file that we do not take: its sender hears the status and the sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class ConflictError(RefusedError):
    """A key or a name that stands for another file already."""

    def __init__(self, what: str) -> None:
        super().__init__(409, f"this {what} stands for another file already")


@dataclass(frozen=True)
class Received:
    """A file that the payment body left with us, in the order of arrival."""

    id: int
    name: str
    body: bytes


class Box:
    """What waits for the payment body and what it left, on disk."""

    def __init__(self, folder: Path, *, token: str) -> None:
        self.store = Store(folder, SCHEMA)
        self.faults = Faults(self.store)
        self.token = token

    def post(self, name: str, kind: str, body: bytes) -> int:
        """Let a file wait. Its place in the list is its id."""
        sql = "INSERT INTO out_file (name, kind, body, sha256) VALUES (?, ?, ?, ?) RETURNING id"
        digest = hashlib.sha256(body).hexdigest()
        with self.store.transaction():
            place = self.store.number(sql, name, kind, body, digest)
            if self.faults.happens("duplicate"):
                self.store.number(sql, name, kind, body, digest)
        return place

    def received(self, after: int = 0) -> list[Received]:
        """What was left with us after a place, in order."""
        rows = self.store.rows("SELECT id, name, body FROM in_file WHERE id > ? ORDER BY id", after)
        return [Received(*row) for row in rows]

    def keep(self, name: str, key: str, body: bytes) -> bool:
        """Keep a file that is left with us; False when it is here already. Raises ConflictError."""
        digest = hashlib.sha256(body).hexdigest()
        for what, value in (("key", key), ("name", name)):
            before = self.store.row(f"SELECT name, key, sha256 FROM in_file WHERE {what} = ?", value)
            if before == (name, key, digest):
                return False
            if before:
                raise ConflictError(what)
        sql = "INSERT INTO in_file (name, key, body, sha256) VALUES (?, ?, ?, ?)"
        self.store.rows(sql, name, key, body, digest)
        return True

    def listing(self, after: int) -> dict[str, Any]:
        """A page of what waits."""
        sql = "SELECT id, name, kind, length(body), sha256 FROM out_file WHERE id > ? ORDER BY id LIMIT ?"
        names = ("id", "name", "kind", "size", "sha256")
        items = [
            dict(zip(names, (str(row[0]), *row[1:]), strict=True))
            for row in self.store.rows(sql, after, PAGE)
        ]
        following = items[-1]["id"] if items else str(after)
        if items and self.faults.happens("late"):
            return {"items": [], "next": str(after)}
        return {"items": items[::-1] if self.faults.happens("reorder") else items, "next": following}

    def body(self, item: str) -> bytes | None:
        """The bytes of a file that waits, cut in half where that was asked for; None for an unknown one."""
        found = self.store.row("SELECT body FROM out_file WHERE id = ?", int(item) if item.isdecimal() else 0)
        if found is None:
            return None
        whole = bytes(found[0])
        return whole[: len(whole) // 2] if self.faults.happens("half") else whole

    def state(self) -> dict[str, Any]:
        """What a test or a demonstration may want to know."""
        return {
            "waiting": self.store.number("SELECT count(*) FROM out_file"),
            "received": self.store.number("SELECT count(*) FROM in_file"),
            "faults": self.faults.waiting(),
        }


class Side(Protocol):
    """A simulator with faults on request, played by whoever brings its token."""

    faults: Faults
    token: str


Receive = Callable[[str, bytes], None]
"""Looks at a file before it is kept; raises RefusedError. Runs in the transaction that keeps it."""
Act = Callable[[dict[str, Any]], dict[str, Any]]
"""Something the outside does on request; raises ValueError with what to write instead."""


def application(
    box: Box, *, receive: Receive = lambda _name, _body: None, acts: Mapping[str, Act] | None = None
) -> Starlette:
    """The mailbox as a server."""
    return Starlette(
        routes=[
            Route("/in/{name:path}", _guarded(box, _put(box, receive)), methods=["PUT"]),
            Route("/out", _guarded(box, _list(box))),
            Route("/out/{item}", _guarded(box, _read(box))),
            Route("/admin/state", _authorised(box, _state(box))),
            *admin_routes(box, acts or {}),
        ]
    )


def admin_routes(side: Side, acts: Mapping[str, Act]) -> list[Route]:
    """Whether it lives, and what whoever plays the outside may ask of it: that something goes wrong, or happens."""
    return [
        Route("/health", _health),
        Route("/admin/faults", _authorised(side, _ask(side)), methods=["POST"]),
        Route("/admin/act/{name}", _authorised(side, _act(acts)), methods=["POST"]),
    ]


Endpoint = Callable[[Request], Any]


async def _health(_request: Request) -> Response:
    return JSONResponse({"status": "UP"})


def _authorised(box: Side, endpoint: Endpoint) -> Endpoint:
    """Only for who brings the token."""

    async def guarded(request: Request) -> Response:
        given = request.headers.get("authorization", "")
        if not compare_digest(given.encode(), f"Bearer {box.token}".encode()):
            return JSONResponse({"title": "the bearer token is missing or not ours"}, 401)
        answer: Response = await endpoint(request)
        return answer

    return guarded


def _guarded(box: Box, endpoint: Endpoint) -> Endpoint:
    """With the token, and where no refusal was asked for."""

    async def unless_refused(request: Request) -> Response:
        status = box.faults.status()
        if status is not None:
            return JSONResponse({"title": "refused, as was asked"}, status)
        answer: Response = await endpoint(request)
        return answer

    return _authorised(box, unless_refused)


def _put(box: Box, receive: Receive) -> Endpoint:
    async def put(request: Request) -> Response:
        name, body = request.path_params["name"], await request.body()
        key, digest = request.headers.get("idempotency-key", ""), request.headers.get("digest", "")
        if not key:
            return JSONResponse({"title": "Idempotency-Key is missing"}, 400)
        if digest != f"sha-256={base64.b64encode(hashlib.sha256(body).digest()).decode()}":
            return JSONResponse({"title": "Digest does not fit the body: it arrived cut or changed"}, 400)
        try:
            with box.store.transaction():
                fresh = box.keep(name, key, body)
                if fresh:
                    receive(name, body)
        except RefusedError as error:
            return JSONResponse({"title": str(error)}, error.status)
        if box.faults.happens("lost"):
            return JSONResponse({"title": "kept, but the answer is lost, as was asked"}, 500)
        return JSONResponse({"status": "kept" if fresh else "known"}, 201 if fresh else 200)

    return put


def _list(box: Box) -> Endpoint:
    async def listing(request: Request) -> Response:
        after = request.query_params.get("after") or "0"
        if not after.isdecimal():
            return JSONResponse({"title": "after is the id of the last file read"}, 400)
        return JSONResponse(box.listing(int(after)))

    return listing


def _read(box: Box) -> Endpoint:
    async def read(request: Request) -> Response:
        body = box.body(request.path_params["item"])
        if body is None:
            return JSONResponse({"title": "no file waits under this id"}, 404)
        return Response(body, media_type="application/octet-stream")

    return read


def _ask(box: Side) -> Endpoint:
    """Body: {"faults": "half:2,503"}; {"faults": ""} clears what was asked for."""

    async def ask(request: Request) -> Response:
        try:
            text = str((await _object(request)).get("faults", ""))
            box.faults.ask(text)
        except (FaultError, ValueError) as error:
            return JSONResponse({"title": str(error)}, 400)
        if not text:
            box.faults.clear()
        return JSONResponse(box.faults.waiting())

    return ask


def _state(box: Box) -> Endpoint:
    async def state(_request: Request) -> Response:
        return JSONResponse(box.state())

    return state


def _act(acts: Mapping[str, Act]) -> Endpoint:
    async def act(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in acts:
            return JSONResponse({"title": f"no act {name!r}: there is {', '.join(sorted(acts))}"}, 404)
        try:
            return JSONResponse(acts[name](await _object(request)))
        except (ValueError, KeyError) as error:
            return JSONResponse({"title": f"{type(error).__name__}: {error}"}, 400)

    return act


async def _object(request: Request) -> dict[str, Any]:
    """The JSON object of a request; an empty body is an empty object. Raises ValueError."""
    told = json.loads(await request.body() or b"{}")
    if not isinstance(told, dict):
        raise ValueError("send a JSON object")
    return told
