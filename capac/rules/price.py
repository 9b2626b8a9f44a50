"""What an allowance is worth: from the C2 itself, or from the barème; less secondary income (AR art. 130)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from capac.rules import bareme, bareme_rows, tax
from capac.rules.batch import NONE, Batch, Flags, Segments, Wide
from capac.rules.facts import INSERTION_FAMILIES, PHASE_CODES, CaseError
from capac.rules.layer import remembered
from capac.rules.parameters import MissingParameterError, Parameter, parameter
from capac.rules.sheet import Lines, Shown, half_of

Refusal = CaseError | MissingParameterError
Table = Callable[["Asked"], bareme.Daily]
"""Where a daily amount comes from when the C2 does not say it."""
FAMILY_ROOM, PHASE_ROOM, BESIDE_ROOM = 16, 64, 1 << 23
STRANGE_CODE = 1000


@dataclass(frozen=True)
class Asked:
    """What a barème is asked: code, family, phase, the last day of the month, and what a scheme adds (a day number,
    a cause's place)."""

    code: int
    family: str
    phase: str
    on: date
    beside: int


@dataclass(frozen=True)
class Priced:
    """Lines with nothing counted yet, the sets of parameters behind them, and whose amount cannot be told, and why."""

    lines: Lines
    shown: Shown
    refused: Mapping[int, Refusal]

    def but(self, refused: Mapping[int, Refusal]) -> Priced:
        """The same, with people refused before their amount was looked for."""
        return replace(self, refused={**self.refused, **refused})


def from_bareme(asked: Asked) -> bareme.Daily:
    """The barème of full unemployment. Raises MissingParameterError, or KeyError for an unknown code."""
    return bareme.daily_amount(asked.code, family=asked.family, phase=asked.phase, on=asked.on)


def all_segments(batch: Batch) -> Priced:
    """A line for each segment of the authorisation, by the barème of full unemployment."""
    return price(batch, np.arange(len(batch.segments)))


def price(
    batch: Batch, source: Wide, *, table: Table = from_bareme, occupation: Wide | None = None, beside: Wide | None = None
) -> Priced:  # fmt: skip
    """A line for each segment named, in the order of people. `beside` is what the table is asked besides."""
    whole = np.array_equal(source, np.arange(len(batch.segments)))
    segments, shown = batch.segments if whole else batch.segments.rows(source), Shown()
    daily, numbers, faults = _given(batch, segments, shown, table=table, beside=beside)
    refused = {int(segments.person[line]): error for line, error in reversed(faults)}
    owed = tax.liability(batch.scheme, segments, batch.month.first)
    zero = np.zeros(len(source), np.int64)
    lines = Lines(
        person=segments.person,
        source=source,
        occupation=zero - 1 if occupation is None else occupation,
        daily=daily,
        half=np.where(segments.half == NONE, half_of(daily), segments.half),
        taxed=owed.taxed,
        doubted=owed.doubted,
        shown=numbers,
        halves=zero,
        by_half=np.zeros(len(source), np.bool_),
        gross=zero,
    )
    return _lowered(
        batch, Priced(lines, shown, refused), unknown=(segments.daily == NONE) & (segments.wage_code == NONE)
    )


def _given(
    batch: Batch, segments: Segments, shown: Shown, *, table: Table, beside: Wide | None
) -> tuple[Wide, Wide, list[tuple[int, Refusal]]]:
    """The C2's own amounts; a wage code is looked up only when no daily amount is given, once for all who share it."""
    daily = np.where(segments.daily == NONE, 0, segments.daily)
    numbers = np.zeros(len(segments), np.int64)
    asking = np.flatnonzero((segments.daily == NONE) & (segments.wage_code != NONE))
    faults: list[tuple[int, Refusal]] = []
    if not len(asking):
        return daily, numbers, faults
    keys = (
        (np.clip(segments.wage_code, 0, STRANGE_CODE) * FAMILY_ROOM + segments.family + 1) * PHASE_ROOM
        + segments.phase
        + 1
    )
    keys = keys * BESIDE_ROOM + (0 if beside is None else beside)
    known, first, place = np.unique(keys[asking], return_index=True, return_inverse=True)
    amounts, sets = np.zeros(len(known), np.int64), np.zeros(len(known), np.int64)
    for number, line in enumerate(asking[first].tolist()):
        found = _looked_up(table, _asked(batch, segments, line, beside))
        if isinstance(found, bareme.Daily):
            amounts[number], sets[number] = found.cents, shown.of(found.parameters)
        else:
            faults += [(mine, found) for mine in asking[place == number].tolist()]
    daily[asking], numbers[asking] = amounts[place], sets[place]
    return daily, numbers, sorted(faults, key=lambda fault: fault[0])


def _asked(batch: Batch, segments: Segments, line: int, beside: Wide | None) -> Asked:
    family, phase = int(segments.family[line]), int(segments.phase[line])
    return Asked(
        code=int(segments.wage_code[line]),
        family=INSERTION_FAMILIES[family] if family >= 0 else "",
        phase=PHASE_CODES[phase] if phase >= 0 else "",
        on=batch.month.last,
        beside=0 if beside is None else int(beside[line]),
    )


@remembered
def _of_table(table: Table, asked: Asked, rows: bareme_rows.Bareme) -> bareme.Daily:
    """What the table says; `rows` are those of ONEM that are in force, under which an answer is remembered."""
    del rows
    found = table(asked)
    return replace(found, parameters=_one(found.parameters))


@remembered
def _one(parameters: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    """Equal sets of parameters as one object, which is known again at once."""
    return parameters


def _looked_up(table: Table, asked: Asked) -> bareme.Daily | Refusal:
    try:
        return _of_table(table, asked, bareme_rows.in_force())
    except KeyError as error:
        if isinstance(error, MissingParameterError):
            return error
        return CaseError(
            "wage_code", fact="wage_code", field="authorisation.wage_code", rule="AM 26.11.1991 art. 69"
        )
    except (CaseError, MissingParameterError) as error:
        return error


def _lowered(batch: Batch, priced: Priced, *, unknown: Flags) -> Priced:
    """Less what a secondary income exceeds the free amount by, never below zero (AR art. 130)."""
    lines = priced.lines
    income = lines.of_person(batch.secondary_income)
    lowers = income != NONE
    if not lowers.any():
        return priced
    refused = dict(priced.refused)
    nameless = CaseError(
        "missing", fact="daily_amount", field="authorisation.daily_amount", rule="AR 25.11.1991 art. 130"
    )
    for person in lines.person[lowers & unknown].tolist():
        refused.setdefault(person, nameless)
    try:
        free, used = _free_amount(batch.month.first)
    except MissingParameterError as error:
        for person in lines.person[lowers].tolist():
            refused.setdefault(person, error)
        return replace(priced, refused=refused)
    less = np.where(lowers, np.maximum(0, np.where(lowers, income, 0) - free), 0)
    daily = np.where(lowers, np.maximum(0, lines.daily - less), lines.daily)
    half = np.where(lowers, half_of(daily), lines.half)
    shown = priced.shown.where(lowers, used, beside=lines.shown)
    return Priced(replace(lines, daily=daily, half=half, shown=shown), priced.shown, refused)


def _free_amount(on: date) -> tuple[int, tuple[Parameter, ...]]:
    """The amount of secondary income that lowers nothing, in cents a day, and its parameters."""
    free, index = parameter("secondary_income_free", on), bareme.multiplier(on)
    return bareme.indexed_cents(free.ten_thousandths, on), (free, index)


def first_in_use(batch: Batch) -> Wide:
    """The first segment on which each month stands."""
    owners = batch.segments.person[batch.in_use]
    return np.asarray(batch.in_use[np.append(True, owners[1:] != owners[:-1])[: len(owners)]])


def only_segment(batch: Batch, *, rule: str) -> tuple[Wide, dict[int, Refusal]]:
    """The one segment of each month in which amounts cannot be told apart by day, and who has several."""
    several = np.bincount(batch.segments.person[batch.in_use], minlength=len(batch)) > 1
    error = CaseError("one_segment", fact="authorisation", field="authorisation", rule=rule)
    return first_in_use(batch), dict.fromkeys(np.flatnonzero(several).tolist(), error)
