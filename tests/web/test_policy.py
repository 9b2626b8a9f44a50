"""What every answer carries: the policy to the letter, no framing, no referrer elsewhere, nothing from outside."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from capac.core import clock

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
PAGES = ["/", "/explain/", "/wage/", "/deadlines/", "/components/", "/accessibility/", "/board/", "/nowhere/"]


@pytest.mark.parametrize("path", PAGES)
def test_the_policy_is_exact(path: str) -> None:
    answer = Client().get(path)
    sent = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert sent == POLICY
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_nothing_of_another_host_and_styles_nothing_in_place(path: str) -> None:
    page = Client().get(path).content.decode()
    assert re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]*"', page) == []
    assert " style=" not in page
    assert "<style" not in page
    assert re.findall(r"<script(?![^>]* src=)[^>]*>", page) == []
    assert re.findall(r' on[a-z]+="', page) == []


def test_the_banner_says_the_date_of_a_demonstration(
    settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-10T10:00")
    settings.DEMO = True  # type: ignore[attr-defined]
    page = Client(headers={"accept-language": "en"}).get("/accessibility/").content.decode()
    assert "Demonstration with synthetic people. It is 10 August 2026 here." in page
    settings.DEMO = False  # type: ignore[attr-defined]
    assert "Demonstration with synthetic people" not in Client().get("/accessibility/").content.decode()
    assert clock.is_set()
