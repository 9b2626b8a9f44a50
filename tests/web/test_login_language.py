"""Who logs in for the first time on a browser reads the language of their file; a choice made before stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from capac.web.login import views
from capac.web.login.provider import Identity
from tests import world

pytestmark = pytest.mark.django_db


def back_from_provider(
    client: Client, who: str, identity: Identity, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> Any:
    """The end of a log-in whose provider said who it is."""
    settings.PROVIDERS = {who: None}
    monkeypatch.setattr(views, "finish", lambda *_, **__: identity)
    session = client.session
    session[views.PENDING] = {"who": who, "next": "", "state": "s", "nonce": "n", "verifier": "v"}
    session.save()
    return client.get(f"/login/{who}/callback/?state=s&code=c")


def citizen(name: str) -> Identity:
    world.client(name)
    return Identity("subject", {"egovNRN": world.number_of(name)}, 400)


def test_a_client_reads_the_language_of_the_file(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    client = Client(headers={"accept-language": "en"})
    answer = back_from_provider(client, "client", citizen("dieter"), monkeypatch, settings)
    assert (answer.status_code, answer["location"]) == (302, "/file/")
    assert answer.cookies["capac_language"].value == "de"
    assert '<html lang="de">' in client.get("/file/").content.decode()


def test_staff_read_their_own_language(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    world.staff("pol")
    answer = back_from_provider(Client(), "staff", Identity("pol", {}, 0), monkeypatch, settings)
    assert (answer.status_code, answer["location"]) == (302, "/desk/")
    assert answer.cookies["capac_language"].value == "nl"


def test_a_language_chosen_before_stays(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    client = Client()
    client.post("/language/", {"language": "en", "next": "/"})
    answer = back_from_provider(client, "client", citizen("dieter"), monkeypatch, settings)
    assert "capac_language" not in answer.cookies
    assert '<html lang="en">' in client.get("/file/").content.decode()
