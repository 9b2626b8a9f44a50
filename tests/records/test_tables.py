"""Many rows as columns, both ways, and a set that moves in one statement."""

from __future__ import annotations

import uuid

import numpy as np
import pyarrow as pa
import pytest

from capac.records import api as records
from capac.records.models import OutgoingMessage, StateLog
from capac.records.states import OUTGOING

pytestmark = pytest.mark.django_db
NAMES = ['a "quoted" one', "two, with\na line", "", "Zoë"]
BODIES = [b"\x00\xff\x01", b"", b"\\x41", bytes(range(256))]


@pytest.fixture
def ids() -> list[int]:
    numbers = records.new_ids(OutgoingMessage, len(NAMES))
    table = pa.table({
        "id": numbers, "key": [str(uuid.uuid4()) for _ in NAMES], "destination": ["bank"] * 4, "name": NAMES,
        "body": pa.array(BODIES, pa.binary()), "state": ["waiting"] * 4, "created_at": ["2026-08-01T05:00+02"] * 4,
        "attempts": [0, 1, 2, 3], "answer": ["", "no", "", ""],
    })  # fmt: skip
    records.copy_table(OutgoingMessage, table)
    return numbers


def test_what_is_written_as_columns_is_what_stands_there(ids: list[int]) -> None:
    rows = OutgoingMessage.objects.order_by("pk")
    assert [(row.pk, row.name, bytes(row.body), row.sent_at) for row in rows] == [
        (pk, name, body, None) for pk, name, body in zip(ids, NAMES, BODIES, strict=True)
    ]


def test_what_is_read_as_columns_keeps_nothing_apart_from_empty(ids: list[int]) -> None:
    rows = OutgoingMessage.objects.order_by("pk").values_list("id", "name", "sent_at", "attempts")
    types = {"id": pa.int64(), "name": pa.string(), "sent": pa.string(), "attempts": pa.int64()}
    found = records.read_table(rows, types).to_pydict()
    assert found == {"id": ids, "name": NAMES, "sent": [None] * 4, "attempts": [0, 1, 2, 3]}
    assert records.read_table(rows.filter(name="nobody"), types).num_rows == 0
    assert records.read_table(rows.filter(pk__in=[]), types).num_rows == 0


def test_a_condition_holds_of_all_ids_asked_for(ids: list[int]) -> None:
    rows = OutgoingMessage.objects.order_by("pk")
    near = rows.filter(records.among("pk", ids[1:3])).values_list("pk", flat=True)
    assert list(near) == ids[1:3]
    far = rows.filter(records.among("pk", np.array([ids[0], ids[3], ids[3] + 10**6])))
    assert list(far.values_list("pk", flat=True)) == [ids[0], ids[3]]
    assert not rows.filter(records.among("pk", [])).exists()


def test_a_set_moves_at_once_and_leaves_a_row_of_the_log_each(ids: list[int]) -> None:
    because = records.Because("rita", "told")
    rows = OutgoingMessage.objects.filter(attempts__lt=2)
    moved = records.move_rows(
        OUTGOING, rows, out_of="waiting", to="sent", because=because, also={"attempts": 9}
    )
    assert moved == 2
    found = OutgoingMessage.objects.order_by("pk").values_list("state", "attempts")
    assert list(found) == [("sent", 9), ("sent", 9), ("waiting", 2), ("waiting", 3)]
    logged = StateLog.objects.filter(subject_kind=OUTGOING.kind).order_by("subject_id")
    assert list(logged.values_list("subject_id", "from_state", "to_state", "who")) == [
        (pk, "waiting", "sent", "rita") for pk in ids[:2]
    ]
    assert records.move_rows(OUTGOING, rows, out_of="waiting", to="sent", because=because) == 0
    with pytest.raises(records.MoveError):
        records.move_rows(OUTGOING, rows, out_of="sent", to="refused", because=because)
