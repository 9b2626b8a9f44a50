"""Rehearsals on the board: for whom, in which words, what is hidden, the PDF, two steps down to a case."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from capac.flows.rehearse import rehearse
from capac.people import api as people
from capac.web.login.middleware import STAFF_KEY
from tests import world
from tests.flows import paying
from tests.flows.paying import JULY, Calendar
from tests.flows.test_rehearse import DRAFT, LOWEST

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run_id(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Amina's July, computed, and a draft that gives her more."""
    settings.WAREHOUSE = tmp_path / "warehouse"
    acts = Calendar(monkeypatch)
    acts.at("2026-07-30")
    amina = paying.authorise("amina", LOWEST)
    acts.at("2026-08-03")
    paying.hand_in(amina, JULY)
    paying.prepared(calculations=1, payments=1, prepared=1)
    return rehearse(DRAFT, who="sam")


@pytest.fixture
def sam(client: Client) -> Client:
    session = client.session
    session[STAFF_KEY] = world.staff("sam").pk
    session.save()
    client.cookies["capac_language"] = "en"
    return client


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def addresses(run_id: int) -> list[str]:
    amina = world.client("amina").pk
    return [
        reverse("board:rehearsals"),
        *(
            reverse(f"board:{name}", args=[run_id])
            for name in ("rehearsal", "rehearsal_pdf", "rehearsed_cases")
        ),
        reverse("board:rehearsed_case", args=[run_id, amina, "2026-07"]),
    ]


def test_an_agent_sees_no_rehearsal(client: Client, run_id: int) -> None:
    session = client.session
    session[STAFF_KEY] = world.staff("agnes").pk
    session.save()
    assert [client.get(address).status_code for address in addresses(run_id)] == [403] * 5
    assert people.Access.objects.count() == 0


def test_a_page_tells_the_draft_and_hides_a_single_person(sam: Client, run_id: int) -> None:
    told = text(sam.get(reverse("board:rehearsal", args=[run_id])))
    assert "0 people receive less, &lt; 5 receive more, for 0 nothing changes." in told
    assert "A lower limit in the first phase" in told
    assert "minimum_a1_A 1 July 2026 43.11 50.0000" in told
    assert "2,066.85" not in told and "330.48" not in told
    assert "A lower limit in the first phase" in text(sam.get(reverse("board:rehearsals")))
    assert people.Access.objects.count() == 0


def test_without_a_rehearsal_the_list_says_how_one_is_made(
    sam: Client, settings: Any, tmp_path: Path
) -> None:
    settings.WAREHOUSE = tmp_path / "warehouse"
    told = text(sam.get(reverse("board:rehearsals")))
    assert "Nothing has been rehearsed yet." in told and "capac rehearse DRAFT.yaml" in told
    assert sam.get(reverse("board:rehearsal", args=[1])).status_code == 404


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
def test_the_pdf_is_tagged_and_in_the_language_of_its_reader(sam: Client, run_id: int, lang: str) -> None:
    sam.cookies["capac_language"] = lang
    response = sam.get(reverse("board:rehearsal_pdf", args=[run_id]))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="rehearsal-{run_id}-{lang}.pdf"'
    assert response.content.startswith(b"%PDF-1.7") and b"/StructTreeRoot" in response.content
    assert f"/Lang({lang})".encode() in response.content
    assert b"pdfuaid:part" in response.content


def test_two_steps_lead_to_a_case_and_each_is_in_the_register(sam: Client, run_id: int) -> None:
    amina = world.client("amina").pk
    listed = sam.get(reverse("board:rehearsed_cases", args=[run_id]), {"outcome": "more", "family": "A"})
    address = reverse("board:rehearsed_case", args=[run_id, amina, "2026-07"])
    assert address in listed.content.decode() and "€2,066.85" in text(listed)
    opened = sam.get(address)
    assert "Net of tax: €2,066.85 by the law, €2,397.33 by the draft." in text(opened)
    assert "Baert" not in listed.content.decode() + opened.content.decode()
    looks = people.Access.objects.order_by("id").values_list("actor", "route", "action", "clients")
    assert list(looks) == [
        ("sam", "board:rehearsed_cases", "list", [amina]),
        ("sam", "board:rehearsed_case", "open", [amina]),
    ]
    assert "no-store" in opened["Cache-Control"]


@pytest.mark.parametrize(
    ("query", "status"),
    [("outcome=odd", 404), ("after=x", 404), ("outcome=less", 200), ("outcome=more&month=2026-13-01", 404)],
)
def test_a_question_that_makes_no_sense_shows_nobody(
    sam: Client, run_id: int, query: str, status: int
) -> None:
    response = sam.get(f"{reverse('board:rehearsed_cases', args=[run_id])}?{query}")
    assert response.status_code == status
    assert str(date(2026, 7, 1)) not in response.content.decode()
