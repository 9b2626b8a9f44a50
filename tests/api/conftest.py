"""Machines with tokens of the world's issuer, which stands on a real connection."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client

from capac.web.login.provider import Issuer
from tests.outside.serving import served
from world import machines, population
from world import provider as outside
from world.tokens import Keys

SECRET = "secret-of-the-test"
BASE = "/api/benefits/v1"
EVERYTHING = frozenset({"files.read", "payments.read", "figures.read", "law.use"})
GROUND = "deliberation:18-097"


@dataclass(frozen=True)
class Partner:
    """A partner's machine: what it sends, and what it is told."""

    browser: Client
    token: str

    def get(self, path: str, **headers: str) -> Any:
        """GET an address of the API."""
        return self.browser.get(BASE + path, headers=self._headers(headers))

    def post(self, path: str, body: Any, **headers: str) -> Any:
        """POST JSON to an address of the API."""
        sent = body if isinstance(body, str) else json.dumps(body)
        kind = headers.pop("content_type", "application/json")
        return self.browser.post(BASE + path, sent, content_type=kind, headers=self._headers(headers))

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        own = {"authorization": f"Bearer {self.token}"} if self.token else {}
        return {"accept-language": "en", **own, **more}


Partners = Callable[..., Partner]


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """The issuer's key, made once."""
    return Keys(tmp_path_factory.mktemp("issuer"))


@pytest.fixture(scope="session")
def address(keys: Keys) -> Iterator[str]:
    """The issuer, running."""
    provider = outside.Provider(keys, SECRET, ("http://testserver",), population.Wish(number=40))
    with served(outside.application(provider)) as address:
        yield f"{address}/machine"


@pytest.fixture
def issuer(address: str, settings: LazySettings) -> Issuer:
    """A site that believes the issuer, its keys not yet asked for."""
    cache.clear()
    found = Issuer(address, f"{address}/connect/jwk_uri", machines.AUDIENCE)
    settings.API_ISSUER = found
    return found


@pytest.fixture
def partner(issuer: Issuer, keys: Keys) -> Partners:
    """A machine with a token: its scopes, and claims that differ from a right one's; None leaves a claim out."""

    def make(*, scopes: frozenset[str] = EVERYTHING, wrongly: bool = False, **claims: Any) -> Partner:
        told = machines.claims(issuer.issuer, "demo-institution", scopes) | claims
        token = keys.sign({name: one for name, one in told.items() if one is not None}, wrongly=wrongly)
        return Partner(Client(), token)

    return make


@pytest.fixture
def nobody(issuer: Issuer) -> Partner:
    """A machine without a token."""
    assert issuer.audience == machines.AUDIENCE
    return Partner(Client(), "")
