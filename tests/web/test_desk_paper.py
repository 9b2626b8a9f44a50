"""The paper inventory at the desk: taken in, given, scanned, compared, proposed, approved, certified; who may what."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from capac.documents.models import Destruction, PaperFile
from capac.people import api as people
from tests import papers, world
from tests.web import desk

pytestmark = pytest.mark.django_db
NEW = {
    "shelf": "A3",
    "box": "17",
    "label": "Letter B",
    "retention": "dossier",
    "last_event_on": "2020-01-31",
    "sheets": "2",
}


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-05T12:00")


def sent(address: str, name: str = "agnes", **filled: object) -> str:
    """A form of the desk, followed to the page that answers."""
    return desk.visitor(name).post(f"/desk/{address}", filled, follow=True).content.decode()


def taken_in(**told: str) -> str:
    return sent("inventory/take-in/", office=str(world.office().pk), **{**NEW, **told})


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("scan.pdf", papers.pdf(pages=2))


def test_a_file_goes_from_its_shelf_to_its_certificate_by_two_people() -> None:
    bram = world.client("bram")
    assert "In the inventory." in taken_in()
    row = PaperFile.objects.get()
    at = f"inventory/{row.key}/"
    assert "Claes Bram" in sent(at, act="search", words="claes")
    assert "Its scans will stand in this client" in sent(at, act="give", client=str(bram.key))
    assert "The scan is kept." in sent(at, act="scan", file=scan())
    assert "You scanned it." in sent(at, act="compare", faithful="yes")
    assert "Compared: the scan may replace the paper." in sent(at, "pol", act="compare", faithful="yes")
    assert "may be proposed:" in desk.visitor().get("/desk/inventory/").content.decode()
    sent("destructions/propose/", paper=str(row.key), reason="digitised")
    one = f"destructions/{Destruction.objects.get().key}/"
    assert "Approve</button>" not in sent(one, act="approve", reference="AE/17")
    assert "Write the reference" in sent(one, "mia", act="approve", reference="")
    assert "Approved." in sent(one, "mia", act="approve", reference="AE/2026/17")
    assert "This day has not come yet." in sent(
        one, "mia", act="certify", day="x", method="shredded", witness="Rita"
    )
    page = sent(one, "mia", act="certify", day="2026-08-05", method="shredded", witness="Rita")
    for words in ("Certificate of destruction", "Agnes", "Mia", "AE/2026/17", "shredded", "Rita", "Letter B"):
        assert words in page
    row.refresh_from_db()
    assert row.state == "destroyed"
    assert people.Access.objects.filter(action="paper").latest("pk").clients == [bram.pk]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"sheets": "none"}, "Count or estimate the sheets"),
        ({"label": world.number_of("amina")}, "Leave the national number out"),
        ({"last_event_on": "2026-08-06"}, "This day has not come yet."),
        ({"shelf": ""}, "Fill this in."),
    ],
)
def test_what_does_not_fit_stands_beside_its_field(told: dict[str, str], words: str) -> None:
    assert words in taken_in(**told)
    assert PaperFile.objects.count() == 0


def test_a_scan_that_cannot_be_kept_is_refused_with_its_reason() -> None:
    taken_in()
    at = f"inventory/{PaperFile.objects.get().key}/"
    assert "This is a ZIP archive" in sent(
        at, act="scan", file=SimpleUploadedFile("a.pdf", b"PK\x03\x04" + bytes(9))
    )
    assert "Choose the file." in sent(at, act="scan")


@pytest.mark.parametrize(
    "address",
    ["inventory/00000000-0000-0000-0000-000000000000/", "destructions/00000000-0000-0000-0000-000000000000/"],
)
def test_what_is_not_in_the_inventory_does_not_exist(address: str) -> None:
    assert desk.visitor().get(f"/desk/{address}").status_code == 404


@pytest.mark.parametrize(
    ("name", "sees", "keeps"), [("agnes", 200, 302), ("mia", 200, 302), ("aude", 200, 403), ("sam", 403, 403)]
)
def test_who_sees_and_who_keeps_paper(name: str, sees: int, keeps: int) -> None:
    office, visitor = str(world.office().pk), desk.visitor(name)
    assert visitor.get("/desk/inventory/").status_code == sees
    assert visitor.get("/desk/destructions/").status_code == sees
    assert visitor.post("/desk/inventory/take-in/", {**NEW, "office": office}).status_code == keeps
