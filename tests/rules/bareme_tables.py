"""Tables of barème rows for tests: what the formula of 1.3.2026 gives, written as ONEM's rows would be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from capac.core.money import half_up, plain
from capac.rules import bareme
from capac.rules.facts import FAMILIES

MARCH = date(2026, 3, 1)
HEAD = "code,family,phase,cause,daily,half,valid_from,source"
CODES = (1, 29, 43, 64, 99)


def line(code: object, family: str, phase: str, daily: str, **other: str) -> str:
    """One row: the half is the half-up of the whole unless told otherwise."""
    half = other.get("half") or plain(half_up(int(daily.replace(".", "")), 2))
    told = {"cause": "", "valid_from": "2026-03-01", "source": "barema-test.csv", **other}
    return f"{code},{family},{phase},{told['cause']},{daily},{half},{told['valid_from']},{told['source']}"


def csv(*lines: str) -> bytes:
    """A file of rows."""
    return "\n".join([HEAD, *lines]).encode()


def by_formula(phases: Iterable[str] = ("A1", "A2", "A3"), *, valid_from: str = "2026-03-01") -> list[str]:
    """A row for some wage codes of every family, as the formula gives them from 1.3.2026."""
    return [
        line(
            code,
            family,
            phase,
            plain(bareme.daily_amount(code, family=family, phase=phase, on=MARCH).cents),
            valid_from=valid_from,
        )
        for phase in phases
        for family in FAMILIES
        for code in CODES
    ]
