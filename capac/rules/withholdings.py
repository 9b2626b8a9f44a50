"""After tax: what is kept back from the net for others. Scalar, exact, in cents, half-up.

Readings 14 to 16 of the reference decide the order and what happens when several meet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from capac.core.money import half_up
from capac.rules.facts import Seizure, Withholdings
from capac.rules.parameters import Parameter, parameter, precedence, seizure_scale

BASIS = 10_000
NOTHING = Withholdings()
EURO = 100
FIFTH, THIRTY, TWO_FIFTHS, PER_CENT = 20, 30, 40, 100
SOURCES = {
    "maintenance": "Judicial Code art. 1412",
    "seizure": "Judicial Code art. 1409 § 1bis",
    "assignment": "Judicial Code art. 1409 § 1bis; law of 12.4.1965 art. 27",
    "recovery_ex_officio": "Judicial Code art. 1410 § 4",
    "full_recovery": "Judicial Code art. 1410 § 4",
    "collective_debt_settlement": "Judicial Code art. 1675/9",
}
KINDS = tuple(SOURCES)
"""The order is stored in vectors: append only."""
SHARED = ("maintenance", "seizure", "assignment")
"""What maintenance takes leaves less of the seizable part to a seizure, and both less to an assignment (reading 14)."""


@dataclass(frozen=True)
class Withheld:
    """One amount kept back: kind, cents, and the amount in cents on which it was reckoned."""

    kind: str
    cents: int
    base_cents: int

    @property
    def source(self) -> str:
        """The article."""
        return SOURCES[self.kind]


def seizable(net_cents: int, on: date, *, children: int, with_wage: bool = False) -> tuple[int, Parameter]:
    """The part of a net amount that can be seized on the scale of a day, less the amount for children."""
    scale, shown = seizure_scale(on)
    bands = _bands(scale, with_wage)
    total = sum(_in_band(net_cents, low, high) * rate for low, high, rate in bands)
    return max(0, half_up(total, PER_CENT) - children * scale["child"] * EURO), shown


def withhold(
    wanted: Withholdings, *, gross_cents: int, net_cents: int, on: date
) -> tuple[list[Withheld], list[Parameter]]:
    """Everything kept back from the net, in the order of the dated precedence table, and the parameters used."""
    if wanted == NOTHING:
        return [], []
    if wanted.collective_debt_settlement:
        return [Withheld("collective_debt_settlement", net_cents, net_cents)] if net_cents else [], []
    part, used = net_cents, list[Parameter]()
    if _has_seizure(wanted) or wanted.assignment_cents:
        part, scale = _seizable_part(wanted.seizure or Seizure(children=0), net_cents, on)
        used.append(scale)
    asked, rates = _asked(wanted, gross_cents, net_cents, part=part, on=on)
    if not asked:
        return [], used
    order, shown = precedence(on)
    kept: list[Withheld] = []
    for kind in (one for one in order if one in asked):
        amount, base = asked[kind]
        left = net_cents - sum(item.cents for item in kept)
        kept.append(Withheld(kind, max(0, min(amount, left, _left_of(part, kind, kept, left))), base))
    kept = [item for item in kept if item.cents]
    return kept, used + rates + ([shown] if len(asked) > 1 else [])


def _has_seizure(wanted: Withholdings) -> bool:
    """An ordinary seizure, beside or without maintenance."""
    return wanted.seizure is not None and wanted.seizure.children is not None


def _asked(
    wanted: Withholdings, gross: int, net: int, *, part: int, on: date
) -> tuple[dict[str, tuple[int, int]], list[Parameter]]:
    """Kind to (amount, base) before they meet, and the rates used."""
    asked: dict[str, tuple[int, int]] = {}
    used: list[Parameter] = []
    if wanted.seizure and wanted.seizure.maintenance_cents:
        asked["maintenance"] = (wanted.seizure.maintenance_cents, net)
    if wanted.full_recovery:
        asked["full_recovery"] = (net, gross)
    elif wanted.recovery_ex_officio:
        rate = parameter("recovery_ex_officio_rate", on)
        asked["recovery_ex_officio"] = (half_up(gross * rate.number, BASIS), gross)
        used.append(rate)
    if _has_seizure(wanted):
        asked["seizure"] = (part, net)
    if wanted.assignment_cents:
        asked["assignment"] = (wanted.assignment_cents, net)
    return asked, used


def _left_of(part: int, kind: str, kept: list[Withheld], left: int) -> int:
    """What maintenance and a seizure leave of the seizable part to a seizure and an assignment (reading 14)."""
    if kind not in ("seizure", "assignment"):
        return left
    return part - sum(item.cents for item in kept if item.kind in SHARED)


def _seizable_part(seizure: Seizure, net: int, on: date) -> tuple[int, Parameter]:
    """Bands are counted on the sum of incomes (art. 1411); no more than the benefit itself can be taken."""
    total = net + seizure.other_income_cents
    with_wage = seizure.other_income_is_wage and seizure.other_income_cents > 0
    part, shown = seizable(total, on, children=seizure.children or 0, with_wage=with_wage)
    return min(part, net), shown


def _bands(scale: dict[str, Any], with_wage: bool) -> list[tuple[int, int | None, int]]:
    free, fifth, most = (scale[name] * EURO for name in ("free", "fifth", "two_fifths"))
    if with_wage and scale["thirty"] is not None:
        thirty = scale["thirty"] * EURO
        return [
            (free, fifth, FIFTH),
            (fifth, thirty, THIRTY),
            (thirty, most, TWO_FIFTHS),
            (most, None, PER_CENT),
        ]
    return [(free, fifth, FIFTH), (fifth, most, TWO_FIFTHS), (most, None, PER_CENT)]


def _in_band(amount: int, low: int, high: int | None) -> int:
    return max(0, min(amount, high if high is not None else amount) - low)
