"""From facts to payments: what changed is computed, weighed against what was paid, paid, held or claimed back.

Works in batches, each one transaction: calculations, payments, holds and debts of a batch stand together or
not at all. A worker that dies leaves a run that is preparing; the next one goes on with it, on the facts of
its moment, and finds the batches that were done balanced. A prepared run waits for a second person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.db import transaction

from capac.core import clock
from capac.core.period import Month
from capac.debt import api as debt
from capac.exchange import api as exchange
from capac.flows.month_facts import MonthFacts, Whose, month_facts
from capac.flows.what_changed import what_changed
from capac.payment import api as payment
from capac.people import api as people
from capac.records import api as records
from capac.rules import api as rules
from capac.verification import api as verification

COUNTERS = (
    "filed", "candidates", "batches", "calculations", "payments", "holds_opened", "holds_lifted", "claims",
    "prepared", "empty",
)  # fmt: skip
BATCH = 2500
WHY = "owed is not what was paid"


@dataclass(frozen=True, slots=True)
class _Preparation:
    """What a preparation works with: facts as known at a moment, in whose name, counted where."""

    known: datetime
    who: str
    progress: records.Progress

    @property
    def because(self) -> records.Because:
        """For the log of states."""
        return records.Because(self.who, WHY, self.progress.run.pk)


def prepare_payments(*, who: str) -> dict[str, int]:
    """Prepare what became payable since the last run; go on first with what a worker left. Returns the counters.

    Without a new fact nothing is written but the line of the job.
    """
    with records.running("pay_month", COUNTERS, who=who) as progress:
        payment.accounts_changed(because=records.Because(who, "another account is known", progress.run.pk))
        left = payment.preparing()
        if left is not None:
            _prepare(_Preparation(left.known_at, left.prepared_by, progress))
        _prepare(_Preparation(clock.now(), who, progress))
        _file_released(progress, who=who)
        return progress.counters


def release_payments(run_id: int, *, staff: people.Staff, seen_cents: int | None = None) -> list[str]:
    """A second person releases a prepared run; its files are written for the bank. Returns their message ids.

    `seen_cents` is the total of the transfers that this person looked at: a run that moved since is not released.
    Raises payment.RunError. When writing the files fails the run stays released, and the next job writes them.
    """
    because = records.Because(staff.login, "released after its audit table")
    payment.release(run_id, staff=staff, because=because, seen_cents=seen_cents)
    return payment.file_run(run_id, who=staff.login)


def _file_released(progress: records.Progress, *, who: str) -> None:
    """Runs whose release is done and whose files are not: somebody died between the two."""
    for run_id in payment.released():
        payment.file_run(run_id, who=who)
        progress.count("filed")


def _prepare(preparation: _Preparation) -> None:
    """One preparation, by the barème as known at its moment."""
    with rules.bareme_rows(exchange.bareme(preparation.known)):
        _prepare_all(preparation)


def _prepare_all(preparation: _Preparation) -> None:
    for month, clients in what_changed(preparation.known).items():
        preparation.progress.count("candidates", len(clients))
        for batch in _batches(sorted(clients)):
            _batch(month, batch, preparation)
    run = payment.preparing()
    if run is not None:
        state = payment.finish(run.pk, because=preparation.because)
        preparation.progress.count(state)


def _batch(month: Month, clients: Sequence[int], preparation: _Preparation) -> None:
    """One batch: facts and rules first, then, alone and in one transaction, what they change."""
    facts = month_facts(month, clients, known=preparation.known)
    computed = _computed(month, facts)
    lowered = verification.lowered(clients, [month.first], known=preparation.known)
    with transaction.atomic():
        payment.alone()
        claimed = debt.claimed(clients, [month.first])
        dues = [_due(known, computed.get(whose), lowered, claimed) for whose, known in facts.items()]
        _write([row for row in payment.weigh(dues) if row.moves], preparation)
    preparation.progress.count("batches")


def _write(rows: list[payment.Difference], preparation: _Preparation) -> None:
    """A run is opened only when there is something to write; debts follow in the same transaction."""
    if not rows:
        return
    day = payment.next_bank_day()
    run_id = payment.open_run(Month.of(day).first, day, known=preparation.known, who=preparation.who)
    claims = payment.prepare(run_id, rows, because=preparation.because)
    changes = [
        debt.Change(c.client_id, c.scheme, c.month, c.cents, c.cause, c.calculation_id) for c in claims
    ]
    debt.follow(changes, because=preparation.because)
    for name, number in {
        "calculations": sum(row.keeps for row in rows),
        "payments": sum(row.payment is not None for row in rows),
        "holds_opened": sum(len(row.opens) for row in rows),
        "holds_lifted": sum(len(row.lifts) for row in rows),
        "claims": len(claims),
    }.items():
        preparation.progress.count(name, number)


def _computed(month: Month, facts: dict[Whose, MonthFacts]) -> dict[Whose, rules.Calculation]:
    """What the rules say of everybody with facts, at once; of those to whom nothing is owed, nothing."""
    complete = {whose: known.facts for whose, known in facts.items() if known.facts is not None}
    said = dict(zip(complete, rules.calculate(month, list(complete.values())), strict=True))
    nothing = {
        whose: rules.nothing(month, known.scheme) for whose, known in facts.items() if known.owes_nothing
    }
    return said | nothing


def _due(
    known: MonthFacts,
    said: rules.Calculation | None,
    lowered: verification.Lowered,
    claimed: dict[tuple[int, str, date], int],
) -> payment.Due:
    key = (known.client_id, known.scheme, known.month.first)
    refusal = _refusal(said)
    return payment.Due(
        client_id=known.client_id,
        scheme=known.scheme,
        month=known.month.first,
        calculation=None if refusal else said,
        digest=known.digest,
        card_id=known.card.id if known.card else None,
        authorisations=known.authorisations,
        authorised_on=known.authorised_on,
        lowered=dict(lowered.get(key, ())),
        claimed=claimed.get(key, 0),
        payee=known.payee,
        collective=known.collective,
        stops=(*known.stops, *refusal),
        bars=known.bars,
    )


def _refusal(said: rules.Calculation | None) -> tuple[payment.Stop, ...]:
    """Why the rules could not compute: a figure of the law that is not known, or a fact that is wrong."""
    if said is None or said.refusal is None:
        return ()
    refusal = said.refusal
    reason = refusal.message if refusal.message == "parameter_missing" else "fact_missing"
    told = {"message": refusal.message, "rule": refusal.rule, **refusal.arguments}
    return (payment.Stop(reason, "us", told),)


def _batches(clients: list[int]) -> Iterator[list[int]]:
    rows = iter(clients)
    while batch := list(islice(rows, BATCH)):
        yield batch
