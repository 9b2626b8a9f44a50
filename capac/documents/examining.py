"""Looking a document through: read whole and measured once, known by its content, whole to its end.

The name that came with it is believed in nothing. Accepted are PDF, JPEG and PNG: what a browser shows and a phone makes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

import pikepdf
from PIL import Image

from capac.documents.faults import DocumentError
from capac.documents.names import TYPES, clean, ending_of

MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 50
MOST_MEGAPIXELS = 250
CHUNK = MEGABYTE
IN_MEMORY = 4 * MEGABYTE
TAIL = 1024
"""The end of a PDF in which readers look for its last mark."""
MARKS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0", "office"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"<", "text"),
)
"""First bytes and what begins so. A Word document of today is a zip, one of yesterday an "office" file."""


@dataclass(frozen=True)
class Examined:
    """A document that may be kept: its bytes in a temporary file, what they are, and what is known of them."""

    content: BinaryIO
    name: str
    media_type: str
    size: int
    sha256: str
    pages: int | None
    """Pages of a PDF; one for a picture."""

    def chunks(self) -> Iterator[bytes]:
        """The bytes from the beginning, one megabyte at a time."""
        self.content.seek(0)
        while block := self.content.read(CHUNK):
            yield block

    def close(self) -> None:
        """Let the temporary file go."""
        self.content.close()


def examine(content: BinaryIO, name: str) -> Examined:
    """Read a document whole and look it through. Raises DocumentError with the reason why it cannot be kept.

    Memory stays within a few megabytes whatever comes: what is larger waits in a temporary file without a name.
    """
    held = cast(BinaryIO, SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115  closed by Examined.close()
    try:
        return _examined(content, held, name)
    except BaseException:
        held.close()
        raise


def _examined(content: BinaryIO, held: BinaryIO, name: str) -> Examined:
    size, digest = _read(content, held)
    media_type = _type_of(held)
    named = ending_of(name)
    if TYPES.get(named, media_type) != media_type:
        raise DocumentError("type_differs", found=media_type, named=named)
    pages = _pages(held) if media_type == "application/pdf" else _whole_picture(held, media_type)
    return Examined(held, clean(name, media_type), media_type, size, digest, pages)


def _read(content: BinaryIO, into: BinaryIO) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    while block := content.read(CHUNK):
        size += len(block)
        if size > MOST_MEGABYTES * MEGABYTE:
            raise DocumentError("too_big", most_mb=MOST_MEGABYTES)
        digest.update(block)
        into.write(block)
    if not size:
        raise DocumentError("empty")
    return size, digest.hexdigest()


def _type_of(held: BinaryIO) -> str:
    held.seek(0)
    start = held.read(TAIL)
    found = next((kind for mark, kind in MARKS if start.startswith(mark)), "")
    if start[4:8] == b"ftyp":
        found = "heic" if start[8:11] in {b"hei", b"hev", b"mif"} else "film"
    if not found and b"%PDF-" in start:  # readers allow a few bytes before it
        return "application/pdf"
    if found not in TYPES.values():
        raise DocumentError("unknown_type", found=found)
    return found


def _pages(held: BinaryIO) -> int:
    """The pages of a PDF that is whole. Small faults that every reader mends are allowed, a missing end is not."""
    try:
        pages = _opened(held, mend=False)
        if pages is None and _has_end(held):
            pages = _opened(held, mend=True)
    except pikepdf.PasswordError as error:
        raise DocumentError("locked") from error
    if not pages:
        raise DocumentError("cut", found="application/pdf")
    return pages


def _opened(held: BinaryIO, *, mend: bool) -> int | None:
    held.seek(0)
    try:
        with pikepdf.open(held, attempt_recovery=mend) as document:
            return len(document.pages)
    except pikepdf.PasswordError:
        raise
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _has_end(held: BinaryIO) -> bool:
    size = held.seek(0, 2)
    held.seek(max(0, size - TAIL))
    return b"%%EOF" in held.read()


def _whole_picture(held: BinaryIO, media_type: str) -> int:
    """One page, when the picture is whole. A JPEG is decoded at an eighth of its size, which reads all of it;
    of a PNG every block is compared with its check sum. Neither unfolds a small file into gigabytes."""
    held.seek(0)
    try:
        with Image.open(held, formats=[media_type.removeprefix("image/")]) as picture:
            width, height = picture.size
            if width * height > MOST_MEGAPIXELS * 1_000_000:
                raise DocumentError("too_large_picture", most_megapixels=MOST_MEGAPIXELS)
            if media_type == "image/jpeg":
                picture.draft("L", (max(1, width // 8), max(1, height // 8)))
                picture.load()
            else:
                picture.verify()
    except DocumentError:
        raise
    except Image.DecompressionBombError as error:
        raise DocumentError("too_large_picture", most_megapixels=MOST_MEGAPIXELS) from error
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        raise DocumentError("cut", found=media_type) from error
    return 1
