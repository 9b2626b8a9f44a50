"""Letters as PDF/A-2a and PDF/UA-1 at once: archived as they were sent, and read aloud as they are meant.

The same content gives the same bytes on every machine: only fonts that come with Typst, and the letter's own day.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import typst

AUTHOR = "CAPAC – HVW – HfA"


def letter_pdf(content: Mapping[str, Any], *, day: date) -> bytes:
    """One letter (Content.told)."""
    return _compiled([content], title=content["title"], lang=content["lang"], day=day)


def batch_pdf(contents: Sequence[Mapping[str, Any]], *, title: str, lang: str, day: date) -> bytes:
    """Letters that are printed together, in this order; each begins on a page 1 of its own, in its own language."""
    return _compiled(contents, title=title, lang=lang, day=day)


def _compiled(contents: Sequence[Mapping[str, Any]], *, title: str, lang: str, day: date) -> bytes:
    data = {
        "title": title,
        "author": AUTHOR,
        "lang": lang,
        "day": {"year": day.year, "month": day.month, "day": day.day},
        "letters": contents,
    }
    made: bytes = typst.compile(
        _template(),
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
    )
    return made


@cache
def _template() -> bytes:
    return (Path(__file__).parent / "letter.typ").read_bytes()
