"""Which machine asks, and what it may: a bearer token, signed by the issuer that the institution trusts.

The issuer's keys are asked for once in a while; a token signed with a key that is not known asks once more, but no
more often than once a minute, whoever sends such tokens.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import KeySet

from capac.web.api.problems import ProblemError
from capac.web.login.provider import ALGORITHMS, LEEWAY_SECONDS, TIMEOUT_SECONDS, Issuer

KEYS_SECONDS, AGAIN_SECONDS = 600, 60
SCHEME = "Bearer"


@dataclass(frozen=True)
class Machine:
    """A partner's system: its name at the issuer, and its scopes."""

    name: str
    scopes: frozenset[str]


@dataclass(frozen=True)
class Holds:
    """The permission of a machine whose token carries a scope. Deny unless it does."""

    scope: str

    @property
    def __name__(self) -> str:
        """What the permission is called."""
        return f"holds {self.scope}"

    def __call__(self, request: HttpRequest) -> Machine:
        """The machine. Raises ProblemError: no token, one that cannot be believed, or one without the scope."""
        machine = _believed(_token(request))
        if self.scope not in machine.scopes:
            told = f'{SCHEME} error="insufficient_scope", scope="{self.scope}"'
            raise ProblemError(
                "missingScope",
                f"The token does not carry the scope {self.scope}.",
                more={"requiredScopes": [self.scope]},
                headers={"WWW-Authenticate": told},
            )
        return machine


def _token(request: HttpRequest) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.casefold() != SCHEME.casefold() or not token.strip():
        told = "Send an access token: Authorization: Bearer …"
        raise ProblemError("noAccessToken", told, headers={"WWW-Authenticate": SCHEME})
    return token.strip()


def _believed(token: str) -> Machine:
    issuer: Issuer | None = settings.API_ISSUER
    if issuer is None:
        raise ProblemError("serviceUnavailable", "No issuer of access tokens is configured here.")
    try:
        claims = _claims(token, issuer)
    except ExpiredTokenError as error:
        raise _unbelieved("expiredAccessToken", "The access token has expired.") from error
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise _unbelieved("invalidAccessToken", "The access token cannot be believed.") from error
    scopes = claims.get("scope", "")
    named = claims.get("client_id") or claims["sub"]
    return Machine(str(named), frozenset(scopes.split() if isinstance(scopes, str) else scopes))


def _unbelieved(kind: str, detail: str) -> ProblemError:
    return ProblemError(kind, detail, headers={"WWW-Authenticate": f'{SCHEME} error="invalid_token"'})


def _claims(token: str, issuer: Issuer) -> Mapping[str, Any]:
    try:
        claims = jwt.decode(token, _keys(issuer.jwks), algorithms=ALGORITHMS).claims
    except (JoseError, ValueError):
        if not cache.add(f"again-{_named(issuer.jwks)}", 1, AGAIN_SECONDS):
            raise
        cache.delete(_named(issuer.jwks))
        claims = jwt.decode(token, _keys(issuer.jwks), algorithms=ALGORITHMS).claims
    jwt.JWTClaimsRegistry(
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": issuer.issuer},
        aud={"essential": True, "value": issuer.audience},
        exp={"essential": True},
        sub={"essential": True},
    ).validate(claims)
    return claims


def _named(address: str) -> str:
    """The place of an issuer's keys in the cache."""
    return f"keys-{hashlib.sha256(address.encode()).hexdigest()}"


def _keys(address: str) -> KeySet:
    known = cache.get(_named(address))
    if known is None:
        try:
            known = httpx.get(address, timeout=TIMEOUT_SECONDS).raise_for_status().json()
        except (httpx.HTTPError, ValueError) as error:
            raise ProblemError("serviceUnavailable", "The issuer of tokens does not answer.") from error
        cache.set(_named(address), known, KEYS_SECONDS)
    return KeySet.import_key_set(known)
