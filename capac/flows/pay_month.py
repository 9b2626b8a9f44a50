"""From facts to payments: what changed is computed, weighed against what was paid, paid, held or claimed back.

Works in batches, each one transaction: calculations, payments, holds and debts of a batch stand together or
not at all. Whoever is plainly in order and new to the books stays in columns from the facts to the bank's file. A worker that dies leaves a run that is preparing; the next one goes on with it, on the facts of
its moment, and finds the batches that were done balanced. A prepared run waits for a second person.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime

import django
import pyarrow as pa
from django.db import transaction

from capac.core import clock
from capac.core.period import Month
from capac.debt import api as debt
from capac.exchange import api as exchange
from capac.flows.month_facts import MonthFacts, MonthTable, Whose, month_table
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
BATCH = 50_000
MANY = 120_000
"""Fewer clients are not worth a process of their own."""
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
        for batch in _answers(month, clients, preparation):
            _batch(batch, preparation)
    run = payment.preparing()
    if run is not None:
        state = payment.finish(run.pk, because=preparation.because)
        preparation.progress.count(state)


@dataclass(frozen=True)
class _Answered:
    """A batch with what the rules say of it: columns of those in order, and the others by client and scheme."""

    month: Month
    clients: records.Ids
    owed: payment.Owed
    alone: tuple[payment.Due, ...]
    lowered: verification.Lowered


def _answers(month: Month, clients: records.Ids, preparation: _Preparation) -> Iterator[_Answered]:
    """Batch by batch. Of very many, a process beside this one computes the next while one is written."""
    known = preparation.known
    batches = [clients[begin : begin + BATCH] for begin in range(0, len(clients), BATCH)]
    if len(clients) < MANY:
        yield from (_answered(month, batch, known) for batch in batches)
        return
    spawning = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, spawning, initializer=django.setup) as hand:
        ahead: deque[Future[_Answered]] = deque()
        for batch in batches:
            ahead.append(hand.submit(_answered_beside, month, batch, known))
            if len(ahead) > 2:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def _answered_beside(month: Month, clients: records.Ids, known: datetime) -> _Answered:
    """The same in another process, which must be told by which barème."""
    with rules.bareme_rows(exchange.bareme(known)):
        return _answered(month, clients, known)


def _answered(month: Month, clients: records.Ids, known: datetime) -> _Answered:
    """Facts and rules of one batch. Nothing is written, and nothing that others write meanwhile is weighed."""
    table = month_table(month, clients, known=known)
    computed, named = _computed(month, table.alone), _named(table.alone)
    return _Answered(
        month=month,
        clients=clients,
        owed=_owed(table),
        alone=tuple(
            _due(one, computed.get(whose), named.get(whose, "")) for whose, one in table.alone.items()
        ),
        lowered=verification.lowered(clients, [month.first], known=known),
    )


def _batch(batch: _Answered, preparation: _Preparation) -> None:
    """What one batch changes, alone and in one transaction."""
    with transaction.atomic():
        payment.alone()
        claimed = debt.claimed(batch.clients, [batch.month.first])
        spoken = {client for client, _, _ in (*batch.lowered, *claimed)}
        new, others = payment.sort_out(batch.owed, spoken=spoken)
        weighed = payment.weigh([_told(due, batch.lowered, claimed) for due in (*batch.alone, *others)])
        _write([row for row in weighed if row.moves], new, preparation)
    preparation.progress.count("batches")


def _write(rows: list[payment.Difference], new: payment.Owed, preparation: _Preparation) -> None:
    """A run is opened only when there is something to write; debts follow in the same transaction."""
    if not rows and not len(new):
        return
    day = payment.next_bank_day()
    run_id = payment.open_run(Month.of(day).first, day, known=preparation.known, who=preparation.who)
    claims = payment.prepare(run_id, rows, owed=new, because=preparation.because)
    changes = [
        debt.Change(c.client_id, c.scheme, c.month, c.cents, c.cause, c.calculation_id) for c in claims
    ]
    debt.follow(changes, because=preparation.because)
    for name, number in {
        "calculations": sum(row.keeps for row in rows) + len(new),
        "payments": sum(row.payment is not None for row in rows) + new.paying,
        "holds_opened": sum(len(row.opens) for row in rows),
        "holds_lifted": sum(len(row.lifts) for row in rows),
        "claims": len(claims),
    }.items():
        preparation.progress.count(name, number)


def _owed(known: MonthTable) -> payment.Owed:
    """What the rules say of everybody who is plainly in order, beside what payment keeps of them."""
    plain = known.plain
    answers = rules.answer_table(plain.facts)
    columns = {name: answers[name] for name in answers.schema.names if name != "key"}
    told = {name: plain.beside[name] for name in plain.beside.schema.names}
    own = {"client_id": plain.clients, "scheme": plain.schemes, "digest": rules.digests(plain.facts)}
    return payment.Owed(known.month.first, pa.table({**own, **told, **columns}))


def _computed(month: Month, facts: Mapping[Whose, MonthFacts]) -> dict[Whose, rules.Calculation]:
    """What the rules say of everybody with facts, at once; of those to whom nothing is owed, nothing."""
    complete = {whose: known.facts for whose, known in facts.items() if known.facts is not None}
    said = dict(zip(complete, rules.calculate(month, list(complete.values())), strict=True))
    nothing = {
        whose: rules.nothing(month, known.scheme) for whose, known in facts.items() if known.owes_nothing
    }
    return said | nothing


def _named(facts: Mapping[Whose, MonthFacts]) -> dict[Whose, str]:
    """The digest of the facts of everybody who has some."""
    complete = {whose: known.facts for whose, known in facts.items() if known.facts is not None}
    table = rules.facts_table(("", found) for found in complete.values())
    return dict(zip(complete, rules.digests(table), strict=True))


def _due(known: MonthFacts, said: rules.Calculation | None, digest: str) -> payment.Due:
    refusal = _refusal(said)
    return payment.Due(
        client_id=known.client_id,
        scheme=known.scheme,
        month=known.month.first,
        calculation=None if refusal else said,
        digest=digest,
        card_id=known.card.id if known.card else None,
        authorisations=known.authorisations,
        authorised_on=known.authorised_on,
        payee=known.payee,
        collective=known.collective,
        stops=(*known.stops, *refusal),
        bars=known.bars,
    )


def _told(
    due: payment.Due, lowered: verification.Lowered, claimed: dict[tuple[int, str, date], int]
) -> payment.Due:
    """The same with what other rooms say of the month."""
    return replace(due, lowered=dict(lowered.get(due.key, ())), claimed=claimed.get(due.key, 0))


def _refusal(said: rules.Calculation | None) -> tuple[payment.Stop, ...]:
    if said is None or said.refusal is None:
        return ()
    refusal = said.refusal
    return (payment.refusal_stop(refusal.message, refusal.rule, dict(refusal.arguments)),)
