"""Log-in that did not come to an end, in every reason; errors; the end of a session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page, expect

from capac.people.models import ClientSession
from capac.web.login import views
from capac.web.login.provider import LoginError
from capac.web.login.views import PENDING
from tests.browser.conftest import PHONE, WIDTHS, LogIn, PageAt, Visitor

Axe = Callable[[Page], None]
Picture = Callable[[Page, str], Path]
REASONS = {
    "level": "pas assez sûre",
    "no_file": "pas de dossier",
    "no_account": "pas de compte",
    "unreachable": "ne répond pas",
    "refused": "arrêté la connexion",
    "token": "ne correspond pas",
}


def pending(visitor: Visitor, who: str) -> None:
    """As if the person came back from the provider."""
    session = SessionStore()
    session[PENDING] = {"who": who, "next": "", "state": "s", "nonce": "n", "verifier": "v"}
    session.create()
    visitor.log_in(settings.SESSION_COOKIE_NAME, str(session.session_key))


@pytest.mark.parametrize("reason", REASONS)
def test_a_log_in_that_failed_says_why_and_what_to_do(
    page_at: PageAt,
    visitor: Visitor,
    axe: Axe,
    picture: Picture,
    monkeypatch: pytest.MonkeyPatch,
    reason: str,
) -> None:
    def finish(*_: object, **__: object) -> None:
        raise LoginError(reason)

    who = "staff" if reason == "no_account" else "client"
    monkeypatch.setattr(views, "finish", finish)
    monkeypatch.setitem(settings.PROVIDERS, who, None)
    pending(visitor, who)
    page = page_at(PHONE)
    page.goto(f"/login/{who}/callback/?state=s&code=c")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous n’êtes pas connecté")
    expect(page.get_by_role("main")).to_contain_text(REASONS[reason])
    axe(page)
    picture(page, f"login-{reason}")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_server_without_provider_says_so(page_at: PageAt, axe: Axe, picture: Picture, width: int) -> None:
    page = page_at(width)
    page.goto("/login/client/")
    expect(page.get_by_role("main")).to_contain_text("pas configurée")
    expect(page.get_by_role("main").get_by_role("link", name="Expliquer un mois")).to_be_visible()
    axe(page)
    picture(page, "login-not-configured")


def test_a_session_that_ended_leads_to_log_in(page_at: PageAt, log_in_client: LogIn, axe: Axe) -> None:
    log_in_client("amina")
    page = page_at(PHONE)
    page.goto("/file/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour Amina")
    ClientSession.objects.all().delete()
    page.reload()
    expect(page).to_have_url(f"{page.url.split('/login')[0]}/login/client/?next=%2Ffile%2F")


def test_after_log_out_the_back_button_shows_nothing(
    page_at: PageAt, log_in_client: LogIn, axe: Axe, picture: Picture
) -> None:
    log_in_client("amina")
    page = page_at(PHONE)
    page.goto("/file/data/")
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("status")).to_contain_text("Vous êtes déconnecté.")
    axe(page)
    picture(page, "logged-out")
    page.go_back()
    expect(page.get_by_role("main")).not_to_contain_text("Amina")
    expect(page.get_by_role("main")).not_to_contain_text("BP 01")


def test_a_page_that_breaks_stands_alone(
    page_at: PageAt, axe: Axe, picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from capac.web.site import views as site

    def breaks() -> None:
        raise RuntimeError("on purpose")

    monkeypatch.setattr(site, "samples", breaks)
    page = page_at(PHONE)
    page.goto("/components/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Quelque chose a échoué chez nous")
    axe(page)
    picture(page, "broken")
