"""What is odd in a table of barème rows, and each row beside the formula and beside what held the day before.

`wrong` bars the table: a half that is not the half-up of the whole, an amount that falls where the wage
rises, a family or a phase above the one that it may not exceed, an amount beyond a confirmed minimum or
limit. `look` asks for a person: a bound that is not confirmed, a code or a family that is not there, a
leap, a difference with the formula (AR 25.11.1991 art. 111, 114, 115; AM 26.11.1991 art. 69).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise

from capac.core.money import half_up, plain
from capac.rules import bareme
from capac.rules.bareme_rows import NO_ROWS, Bareme, Row, Table, rows
from capac.rules.facts import FAMILIES
from capac.rules.parameters import MissingParameterError, causes, published

WRONG, LOOK = "wrong", "look"
CHAINS = (("A1", "A2", "A3"), ("X", "B"), ("11", "12", "13"), ("21", "22", "23", "24"))
"""Phases of which a later one never pays more."""
PUBLISHED_AS = {"11": "months 1-3", "12": "months 4-6", "13": "months 7-12", "2A": "months 13-24"}
"""The phases before 1.3.2026 by the periods under which ONEM published their bounds."""
LEAP_PER_CENT = 10
"""An amount that moves by more than a tenth is looked at: an index step is two per cent."""
Group = tuple[str, str, str]
"""Family, phase, share of temporary unemployment."""


@dataclass(frozen=True)
class Anomaly:
    """One odd thing: how grave, which (a key of the sentences, after `bareme_`), and what fills its sentence."""

    weight: str
    kind: str
    arguments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Compared:
    """A row beside the formula (or what the formula lacks) and beside the amount of the day before, in cents."""

    row: Row
    formula_cents: int | None
    missing: str
    before_cents: int | None

    @property
    def differs(self) -> bool:
        """The formula gives another amount."""
        return self.formula_cents not in (None, self.row.daily_cents)


@dataclass(frozen=True)
class Report:
    """Everything to see before a table is approved."""

    table: Table
    anomalies: tuple[Anomaly, ...]
    compared: tuple[Compared, ...]

    @property
    def wrong(self) -> bool:
        """It may not be approved."""
        return any(anomaly.weight == WRONG for anomaly in self.anomalies)


def report(table: Table, before: Bareme = NO_ROWS) -> Report:
    """The table against itself, the law, and `before`: the rows in force until it."""
    compared = tuple(_compared(row, table, before) for row in table.rows)
    found = [*_halves(table), *_order(table), *_bounds(table), *_absent(table), *_formula(compared)]
    return Report(table, tuple(sorted(found, key=lambda one: one.weight != WRONG)), compared)


def name(row: Row) -> str:
    """A row as a person names it: 43BA3, NX, 43 force_majeure."""
    code = "" if row.code is None else str(row.code)
    return f"{code} {row.share}" if row.share else f"{code}{row.family}{row.phase}"


def _groups(table: Table) -> dict[Group, list[Row]]:
    """Rows of one family and phase, or of one share, by wage code."""
    found: dict[Group, list[Row]] = defaultdict(list)
    for row in sorted(table.rows, key=lambda row: row.code or 0):
        found[row.family, row.phase, row.share].append(row)
    return found


def _halves(table: Table) -> Iterator[Anomaly]:
    """Half of an allowance is the half-up of the whole: the rules pay that, so a row may not say otherwise."""
    for row in table.rows:
        expected = half_up(row.daily_cents, 2)
        if row.half_cents != expected:
            told = {"row": name(row), "amount": plain(row.half_cents), "expected": plain(expected)}
            yield Anomaly(WRONG, "half", told)


def _order(table: Table) -> Iterator[Anomaly]:
    """Amounts rise with the wage code, A >= N >= B, and no later phase of a chain above an earlier one."""
    for group in _groups(table).values():
        for lower, higher in pairwise(group):
            if higher.daily_cents < lower.daily_cents:
                yield _above("falls", lower, higher)
    by_key = {row.key: row for row in table.rows}
    for row in table.rows:
        for kind, after in (("family_order", _next_family(row)), ("phase_order", _next_phase(row))):
            other = by_key.get((row.code, *after, "")) if after else None
            if other is not None and other.daily_cents > row.daily_cents:
                yield _above(kind, row, other)


def _above(kind: str, row: Row, other: Row) -> Anomaly:
    told = {"row": name(row), "amount": plain(row.daily_cents)}
    return Anomaly(WRONG, kind, {**told, "other": name(other), "other_amount": plain(other.daily_cents)})


def _next_family(row: Row) -> tuple[str, str] | None:
    place = FAMILIES.index(row.family) + 1 if row.family else len(FAMILIES)
    return (FAMILIES[place], row.phase) if place < len(FAMILIES) else None


def _next_phase(row: Row) -> tuple[str, str] | None:
    for chain in CHAINS:
        if row.phase in chain[:-1]:
            return row.family, chain[chain.index(row.phase) + 1]
    return None


def _bounds(table: Table) -> Iterator[Anomaly]:
    """Minima and limits of the law, and the lowest and highest amounts that ONEM published for the same day."""
    for (family, phase, share), group in _groups(table).items():
        for lowest, highest in _known_bounds(table, family, phase, share):
            for row in group:
                if lowest.cents is not None and row.daily_cents < lowest.cents:
                    yield _beyond("below", row, lowest)
                if highest.cents is not None and row.daily_cents > highest.cents:
                    yield _beyond("above", row, highest)


def _beyond(kind: str, row: Row, bound: bareme.Bound) -> Anomaly:
    told = {"row": name(row), "amount": plain(row.daily_cents), "bound": plain(bound.cents or 0)}
    return Anomaly(WRONG if bound.confirmed else LOOK, kind, told)


def _known_bounds(
    table: Table, family: str, phase: str, share: str
) -> Iterator[tuple[bareme.Bound, bareme.Bound]]:
    on = table.valid_from
    try:
        with rows(NO_ROWS):
            yield bareme.temporary_bounds(share, on) if share else bareme.bounds(phase, family=family, on=on)
    except MissingParameterError:
        pass
    told = published()["full_unemployment"].get(on, {}).get("phases", {}).get(PUBLISHED_AS.get(phase, ""))
    if told:
        cents = [int(amount.replace(".", "")) for amount in told[family]]
        yield bareme.Bound(cents[0]), bareme.Bound(cents[-1])


def _absent(table: Table) -> Iterator[Anomaly]:
    """Wage codes between the first and the highest, and families of a phase, for which the formula goes on to speak."""
    groups = _groups(table)
    for (family, phase, share), group in groups.items():
        codes = {row.code for row in group if row.code is not None}
        missing = [code for code in range(1, max(codes, default=0)) if code not in codes]
        if missing:
            told = {"row": share or f"{family}{phase}", "codes": _ranges(missing)}
            yield Anomaly(LOOK, "codes_absent", told)
    for phase in dict.fromkeys(phase for _, phase, _ in groups if phase):
        families = [family for family in FAMILIES if (family, phase, "") not in groups]
        if families:
            yield Anomaly(LOOK, "families_absent", {"row": phase, "families": ", ".join(families)})


def _ranges(codes: list[int]) -> str:
    """1-5, 7 for 1, 2, 3, 4, 5, 7."""
    spans: list[list[int]] = []
    for code in codes:
        if spans and spans[-1][-1] + 1 == code:
            spans[-1][1:] = [code]
        else:
            spans.append([code])
    return ", ".join("-".join(map(str, span)) for span in spans)


def _formula(compared: tuple[Compared, ...]) -> Iterator[Anomaly]:
    """Once for all rows that differ from the formula or that it cannot give; each row that leaps."""
    differing = [one.row for one in compared if one.differs]
    if differing:
        yield Anomaly(LOOK, "differs", {"number": str(len(differing)), "row": name(differing[0])})
    for missing in dict.fromkeys(one.missing for one in compared if one.missing):
        number = sum(one.missing == missing for one in compared)
        yield Anomaly(LOOK, "not_compared", {"number": str(number), "name": missing})
    for one in compared:
        before = one.before_cents
        if before and abs(one.row.daily_cents - before) * 100 > LEAP_PER_CENT * before:
            told = {"row": name(one.row), "amount": plain(one.row.daily_cents), "before": plain(before)}
            yield Anomaly(LOOK, "leap", told)


def _compared(row: Row, table: Table, before: Bareme) -> Compared:
    with rows(NO_ROWS):
        formula, missing = _amount(lambda: _of(row, on_eve=False, table=table))
    with rows(before):
        eve, _ = _amount(lambda: _of(row, on_eve=True, table=table))
    return Compared(row, formula, missing, eve)


def _of(row: Row, *, on_eve: bool, table: Table) -> int:
    """What the rules give for a row, on the table's first day or on its eve. An amount for any code is that of code 1."""
    on = table.valid_from - timedelta(1) if on_eve else table.valid_from
    code = row.code or 1
    if row.share:
        cause = next(cause for cause, told in causes().items() if told["share"] == row.share)
        return bareme.temporary_amount(code, cause=cause, on=on).cents
    return bareme.daily_amount(code, family=row.family, phase=row.phase, on=on).cents


def _amount(of: Callable[[], int]) -> tuple[int | None, str]:
    try:
        return of(), ""
    except MissingParameterError as error:
        return None, error.name
