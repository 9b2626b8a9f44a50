"""Selection and calculation of a month on another engine: Spark, here or on a cluster, with the same result.

What is stored of the month is written as parts, each of some clients: the tables of month_read, so that a part is
whole. An engine reads parts, sorts out who is plainly in order, builds their facts and answers them, as the run does.
Each part has one hash over its clients, facts and vectors; the month has one over its parts.
"""

from __future__ import annotations

import hashlib
import pickle
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from capac.core.period import Month
from capac.exchange import api as exchange
from capac.flows import month_engine
from capac.flows.month_clock import fill_from
from capac.flows.month_read import read_month
from capac.flows.month_table import plain_of
from capac.launcher import spark_session
from capac.people import api as people
from capac.records import api as records
from capac.rules import api as rules

PART = 50_000
PARTS = pa.schema([("part", pa.int64()), ("body", pa.binary())])


def write_parts(month: Month, clients: records.Ids, folder: Path, *, known: datetime) -> int:
    """Write what is known of these clients for a month, at a moment, into a folder that every node sees. How many parts."""
    folder.mkdir(parents=True, exist_ok=True)
    first, bareme = fill_from(month, people.calendar(known)).toordinal(), exchange.bareme(known)
    numbers = range(0, len(clients), PART)
    for number, begin in enumerate(numbers):
        read = read_month(month, clients[begin : begin + PART], known)
        body = pickle.dumps((read, first, bareme))
        table = pa.table({"part": [number], "body": [body]}, schema=PARTS)
        pq.write_table(table, folder / f"part-{number:05d}.parquet")
    return len(numbers)


def answers_here(folder: Path) -> tuple[int, str]:
    """How many people are plainly in order, and the hash of what they are owed. In this process."""
    files = sorted(folder.glob("part-*.parquet"))
    batches = (batch for file in files for batch in pq.read_table(file).to_batches())
    return _together(pa.Table.from_batches(month_engine.answers(batches), month_engine.ANSWERS))


def answers_on_spark(folder: Path) -> tuple[int, str]:
    """The same on Spark. Raises LauncherError where it is not installed."""
    from pyspark.sql.pandas.types import from_arrow_schema

    rows = spark_session("capac month").read.parquet(str(folder.resolve()))
    answered = rows.mapInArrow(month_engine.answers, from_arrow_schema(month_engine.ANSWERS))
    return _together(answered.toArrow())


def answer(body: bytes) -> tuple[int, str]:
    """One part, which we wrote ourselves."""
    read, first, bareme = pickle.loads(body)  # noqa: S301
    plain = plain_of(read, first)
    with rules.bareme_rows(bareme):
        vectors = rules.answer_table(plain.facts)["vector"].to_pylist()
    named = hashlib.sha256()
    rows = zip(plain.clients.tolist(), plain.schemes, rules.digests(plain.facts), vectors, strict=True)
    for client, scheme, digest, vector in rows:
        named.update(line_of(client, scheme, digest, vector=vector))
    return len(plain.clients), named.hexdigest()


def line_of(client: int, scheme: str, digest: str, *, vector: bytes | None) -> bytes:
    """What the hash of a part is taken over, a line a month."""
    return f"{client} {scheme} {digest} {(vector or b'').hex()}\n".encode()


def _together(answers: pa.Table) -> tuple[int, str]:
    """All parts, in their order."""
    rows = sorted(answers.to_pylist(), key=lambda row: row["part"])
    whole = "\n".join(row["hash"] for row in rows)
    return sum(row["people"] for row in rows), hashlib.sha256(whole.encode()).hexdigest()
