"""The files of a run, made of its rows: rendered, and read back against the official schema. Pure work, no database.

Files of many transfers are made in processes of their own, on every core, in order, no more under way than cores: a
file in the making is some hundred megabytes.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import django

from capac.payment import pain001, pain001_check
from capac.payment.transfers import transfers

if TYPE_CHECKING:
    import pyarrow as pa

MANY = 20_000
"""A first file of fewer transfers is not worth the start of processes."""


@dataclass(frozen=True)
class Wanted:
    """A file to be made: what its head says, and the rows of its transfers."""

    message_id: str
    created_at: datetime
    execution_date: date
    debtor: pain001.Debtor
    rows: pa.Table


@dataclass(frozen=True)
class Made:
    """A file as it is written, with the stretch of payments that are in it."""

    message_id: str
    scheme: str
    body: bytes
    first: int
    last: int
    transfers: int
    cents: int


def make(wanted: Wanted) -> Made:
    """One file. Raises BankFileError, also where what is read back is not what was written."""
    rows = transfers(wanted.rows)
    body = pain001.render(
        wanted.message_id,
        wanted.created_at,
        wanted.execution_date,
        debtor=wanted.debtor,
        transfers=rows,
    )
    cents = sum(row.cents for row in rows)
    if pain001_check.count(body) != (len(rows), cents):
        raise pain001.BankFileError("CtrlSum", "the file read back holds other transfers than were written")
    ids = wanted.rows["payment_id"]
    scheme = wanted.rows["scheme"][0].as_py()
    return Made(wanted.message_id, scheme, body, ids[0].as_py(), ids[-1].as_py(), len(rows), cents)


def make_all(wanted: Iterable[Wanted]) -> Iterator[Made]:
    """Every file, in order."""
    rest = iter(wanted)
    first = next(rest, None)
    if first is None:
        return
    if len(first.rows) < MANY:
        yield make(first)
        yield from map(make, rest)
        return
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores, multiprocessing.get_context("spawn"), initializer=django.setup) as pool:
        under_way: deque[Future[Made]] = deque([pool.submit(make, first)])
        for one in rest:
            under_way.append(pool.submit(make, one))
            if len(under_way) > cores:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
