"""The form of a letter: the fields of its kind, what they begin with, and what was filled in as letters keep it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from capac.channels.letters import api as letters
from capac.core import clock, money
from capac.flows import api as flows
from capac.web.fields import Field, Sheet, blank, read
from capac.web.words_of_letters import field_labels, hints

PIECE = "piece-"
TYPED = {
    "date": "date",
    "month": "month",
    "cents": "amount",
    "text": "text",
    "choice": "select",
    "court": "select",
}
NOT_TYPED = ("pieces", "rows")


@dataclass(frozen=True)
class Form:
    """What the page shows of a letter being written. `pieces` are code, words, chosen; `rows` the table from records."""

    kind: letters.Kind
    language: str
    sheet: Sheet
    pieces: tuple[tuple[str, str, bool], ...]
    rows: tuple[dict[str, Any], ...]
    total: int | None

    @property
    def data(self) -> dict[str, Any]:
        """As letters keep it; what is not filled in is absent."""
        found: dict[str, Any] = {
            name: money.parse(value) if self.kind.blanks[name].type == "cents" else value
            for name, value in self.sheet.values.items()
        }
        if any(blank.type == "pieces" for blank in self.kind.blanks.values()):
            found["pieces"] = [code for code, _words, chosen in self.pieces if chosen]
        if self.rows:
            found |= {"rows": list(self.rows), "total": self.total}
        return found


def opened(kind: letters.Kind, client_id: int, language: str) -> Form:
    """The form with what is known filled in."""
    known = flows.letter_data(kind.code, client_id, today=clock.today())
    filled = {name: _shown(kind, name, value) for name, value in known.items() if name in kind.blanks}
    sheet = blank(_fields(kind, language), filled)
    return _form(kind, language, sheet, chosen=known.get("pieces", ()), table=known)


def sent(kind: letters.Kind, client_id: int, language: str, *, filled: QueryDict) -> Form:
    """The form as it was sent. The table is looked up again: it is never what a browser says."""
    sheet = read(_fields(kind, language), {name: filled.get(name, "") for name in kind.blanks})
    first, last = (_day(sheet.values.get(name)) for name in ("first", "last"))
    table = flows.table_of(kind.code, client_id, first=first or clock.today(), last=last or clock.today())
    chosen = [name.removeprefix(PIECE) for name in filled if name.startswith(PIECE)]
    return _form(kind, language, sheet, chosen=chosen, table=table)


def _form(kind: letters.Kind, language: str, sheet: Sheet, *, chosen: Any, table: Mapping[str, Any]) -> Form:
    asks = any(one.type == "pieces" for one in kind.blanks.values())
    pieces = sorted(
        ((code, words[language], code in chosen) for code, words in letters.pieces().items()),
        key=lambda piece: not piece[2],
    )
    has_rows = any(one.type == "rows" for one in kind.blanks.values())
    return Form(
        kind,
        language,
        sheet,
        tuple(pieces) if asks else (),
        tuple(table.get("rows", ())) if has_rows else (),
        table.get("total") if has_rows else None,
    )


def _fields(kind: letters.Kind, language: str) -> list[Field]:
    labels, help_of = field_labels(), hints()
    has_table = any(one.type == "rows" for one in kind.blanks.values())
    return [
        Field(
            name,
            labels[name],
            TYPED.get(one.type, "line"),
            help_of.get(name, ""),
            options=_options(one, language),
            needed=one.needed,
        )
        for name, one in kind.blanks.items()
        if one.type not in NOT_TYPED and not (has_table and name == "total")
    ]


def _options(one: letters.Blank, language: str) -> tuple[tuple[str, str], ...]:
    """The words that would be printed, in the letter's language."""
    if one.type == "court":
        named = (
            (code, f"{words[language]} ({words['address']})") for code, words in letters.courts().items()
        )
        return (("", _("Choose…")), *named)
    chosen = tuple((code, words[language]) for code, words in one.choices.items())
    return (("", _("Choose…")), *chosen) if chosen else ()


def _shown(kind: letters.Kind, name: str, value: Any) -> str:
    if kind.blanks[name].type == "cents":
        plain = money.plain(value)
        return plain if (get_language() or "fr").startswith("en") else plain.replace(".", ",")
    return str(value)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
