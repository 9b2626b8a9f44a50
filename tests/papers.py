"""Documents as tests send them: small, whole, invented; and a clamd of ten lines."""

from __future__ import annotations

import io
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pikepdf
from PIL import Image

from capac.core import clock
from capac.documents import api as documents
from capac.flows import api as flows
from capac.people import api as people
from tests import world

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


def samples(client: people.Client) -> dict[str, list[Any]]:
    """A document of a client, letters of the client and of nobody, a paper file and a proposal: what addresses name."""
    day, agnes = clock.today(), world.staff()
    letters = [
        flows.receive_letter(
            io.BytesIO(pdf(about=f"letter {owner}")), name="letter.pdf", client_id=owner, office_id=world.office().pk,
            received_on=day, about="a letter", channel="letter", who="agnes",
        )
        for owner in (client.pk, None)
    ]  # fmt: skip
    new = documents.NewPaper(
        office_id=world.office().pk, shelf="A", box="1", label="Box of old files", retention="dossier",
        last_event_on=date(2010, 1, 1), sheets=1, client_id=client.pk,
    )  # fmt: skip
    row = documents.take_stock(new, because=world.because())
    made = documents.propose([row.key], "expired", staff=agnes)
    return {
        "document": [letters[0].document.key],
        "letter_id": [one.letter_id for one in letters],
        "paper": [row.key],
        "destruction": [made.key],
    }


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
