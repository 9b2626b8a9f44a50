"""The linter of letters: what a kind's data get wrong, and what a written letter fails to mention.

A decision without its mentions starts no time limit for appeal (Charter art. 14): such a letter is refused, in the
build for every kind and language, and again when it is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from capac.channels.letters import filling, legibility
from capac.channels.letters.composing import Circumstance, Content, compose, fields_of
from capac.channels.letters.filling import LetterError
from capac.channels.letters.kinds import LANGUAGES, Kind, mentions, required, words

SAMPLE = Circumstance(
    name="Amina Baert",
    addressee=("Amina Baert", "Rue des Exemples 12", "4000 Liège"),
    office="BP 01",
    reference="7K2F-93QD",
    day=date(2026, 7, 24),
    synthetic=True,
)
"""Around whom the examples are written: nobody."""
FROM_AROUND = {"reference", "office"}


def missing(kind: Kind, content: Content) -> list[str]:
    """The mandatory mentions that a letter does not make, in their order."""
    return [code for code in required()[kind.family] if code not in content.mentioned]


def refuse_incomplete(kind: Kind, content: Content) -> None:
    """Raises LetterError for a letter without one of its mentions, or that cannot be read."""
    for code in missing(kind, content):
        raise LetterError("mention_missing", mention=code)
    for fault in legibility.faults(legibility.running_text(content), content.lang):
        raise LetterError("not_legible", fault=fault.reason, told=fault.told)


def faults(kind: Kind) -> list[str]:
    """What is wrong with a kind's data, one sentence each."""
    found = [*_families(kind), *_texts(kind)] or [*_fields(kind)]
    return found or [fault for lang in LANGUAGES for fault in _written(kind, lang)]


def sample(kind: Kind, lang: str) -> Content:
    """The letter of the kind's example."""
    data = filling.checked(kind, filling.example(kind, lang))
    return compose(kind, lang, data=data, around=SAMPLE)


def _families(kind: Kind) -> Iterator[str]:
    if kind.family not in required():
        yield f"{kind.code}: there is no family {kind.family!r}"
        return
    for code in sorted(kind.promised - mentions().keys()):
        yield f"{kind.code}: there is no mention {code!r}"
    for code in required()[kind.family]:
        if code not in kind.promised:
            yield f"{kind.code}: a {kind.family} must mention {code!r} ({mentions()[code].source})"


def _texts(kind: Kind) -> Iterator[str]:
    for lang in LANGUAGES:
        if lang not in kind.title or lang not in kind.answer:
            yield f"{kind.code}: no title or answer in {lang}"
        for place, part in enumerate(kind.parts):
            if part.texts and len(part.texts.get(lang, ())) != len(part.texts[LANGUAGES[0]]):
                yield f"{kind.code}: part {place} does not say the same in {lang}"
            if part.heading and part.heading not in words()["headings"]:
                yield f"{kind.code}: there is no heading {part.heading!r}"
            for code in part.mentions:
                if code in mentions() and lang not in mentions()[code].texts:
                    yield f"{kind.code}: the mention {code!r} has no text in {lang}"


def _fields(kind: Kind) -> Iterator[str]:
    """Every field that a sentence names exists, every field is used, and no list or table is empty by name."""
    named = {name for text in _all_texts(kind) for name in fields_of(text)}
    shown = {part.items for part in kind.parts} | {part.rows for part in kind.parts}
    known = kind.blanks.keys() | FROM_AROUND | ({"court_address"} if "court" in kind.blanks else set())
    for name in sorted((named | shown - {""}) - known):
        yield f"{kind.code}: {name!r} is not one of its fields"
    for name in sorted(kind.blanks.keys() - named - shown):
        yield f"{kind.code}: the field {name!r} is never said"


def _all_texts(kind: Kind) -> Iterator[str]:
    for lang in LANGUAGES:
        yield kind.title[lang]
        yield kind.answer[lang]
        for part in kind.parts:
            yield from part.texts.get(lang, ())
            for code in part.mentions:
                yield from mentions()[code].texts.get(lang, ())


def _written(kind: Kind, lang: str) -> Iterator[str]:
    """The example, written: nothing of it is left out, and it can be read."""
    try:
        content = sample(kind, lang)
    except LetterError as error:
        yield f"{kind.code} in {lang}: its example is refused: {error}"
        return
    for code in missing(kind, content):
        yield f"{kind.code} in {lang}: does not mention {code!r}"
    for fault in legibility.faults(legibility.running_text(content), lang):
        yield f"{kind.code} in {lang}: {fault.reason} ({fault.told})"
