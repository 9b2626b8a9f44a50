"""After the rule of a scheme: gross, tax and what is kept back. One way for all schemes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from capac.core.period import Month
from capac.rules import tax, withholdings
from capac.rules.batch import NONE, Batch, Flags, Wide
from capac.rules.parameters import MissingParameterError, Parameter, parameter
from capac.rules.sheet import Sheet, Shown
from capac.rules.withholdings import KeptBack


@dataclass(frozen=True)
class Outcome:
    """What a month came to for each person of a batch, in cents; `tax_rate` in basis points, 0 where nothing is taxed.

    `shown` is the set of parameters behind each month, `refused` who needs one that is not known.
    """

    batch: Batch
    sheet: Sheet
    gross: Wide
    tax: Wide
    tax_rate: Wide
    tax_uncertain: Flags
    kept: KeptBack
    shown: Wide
    sets: list[tuple[Parameter, ...]]
    refused: Mapping[int, MissingParameterError]

    @property
    def net(self) -> Wide:
        """Gross less tax."""
        return self.gross - self.tax

    @property
    def payable(self) -> Wide:
        """What goes to each client."""
        return self.net - self.kept.total(len(self.batch))

    @property
    def halves(self) -> Wide:
        """Halves paid in all."""
        return self.sheet.lines.totals(self.sheet.lines.halves, len(self.batch))


def settle(batch: Batch, sheet: Sheet, shown: Shown) -> Outcome:
    """Tax on the taxed part, then the withholdings in their order, and every parameter used, once each."""
    lines, people, month = sheet.lines, len(batch), batch.month
    gross = lines.totals(lines.gross, people)
    taxed = lines.totals(np.where(lines.taxed, lines.gross, 0), people)
    doubted = np.zeros(people, np.bool_)
    doubted[lines.person[lines.taxed & lines.doubted]] = True
    used = _of_lines(sheet, shown, people)
    if batch.scheme != "activation":
        used = shown.where(np.ones(people, np.bool_), _index(month), beside=used)
    refused: dict[int, MissingParameterError] = {}
    rate = due = np.zeros(people, np.int64)
    if (taxed > 0).any():
        try:
            rate, due, doubted, used = _taxed(batch, taxed, doubted, shown=shown, used=used)
        except MissingParameterError as error:
            refused = dict.fromkeys(np.flatnonzero(taxed).tolist(), error)
    kept = withholdings.withhold(batch.kept, shown, gross=gross, net=gross - due, on=month.last)
    return Outcome(
        batch=batch,
        sheet=_told(batch, sheet),
        gross=gross,
        tax=due,
        tax_rate=rate,
        tax_uncertain=doubted,
        kept=kept,
        shown=shown.both(used, kept.shown),
        sets=shown.sets,
        refused={**kept.refused, **refused},
    )


def _taxed(
    batch: Batch, taxed: Wide, doubted: Flags, *, shown: Shown, used: Wide
) -> tuple[Wide, Wide, Flags, Wide]:
    """Rate, tax, whether it rests on what is not settled, and the parameters. Raises MissingParameterError."""
    first, some = batch.month.first, taxed > 0
    rate = tax.rate(batch.scheme, first)
    for doubt in (False, True):
        mine = some & (doubted == doubt)
        if mine.any():
            used = shown.where(mine, tuple(tax.shown(batch.scheme, first, doubted=doubt)), beside=used)
    uncertain = doubted | (some & (rate.status == "uncertain"))
    return np.where(some, rate.number, 0), tax.of(taxed, rate.number), uncertain, used


def _of_lines(sheet: Sheet, shown: Shown, people: int) -> Wide:
    """The parameters behind the lines of each person, line after line."""
    lines = sheet.lines
    used = np.zeros(people, np.int64)
    if lines.shown.any():
        for mine in lines.ranks:
            owners = lines.person[mine]
            used[owners] = shown.both(used[owners], lines.shown[mine])
    return used


def _told(batch: Batch, sheet: Sheet) -> Sheet:
    """A secondary income is told in every scheme that it lowers."""
    income = np.where(batch.secondary_income == NONE, 0, batch.secondary_income)
    return replace(sheet, figures={**sheet.figures, "secondary_income": income})


def _index(month: Month) -> tuple[Parameter, ...]:
    """The index under which the amounts of a C2 stand is always shown, settled or not."""
    try:
        return (parameter("index_multiplier", month.first),)
    except MissingParameterError:
        return ()
