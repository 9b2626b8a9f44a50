"""An OpenID Connect provider: where it stands and how its answers are believed.

The assurance level is read from the token that comes back, never from what was asked. FAS may sign
its userinfo (application/jwt); it is verified here with the provider's published keys.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

TIMEOUT_SECONDS = 10.0
ALGORITHMS = ["RS256", "PS256", "ES256"]
LEEWAY_SECONDS = 60
_LEVEL = re.compile(r"urn:be:fedict:iam:fas:Level(\d{3})")


class LoginError(RuntimeError):
    """A log-in that did not come to an end. `reason` is a code that the page puts into words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Provider:
    """One provider's addresses, our name there and what we ask for. Endpoints are explicit: FAS publishes none."""

    name: str
    issuer: str
    authorize: str
    token: str
    userinfo: str
    jwks: str
    client_id: str
    client_secret: str
    scope: str
    least_level: int


@dataclass(frozen=True)
class Issuer:
    """Who signs the tokens of machines, where its keys stand, and what it calls us."""

    issuer: str
    jwks: str
    audience: str


@dataclass(frozen=True)
class Pending:
    """What is remembered between leaving for the provider and coming back."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Identity:
    """Who came back: the claims of the id token and of userinfo, and the proven assurance level."""

    subject: str
    claims: Mapping[str, Any]
    level: int


def begin(provider: Provider, redirect_uri: str) -> tuple[str, Pending]:
    """The address to send the person to, and what to remember until they come back."""
    pending = Pending(generate_token(32), generate_token(32), generate_token(64))
    extra = {"nonce": pending.nonce, "code_verifier": pending.verifier}
    if provider.least_level:
        extra["acr_values"] = f"urn:be:fedict:iam:fas:Level{provider.least_level}"
    with _client(provider, redirect_uri) as client:
        address, _ = client.create_authorization_url(provider.authorize, state=pending.state, **extra)
    return address, pending


def finish(provider: Provider, redirect_uri: str, *, pending: Pending, answer: Mapping[str, str]) -> Identity:
    """Who the provider says came back. Raises LoginError with the reason when anything does not fit."""
    if answer.get("state") != pending.state:
        raise LoginError("state")
    if "error" in answer or "code" not in answer:
        raise LoginError("refused")
    try:
        return _identity(provider, redirect_uri, pending, answer["code"])
    except httpx.HTTPError as error:
        raise LoginError("unreachable") from error
    except (JoseError, OAuthError, ValueError, KeyError) as error:
        raise LoginError("token") from error


def level_of(claims: Mapping[str, Any]) -> int:
    """The highest assurance level named in acr, amr or assurance_level; 0 where none is."""
    named = [claims.get("acr"), claims.get("assurance_level"), *_listed(claims.get("amr"))]
    found = [_LEVEL.fullmatch(str(value)) for value in named]
    return max((int(match[1]) for match in found if match), default=0)


def _identity(provider: Provider, redirect_uri: str, pending: Pending, code: str) -> Identity:
    with _client(provider, redirect_uri) as client:
        tokens = client.fetch_token(provider.token, code=code, code_verifier=pending.verifier)
        published = client.request("GET", provider.jwks, withhold_token=True)
        keys = KeySet.import_key_set(published.raise_for_status().json())
        id_claims = _verified(tokens["id_token"], keys, provider, nonce=pending.nonce)
        info = _userinfo(client.get(provider.userinfo).raise_for_status(), keys, provider)
    if info.get("sub") != id_claims["sub"]:
        raise LoginError("token")
    level = level_of(id_claims)
    if level < provider.least_level:
        raise LoginError("level")
    return Identity(str(id_claims["sub"]), {**info, **id_claims}, level)


def _userinfo(answer: httpx.Response, keys: KeySet, provider: Provider) -> Mapping[str, Any]:
    if answer.headers.get("content-type", "").startswith("application/jwt"):
        return _verified(answer.text, keys, provider, nonce=None)
    claims: Mapping[str, Any] = answer.json()
    return claims


def _verified(token: str, keys: KeySet, provider: Provider, *, nonce: str | None) -> Mapping[str, Any]:
    """Claims of a signed token, after its signature, issuer, audience, time and nonce have been checked."""
    claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
    audience = {"essential": True, "value": provider.client_id}
    rules: dict[str, Any] = {"iss": {"essential": True, "value": provider.issuer}, "aud": audience}
    if nonce is not None:
        rules |= {"exp": {"essential": True}, "nonce": {"essential": True, "value": nonce}}
    jwt.JWTClaimsRegistry(leeway=LEEWAY_SECONDS, **rules).validate(claims)
    return claims


def _client(provider: Provider, redirect_uri: str) -> OAuth2Client:
    return OAuth2Client(
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        scope=provider.scope,
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
        timeout=TIMEOUT_SECONDS,
        # The access token is used at once, however short its life.
        leeway=0,
    )


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
