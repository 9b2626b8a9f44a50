"""The two log-in providers and the issuer of machines' tokens, from the environment. One not configured is absent."""

from __future__ import annotations

import os

from capac.config import environment
from capac.web.login.provider import Issuer, Provider

CITIZEN_SCOPE = "openid profile egovnrn certificateInfo citizen"
STAFF_SCOPE = "openid profile"


def providers() -> dict[str, Provider]:
    """`client` from CAPAC_CITIZEN_*, `staff` from CAPAC_STAFF_*."""
    least = environment.whole("CAPAC_CITIZEN_LEVEL", 400)
    found = {
        "client": _provider("client", "CAPAC_CITIZEN", CITIZEN_SCOPE, least),
        "staff": _provider("staff", "CAPAC_STAFF", STAFF_SCOPE, 0),
    }
    return {who: provider for who, provider in found.items() if provider}


def issuer() -> Issuer | None:
    """Who signs the tokens of machines, from CAPAC_API_*; None where none is set: then no machine is let in."""
    if "CAPAC_API_ISSUER" not in os.environ:
        return None
    name = environment.text("CAPAC_API_ISSUER")
    jwks = environment.text("CAPAC_API_JWKS", f"{name}/connect/jwk_uri")
    return Issuer(name, jwks, environment.text("CAPAC_API_AUDIENCE", "capac"))


def _provider(name: str, prefix: str, scope: str, least_level: int) -> Provider | None:
    """Endpoints follow FAS's paths under the issuer unless each is given."""
    if f"{prefix}_ISSUER" not in os.environ:
        return None
    issuer = environment.text(f"{prefix}_ISSUER")
    return Provider(
        name=name,
        issuer=issuer,
        authorize=environment.text(f"{prefix}_AUTHORIZE", f"{issuer}/authorize"),
        token=environment.text(f"{prefix}_TOKEN", f"{issuer}/access_token"),
        userinfo=environment.text(f"{prefix}_USERINFO", f"{issuer}/userinfo"),
        jwks=environment.text(f"{prefix}_JWKS", f"{issuer}/connect/jwk_uri"),
        client_id=environment.text(f"{prefix}_CLIENT_ID"),
        client_secret=environment.text(f"{prefix}_CLIENT_SECRET"),
        scope=environment.text(f"{prefix}_SCOPE", scope),
        least_level=least_level,
    )
