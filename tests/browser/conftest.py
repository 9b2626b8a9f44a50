"""A real browser before the real server: Chromium, our pages, our strict policy, nothing from outside.

Every page that a test opens is watched: a request to another host, a script error or a breach of the
content security policy fails the test, whatever it was about.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright
from pytest_django.live_server_helper import LiveServer

from capac.people import api as people
from capac.web.login.middleware import CLIENT_COOKIE, STAFF_KEY
from tests import world

SHOTS = Path(__file__).resolve().parents[2] / "build" / "shots"
PHONE, DESK = 390, 1280
WIDTHS = (PHONE, DESK)
HEIGHTS = {PHONE: 844, DESK: 900}
LEVEL = 400
FLAGS = ["--disable-gpu", "--disable-background-networking", "--no-first-run"]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

PageAt = Callable[..., Page]
LogIn = Callable[[str], None]


@dataclass
class Visitor:
    """One browser context at a time, with what it must never do."""

    browser: Browser
    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    contexts: list[BrowserContext] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def open(self, width: int, *, lang: str = "fr", dark: bool = False, script: bool = True) -> Page:
        """A fresh page of that width, logged in as far as the test asked; paths are relative to the site."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            locale=lang,
            timezone_id=settings.TIME_ZONE,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        self._give_cookies(context)
        page = context.new_page()
        page.on("request", self._watch)
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        return page

    def log_in(self, cookie: str, value: str) -> None:
        """The session holds for every page, those that are open too."""
        self.cookies[cookie] = value
        for context in self.contexts:
            self._give_cookies(context)

    def leave(self) -> None:
        """Close everything."""
        for context in self.contexts:
            context.close()

    def _give_cookies(self, context: BrowserContext) -> None:
        context.add_cookies(
            [{"name": name, "value": value, "url": self.address} for name, value in self.cookies.items()]
        )

    def _watch(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and parts.netloc != urlsplit(self.address).netloc:
            self.faults.append(f"external request: {request.url}")

    def _listen(self, message: ConsoleMessage) -> None:
        """Answers such as 404 are told by the browser too; a test that wants them asks for them."""
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder opens a real browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium(browser_path: str) -> Iterator[Browser]:
    """One Chromium for all tests of a worker. Playwright's loop runs in our thread: Django is told so."""
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=browser_path, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def site(live_server: LiveServer) -> str:
    """The address of the running site, static files included; what a test writes is there for its pages."""
    return str(live_server.url)


@pytest.fixture
def visitor(chromium: Browser, site: str) -> Iterator[Visitor]:
    """Who visits the site in this test."""
    visitor = Visitor(chromium, site)
    yield visitor
    visitor.leave()
    assert visitor.faults == []


@pytest.fixture
def page_at(visitor: Visitor) -> PageAt:
    """page_at(390) or page_at(1280, lang="nl", dark=True, script=False): a fresh page."""
    return visitor.open


@pytest.fixture
def log_in_client(visitor: Visitor) -> LogIn:
    """log_in_client("amina"): one of the cast, registered if need be, with a session of the proven level."""

    def log_in(name: str) -> None:
        visitor.log_in(CLIENT_COOKIE, people.open_session(world.client(name), level=LEVEL))

    return log_in


@pytest.fixture
def log_in_staff(visitor: Visitor) -> LogIn:
    """log_in_staff("agnes"): one of the staff of the cast."""

    def log_in(name: str) -> None:
        session = SessionStore()
        session[STAFF_KEY] = world.staff(name).pk
        session.create()
        visitor.log_in(settings.SESSION_COOKIE_NAME, str(session.session_key))

    return log_in


def fits(page: Page) -> None:
    """Nothing sticks out of the window to the right."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
        "the page is wider than the window"
    )


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """axe(page): no violation of WCAG 2.2 AA; a violation is told with its places. And nothing sticks out."""

    def check(page: Page) -> None:
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response["violations"]
        told = [
            f"{one['id']}: {node['target']} {node['failureSummary']}"
            for one in found
            for node in one["nodes"]
        ]
        assert told == []
        fits(page)

    return check


@pytest.fixture
def picture() -> Callable[[Page, str], Path]:
    """picture(page, "start"): the whole page as build/shots/start-390.png."""

    def take(page: Page, name: str) -> Path:
        width = page.viewport_size["width"] if page.viewport_size else 0
        SHOTS.mkdir(parents=True, exist_ok=True)
        path = SHOTS / f"{name}-{width}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return take
