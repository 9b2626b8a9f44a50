"""The communication of a transfer, in the client's language.

It begins with /B/: the amount is protected as unemployment benefit (Judicial Code art. 1409 § 1bis and
1410; royal decree of 4.7.2006 on the codes on transfers). Then what each payment must tell (AR 25.11.1991
art. 162): the daily amount that applies, the number of daily allowances, the tax and what else was kept.
A payment of a difference says so, since its gross is not that of the whole month.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from capac.core import money
from capac.payment.sepa_text import COMMUNICATION_LENGTH

PREFIX = "/B/"
HALVES = 2


@dataclass(frozen=True, slots=True)
class Words:
    """What a communication says, in one language, in the letters that a bank file carries."""

    benefit: str
    days: str
    gross: str
    difference: str
    tax: str
    kept: str


WORDS = {
    "fr": Words("CHOMAGE", "J", "BRUT", "COMPLEMENT BRUT", "PRECOMPTE", "RETENUES"),
    "nl": Words("WERKLOOSHEID", "D", "BRUTO", "BIJPASSING BRUTO", "BEDRIJFSVOORHEFFING", "INHOUDINGEN"),
    "de": Words("ARBEITSLOSIGKEIT", "T", "BRUTTO", "NACHZAHLUNG BRUTTO", "STEUERVORABZUG", "EINBEHALTE"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one payment, amounts in cents. `allowances` is (halves, daily amount) in the month's order."""

    month: date
    allowances: Sequence[tuple[int, int]]
    gross_cents: int
    is_whole_month: bool
    tax_cents: int
    kept_cents: int


def communication(told: Told, lang: str) -> str:
    """At most 140 characters. Where several daily amounts do not fit, the days together and the last amount."""
    full = _sentence(told, told.allowances, WORDS[lang])
    if len(full) <= COMMUNICATION_LENGTH:
        return full
    together = (sum(halves for halves, _ in told.allowances), told.allowances[-1][1])
    return _sentence(told, [together], WORDS[lang])


def _sentence(told: Told, allowances: Sequence[tuple[int, int]], words: Words) -> str:
    days = " + ".join(f"{_days(halves)} {words.days} X {_euros(cents)}" for halves, cents in allowances)
    gross = words.gross if told.is_whole_month else words.difference
    text = f"{PREFIX} {words.benefit} {told.month:%m/%Y}: {days} {gross} {_euros(told.gross_cents)}"
    text += f" {words.tax} {_euros(told.tax_cents)}"
    return f"{text} {words.kept} {_euros(told.kept_cents)}" if told.kept_cents else text


def _days(halves: int) -> str:
    return f"{halves // HALVES},5" if halves % HALVES else str(halves // HALVES)


def _euros(cents: int) -> str:
    return money.plain(cents).replace(".", ",")
