"""A mailbox of the other side in a few lines, over a real connection, with faults on request."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from capac.records.api import Mailbox

TOKEN = "token-of-the-test"


@dataclass
class Post:
    """What waits for us (`out`), what we left (`left`), and the faults of the next requests, in order."""

    address: str = ""
    out: list[tuple[str, str, bytes]] = field(default_factory=list)
    left: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    page: int = 2
    asked: int = 0

    @property
    def mailbox(self) -> Mailbox:
        """Our side of it."""
        return Mailbox(self.address, TOKEN)

    def put(self, body: bytes, kind: str = "C2", name: str = "") -> None:
        """Let a file wait for us."""
        self.out.append((name or f"{kind}-{len(self.out) + 1}.xml", kind, body))

    def listing(self, after: int) -> dict[str, object]:
        """A page of the list; the fault "reordered" turns it round."""
        rows = list(enumerate(self.out, 1))[after : after + self.page]
        items = [
            {
                "id": str(n),
                "name": name,
                "kind": kind,
                "size": len(body),
                "sha256": hashlib.sha256(body).hexdigest(),
            }
            for n, (name, kind, body) in rows
        ]
        last = rows[-1][0] if rows else after
        return {"items": items[::-1] if "reordered" in self.faults else items, "next": str(last)}


class _Handler(BaseHTTPRequestHandler):
    post: Post

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if self._fault():
            return
        if parts.path == "/out":
            after = int(parse_qs(parts.query).get("after", ["0"])[0] or 0)
            self._answer(200, json.dumps(self.post.listing(after)).encode())
            return
        body = self.post.out[int(parts.path.rpartition("/")[2]) - 1][2]
        cut = self.post.faults[:1] == ["cut"]
        if cut:
            self.post.faults.pop(0)
        self._answer(200, body[: len(body) // 2] if cut else body)

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        assert self.headers["Digest"] == f"sha-256={digest}"
        if self._fault():
            return
        name, key = self.path.rpartition("/")[2], self.headers["Idempotency-Key"]
        before = self.post.left.setdefault(name, (key, body))
        if self.post.faults[:1] == ["answer lost"]:
            self.post.faults.pop(0)
            self.close_connection = True
            self.connection.close()
            return
        self._answer((201 if before is None else 200) if before == (key, body) else 409, b"")

    def _fault(self) -> bool:
        """True when the next fault ends this request: a number is a status, "gone" closes the line."""
        self.post.asked += 1
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            self._answer(401, b"")
            return True
        if not self.post.faults or not (self.post.faults[0] == "gone" or self.post.faults[0].isdigit()):
            return False
        fault = self.post.faults.pop(0)
        if fault == "gone":
            self.close_connection = True
            self.connection.close()
        else:
            self._answer(int(fault), b'{"title": "as the test asked"}')
        return True

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Silence."""


@contextmanager
def post_office() -> Iterator[Post]:
    """Open a mailbox on a free port for a while."""
    post = Post()
    handler = type("Handler", (_Handler,), {"post": post})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    post.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield post
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
