"""The issuer of machines' tokens, beside the log-in provider: OAuth 2 client credentials, tokens signed RS256.

Which partner may ask for what is registered here, as an institution's issuer does. Own simulation.
"""

from __future__ import annotations

import base64
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from world.tokens import Keys

AUDIENCE = "capac"
LIFETIME_SECONDS = 300
PARTNERS: Mapping[str, frozenset[str]] = {
    "demo-institution": frozenset({"files.read", "payments.read", "law.use"}),
    "demo-commissioners": frozenset({"figures.read", "law.use"}),
}
"""Invented partners, and the scopes that each may have."""


@dataclass(frozen=True)
class Issuer:
    """The issuer: its keys, and the secret that every invented partner brings."""

    keys: Keys
    secret: str

    def routes(self) -> list[Route]:
        """Its addresses under /machine."""
        return [
            Route("/machine/access_token", self._access_token, methods=["POST"]),
            Route("/machine/connect/jwk_uri", self._jwks, methods=["GET"]),
        ]

    async def _access_token(self, request: Request) -> Response:
        """client_credentials by HTTP Basic; the scopes asked for, where the partner may have them all."""
        form = dict(parse_qsl((await request.body()).decode("utf-8", "replace")))
        partner = self._partner(request.headers.get("authorization", ""))
        if partner is None:
            refused = {"WWW-Authenticate": 'Basic realm="machines"'}
            return JSONResponse({"error": "invalid_client"}, 401, headers=refused)
        if form.get("grant_type") != "client_credentials":
            return JSONResponse({"error": "unsupported_grant_type"}, 400)
        scopes = frozenset(form.get("scope", "").split()) or PARTNERS[partner]
        if not scopes <= PARTNERS[partner]:
            return JSONResponse({"error": "invalid_scope"}, 400)
        token = self.keys.sign(claims(f"{request.base_url}machine", partner, scopes))
        told = {"access_token": token, "token_type": "Bearer", "expires_in": LIFETIME_SECONDS}
        return JSONResponse(
            {**told, "scope": " ".join(sorted(scopes))}, headers={"Cache-Control": "no-store"}
        )

    async def _jwks(self, _request: Request) -> Response:
        return JSONResponse(self.keys.published())

    def _partner(self, header: str) -> str | None:
        """The partner whose secret this is."""
        try:
            name, _, given = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
        except ValueError:
            return None
        return name if name in PARTNERS and compare_digest(given.encode(), self.secret.encode()) else None


def claims(issuer: str, partner: str, scopes: frozenset[str]) -> dict[str, Any]:
    """What a token says."""
    now = int(time.time())
    return {
        "iss": issuer,
        "sub": partner,
        "client_id": partner,
        "aud": AUDIENCE,
        "iat": now,
        "exp": now + LIFETIME_SECONDS,
        "jti": secrets.token_urlsafe(12),
        "scope": " ".join(sorted(scopes)),
    }
