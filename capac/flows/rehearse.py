"""A change of the law, rehearsed: every computed month from the draft's first day on, computed by both books and compared.

Facts are those known now, from the one builder of them. An amount of a C2 that is the barème's own is left to the
barème, so that the draft changes it; another stays, and is counted as kept. Nothing is paid, claimed or stored in
payment: a rehearsal is a run with its counters, and a folder with what it found (docs/decisions/0015).
Works client by client in batches, so that memory does not grow with the country.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from capac.core import clock
from capac.core.period import Month
from capac.exchange import api as exchange
from capac.flows import rehearsed
from capac.flows.month_facts import MonthFacts, month_facts
from capac.payment import api as payment
from capac.people import api as people
from capac.records import api as records
from capac.rules import api as rules

VERB = rehearsed.VERB
COUNTERS = ("clients", "months", "computed", "changed", "refused", "no_facts", "batches")
BATCH = 2500
BAND = 20
"""Wage codes of a band: 1-20, 21-40, …"""
AMOUNTS = ("gross", "tax", "net", "payable")
FIELDS = [
    ("client_id", pa.int64()), ("month", pa.date32()), ("state", pa.string()), ("reason", pa.string()),
    ("scheme", pa.string()), ("family", pa.string()), ("phase", pa.string()), ("band", pa.string()),
    ("region", pa.string()), ("kept", pa.bool_()),
    *((f"{when}_{name}", pa.int64()) for when in ("before", "after") for name in AMOUNTS),
]  # fmt: skip
SCHEMA = pa.schema(FIELDS)
Tell = Callable[[str], None]


@dataclass
class _Replay:
    """What is known of everybody, what goes over the book, and what was found on the way."""

    draft: rules.Draft
    known: datetime
    progress: records.Progress
    tell: Tell
    used: Counter[tuple[str, date]] = field(default_factory=Counter)
    sentences: Counter[str] = field(default_factory=Counter)


def rehearse(content: bytes, *, who: str, tell: Tell = lambda _line: None) -> int:
    """Replay a draft (the bytes of its file) over every computed month. Returns the run's id.

    Raises rules.DraftError before anything is begun, and rehearsed.BusyError while another rehearsal works.
    """
    draft = rules.read_draft(content)
    with rehearsed.alone(), records.running(VERB, COUNTERS, who=who, about=draft.title) as progress:
        folder = rehearsed.aside(progress.run.pk)
        replay = _Replay(draft, clock.now(), progress, tell)
        with (
            rules.bareme_rows(exchange.bareme(replay.known)),
            pq.ParquetWriter(folder / rehearsed.CASES, SCHEMA, compression="zstd") as writer,
        ):
            for rows in _rows(replay):
                writer.write_table(pa.Table.from_pylist(rows, schema=SCHEMA))
        about = rehearsed.About(progress.run.pk, who, replay.known, draft, replay.used, replay.sentences)
        rehearsed.publish(folder, about, content)
        return progress.run.pk


def _rows(replay: _Replay) -> Iterator[list[dict[str, Any]]]:
    """A list of rows for each batch of clients and month."""
    for regions in _clients():
        replay.progress.count("clients", len(regions))
        for month, clients in sorted(_months(regions, replay.draft).items()):
            replay.progress.count("batches")
            yield _batch(month, clients, regions=regions, replay=replay)
        counted = replay.progress.counters
        replay.tell(
            f"{counted['clients']} clients, {counted['computed']} months computed, {counted['changed']} changed"
        )


def _clients() -> Iterator[dict[int, str]]:
    """Every client with the region of its office, in batches."""
    last = 0
    rows = people.Client.objects.order_by("pk").values_list("pk", "office__region")
    while batch := dict(rows.filter(pk__gt=last)[:BATCH]):
        last = max(batch)
        yield {client: region or "" for client, region in batch.items()}


def _months(clients: dict[int, str], draft: rules.Draft) -> dict[Month, list[int]]:
    """Months of these clients that were computed, or wait for a figure of the law, and that the draft can touch."""
    found: dict[Month, list[int]] = defaultdict(list)
    known = payment.computed(clients) | payment.held(clients, reasons=("parameter_missing",))
    for client, day in sorted(known):
        month = Month.of(day)
        if month.last >= draft.since:
            found[month].append(client)
    return found


def _batch(
    month: Month, clients: list[int], *, regions: dict[int, str], replay: _Replay
) -> list[dict[str, Any]]:
    """Facts once, the rules twice."""
    known = month_facts(month, clients, known=replay.known)
    facts = {whose: rules.repriced(one.facts) for whose, one in known.items() if one.facts is not None}
    before, after = calculated(month, list(facts.values()), replay.draft)
    rows = [
        _row(client, told, pair, regions[client])
        for ((client, _), told), pair in zip(facts.items(), zip(before, after, strict=True), strict=True)
    ]
    rows += [_without_facts(one, regions[one.client_id]) for one in known.values() if one.facts is None]
    _count(replay, before, after, rows)
    return rows


def calculated(
    month: Month, facts: Sequence[rules.Facts], draft: rules.Draft
) -> tuple[list[rules.Calculation], list[rules.Calculation]]:
    """By the book, and by the book with the draft laid over it."""
    before = rules.calculate(month, facts)
    with rules.draft(draft.entries):
        return before, rules.calculate(month, facts)


def rehearsed_case(
    run_id: int, client_id: int, month: Month, *, lang: str
) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """One month of a rehearsal, computed again as it was known then: of each of its schemes the answer by each book,
    in words. Empty: there is no such month, or no facts of it."""
    about = rehearsed.rehearsal(run_id)
    if about is None:
        return []
    moment, draft = datetime.fromisoformat(about["known"]), rehearsed.draft_of(run_id)
    found = month_facts(month, [client_id], known=moment).values()
    facts = [rules.repriced(one.facts) for one in found if one.facts is not None]
    with rules.bareme_rows(exchange.bareme(moment)):
        before, after = calculated(month, facts, draft)
        with rules.draft(draft.entries):
            drafted = [rules.answer(one, lang) for one in after]
        told = [rules.answer(one, lang) for one in before]
    return [(one.scheme, was, now) for one, was, now in zip(facts, told, drafted, strict=True)]


def _row(
    client: int, facts: rules.Facts, pair: tuple[rules.Calculation, rules.Calculation], region: str
) -> dict[str, Any]:
    refusal = next((one.refusal for one in pair if one.refusal), None)
    before, after = pair
    state = "refused_before" if before.refusal else "refused_after" if after.refusal else "computed"
    return {
        "client_id": client, "month": facts.month.first, "state": state,
        "reason": f"{refusal.message}:{refusal.fact}" if refusal else "",
        "scheme": facts.scheme, "region": region, "kept": rules.keeps_amounts(facts), **_group(facts),
        **_amounts("before", before), **_amounts("after", after),
    }  # fmt: skip


def _group(facts: rules.Facts) -> dict[str, str]:
    """Family, phase and band of wage codes, as the last amount of the month has them."""
    segment = facts.segments_of_month[-1] if facts.segments_of_month else None
    if segment is None:
        return {"family": "", "phase": "", "band": ""}
    return {"family": segment.family, "phase": segment.phase, "band": _band(segment.wage_code)}


def _band(code: int | None) -> str:
    if code is None:
        return ""
    first = (code - 1) // BAND * BAND + 1
    return f"{first:02d}-{min(first + BAND - 1, 99)}"


def _amounts(when: str, calculation: rules.Calculation) -> dict[str, int | None]:
    if calculation.refusal:
        return {f"{when}_{name}": None for name in AMOUNTS}
    return {f"{when}_{name}": getattr(calculation, f"{name}_cents") for name in AMOUNTS}


def _without_facts(known: MonthFacts, region: str) -> dict[str, Any]:
    """A month that cannot be computed by either book: nothing is authorised any more, or something is missing."""
    reason = known.stops[0].reason if known.stops else "not_authorised"
    empty = dict.fromkeys(f"{when}_{name}" for when in ("before", "after") for name in AMOUNTS)
    return {
        "client_id": known.client_id, "month": known.month.first, "state": "no_facts", "reason": reason,
        "scheme": known.scheme, "region": region, "kept": False, "family": "", "phase": "", "band": "", **empty,
    }  # fmt: skip


def _count(
    replay: _Replay,
    before: list[rules.Calculation],
    after: list[rules.Calculation],
    rows: list[dict[str, Any]],
) -> None:
    """The run's counters, the parameters that the draft's figures rest on, the sentences that would read differently."""
    count = replay.progress.count
    count("months", len(rows))
    count("no_facts", len(rows) - len(before))
    for was, now in zip(before, after, strict=True):
        if was.refusal or now.refusal:
            count("refused")
            continue
        count("computed")
        replay.used.update({*was.steps.parameters, *now.steps.parameters})
        if was.vector != now.vector and (keys := rules.touched(was.steps, now.steps)):
            count("changed")
            replay.sentences.update(keys)
