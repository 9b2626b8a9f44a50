"""A rehearsal as a PDF: tagged (PDF/UA-1), in the reader's language, with the same words and tables as the page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from capac.web.board import rehearsal_words as words

TEMPLATE = Path(__file__).parent / "rehearsal.typ"


def pdf(result: dict[str, Any], lang: str) -> bytes:
    """The bytes of the file. Only fonts that come with Typst are used, so it is the same on every machine."""
    told = words.told(result, lang)
    data = {
        **{name: told[name] for name in ("title", "title_lang", "about", "answer", "doubts", "hint")},
        "lang": lang,
        "kind": _("Rehearsal of a change of the law"),
        "author": "CAPAC",
        "tables": [_table(one) for one in (*told["tables"], told["parameters"], told["uncertain"]) if one],
        "doubts_heading": _("What is uncertain"),
        "sentences_heading": _("What would read differently"),
        "sentences_head": [_("sentence of the explanation"), _("months")],
        "sentences": told["sentences"],
    }
    made: bytes = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
    )
    return made


def _table(table: words.Table) -> dict[str, Any]:
    return {
        "heading": table.heading,
        "hint": table.hint,
        "columns": list(table.columns),
        "rows": [[{"text": cell.text, "number": cell.is_number} for cell in row] for row in table.rows],
    }
