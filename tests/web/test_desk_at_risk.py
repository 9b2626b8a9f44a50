"""The list of applications at risk: whose last day comes first stands on top."""

from __future__ import annotations

from datetime import date

import pytest

from capac.people import api as people
from tests.dossier.files import opened
from tests.web import desk
from tests.web.test_desk_applications import plain

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-09-16T10:00")


def test_files_at_risk_stand_by_their_last_day(monkeypatch: pytest.MonkeyPatch) -> None:
    opened(kind="change")
    opened("bram", "change", asked_on=date(2026, 8, 20))
    opened("chloe")
    monkeypatch.setenv("CAPAC_NOW", "2026-10-20T10:00")
    text = plain(desk.visitor("agnes").get("/desk/applications/"))
    assert text.index("Claes Bram") < text.index("Baert Amina")
    assert "Dupré" not in text
    assert "limit passed 20 days ago" in text and "11 days left" in text
    assert people.looks(actor="agnes", limit=1)[0][0].action == "applications"
    assert (
        desk.visitor("agnes")
        .get("/desk/applications/?after=2026-10-31/999999")
        .content.decode()
        .count("data-row")
        == 0
    )
    assert desk.visitor("agnes").get("/desk/applications/?after=nonsense").status_code == 200
