"""Text as the euro payment area carries it: letters without accents, figures and / - ? : ( ) . , ' + only.

Names keep their letters where the set has them (é is e, ß is ss, Ł is L); Greek and Bulgarian letters follow
the conversion table of the European Payments Council (EPC217-08); what has no equivalent becomes a dot.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

NAME_LENGTH = 70
COMMUNICATION_LENGTH = 140
_ALLOWED = r"A-Za-z0-9/\-?:().,'+"
_CLEAN = re.compile(rf"[{_ALLOWED}]+(?: [{_ALLOWED}]+)*")
REFERENCE = rf"(?!.*//)(?!/)[{_ALLOWED}]{{1,35}}(?<!/)"
"""An id: no slash at its ends, none doubled."""
_REFERENCE = re.compile(REFERENCE)
_FORBIDDEN = re.compile(rf"[^{_ALLOWED} ]")
_LETTERS = {
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
    "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ħ": "h", "Ħ": "H", "ı": "i", "ŋ": "n",
    "Ŋ": "N", "ŧ": "t", "Ŧ": "T", "ĸ": "k", "ŀ": "l", "ə": "e", "Ə": "E", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'",
    "–": "-", "—": "-", "‐": "-", "‑": "-", "&": "+", "_": "-", ";": ",", "[": "(", "]": ")", "{": "(", "}": ")",
}  # fmt: skip
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        [
            "a",
            "v",
            "g",
            "d",
            "e",
            "z",
            "i",
            "th",
            "i",
            "k",
            "l",
            "m",
            "n",
            "x",
            "o",
            "p",
            "r",
            "s",
            "s",
            "t",
            "y",
            "f",
            "ch",
            "ps",
            "o",
        ],
        strict=True,
    )
)
_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъьюяыэё",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "zh",
            "z",
            "i",
            "y",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "h",
            "ts",
            "ch",
            "sh",
            "sht",
            "a",
            "y",
            "yu",
            "ya",
            "y",
            "e",
            "e",
        ],
        strict=True,
    )
)


class TextError(ValueError):
    """A text of which nothing can be written."""


def clean(text: str, length: int) -> str:
    """The text in the allowed set, blanks made one, cut to a length. Raises TextError when nothing is left."""
    if len(text) <= length and _CLEAN.fullmatch(text):
        return text
    told = " ".join(unicodedata.normalize("NFC", text).translate(_TABLE).split())[:length].strip()
    if not told.strip(". "):
        raise TextError("nothing of this text can be written in a bank file")
    return told


def name_of(holder: str) -> str:
    """The holder as written, or NOTPROVIDED (the word of the payment area) where no letter of it can be."""
    try:
        return clean(holder, NAME_LENGTH)
    except TextError:
        return "NOTPROVIDED"


TEXT = rf"(?![. ]*(?:\n|\Z)){_CLEAN.pattern}"
"""A text that `clean` gives back as it is, when it is not too long: more than dots."""


def column(
    pattern: str, *, most: int = 35, translated: bool = False
) -> Callable[[list[str]], list[str] | None]:
    """Writes many texts at one look: those of a pattern as they stand, after their letters are `translated` if asked.

    None where one of them needs a look of its own (or is longer than `most`), which then gives the same text.
    """
    lines = re.compile(rf"(?:{pattern}\n)*{pattern}")

    def many(texts: list[str]) -> list[str] | None:
        told = _letters_of(texts) if translated else texts
        if max(map(len, told)) > most:
            return None
        together = "\n".join(told)
        if together.count("\n") != len(told) - 1:
            return None
        return told if lines.fullmatch(together) else None

    return many


def _letters_of(texts: list[str]) -> list[str]:
    """Texts with every letter in the allowed set, one by one as `clean` does; those without accents stay."""
    odd = [n for n, text in enumerate(texts) if not text.isascii()]
    together = "\n".join([texts[n] for n in odd])
    told = unicodedata.normalize("NFC", together).translate(_LINES).split("\n")
    if len(told) != max(1, len(odd)):
        return texts
    found = list(texts)
    for n, text in zip(odd, told, strict=False):
        found[n] = text
    return found


def is_reference(text: str) -> bool:
    """Whether an id may stand in a bank file: no blank, no slash at its ends, none doubled, 35 at most."""
    return _REFERENCE.fullmatch(text) is not None


class _Table(dict[int, str]):
    """Each letter is looked up once."""

    def __missing__(self, code: int) -> str:
        told = self[code] = _letter(chr(code))
        return told


_TABLE = _Table()
_LINES = _Table({ord("\n"): "\n"})


def _letter(letter: str) -> str:
    if not _FORBIDDEN.match(letter):
        return letter
    if letter.isspace():
        return " "
    found = _LETTERS.get(letter) or _of_alphabet(letter)
    if found:
        return found
    plain = "".join(_LETTERS.get(part, part) for part in _base(letter))
    return "" if unicodedata.combining(letter) else _FORBIDDEN.sub(".", plain) or "."


def _of_alphabet(letter: str) -> str:
    """A Greek or Cyrillic letter, with or without accent, in Latin; its capital begins with one."""
    base = (_base(letter.lower()) or letter)[0]
    told = _CYRILLIC.get(letter.lower()) or _GREEK.get(base) or _CYRILLIC.get(base) or ""
    return told.capitalize() if letter != letter.lower() else told


def _base(letter: str) -> str:
    """The letter without its accents."""
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
