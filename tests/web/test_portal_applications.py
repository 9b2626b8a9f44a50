"""One's own applications: on the home page what is missing, on their page all of it, in four languages."""

from __future__ import annotations

import pytest

from capac.dossier import api as dossier
from tests import world
from tests.dossier.files import opened, received
from tests.web.portal import seen

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-09-16T10:00")


def test_home_says_what_is_missing_and_whose_turn_it_is() -> None:
    opened()
    home = seen("amina", "/file/")
    assert "Full unemployment, 15 September 2026" in home
    assert 'We still need 2 things from you.</strong> <span class="tag warn">your turn</span>' in home
    assert "Needed by 23 September 2026 at the latest." in home
    assert home.index("Personal and family situation (C1)") < home.index(
        "Certificate of the end of work (C4)"
    )
    assert "your employer&#x27;s turn" in home
    assert "Register with Actiris, VDAB, Forem or ADG." in home


def test_a_file_that_is_over_stands_on_its_page_alone() -> None:
    number = received(opened(kind="mandate").id, "C46").id
    assert "The file is complete. We send it to ONEM." in seen("amina", "/file/")
    dossier.submitted([number], because=world.because())
    assert "ONEM decides by 16 October 2026." in seen("amina", "/file/")
    dossier.decided(number, decided_on=world.NOON.date(), because=world.because())
    assert "Paid mandate" not in seen("amina", "/file/")
    page = seen("amina", "/file/applications/")
    assert "ONEM has decided." in page and "1 paper is here" in page


def test_a_limit_that_is_past_says_what_it_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    opened()
    monkeypatch.setenv("CAPAC_NOW", "2026-11-17T10:00")
    home = seen("amina", "/file/")
    assert "The last day was 15 November 2026." in home
    assert (
        "The right begins only when the complete file reaches ONEM (AM art. 95): 63 days are lost so far."
        in home
    )


def test_nothing_is_told_of_others() -> None:
    opened("bram", "mandate")
    assert "You have no application with us." in seen("amina", "/file/applications/")


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("fr", "Il nous manque encore 2 choses de votre part."),
        ("nl", "Wij hebben nog 2 dingen van u nodig."),
        ("de", "Wir brauchen noch 2 Dinge von Ihnen."),
    ],
)
def test_it_is_said_in_each_language(lang: str, sentence: str) -> None:
    opened()
    assert sentence in seen("amina", "/file/", lang)
