"""The simulated provider over a real connection, and a visitor who goes to it and comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest
from django.conf import LazySettings
from django.test import Client

from capac.people import api as people
from capac.web.login.provider import Provider
from tests.outside.serving import served
from world import population
from world import provider as outside
from world.tokens import Keys

SITE = "http://testserver"
SECRET = "secret-of-the-test"
WISH = population.Wish(number=40)


@dataclass
class Visit:
    """One browser that leaves for the provider, chooses there, and comes back."""

    browser: Client
    address: str
    providers: dict[str, Provider]

    def leave(self, who: str = "client", after: str = "/board/") -> str:
        """Ask to log in; the address of the provider's page."""
        left = self.browser.get(f"/login/{who}/", {"next": after})
        assert left.status_code == 302
        return str(left["Location"])

    def choose(self, page: str, **chosen: str) -> str:
        """Choose on the provider's page; the address to which it sends back."""
        shown = httpx.get(page)
        request_id = re.search(r'name="request" value="([^"]+)"', shown.text)
        assert request_id
        who = page.removeprefix(self.address).split("/")[1]
        form = {"request": request_id[1], "person": "amina", "level": "400", "fault": "none", **chosen}
        back = httpx.post(f"{self.address}/{who}/choose", data=form)
        assert back.status_code == 303
        return back.headers["location"].removeprefix(SITE)

    def log_in(self, who: str = "client", **chosen: str) -> Any:
        """There and back again."""
        return self.browser.get(self.choose(self.leave(who), **chosen))

    def move(self, who: str, **addresses: Any) -> None:
        """Let the provider stand elsewhere, or ask for something else."""
        self.providers[who] = replace(self.providers[who], **addresses)


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """The provider's key, made once."""
    return Keys(tmp_path_factory.mktemp("provider"))


@pytest.fixture(scope="session")
def address(keys: Keys) -> Iterator[str]:
    """Both providers, running."""
    with served(outside.application(outside.Provider(keys, SECRET, (SITE,), WISH))) as address:
        yield address


@pytest.fixture
def visit(address: str, settings: LazySettings) -> Visit:
    """A visitor of a site that knows both providers."""
    providers = {who: _ours(address, who, level) for who, level in (("client", 400), ("staff", 0))}
    settings.PROVIDERS = providers
    return Visit(Client(), address, providers)


def _ours(address: str, who: str, level: int) -> Provider:
    issuer = f"{address}/{who}"
    return Provider(
        name=who,
        issuer=issuer,
        authorize=f"{issuer}/authorize",
        token=f"{issuer}/access_token",
        userinfo=f"{issuer}/userinfo",
        jwks=f"{issuer}/connect/jwk_uri",
        client_id=outside.CLIENT_ID,
        client_secret=SECRET,
        scope="openid profile",
        least_level=level,
    )


@pytest.fixture
def amina() -> None:
    """The provider's Amina is a client of ours."""
    register("amina")


def register(key: str) -> None:
    """One of the provider's people becomes a client of ours."""
    file = next(one for one in population.files(WISH) if one.key == key)
    row = people.NewClient(file.niss, file.given, file.family_name, file.language, file.since)
    people.register_clients([row], source="test")
