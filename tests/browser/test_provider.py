"""The simulated provider's page of choice: for every reader, without script, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from tests.browser.conftest import HEIGHTS, WIDTHS
from tests.outside.serving import served
from world import population
from world import provider as outside
from world.tokens import Keys

ASKED = {
    "response_type": "code",
    "client_id": outside.CLIENT_ID,
    "scope": "openid",
    "state": "s",
    "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    "code_challenge_method": "S256",
}


@pytest.fixture(scope="module")
def ours() -> Iterator[str]:
    """A site that hears the answer."""
    back = Route("/login/client/callback/", lambda _request: PlainTextResponse("back"))
    with served(Starlette(routes=[back])) as address:
        yield address


@pytest.fixture(scope="module")
def address(ours: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    keys = Keys(tmp_path_factory.mktemp("provider"))
    provider = outside.Provider(keys, "secret", (ours,), population.Wish(number=40))
    with served(outside.application(provider)) as address:
        yield address


@pytest.fixture
def choice(chromium: Browser, address: str, ours: str) -> Iterator[Callable[..., Page]]:
    """choice(390, lang="nl"): the page of choice."""
    contexts = []

    def open_page(width: int, *, lang: str = "fr", who: str = "client", script: bool = True) -> Page:
        size = {"width": width, "height": HEIGHTS[width]}
        context = chromium.new_context(viewport=size, locale=lang, java_script_enabled=script)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        asked = {**ASKED, "redirect_uri": f"{ours}/login/client/callback/"}
        page.goto(f"{address}/{who}/authorize?{urlencode(asked)}")
        return page

    yield open_page
    for context in contexts:
        context.close()


def answer(page: Page) -> dict[str, list[str]]:
    page.wait_for_url("**/login/client/callback/**")
    return parse_qs(urlsplit(page.url).query)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
def test_it_can_be_read_by_everybody(
    choice: Callable[..., Page],
    axe: Callable[[Page], None],
    picture: Callable[[Page, str], Path],
    width: int,
    lang: str,
) -> None:
    page = choice(width, lang=lang)
    axe(page)
    if lang == "fr":
        picture(page, "provider")
    assert page.locator("html").get_attribute("lang") == lang


def test_the_page_of_what_is_wrong_can_be_read_too(
    choice: Callable[..., Page], axe: Callable[[Page], None], address: str
) -> None:
    page = choice(390)
    page.goto(f"{address}/client/authorize?client_id=other")
    axe(page)
    assert page.locator("h1").inner_text() == "La demande ne peut pas être traitée"


def test_one_logs_in_by_keyboard_alone(choice: Callable[..., Page]) -> None:
    page = choice(1280)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert page.locator("input:checked").get_attribute("value") == "bram"
    page.keyboard.press("Enter")
    assert sorted(answer(page)) == ["code", "state"]


def test_it_works_without_script_and_can_be_cancelled(choice: Callable[..., Page]) -> None:
    page = choice(390, lang="de", script=False)
    page.get_by_role("button", name="Abbrechen").click()
    assert answer(page) == {"error": ["access_denied"], "state": ["s"]}


def test_staff_have_names_of_their_own(choice: Callable[..., Page]) -> None:
    page = choice(390, who="staff")
    assert page.get_by_label("Pol Vandersteen").count() == 1
    assert page.get_by_label("Amina Baert").count() == 0
