"""What names the facts of a row: equal facts have equal digests, whoever wrote the row.

A row is laid out as numbers (a word as the first eight bytes of its own digest, what is not said as one fixed
number), and SHA-256 is taken over the row, its segments and its occupations.
"""

from __future__ import annotations

import hashlib
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from capac.rules.batch import NONE, Wide
from capac.rules.facts_table import GRID, MONTH, OCCUPATION, SCHEMA, SEGMENT, in_form

WORD = 8
Numbers = NDArray[np.int64]


def digests(table: pa.RecordBatch) -> list[str]:
    """The digest of each row of a table of facts, in hexadecimal. The key of a row is not among its facts."""
    table = in_form(table)
    fields = [one for one in SCHEMA if one.name != "key" and not pa.types.is_list(one.type)]
    lists = [_owned(table["segments"], SEGMENT), _owned(table["occupations"], OCCUPATION)]
    columns = [_numbers(table[one.name]) for one in fields]
    columns += [np.diff(begins)[:, None] for begins, _ in lists]
    rows = _bytes(np.concatenate(columns, axis=1))
    parts = [_pieces(begins, _bytes(numbers)) for begins, numbers in lists]
    return [hashlib.sha256(row + one + two).hexdigest() for row, one, two in zip(rows, *parts, strict=True)]


def _owned(lists: pa.ListArray, kind: pa.StructType) -> tuple[Wide, Numbers]:
    """Where the rows of each person begin (and, last, where they end), and the rows as numbers."""
    lengths = np.diff(lists.offsets.to_numpy()) * ~lists.is_null().to_numpy(zero_copy_only=False)
    flat = lists.flatten()
    columns = [_numbers(column) for column in flat.flatten()]
    numbers = np.concatenate(columns, axis=1) if len(flat) else np.zeros((0, len(kind)), np.int64)
    return np.append(0, np.cumsum(lengths)), numbers


def _numbers(column: pa.Array) -> Numbers:
    """A column as numbers, one or more a row."""
    kind = column.type
    if pa.types.is_string(kind):
        return _words(column)[:, None]
    if pa.types.is_fixed_size_binary(kind):
        return _days(column)
    if pa.types.is_date32(kind):
        column = column.cast(pa.int32())
    whole = column.cast(pa.int8() if pa.types.is_boolean(kind) else column.type).cast(pa.int64())
    return np.asarray(whole.fill_null(NONE).to_numpy(), np.int64)[:, None]


def _words(column: pa.Array) -> Wide:
    """Each word as a number; none, and an empty one, as zero."""
    told = column.fill_null("").dictionary_encode()
    named = [
        int.from_bytes(hashlib.sha256(word.encode()).digest()[:WORD], "little", signed=True) if word else 0
        for word in told.dictionary.to_pylist()
    ]
    return np.asarray(np.array([*named, 0], np.int64)[told.indices.to_numpy()])


def _days(column: pa.Array) -> Numbers:
    """Bytes of one length, eight to a number, and whether there are any."""
    width = column.type.byte_width
    assert width in (GRID, 2 * MONTH)
    said = ~column.is_null().to_numpy(zero_copy_only=False)
    flat = np.frombuffer(column.fill_null(bytes(width)).buffers()[1], np.uint8)
    flat = flat[column.offset * width : (column.offset + len(column)) * width].reshape(-1, width)
    wide = np.zeros((len(column), -(-width // WORD) * WORD), np.uint8)
    wide[:, :width] = flat
    return np.concatenate([wide.view("<i8"), said[:, None].astype(np.int64)], axis=1)


def _bytes(numbers: Numbers) -> list[bytes]:
    """Each row's bytes."""
    whole = np.ascontiguousarray(numbers, "<i8").tobytes()
    width = numbers.shape[1] * WORD
    return [whole[begin : begin + width] for begin in range(0, len(whole), width)] if width else []


def _pieces(begins: Wide, rows: list[bytes]) -> list[bytes]:
    """The bytes of each person's rows, one after the other."""
    ends: list[Any] = begins.tolist()
    return [
        rows[first] if last - first == 1 else b"".join(rows[first:last]) for first, last in pairwise(ends)
    ]
