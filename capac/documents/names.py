"""The name under which a document is kept: short, printable, with the ending of its type and no national number."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath

from capac.core import niss
from capac.core.niss import IdentifierError

LONGEST = 100
ENDINGS = {"application/pdf": ("pdf",), "image/jpeg": ("jpg", "jpeg"), "image/png": ("png",)}
"""Type to the endings of its names; the first is the one we give."""
TYPES = {ending: media_type for media_type, endings in ENDINGS.items() for ending in endings}
_ELEVEN_DIGITS = re.compile(r"(?<!\d)\d(?:[ ._\-]?\d){10}(?!\d)")
_UNFIT = re.compile(r'[\\/:*?"<>|;%&#\s]+')


def ending_of(name: str) -> str:
    """The ending of a name in small letters, without its dot; "" for none."""
    return PurePath(name).suffix.lstrip(".").lower()


def clean(name: str, media_type: str) -> str:
    """A name that may stand on a page and in a header. A number that could be a person's is taken out of it."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    stem = last[: -len(ending_of(last)) - 1] if ending_of(last) in TYPES else last
    stem = "".join(c for c in stem if unicodedata.category(c)[0] != "C" or c in "\t\n")
    stem = _UNFIT.sub("_", _ELEVEN_DIGITS.sub(_without_number, stem)).strip("._- ")
    return f"{stem[:LONGEST] or 'document'}.{ENDINGS[media_type][0]}"


def holds_number(text: str) -> bool:
    """Whether a text holds what could be a person's national number, however it is written."""
    return any(_without_number(found) != found[0] for found in _ELEVEN_DIGITS.finditer(text))


def _without_number(found: re.Match[str]) -> str:
    try:
        niss.check(re.sub(r"\D", "", found[0]))
    except IdentifierError:
        return found[0]
    return "number"
