"""The start page: doors for each public; who can be whom only in a demonstration, read from its provider."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
CAST = {
    "people": [
        {"name": "Amina Baert", "role": "Client", "why": "All is well", "lang": "en", "who": "client"},
        {"name": "Agnes Invented", "role": "Agent", "why": "Her queue", "lang": "en", "who": "staff"},
    ]
}


@pytest.fixture
def demo(settings: Any) -> None:
    """A demonstration whose provider has an address."""
    settings.DEMO, settings.PROVIDER_PEOPLE = True, "http://127.0.0.1:9/people"


def start(lang: str = "en") -> str:
    answer = Client(headers={"accept-language": lang}).get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def answering(monkeypatch: pytest.MonkeyPatch, answer: httpx.Response | Exception) -> list[str]:
    """A provider of a few lines; returns the addresses that it was asked."""
    asked = []

    def get(address: str, *, params: dict[str, str], timeout: float) -> httpx.Response:
        asked.append(f"{address}?lang={params['lang']}")
        if isinstance(answer, Exception):
            raise answer
        answer.request = httpx.Request("GET", address)
        return answer

    monkeypatch.setattr(httpx, "get", get)
    return asked


@pytest.mark.usefixtures("demo")
def test_who_can_be_whom_is_read_from_the_provider_in_the_readers_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = answering(monkeypatch, httpx.Response(200, json=CAST))
    page = start()
    assert asked == ["http://127.0.0.1:9/people?lang=en"]
    assert page.index("Amina Baert") < page.index("Agnes Invented")
    assert "All is well" in page
    start("nl")
    assert asked[1:] == ["http://127.0.0.1:9/people?lang=nl"]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    "answer",
    [
        httpx.ConnectError("down"),
        httpx.Response(500),
        httpx.Response(200, text="x"),
        httpx.Response(200, json={}),
    ],
)
def test_a_provider_that_does_not_answer_well_leaves_the_page_standing(
    monkeypatch: pytest.MonkeyPatch, answer: httpx.Response | Exception
) -> None:
    answering(monkeypatch, answer)
    assert "The simulated log-in provider does not answer." in start()


def test_outside_a_demonstration_nobody_is_listed_and_nobody_is_asked(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.DEMO, settings.PROVIDER_PEOPLE = False, "http://127.0.0.1:9/people"
    asked = answering(monkeypatch, httpx.Response(200, json=CAST))
    page = start()
    assert asked == []
    assert "Who you can be" not in page


@pytest.mark.parametrize("path", ["/file/", "/explain/", "/deadlines/", "/board/", "/login/staff/"])
def test_every_door_leads_somewhere(path: str) -> None:
    assert f'href="{path}"' in start()
    assert Client().get(path).status_code in {200, 302, 503}
