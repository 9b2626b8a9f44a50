"""When something goes wrong: what happened, what was kept, what to do."""

from __future__ import annotations

import pytest
from django.test import Client

from capac.web.site import views

pytestmark = pytest.mark.django_db


def visitor(lang: str = "en", *, strict: bool = False, told: bool = True) -> Client:
    return Client(strict, raise_request_exception=told, headers={"accept-language": lang})


def test_a_page_that_does_not_exist_leads_on() -> None:
    answer = visitor().get("/nowhere/")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "This page does not exist" in page
    assert 'href="/explain/"' in page


def test_a_form_without_its_proof_changes_nothing_and_says_so() -> None:
    answer = visitor(strict=True).post("/explain/", {"month": "2026-07"})
    assert answer.status_code == 403
    assert "This form is too old" in answer.content.decode()
    assert "Nothing was changed." in answer.content.decode()


@pytest.mark.parametrize(
    ("lang", "said"), [("fr", "Quelque chose a échoué chez nous"), ("en", "Something failed on our side")]
)
def test_a_page_that_breaks_is_told_in_the_readers_language(
    monkeypatch: pytest.MonkeyPatch, lang: str, said: str
) -> None:
    def breaks() -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(views, "samples", breaks)
    answer = visitor(lang, told=False).get("/components/")
    assert answer.status_code == 500
    page = answer.content.decode()
    assert f'<html lang="{lang}">' in page
    assert said in page
    assert "broken on purpose" not in page


@pytest.mark.parametrize("path", ["/", "/deadlines/", "/components/", "/accessibility/"])
def test_pages_that_are_read_take_no_form(path: str) -> None:
    assert visitor().post(path).status_code == 405


def test_a_language_is_chosen_by_form_alone() -> None:
    assert visitor().get("/language/").status_code == 405


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_the_forms_take_get_and_post_alone(method: str) -> None:
    assert getattr(visitor(), method)("/explain/").status_code == 405
    assert getattr(visitor(), method)("/wage/").status_code == 405


def test_the_server_says_that_it_is_up() -> None:
    assert visitor().get("/health").json() == {"status": "UP"}
