"""Choosing a language keeps the page and is remembered; it never leads to another site."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
def test_the_page_stays_and_speaks_the_language(lang: str) -> None:
    client = Client(headers={"accept-language": "fr"})
    wanted = "/deadlines/am-92-2-1/?from=2026-09-15"
    answer = client.post("/language/", {"language": lang, "next": wanted})
    assert (answer.status_code, answer["location"]) == (302, wanted)
    assert f'<html lang="{lang}">' in client.get(wanted).content.decode()
    cookie = answer.cookies["capac_language"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


@pytest.mark.parametrize("wanted", ["https://example.org/", "//example.org/x", "javascript:alert(1)", ""])
def test_another_site_is_never_the_next_page(wanted: str) -> None:
    answer = Client().post("/language/", {"language": "nl", "next": wanted})
    assert (answer.status_code, answer["location"]) == (302, "/")


def test_a_language_that_does_not_exist_is_not_remembered() -> None:
    answer = Client().post("/language/", {"language": "xx", "next": "/"})
    assert "capac_language" not in answer.cookies


def test_french_is_spoken_to_who_asks_for_nothing_known() -> None:
    assert '<html lang="fr">' in Client(headers={"accept-language": "ja"}).get("/").content.decode()


@pytest.mark.parametrize(
    "path", ["/", "/explain/", "/wage/", "/deadlines/", "/components/", "/accessibility/"]
)
def test_every_page_offers_the_four_languages_and_says_which_is_chosen(path: str) -> None:
    page = " ".join(Client(headers={"accept-language": "de"}).get(path).content.decode().split())
    assert page.count('name="language"') == 4
    assert page.count('aria-current="true">DE') == 1
