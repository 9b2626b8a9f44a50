"""What a worker of another engine runs: it knows nothing of us until it is called, so Django is made ready first."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pyarrow as pa

ANSWERS = pa.schema([("part", pa.int64()), ("people", pa.int64()), ("hash", pa.string())])


def answers(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """How many people of each part are plainly in order, and the hash of what they are owed. Asks no database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "capac.config.settings")
    import django

    django.setup()
    from capac.flows.month_elsewhere import answer

    for batch in batches:
        for row in batch.to_pylist():
            people, named = answer(row["body"])
            told = {"part": [row["part"]], "people": [people], "hash": [named]}
            yield pa.RecordBatch.from_pydict(told, schema=ANSWERS)
