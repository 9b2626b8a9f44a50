"""Many invented clients, taken over by COPY: each room has what it would have had one by one, and its checks hold."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from capac.core import niss
from capac.dossier import api as dossier
from capac.people import api as people
from capac.records.models import StateLog
from capac.work import api as work
from capac.work.models import Item
from tests import world
from world import populate

NUMBER = 300


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-09-16T10:00")


def test_every_number_can_exist_and_is_somebody_else_s() -> None:
    rows = pa.array([0, 1, 19_999, 20_000, 999_999]).to_numpy()
    found = populate.numbers(rows)
    assert [niss.check(one) for one in found] == found
    assert len(set(found)) == len(found)
    with pytest.raises(ValueError, match="no more"):
        populate.numbers(pa.array([populate.BORN_DAYS * populate.SERIALS]).to_numpy())


@pytest.mark.django_db
def test_a_country_in_small_is_taken_over_and_every_check_holds(tmp_path: Path) -> None:
    populate.write(tmp_path, NUMBER)
    counts = populate.take_over(tmp_path)
    assert (counts["clients"], counts["applications"], counts["pieces"]) == (NUMBER, NUMBER, 10 * NUMBER)
    assert counts["tasks"] == Item.objects.count() > 30
    assert [*people.check(), *dossier.check(), *work.check()] == []
    assert StateLog.objects.filter(subject_kind="dossier.Application").exists()
    client = people.Client.objects.order_by("pk")[0]
    [file] = dossier.applications_of(client.pk)
    assert len(file.pieces) == 10
    assert people.find(client.family_name, limit=5)[:1]
    item = Item.objects.order_by("pk")[0]
    assert item.client is not None
    assert (item.office_id, item.language) == (item.client.office_id, item.client.language)


def clients(tmp_path: Path, **changed: object) -> Path:
    """Three clients in a file, with other columns where a test says so."""
    table = populate.clients(0, 3)
    for name, values in changed.items():
        place = table.schema.get_field_index(name)
        table = (
            table.remove_column(place) if values is None else table.set_column(place, name, pa.array(values))
        )
    path = tmp_path / "clients.parquet"
    pq.write_table(table, path)
    return path


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"phone": None}, "has no column phone"),
        ({"office": ["BP01", "BP99", None]}, "an office of the file does not exist here"),
        ({"since": ["x", "y", "z"]}, "clients.parquet"),
        ({"niss": ["1", "1", "2"], "office": [None] * 3}, "a number is there twice"),
    ],
)
def test_a_file_that_cannot_be_taken_over_leaves_nothing(
    tmp_path: Path, changed: dict[str, object], said: str
) -> None:
    world.office()
    if "office" not in changed:
        changed = {**changed, "office": ["BP01", None, None]}
    with pytest.raises(people.LoadError, match=said):
        people.take_over(clients(tmp_path, **changed), source="test")
    assert people.Client.objects.count() == 0


@pytest.mark.django_db
def test_a_task_of_nobody_is_refused(tmp_path: Path) -> None:
    pq.write_table(populate.tasks(0, 50), tmp_path / "tasks.parquet")
    with pytest.raises(people.UnknownClientError):
        work.load(tmp_path / "tasks.parquet", because=world.because())
    assert Item.objects.count() == 0
