"""Files at ONEM over a real connection: introduced, acknowledged, sent back or decided, whatever happens to the line."""

from __future__ import annotations

import httpx
import pytest

from capac.core import clock
from capac.dossier import api as dossier
from capac.exchange import api as exchange
from capac.exchange import check
from capac.people import api as people
from capac.records import api as records
from tests import world
from tests.dossier.files import situation
from tests.outside.test_onem import TOKEN, Outside, loaded, outside
from world import onem_files

__all__ = ["loaded", "outside"]
pytestmark = pytest.mark.django_db
BEARER = {"Authorization": f"Bearer {TOKEN}"}
PIECES = ("C1", "C4", "registration", "register_check")


def complete(client: people.Client) -> int:
    """A complete application of somebody of the world."""
    number = dossier.open_application(
        client.pk,
        "full_unemployment",
        situation=situation(),
        asked_on=clock.today(),
        received_on=clock.today(),
        because=world.because(),
    )
    for code in PIECES:
        dossier.receive_piece(
            number, code, document_id=None, received_on=clock.today(), because=world.because()
        )
    return number


def round_of(outside: Outside, monkeypatch: pytest.MonkeyPatch, day: str) -> dict[str, int]:
    """A day: what is complete leaves, ONEM does its day, what it says is read."""
    monkeypatch.setenv("CAPAC_NOW", f"{day}T12:00")
    counts = dict(exchange.submit_ready(who="test"))
    records.deliver("onem", outside.mailbox.send)
    outside.act("day", date=day)
    outside.collect()
    return counts | exchange.read_c9_answers(who="test") | {"c2": exchange.read_c2(who="test")["applied"]}


def states(numbers: list[int]) -> list[str]:
    """How the applications stand."""
    return [one.state for one in map(dossier.application_by_id, numbers) if one]


def test_thirty_files_go_and_come_back_and_each_is_decided(
    loaded: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_of(loaded, monkeypatch, "2027-02-01")
    clients = people.Client.objects.filter(deceased_on=None).order_by("pk")[:30]
    files = [complete(client) for client in clients]
    first = round_of(loaded, monkeypatch, "2027-02-02")
    assert (first["submitted"], first["received"]) == (30, 30)
    back = round_of(loaded, monkeypatch, "2027-02-08")["returned"]
    assert 0 < back < 30
    assert states(files).count("returned") == back
    for view in filter(None, map(dossier.application_by_id, files)):
        for lack in view.missing:
            dossier.receive_piece(
                view.id, lack.code, document_id=None, received_on=clock.today(), because=world.because()
            )
    for day in ("2027-02-09", "2027-02-10", "2027-02-15", "2027-06-30"):
        round_of(loaded, monkeypatch, day)
    assert set(states(files)) == {"decided"}
    assert check.check() == []
    assert sum(one.files for one in exchange.costs(since=clock.today().replace(month=1, day=1))) == back


@pytest.mark.parametrize(
    "faults", ["duplicate:3", "half:2", "late", "lost:2", "503:2", "duplicate,half,lost,late"]
)
def test_a_bad_line_loses_nothing_and_sends_nothing_twice(
    loaded: Outside, monkeypatch: pytest.MonkeyPatch, faults: str
) -> None:
    round_of(loaded, monkeypatch, "2027-02-01")
    client = people.Client.objects.filter(deceased_on=None).order_by("pk")[0]
    number = complete(client)
    post = httpx.post(f"{loaded.address}/admin/faults", json={"faults": faults}, headers=BEARER)
    assert post.status_code == 200
    for day in ("2027-02-02", "2027-02-03", "2027-02-04", "2027-02-08", "2027-02-09", "2027-02-10"):
        round_of(loaded, monkeypatch, day)
    view = dossier.application_by_id(number)
    assert view is not None
    assert view.state in {"decided", "returned"}
    assert len(exchange.submissions_of(number)) == 1
    assert check.check() == []


def test_onem_refuses_what_is_no_c9(outside: Outside) -> None:
    assert "no reference" in outside.leave("C9-x.xml", b"<C9/>")
    assert "not XML" in outside.leave("C9-y.xml", b"<C9")
    assert onem_files.RETURNED_OF_HUNDRED < 100
