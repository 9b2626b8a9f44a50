"""The rules on Spark give the bytes that they give here."""

from __future__ import annotations

import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from capac.cli import rules
from tests.rules.test_bulk import rows, spoilt, table


def test_the_same_table_is_answered_with_the_same_bytes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pick = random.Random(3)
    facts = tmp_path / "facts.parquet"
    given = [spoilt(row, pick) if pick.random() < 0.2 else row for row in rows(pick, 300)]
    pq.write_table(pa.Table.from_batches([table(given)]), facts)
    assert rules.run(["run", str(facts), str(tmp_path / "here.parquet")]) == 1
    said = capsys.readouterr().out
    assert rules.run(["run", str(facts), str(tmp_path / "there"), "--engine", "spark"]) == 1
    assert capsys.readouterr().out == said
    here, there = (pq.read_table(tmp_path / name) for name in ("here.parquet", "there"))
    assert there.cast(here.schema).equals(here)
    assert here.num_rows == 300
