"""The cases of a rehearsal summed up by sets: per month, by group, what could not be computed. Small cells are hidden."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from capac.flows.small_cells import FEWEST, Cells, told

DIMENSIONS = ("family", "phase", "band", "region", "scheme")
CHANGE = ("gross", "tax", "net", "payable")
COMPUTED = "SELECT * FROM read_parquet($cases) WHERE state = 'computed'"
EACH = """
WITH each AS (
  SELECT {group} AS part, client_id, sum(after_net - before_net) AS cents, {sums}
  FROM ({computed}) GROUP BY ALL
)
SELECT part, count(*) FILTER (cents > 0), count(*) FILTER (cents < 0), count(*) FILTER (cents = 0),
  coalesce(sum(cents) FILTER (cents > 0), 0)::BIGINT, coalesce(sum(cents) FILTER (cents < 0), 0)::BIGINT, {totals}
FROM each GROUP BY part ORDER BY part
"""
"""People, not months: who gains in one month and loses in another counts once, by the sum."""
NOT_COMPUTED = """
SELECT state, reason, count(*), count(DISTINCT client_id) FROM read_parquet($cases)
WHERE state <> 'computed' GROUP BY ALL ORDER BY ALL
"""
KEPT = "SELECT count(DISTINCT client_id) FROM read_parquet($cases) WHERE state = 'computed' AND kept"
CASES = """
SELECT client_id, month, family, phase, band, region, before_net, after_net, kept FROM ({computed})
WHERE (client_id, month) > ($client, $month) {chosen} ORDER BY client_id, month LIMIT $limit
"""
OUTCOMES = {
    "more": "after_net > before_net",
    "less": "after_net < before_net",
    "same": "after_net = before_net",
}


def sums(cases: Path) -> dict[str, Any]:
    """Everything that the pages tell of the cases, as JSON takes it. Amounts in cents; null is a hidden cell."""
    whole = _groups(cases, "''")
    months = _groups(cases, "month")
    return {
        "fewest": FEWEST,
        "all": asdict(told(whole)[0]) if whole else None,
        "months": [asdict(row) for row in told(months)],
        "groups": {name: [asdict(row) for row in told(_groups(cases, name))] for name in DIMENSIONS},
        "kept": _few(_one(cases, KEPT)),
        "not_computed": [
            {"state": state, "reason": reason, "months": months if _few(people) is not None else None}
            for state, reason, months, people in _rows(cases, NOT_COMPUTED)
        ],
    }


def listed(
    cases: Path, *, outcome: str, chosen: dict[str, str], after: tuple[int, date], limit: int
) -> list[dict[str, Any]]:
    """The next months of a group, in the order of client and month. `chosen`: columns of DIMENSIONS to their value."""
    names = [name for name in chosen if name in (*DIMENSIONS, "month")]
    wanted = [OUTCOMES[outcome], *(f"{name}::VARCHAR = ${name}_is" for name in names)]
    query = CASES.format(computed=COMPUTED, chosen=f"AND {' AND '.join(wanted)}")
    given = {
        "client": after[0],
        "month": after[1],
        "limit": limit,
        **{f"{name}_is": chosen[name] for name in names},
    }
    columns = (
        "client_id",
        "month",
        "family",
        "phase",
        "band",
        "region",
        "before_cents",
        "after_cents",
        "kept",
    )
    return [dict(zip(columns, row, strict=True)) for row in _rows(cases, query, **given)]


def _groups(cases: Path, group: str) -> list[Cells]:
    both = [f"{when}_{name}" for when in ("before", "after") for name in CHANGE]
    query = EACH.format(
        group=group, computed=COMPUTED,
        sums=", ".join(f"sum({name}) AS {name}" for name in both),
        totals=", ".join(f"sum({name})::BIGINT" for name in both),
    )  # fmt: skip
    names = ("gained", "lost", *both)
    return [
        Cells(str(part), more, less, same, dict(zip(names, amounts, strict=True)))
        for part, more, less, same, *amounts in _rows(cases, query)
    ]


def _few(people: int) -> int | None:
    return None if 0 < people < FEWEST else people


def _one(cases: Path, query: str) -> int:
    return int(_rows(cases, query)[0][0])


def _rows(cases: Path, query: str, **given: Any) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(query, {"cases": str(cases), **given}).fetchall()
