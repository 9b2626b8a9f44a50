"""Which machine is let in, and what the others are told: problems of belgif, never a person."""

from __future__ import annotations

import base64
import time
from typing import Any

import httpx
import pytest
from django.conf import LazySettings

from capac.people.models import Access
from capac.web.login.provider import Issuer
from tests import world
from tests.api.conftest import GROUND, SECRET, Partner, Partners
from world import machines

BELGIF = "urn:problem-type:belgif:"
ASKED = {"ssin": "", "legalContext": GROUND}


def told(answer: Any) -> tuple[int, str]:
    """Status and type of a problem, whose shape is right."""
    body = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert body["status"] == answer.status_code
    assert body["instance"].startswith("urn:uuid:")
    return answer.status_code, body["type"]


def test_health_and_contract_are_open_to_everybody(nobody: Partner, db: None) -> None:
    assert nobody.get("/health").json() == {"status": "UP"}
    contract = nobody.get("/doc/openapi.yaml")
    assert contract["Content-Type"] == "application/yaml"
    assert contract.content.startswith(b"openapi: 3.0.3")


def test_without_a_token_nothing_is_told(nobody: Partner) -> None:
    answer = nobody.get("/offices")
    assert told(answer) == (401, f"{BELGIF}noAccessToken")
    assert answer["WWW-Authenticate"] == "Bearer"
    assert len(answer["BelGov-Trace-Id"]) == 36


@pytest.mark.parametrize(
    ("claims", "kind"),
    [
        ({"exp": int(time.time()) - 3600}, "expiredAccessToken"),
        ({"aud": "another"}, "invalidAccessToken"),
        ({"iss": "https://issuer.example"}, "invalidAccessToken"),
        ({"exp": None}, "invalidAccessToken"),
        ({"sub": None, "client_id": None}, "invalidAccessToken"),
        ({"wrongly": True}, "invalidAccessToken"),
    ],
)
def test_a_token_that_cannot_be_believed(partner: Partners, claims: dict[str, Any], kind: str) -> None:
    answer = partner(**claims).get("/offices")
    assert told(answer) == (401, BELGIF + kind)
    assert answer["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_a_token_that_is_none(issuer: Issuer, nobody: Partner) -> None:
    del issuer
    answer = Partner(nobody.browser, "not.a.token").get("/offices")
    assert told(answer) == (401, f"{BELGIF}invalidAccessToken")


def test_a_scope_that_is_missing_is_named(partner: Partners) -> None:
    answer = partner(scopes=frozenset({"law.use"})).post("/files/get", ASKED)
    assert told(answer) == (403, f"{BELGIF}missingScope")
    assert answer.json()["requiredScopes"] == ["files.read"]
    assert 'scope="files.read"' in answer["WWW-Authenticate"]


@pytest.mark.django_db
def test_a_machine_without_the_scope_leaves_no_look(partner: Partners) -> None:
    world.client("amina")
    partner(scopes=frozenset({"law.use"})).post("/files/get", ASKED | {"ssin": world.number_of("amina")})
    assert Access.objects.count() == 0


def test_without_an_issuer_no_machine_is_let_in(partner: Partners, settings: LazySettings) -> None:
    machine = partner()
    settings.API_ISSUER = None
    assert told(machine.get("/offices")) == (503, f"{BELGIF}serviceUnavailable")


def test_an_issuer_that_does_not_answer(partner: Partners, settings: LazySettings) -> None:
    machine = partner()
    settings.API_ISSUER = Issuer("http://127.0.0.1:9", "http://127.0.0.1:9/keys", machines.AUDIENCE)
    assert told(machine.get("/offices")) == (503, f"{BELGIF}serviceUnavailable")


@pytest.mark.django_db
def test_a_token_of_the_issuer_itself_opens_the_door(issuer: Issuer, nobody: Partner) -> None:
    basic = base64.b64encode(f"demo-institution:{SECRET}".encode()).decode()
    form = {"grant_type": "client_credentials", "scope": "law.use"}
    answer = httpx.post(
        f"{issuer.issuer}/access_token", data=form, headers={"Authorization": f"Basic {basic}"}
    )
    token = answer.json()["access_token"]
    assert Partner(nobody.browser, token).get("/refData/schemes").status_code == 200
    assert told(Partner(nobody.browser, token).get("/figures")) == (403, f"{BELGIF}missingScope")


@pytest.mark.parametrize(
    ("name", "form", "status"),
    [
        ("demo-institution", {"grant_type": "client_credentials", "scope": "figures.read"}, 400),
        ("demo-institution", {"grant_type": "password"}, 400),
        ("stranger", {"grant_type": "client_credentials"}, 401),
    ],
)
def test_the_issuer_refuses_what_is_not_registered(
    issuer: Issuer, name: str, form: dict[str, str], status: int
) -> None:
    basic = base64.b64encode(f"{name}:{SECRET}".encode()).decode()
    headers = {"Authorization": f"Basic {basic}"}
    assert httpx.post(f"{issuer.issuer}/access_token", data=form, headers=headers).status_code == status
