"""The simulated provider is strict: unknown sites, used codes and wrong verifiers get nothing."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.login.conftest import SECRET, SITE, Visit
from world import provider_pages
from world.tokens import Keys

ASKED = {
    "response_type": "code",
    "client_id": "capac",
    "redirect_uri": f"{SITE}/login/client/callback/",
    "scope": "openid",
    "state": "s",
    "nonce": "n",
    "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    "code_challenge_method": "S256",
}
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"


def ask(visit: Visit, **changes: str) -> httpx.Response:
    told = {key: value for key, value in {**ASKED, **changes}.items() if value}
    return httpx.get(f"{visit.address}/client/authorize", params=told)


def code(visit: Visit) -> str:
    back = visit.choose(str(ask(visit).url))
    return parse_qs(urlsplit(back).query)["code"][0]


def token(visit: Visit, code: str, *, secret: str = SECRET, **changes: str) -> httpx.Response:
    told = {"code": code, "code_verifier": VERIFIER, "redirect_uri": ASKED["redirect_uri"], **changes}
    return httpx.post(f"{visit.address}/client/access_token", data=told, auth=("capac", secret))


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": "other"},
        {"redirect_uri": "https://elsewhere.example/login/"},
        {"redirect_uri": f"{SITE}/board/"},
    ],
)
def test_an_unknown_site_or_return_address_is_not_followed(visit: Visit, wrong: dict[str, str]) -> None:
    answer = ask(visit, **wrong)
    assert answer.status_code == 400
    assert "<h1>La demande ne peut pas être traitée</h1>" in answer.text


@pytest.mark.parametrize(
    "wrong",
    [{"code_challenge": ""}, {"code_challenge_method": "plain"}, {"response_type": "token"}, {"scope": "x"}],
)
def test_a_request_without_pkce_or_openid_is_sent_back_with_its_state(
    visit: Visit, wrong: dict[str, str]
) -> None:
    answer = ask(visit, **wrong)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{SITE}/login/client/callback/?error=invalid_request&state=s"


def test_a_code_becomes_tokens_once(visit: Visit) -> None:
    fresh = code(visit)
    told = token(visit, fresh).json()
    assert sorted(told) == ["access_token", "expires_in", "id_token", "token_type"]
    assert token(visit, fresh).json() == {"error": "invalid_grant"}


def test_a_wrong_secret_verifier_or_address_gets_nothing(visit: Visit) -> None:
    assert token(visit, code(visit), secret="wrong").status_code == 401
    assert token(visit, code(visit), code_verifier="wrong").json() == {"error": "invalid_grant"}
    assert token(visit, code(visit), redirect_uri=f"{SITE}/login/x/").json() == {"error": "invalid_grant"}
    assert token(visit, "unknown").json() == {"error": "invalid_grant"}


def test_userinfo_is_signed_for_clients_and_plain_for_staff_and_read_once(visit: Visit) -> None:
    access = {"Authorization": f"Bearer {token(visit, code(visit)).json()['access_token']}"}
    answer = httpx.get(f"{visit.address}/client/userinfo", headers=access)
    assert answer.headers["content-type"] == "application/jwt"
    assert answer.text.count(".") == 2
    again = httpx.get(f"{visit.address}/client/userinfo", headers=access)
    assert (again.status_code, again.json()) == (401, {"error": "invalid_token"})


def test_the_page_of_choice_needs_no_script_and_speaks_the_language_asked(visit: Visit) -> None:
    for lang, title in (("nl", "Aanmelden (demonstratie)"), ("de", "Anmelden (Vorführung)")):
        told = {"Accept-Language": f"{lang}-BE,fr;q=0.5"}
        page = httpx.get(f"{visit.address}/client/authorize", params=ASKED, headers=told).text
        assert f'<html lang="{lang}">' in page
        assert f"<h1>{title}</h1>" in page
        assert "<script" not in page
    assert provider_pages.language("") == provider_pages.language("zh,pt") == "fr"


def test_a_choice_without_a_person_or_made_twice_says_so(visit: Visit) -> None:
    form = {"request": "unknown", "person": "amina"}
    answer = httpx.post(f"{visit.address}/client/choose", data=form)
    assert answer.status_code == 400
    assert "a déjà servi" in answer.text


def test_who_can_log_in_is_told_in_the_language_asked_and_holds_no_number(visit: Visit) -> None:
    told = httpx.get(f"{visit.address}/people", params={"lang": "de"})
    people = told.json()["people"]
    assert people[0] == {
        "name": "Amina Baert", "role": "Leistungsempfänger", "why": "Alles ist in Ordnung", "lang": "de", "who": "client",
    }  # fmt: skip
    assert {one["lang"] for one in httpx.get(f"{visit.address}/people").json()["people"]} == {"fr"}
    assert re.search(r"\d{6}", told.text) is None


def test_the_key_outlives_the_process(keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("keys")
    assert Keys(folder).published() == Keys(folder).published()
    assert Keys(folder).published() != keys.published()
    assert (folder / "key.pem").stat().st_mode & 0o077 == 0
