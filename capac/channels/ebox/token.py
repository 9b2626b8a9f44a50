"""Our access token: client credentials, with an assertion that our key signs (private_key_jwt, RS256)."""

from __future__ import annotations

import secrets
import ssl
import time
from dataclasses import dataclass
from functools import cache

import httpx
from joserfc import jwt
from joserfc.jwk import RSAKey

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SCOPES = " ".join(
    (
        "scope:document:management:consult:ws-eboxrestentreprise:publicationsender",
        "scope:documentmanagement:ebox:enterprise:federation-rest:preference",
    )
)
LIFETIME_SECONDS = 120


class EboxError(RuntimeError):
    """The eBox could not be reached, or gave an answer that cannot be used. Try again later."""


@cache
def trusted() -> ssl.SSLContext:
    """Whose certificates are believed. Read once: reading them takes longer than a call."""
    return httpx.create_ssl_context()


@dataclass(frozen=True)
class Account:
    """Where tokens are given out, as whom we ask, and the key that proves it."""

    address: str
    client: str
    key: RSAKey

    def token(self, *, timeout: float) -> str:
        """A fresh access token. Raises EboxError."""
        asked = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION,
            "client_assertion": self._assertion(),
            "scope": SCOPES,
        }
        try:
            answer = httpx.post(self.address, data=asked, timeout=timeout, verify=trusted())
            answer.raise_for_status()
            return str(answer.json()["access_token"])
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise EboxError(f"no access token for the eBox: {type(error).__name__}") from error

    def _assertion(self) -> str:
        """Who we are, for this once and a short while. It lives by the system's time, as every token does."""
        moment = int(time.time())
        claims = {
            "iss": self.client,
            "sub": self.client,
            "aud": self.address,
            "jti": secrets.token_urlsafe(16),
            "iat": moment,
            "exp": moment + LIFETIME_SECONDS,
        }
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)
