"""What the C2 says must be kept back (S05, S06) as the rules take it: what is in force on a month's usual day of payment."""

from __future__ import annotations

from datetime import date

from capac.exchange import api as exchange
from capac.payment import api as payment
from capac.rules import api as rules

FULL = 100
"""Per cent of the retention ex officio after fraud."""


def withholdings(
    modules: exchange.Modules, on: date, *, collective: bool
) -> tuple[rules.Withholdings, list[payment.Stop]]:
    """The retentions of a day, and what stops the month because an amount is not known.

    Ordinary seizures share the seizable part, whatever the number of creditors; maintenance and assignments
    add up. Under a collective debt settlement nothing else is kept.
    """
    if collective:
        return rules.Withholdings(collective_debt_settlement=True), []
    seizures = [one for one in modules.seizures if one.span.contains(on)]
    unclear = [
        payment.Stop("fact_missing", "us", {"fact": "amount", "field": f"S05.{one.kind}"})
        for one in seizures
        if one.kind != "seizure" and one.amount_cents is None
    ]
    recovery = modules.recovery if modules.recovery and modules.recovery.span.contains(on) else None
    kept = rules.Withholdings(
        seizure=_seizure(seizures),
        assignment_cents=_sum(seizures, "assignment"),
        recovery_ex_officio=recovery is not None and recovery.percent != FULL,
        full_recovery=recovery is not None and recovery.percent == FULL,
    )
    return kept, unclear[:1]


def _seizure(seizures: list[exchange.Seizure]) -> rules.Seizure | None:
    """Children of the debtor count once, however many creditors there are; None: there is only maintenance."""
    ordinary = [one for one in seizures if one.kind == "seizure"]
    maintenance = _sum(seizures, "maintenance")
    if not ordinary and not maintenance:
        return None
    children = max((one.children for one in ordinary), default=None)
    return rules.Seizure(children=children, maintenance_cents=maintenance)


def _sum(seizures: list[exchange.Seizure], kind: str) -> int:
    return sum(one.amount_cents or 0 for one in seizures if one.kind == kind)
