"""The virus check: clamd over a socket, by its INSTREAM command. Called outside transactions.

The protocol is four lines, so it is spoken here: the client on PyPI is of 2014 and needs a module that setuptools dropped.
"""

from __future__ import annotations

import re
import socket
import struct
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings

from capac.documents.faults import DocumentError

SECONDS = 30
LONGEST_ANSWER = 4096
FOUND = re.compile(r"^(?:stream: )?(?P<virus>.+) FOUND$")


class ScannerError(RuntimeError):
    """The check is configured and gave no verdict: the document waits, and nobody sees it."""


def is_configured() -> bool:
    """Whether documents are checked for viruses here."""
    return bool(settings.CLAMD)


def scan(chunks: Iterable[bytes]) -> None:
    """Have the bytes checked. Raises DocumentError for a virus, ScannerError when there is no verdict."""
    try:
        answer = _asked(chunks)
    except OSError as error:
        raise ScannerError(f"clamd cannot be reached: {type(error).__name__}") from error
    if found := FOUND.match(answer):
        raise DocumentError("infected", virus=found["virus"][:80])
    if answer not in {"stream: OK", "OK"}:
        raise ScannerError(f"clamd gave no verdict: {answer[:80]}")


def _asked(chunks: Iterable[bytes]) -> str:
    with _connected() as link:
        link.sendall(b"zINSTREAM\0")
        for block in chunks:
            link.sendall(struct.pack("!I", len(block)) + block)
        link.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            if not (part := link.recv(LONGEST_ANSWER)):
                break
            answer += part
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()


def _connected() -> socket.socket:
    parts = urlsplit(settings.CLAMD)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=SECONDS)
    link = socket.socket(socket.AF_UNIX)
    link.settimeout(SECONDS)
    try:
        link.connect(parts.path)
    except OSError:
        link.close()
        raise
    return link
