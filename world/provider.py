"""A log-in provider shaped like CSAM/FAS for clients (/client) and like an institution's own for staff (/staff).

OpenID Connect, code flow with PKCE, state and nonce; id token RS256 with acr and amr; for clients userinfo
is a signed JWT with the claim egovNRN, for staff plain JSON. A page lets one choose whom to be, and what
goes wrong. GET /people says who can log in as whom. Own simulation: FAS's own contract is not public.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from hmac import compare_digest
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from world import cast, machines, population, provider_pages, serving
from world.tokens import FAULTS, Grant, Keys, id_claims, info_claims

CLIENT_ID = "capac"
SECRET = "WORLD_PROVIDER_SECRET"  # the name of a variable, not a secret
WHO = ("client", "staff")
LEVELS = {str(level) for level in provider_pages.LEVELS}


@dataclass
class Memory:
    """Requests on their way, grants by code, and grants by access token. Each is used once."""

    requests: dict[str, dict[str, str]] = field(default_factory=dict)
    codes: dict[str, Grant] = field(default_factory=dict)
    access: dict[str, Grant] = field(default_factory=dict)


@dataclass(frozen=True)
class Provider:
    """The provider: its key, who may ask (site addresses and the secret), whom it knows."""

    keys: Keys
    secret: str
    sites: tuple[str, ...]
    wish: population.Wish
    memory: Memory = field(default_factory=Memory)

    def claims_of(self, who: str, subject: str) -> tuple[str, dict[str, str]] | None:
        """What the provider knows of a person: an opaque subject and claims; None for nobody."""
        if who == "staff":
            found = next((row for row in cast.staff() if row["login"] == subject), None)
            return (subject, {"name": found["name"]}) if found else None
        file = next((one for one in population.files(self.wish) if one.key == subject), None)
        if file is None:
            return None
        opaque = hashlib.sha256(f"subject/{file.key}".encode()).hexdigest()[:32]
        claims = {"egovNRN": file.niss, "givenName": file.given, "surname": file.family_name}
        return opaque, {**claims, "prefLanguage": file.language}


def application(provider: Provider) -> Starlette:
    """The provider as a server, under /client, /staff and /machine; /people and /health stand apart."""
    paths = [
        ("authorize", _authorize, "GET"),
        ("choose", _choose, "POST"),
        ("access_token", _access_token, "POST"),
        ("userinfo", _userinfo, "GET"),
        ("connect/jwk_uri", _jwks, "GET"),
    ]
    routes = [Route(f"/{who}/{path}", call, methods=[method]) for who in WHO for path, call, method in paths]
    routes += machines.Issuer(provider.keys, provider.secret).routes()
    found = Starlette(routes=[Route("/health", _health), Route("/people", _people), *routes])
    found.state.provider = provider
    return found


async def _health(_request: Request) -> Response:
    return JSONResponse({"status": "UP"})


async def _people(request: Request) -> Response:
    """Who can log in as whom, in the language asked for (?lang=)."""
    lang = request.query_params.get("lang", "")
    lang = lang if lang in cast.LANGUAGES else "fr"
    known = cast.who_can_log_in()
    people = [
        {"name": one["name"], "role": one["role"][lang], "why": one["why"][lang], "lang": lang, "who": who}
        for who in WHO
        for one in known[who]
    ]
    return JSONResponse({"people": people})


async def _authorize(request: Request) -> Response:
    """Show the page of choice, or say what is wrong. An unknown site is never redirected to."""
    told, provider = dict(request.query_params), _provider(request)
    if told.get("client_id") != CLIENT_ID:
        return _wrong(request, "client")
    if not _is_ours(provider, told.get("redirect_uri", "")):
        return _wrong(request, "redirect")
    asked = (told.get("response_type"), told.get("code_challenge_method"), bool(told.get("code_challenge")))
    if asked != ("code", "S256", True) or "openid" not in told.get("scope", "").split():
        return _back(told, {"error": "invalid_request"})
    request_id = secrets.token_urlsafe(16)
    provider.memory.requests[request_id] = told
    who = _who(request)
    people = cast.who_can_log_in().get(who, [])
    page = provider_pages.choose(_lang(request), request_id=request_id, people=people, who=who)
    return HTMLResponse(page, headers={"Cache-Control": "no-store"})


async def _choose(request: Request) -> Response:
    """The person has chosen: go back to the site with a code, or with what went wrong."""
    form, provider = await _form(request), _provider(request)
    told = provider.memory.requests.pop(form.get("request", ""), None)
    if told is None:
        return _wrong(request, "request")
    if form.get("cancel"):
        return _back(told, {"error": "access_denied"})
    found = provider.claims_of(_who(request), _subject(form))
    if found is None:
        return _wrong(request, "person")
    fault = form.get("fault", "none")
    grant = Grant(
        client_id=told["client_id"],
        redirect_uri=told["redirect_uri"],
        nonce=told.get("nonce", ""),
        challenge=told["code_challenge"],
        subject=found[0],
        claims=found[1],
        level=int(level) if (level := form.get("level", "")) in LEVELS else 0,
        fault=fault if fault in FAULTS else "none",
    )
    code = secrets.token_urlsafe(24)
    provider.memory.codes[code] = grant
    return _back(told, {"code": code}, state="another-state" if grant.fault == "state" else None)


async def _access_token(request: Request) -> Response:
    """A code and its verifier become tokens, once."""
    form, provider = await _form(request), _provider(request)
    if not _knows_the_secret(request, form, provider.secret):
        return JSONResponse(
            {"error": "invalid_client"}, 401, headers={"WWW-Authenticate": 'Basic realm="provider"'}
        )
    grant = provider.memory.codes.pop(form.get("code", ""), None)
    verifier = form.get("code_verifier", "")
    fits = grant is not None and (grant.redirect_uri, grant.challenge) == (
        form.get("redirect_uri"),
        _challenge(verifier),
    )
    if grant is None or not fits:
        return JSONResponse({"error": "invalid_grant"}, 400)
    access = secrets.token_urlsafe(24)
    provider.memory.access[access] = grant
    token = provider.keys.sign(id_claims(_issuer(request), grant), wrongly=grant.fault == "signature")
    told = {"access_token": access, "token_type": "Bearer", "expires_in": 60, "id_token": token}
    return JSONResponse(told, headers={"Cache-Control": "no-store"})


async def _userinfo(request: Request) -> Response:
    """Claims of the person: signed for clients, as FAS does, JSON for staff."""
    provider = _provider(request)
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    grant = provider.memory.access.pop(given, None)
    if grant is None:
        return JSONResponse(
            {"error": "invalid_token"}, 401, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'}
        )
    claims = info_claims(_issuer(request), grant)
    if _who(request) == "client":
        return Response(provider.keys.sign(claims), media_type="application/jwt")
    return JSONResponse(claims)


async def _jwks(request: Request) -> Response:
    return JSONResponse(_provider(request).keys.published())


def _provider(request: Request) -> Provider:
    found: Provider = request.app.state.provider
    return found


def _who(request: Request) -> str:
    """The public whose addresses were asked: client or staff."""
    return request.url.path.split("/")[1]


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form; the last of two of one name counts."""
    return dict(parse_qsl((await request.body()).decode("utf-8", "replace")))


def _issuer(request: Request) -> str:
    return f"{request.base_url}{_who(request)}"


def _is_ours(provider: Provider, address: str) -> bool:
    """True for the return addresses of a site that is registered."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" in provider.sites and parts.path.startswith("/login/")


def _subject(form: Mapping[str, str]) -> str:
    """The person of the button, or the client whose number was written."""
    number = form.get("number", "").strip()
    return form.get("person", "") or (f"p{int(number):06d}" if number.isdecimal() else "")


def _back(told: Mapping[str, str], answer: dict[str, str], *, state: str | None = None) -> Response:
    query = {**answer, "state": state or told.get("state", "")}
    return RedirectResponse(f"{told['redirect_uri']}?{urlencode(query)}", 303)


def _wrong(request: Request, reason: str) -> Response:
    return HTMLResponse(provider_pages.wrong(_lang(request), reason), 400)


def _lang(request: Request) -> str:
    return provider_pages.language(request.headers.get("accept-language", ""))


def _knows_the_secret(request: Request, form: Mapping[str, str], secret: str) -> bool:
    """client_secret_basic or client_secret_post."""
    expected = f"{CLIENT_ID}:{secret}"
    basic = f"Basic {base64.b64encode(expected.encode()).decode()}"
    posted = f"{form.get('client_id', '')}:{form.get('client_secret', '')}"
    given = request.headers.get("authorization", "")
    return compare_digest(given.encode(), basic.encode()) or compare_digest(
        posted.encode(), expected.encode()
    )


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def main(argv: list[str]) -> int:
    """Serve. Sites that may ask are given by address; the secret comes from the environment."""
    parser = serving.parser("provider", "The log-in provider of clients and staff.")
    parser.add_argument(
        "--site", action="append", default=[], help="a site that may ask: http://localhost:8000"
    )
    parser.add_argument("--seed", type=int, default=population.SEED)
    parser.add_argument("--number", type=int, default=population.NUMBER)
    told = parser.parse_args(argv)
    secret = os.environ.get(SECRET, "")
    if not secret:
        sys.exit(f"set {SECRET}: the secret that the sites bring")
    wish = population.Wish(told.seed, told.number)
    provider = Provider(Keys(Path(told.folder)), secret, tuple(told.site), wish)
    try:
        serving.serve(application(provider), port=told.port, folder=told.folder)
    except serving.PortTakenError as error:
        sys.exit(str(error))
    return 0
