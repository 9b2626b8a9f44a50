"""Faults of what came in, in words: what is wrong, and what to do. Rooms give codes, pages give sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from capac.web.desk import (
    faults_of_bank,
    faults_of_cards,
    faults_of_declarations,
    faults_of_files,
    faults_of_messages,
    faults_of_services,
)

Words = dict[str, tuple[str, str]]
"""By code: what is wrong, what to do."""


@dataclass(frozen=True)
class Fault:
    """A fault in words; `facts` are what the code carries and the sentence does not say."""

    wrong: str
    remedy: str
    facts: tuple[tuple[str, str], ...]


def told(reason: str, arguments: Mapping[str, str]) -> Fault:
    """The words of a fault. A code without words is shown as it is, with everything that it carries."""
    wrong, remedy = _table(_active()).get(reason, (reason, _unknown()))
    if "anomaly" in arguments and reason not in faults_of_declarations.words():
        remedy = faults_of_declarations.remedy()
    said = {name for name in arguments if f"%({name})s" in wrong}
    shown = wrong % _Lenient(arguments) if "%(" in wrong else wrong
    facts = tuple((name, str(value)) for name, value in sorted(arguments.items()) if name not in said)
    return Fault(shown, remedy, facts)


def codes() -> set[str]:
    """Every code that has words."""
    return set(_table(_active()))


def file_kinds() -> dict[str, str]:
    """What a file is, by the kind under which it is kept."""
    return {
        "C2": _("authorisations (C2)"),
        "EC3": _("electronic control cards (eC3)"),
        "WECH_FI": _("employers' declarations (WECH)"),
        "WECH_FS": _("signature of a batch of ONSS"),
        "WECH_GO": _("trigger of a batch of ONSS"),
        "REGISTRATIONS": _("registrations of job-seekers"),
        "REGISTER": _("answers and changes of the National Register"),
        "VERIFICATION": _("outcomes of verification (C12, C13, C14)"),
        "C10": _("expenditure file (C10)"),
        "PAIN002": _("answer of the bank (pain.002)"),
        "PAIN001": _("our payment file (pain.001)"),
        "CAMT054": _("movements of the bank (camt.054)"),
    }


def _unknown() -> str:
    return _("This fault has no words yet. Show it to the people who keep this software.")


def _active() -> str:
    return (get_language() or "fr")[:2]


@cache
def _table(lang: str) -> Words:
    """Every fault, in the language that is active: the language is the key of the cache."""
    del lang
    rooms = (
        faults_of_files,
        faults_of_messages,
        faults_of_services,
        faults_of_cards,
        faults_of_declarations,
        faults_of_bank,
    )
    return {code: words for room in rooms for code, words in room.words().items()}


class _Lenient(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"
