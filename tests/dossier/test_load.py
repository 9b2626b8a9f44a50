"""Applications taken over in bulk: states with their log, limits by the law, all or nothing."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from capac.dossier import api as dossier
from capac.dossier.models import Application
from capac.records.models import StateLog
from tests import world
from tests.dossier.files import situation, view

pytestmark = pytest.mark.django_db
AUGUST, SEPTEMBER = date(2026, 8, 3), date(2026, 9, 1)
NAMES = ("amina", "bram", "chloe", "dieter")


def row(number: int, name: str, kind: str = "change", **days: date | None) -> dict[str, Any]:
    """One application of the file."""
    told = {"asked_on": AUGUST, "received_on": AUGUST, "complete_on": None, "submitted_on": None}
    answers = situation(kind, changed="pension") if kind == "change" else situation(kind)
    return {
        "id": number, "niss": world.number_of(name), "type": kind, "situation": json.dumps(answers),
        **told, "returned_on": None, "decided_on": None, **days,
    }  # fmt: skip


def piece(number: int, code: str, received: date | None = None, form: str | None = None) -> dict[str, Any]:
    """One piece of the file."""
    return {
        "application": number, "code": code, "turn": "client", "since": AUGUST, "form": form, "received_on": received,
    }  # fmt: skip


def load(folder: Path, applications: list[dict[str, Any]], pieces: list[dict[str, Any]]) -> dict[str, int]:
    for name, rows in (("applications", applications), ("pieces", pieces)):
        pq.write_table(pa.Table.from_pylist(rows), folder / f"{name}.parquet")
    return dossier.load(
        folder / "applications.parquet",
        folder / "pieces.parquet",
        because=world.because("import", "taken over"),
    )


def test_each_file_stands_where_its_days_say_with_every_state_in_its_log(tmp_path: Path) -> None:
    for name in NAMES:
        world.client(name)
    told = load(
        tmp_path,
        [
            row(40, "amina"),
            row(10, "bram", complete_on=SEPTEMBER),
            row(20, "chloe", complete_on=SEPTEMBER, submitted_on=SEPTEMBER, decided_on=date(2026, 9, 10)),
            row(30, "dieter", "transfer", submitted_on=SEPTEMBER, returned_on=date(2026, 9, 10)),
        ],
        [
            piece(10, "C8", AUGUST),
            piece(40, "C1B"),
            piece(40, "C8", AUGUST),
            piece(10, "C1B", SEPTEMBER),
            piece(20, "C8", SEPTEMBER),
            piece(30, "C8_TRANSFER"),
        ],
    )
    assert told == {"applications": 4, "pieces": 6}
    found = {
        one.client_id: one for one in (view(pk) for pk in Application.objects.values_list("pk", flat=True))
    }
    amina, bram, chloe, dieter = (found[world.client(name).pk] for name in NAMES)
    assert [one.state for one in (amina, bram, chloe, dieter)] == [
        "collecting",
        "complete",
        "decided",
        "returned",
    ]
    assert (amina.rule, amina.introduce_by, amina.situation["changed"]) == (
        "am-92-3",
        date(2026, 9, 30),
        "pension",
    )
    assert [(m.code, m.since) for m in amina.missing] == [("C1B", AUGUST)]
    assert [(p.code, p.receipts[0].received_on) for p in bram.pieces] == [("C8", AUGUST), ("C1B", SEPTEMBER)]
    assert (dieter.rule, dieter.introduce_by) == ("", date(2026, 10, 10))
    log = StateLog.objects.filter(subject_kind="dossier.Application", subject_id=chloe.id).order_by("id")
    assert [(one.to_state, one.who) for one in log] == [
        (state, "import") for state in ("collecting", "complete", "submitted", "decided")
    ]
    assert StateLog.objects.filter(subject_kind="dossier.Piece").count() == 6 + 4
    assert dossier.check() == []


@pytest.mark.parametrize(
    ("applications", "pieces", "reason"),
    [
        ([row(1, "bram")], [], "unknown_person"),
        ([row(1, "amina") | {"type": "holiday"}], [], "type_unknown"),
        ([row(1, "amina") | {"situation": "{}"}], [], "question_unanswered"),
        ([row(1, "amina")], [piece(2, "C8")], "application_unknown"),
        ([row(1, "amina")], [piece(1, "C999")], "form_unknown"),
        ([row(1, "amina"), row(2, "amina")], [], "already_open"),
        ([{"id": 1}], [], "not_as_described"),
        ([row(1, "amina") | {"asked_on": "August"}], [], "not_as_described"),
    ],
)
def test_what_is_wrong_loads_nothing(
    tmp_path: Path, applications: list[dict[str, Any]], pieces: list[dict[str, Any]], reason: str
) -> None:
    world.client("amina")
    with pytest.raises(dossier.DossierError) as error:
        load(tmp_path, applications, pieces or [piece(1, "C8")])
    assert error.value.reason == reason
    assert (
        Application.objects.count(),
        StateLog.objects.filter(subject_kind__startswith="dossier").count(),
    ) == (0, 0)
