"""Documents as tests send them: small, whole, invented; and a clamd of ten lines."""

from __future__ import annotations

import io
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pikepdf
from PIL import Image

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
VIRUS = b"CAPAC-TEST-VIRUS"


def pdf(*, pages: int = 1, about: str = "", password: str = "") -> bytes:
    """A PDF of blank pages; `about` makes its bytes differ."""
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(595, 842))
        document.docinfo["/Title"] = about or "Test"
        out = io.BytesIO()
        locked = pikepdf.Encryption(owner=password, user=password) if password else None
        document.save(out, encryption=locked, deterministic_id=not password)
    return out.getvalue()


def picture(kind: str = "JPEG", *, size: tuple[int, int] = (64, 48), colour: int = 90) -> bytes:
    """A JPEG or PNG with a gradient, so that its data has a length."""
    image = Image.linear_gradient("L").resize(size).point([(value + colour) % 256 for value in range(256)])
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


@contextmanager
def clamd(answer: bytes | None = None) -> Iterator[str]:
    """A virus check on a port of this machine, and its address. It finds VIRUS, or always answers the same."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_serve, args=(server, answer), daemon=True).start()
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"


def _serve(server: socket.socket, answer: bytes | None) -> None:
    while True:
        try:
            link, _ = server.accept()
        except OSError:
            return
        with link, link.makefile("rb") as incoming:
            assert incoming.read(10) == b"zINSTREAM\0"
            seen = b""
            while length := struct.unpack("!I", incoming.read(4))[0]:
                seen += incoming.read(length)
            found = b"stream: Test.Virus FOUND" if VIRUS in seen else b"stream: OK"
            link.sendall((answer or found) + b"\0")
