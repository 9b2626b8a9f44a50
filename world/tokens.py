"""What the provider signs: id tokens and userinfo, right ones and, on request, wrong ones."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

LEVEL = "urn:be:fedict:iam:fas:Level"
LIFETIME_SECONDS = 300
HOUR_SECONDS = 3600
KEY_BITS = 2048
FAULTS = ("none", "nonce", "state", "audience", "signature", "expired", "person")


@dataclass(frozen=True)
class Grant:
    """A log-in that a person has confirmed: for which site, who, how strongly, and what is to go wrong."""

    client_id: str
    redirect_uri: str
    nonce: str
    challenge: str
    subject: str
    claims: Mapping[str, str]
    level: int
    fault: str


class Keys:
    """The provider's signing key, kept on disk, and one that nobody knows, for wrong signatures."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept = folder / "key.pem"
        if not kept.exists():
            draft = folder / "key.new"
            draft.touch(mode=0o600)
            draft.write_bytes(RSAKey.generate_key(KEY_BITS).as_pem(private=True))
            draft.replace(kept)
        key = RSAKey.import_key(kept.read_bytes())
        self._key = RSAKey.import_key(key.as_pem(private=True), {"kid": key.thumbprint(), "use": "sig"})
        self._stranger = RSAKey.generate_key(KEY_BITS, {"kid": key.thumbprint()})

    def published(self) -> dict[str, Any]:
        """The public half, as a key set."""
        return dict(KeySet([self._key]).as_dict(private=False))

    def sign(self, claims: dict[str, Any], *, wrongly: bool = False) -> str:
        """A signed token (RS256)."""
        key = self._stranger if wrongly else self._key
        return jwt.encode({"alg": "RS256", "kid": self._key.kid}, claims, key)


def id_claims(issuer: str, grant: Grant) -> dict[str, Any]:
    """The claims of the id token; the level is the proven one, whatever was asked."""
    now = int(time.time()) - (HOUR_SECONDS if grant.fault == "expired" else 0)
    found: dict[str, Any] = {
        "iss": issuer,
        "sub": grant.subject,
        "aud": "another-site" if grant.fault == "audience" else grant.client_id,
        "iat": now,
        "auth_time": now,
        "exp": now + LIFETIME_SECONDS,
        "nonce": secrets.token_urlsafe(8) if grant.fault == "nonce" else grant.nonce,
    }
    if grant.level:
        found |= {"acr": f"{LEVEL}{grant.level}", "amr": [f"{LEVEL}{grant.level}"]}
    return found


def info_claims(issuer: str, grant: Grant) -> dict[str, Any]:
    """The claims of userinfo."""
    subject = "somebody-else" if grant.fault == "person" else grant.subject
    return {"iss": issuer, "aud": grant.client_id, "sub": subject, **grant.claims}
