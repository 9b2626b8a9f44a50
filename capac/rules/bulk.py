"""A country's months: tables of facts in, tables of answers out, a batch at a time, on every core.

The same function answers a batch here, in a worker thread, or on a cluster (beside it, capac/cli/rules.py): the same
rows give the same bytes, in the same order.
"""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context

import numpy as np
import pyarrow as pa

from capac.rules.batch import Wide
from capac.rules.calculate import Computed, Refusal, compute, refusal_of
from capac.rules.facts import CaseError, Facts
from capac.rules.facts_rows import case_of_row
from capac.rules.facts_table import batches, in_form
from capac.rules.gather import gather
from capac.rules.reading import facts_of
from capac.rules.screen import suspects
from capac.rules.vector_columns import blocks
from capac.rules.withholdings import KINDS

SUMS = ("halves", "gross", "tax", "net", "payable")
REFUSAL = ("message", "fact", "field", "rule", "arguments")
SCHEMA = pa.schema([
    ("key", pa.string()), ("halves", pa.int64()), *((f"{name}_cents", pa.int64()) for name in SUMS[1:]),
    ("daily_cents", pa.int64()), ("withheld", pa.string()), ("vector", pa.binary()), *((f"refused_{name}", pa.string()) for name in REFUSAL),
])  # fmt: skip
"""One row a row of facts. `daily_cents` is the amount of the last segment, `withheld` what is kept back for others, as
JSON: kind and cents, in the order in which they take. A month that is refused has no amounts and no vector: `refused_message` is a key of the
sentences, `refused_arguments` its arguments as JSON."""


def answers(tables: Iterable[pa.RecordBatch], *, workers: int | None = None) -> Iterator[pa.RecordBatch]:
    """The answer to each table, in order; as many are under way as there are workers, and no more are held."""
    size = workers or os.cpu_count() or 1
    with ThreadPoolExecutor(size) as pool:
        under_way: deque[Future[pa.RecordBatch]] = deque()
        for table in tables:
            under_way.append(pool.submit(copy_context().run, answer, table))
            if len(under_way) > size:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


def answer(table: pa.RecordBatch) -> pa.RecordBatch:
    """What each row of facts owes, or why it cannot be said. Raises ValueError for a table that is not of facts."""
    table = in_form(table)
    sheet = _Sheet(len(table))
    alone = np.ones(len(table), np.bool_)
    for batch, rows in batches(table):
        good = ~suspects(batch)
        alone[rows[good]] = False
        sheet.take(compute(batch if good.all() else batch.of_people(good)), rows[good])
    _alone(table, np.flatnonzero(alone), sheet)
    return sheet.table(table["key"])


def _alone(table: pa.RecordBatch, rows: Wide, sheet: _Sheet) -> None:
    """Rows that are read as single cases, each refused with its reason or computed with its like."""
    ready: dict[tuple[str, str], list[tuple[int, Facts]]] = {}
    for row, told in zip(rows.tolist(), table.take(pa.array(rows)).to_pylist(), strict=True):
        try:
            facts = facts_of(case_of_row(told))
        except CaseError as error:
            sheet.refuse(row, refusal_of(error))
        else:
            ready.setdefault((facts.scheme, str(facts.month)), []).append((row, facts))
    for (scheme, _), found in ready.items():
        people = [facts for _, facts in found]
        places = np.array([row for row, _ in found], np.int64)
        sheet.take(compute(gather(people[0].month, scheme, people)), places)


class _Sheet:
    """Answers as they come, by row."""

    def __init__(self, size: int) -> None:
        self.sums = {name: np.zeros(size, np.int64) for name in SUMS}
        self.daily = np.zeros(size, np.int64)
        self.withheld: dict[int, list[tuple[str, int]]] = {}
        self.computed = np.zeros(size, np.bool_)
        self.vectors: list[pa.Array] = []
        self.owners: list[Wide] = []
        self.refusals: dict[int, Refusal] = {}

    def take(self, computed: Computed, rows: Wide) -> None:
        """What a batch came to, whose people stand on these rows."""
        for place, refusal in computed.refused.items():
            self.refuse(int(rows[place]), refusal)
        outcome = computed.outcome
        if outcome is None:
            return
        mine = rows[computed.places]
        self.computed[mine] = True
        for name in SUMS:
            self.sums[name][mine] = getattr(outcome, name)
        lines, kept = outcome.sheet.lines, outcome.kept
        last = np.append(lines.person[1:] != lines.person[:-1], True)[: len(lines)]
        self.daily[mine[lines.person[last]]] = lines.daily[last]
        for row, kind, cents in zip(
            mine[kept.person].tolist(), kept.kind.tolist(), kept.cents.tolist(), strict=True
        ):
            self.withheld.setdefault(row, []).append((KINDS[kind], cents))
        for block in blocks(outcome):
            self.vectors.append(_binary(block.rows))
            self.owners.append(mine[block.people])

    def refuse(self, row: int, refusal: Refusal) -> None:
        """A row that cannot be answered."""
        self.refusals[row] = refusal

    def table(self, keys: pa.Array) -> pa.RecordBatch:
        """All answers, in the order of the facts."""
        amounts = [pa.array(self.sums[name], mask=~self.computed) for name in SUMS]
        amounts.append(pa.array(self.daily, mask=~self.computed))
        amounts.append(self._withheld())
        refused = [self.refusals.get(row) for row in range(len(keys))] if self.refusals else None
        words = [
            pa.array([_word(one, name) for one in refused], pa.string()) if refused else pa.nulls(len(keys), pa.string())
            for name in REFUSAL
        ]  # fmt: skip
        return pa.RecordBatch.from_arrays([keys, *amounts, self._vectors(len(keys)), *words], schema=SCHEMA)

    def _withheld(self) -> pa.Array:
        """What is kept back of each, in JSON; most keep nothing back."""
        told = {row: json.dumps(found) for row, found in self.withheld.items()}
        words = pa.array(["[]", *told.values()], pa.string())
        place = np.zeros(len(self.computed), np.int64)
        place[np.array(list(told), np.int64)] = np.arange(1, len(told) + 1)
        return words.take(pa.array(place, mask=~self.computed))

    def _vectors(self, size: int) -> pa.Array:
        place = np.full(size, -1, np.int64)
        owners = np.concatenate([*self.owners, np.zeros(0, np.int64)])
        place[owners] = np.arange(len(owners))
        whole = pa.concat_arrays([*self.vectors, pa.nulls(0, pa.binary())])
        return whole.take(pa.array(place, mask=place < 0))


def _binary(rows: np.ndarray[tuple[int, int], np.dtype[np.uint8]]) -> pa.Array:
    """Rows of one length as binary values, without copying them."""
    number, width = rows.shape
    offsets = np.arange(number + 1, dtype=np.int32) * np.int32(width)
    return pa.Array.from_buffers(pa.binary(), number, [None, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(rows))])  # fmt: skip


def _word(refusal: Refusal | None, name: str) -> str | None:
    if refusal is None:
        return None
    value = getattr(refusal, name)
    return json.dumps(value, sort_keys=True) if name == "arguments" else str(value)
