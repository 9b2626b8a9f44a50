"""A letter in words: its head, its one-sentence answer, its parts with what they mention. Pure: data in, words out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from string import Formatter
from typing import Any

from capac.channels.letters import filling
from capac.channels.letters.kinds import Kind, Part, mentions, words
from capac.core.period import in_full

_ALONE = re.compile(" ([:;?!»%€])")


@dataclass(frozen=True)
class Circumstance:
    """What a letter says beside its kind: to whom, from where, when, and whether it is only a demonstration."""

    name: str
    addressee: tuple[str, ...]
    office: str
    reference: str
    day: date
    synthetic: bool = False


@dataclass(frozen=True)
class Block:
    """A part in words. `mentions` are the codes that its words really make."""

    heading: str
    paragraphs: tuple[str, ...]
    items: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    total: str
    mentions: tuple[str, ...]


@dataclass(frozen=True)
class Content:
    """A whole letter in words, as it is kept and printed."""

    kind: str
    lang: str
    title: str
    greeting: str
    answer: str
    blocks: tuple[Block, ...]
    closing: str
    signature: str
    sender: Mapping[str, str]
    addressee: tuple[str, ...]
    registered: str
    facts: tuple[tuple[str, str], ...]
    reference: str
    labels: Mapping[str, str]
    synthetic: str

    @property
    def mentioned(self) -> frozenset[str]:
        """What it really mentions."""
        return frozenset(code for block in self.blocks for code in block.mentions)

    @property
    def told(self) -> dict[str, Any]:
        """As JSON, for the row and for the printer."""
        return asdict(self)


@dataclass(frozen=True)
class _Filled:
    """What is at hand to fill the sentences of one letter."""

    lang: str
    said: Mapping[str, str]
    items: Mapping[str, tuple[str, ...]]
    rows: Mapping[str, tuple[tuple[str, str], ...]]


def compose(kind: Kind, lang: str, *, data: Mapping[str, Any], around: Circumstance) -> Content:
    """The letter in words. `data` are checked (filling.checked)."""
    labels, house = words()["labels"][lang], words()["institution"][lang]
    said = {
        **filling.as_words(kind, data, lang),
        "reference": around.reference,
        "office": around.office,
    }
    filled = _Filled(lang, said, filling.items(kind, data, lang), filling.rows(kind, data, lang))
    return Content(
        kind=kind.code,
        lang=lang,
        title=typeset(kind.title[lang].format_map(said), lang),
        greeting=f"{labels['greeting']} {around.name},",
        answer=typeset(kind.answer[lang].format_map(said), lang),
        blocks=tuple(block for part in kind.parts if (block := _block(part, filled)) is not None),
        closing=labels["closing"],
        signature=f"{house['short']}, {around.office}",
        sender=house,
        addressee=around.addressee or (around.name,),
        registered=labels["registered"] if kind.registered else "",
        facts=(
            (labels["date"], in_full(around.day, lang)),
            (labels["reference"], around.reference),
            (labels["office"], around.office),
        ),
        reference=around.reference,
        labels=labels,
        synthetic=labels["synthetic"] if around.synthetic else "",
    )


def fields_of(text: str) -> set[str]:
    """The fields that a sentence names."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def typeset(text: str, lang: str) -> str:
    """French keeps a sign of two parts on the line of its word."""
    return _ALONE.sub("\u00a0\\1", text).replace("« ", "«\u00a0") if lang == "fr" else text


def _block(part: Part, filled: _Filled) -> Block | None:
    """A part in words; None where nothing of it is left. What is not said is not mentioned."""
    own = _said(part.texts.get(filled.lang, ()), filled)
    made = [code for code in part.carries if own]
    paragraphs = list(own)
    for code in part.mentions:
        shared = mentions()[code].texts[filled.lang]
        said = _said(shared, filled)
        if len(said) == len(shared):
            made.append(code)
        paragraphs += said
    items, rows = filled.items.get(part.items, ()), filled.rows.get(part.rows, ())
    if not (paragraphs or items or rows):
        return None
    heading = words()["headings"][part.heading][filled.lang] if part.heading else ""
    total = filled.said.get("total", "") if rows else ""
    return Block(heading, tuple(paragraphs), items, rows, total, tuple(made))


def _said(paragraphs: Iterable[str], filled: _Filled) -> list[str]:
    """The paragraphs of which every field is filled."""
    return [
        typeset(text.format_map(filled.said), filled.lang)
        for text in paragraphs
        if fields_of(text) <= filled.said.keys()
    ]
