"""The month's result of the contract: kept at its close, and counted again each day."""

from __future__ import annotations

from capac.contract import api as contract
from capac.core import clock
from capac.core.period import Month
from capac.flows.refresh_indicators import refresh_indicators
from capac.records import api as records

COUNTERS = ("kept", "recounted", "differing")
RECENT = 13
"""So many of the last kept months are counted again each day; all of them where it is asked."""


def freeze_month(*, who: str, month: Month | None = None, everything: bool = False) -> dict[str, int]:
    """Keep the result of a month that is over (the last one), and count the kept months again.

    The figures are built first. A month that is kept already is not kept twice. Raises contract.FreezeError.
    """
    wanted = month or Month.of(clock.today()).plus(-1)
    refresh_indicators(who=who)
    with records.running("freeze_month", COUNTERS, who=who, about=str(wanted)) as progress:
        why = records.Because(who, f"the close of {wanted}", run_id=progress.run.pk)
        progress.count("kept", contract.freeze(wanted, because=why))
        again = records.Because(who, "a month's result counted again", run_id=progress.run.pk)
        months = contract.frozen_months()
        for as_of in months if everything else months[-RECENT:]:
            progress.count("recounted")
            progress.count("differing", contract.recount(as_of, because=again))
        return progress.counters
