"""The eBox from the environment: where it is, as whom we publish, and the key that proves it. All or none."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from capac.config.environment import SettingError

LEAST_BITS = 2048
NAMES = {
    "address": "CAPAC_EBOX_URL",
    "events": "CAPAC_EBOX_EVENTS_URL",
    "client": "CAPAC_EBOX_CLIENT",
    "application": "CAPAC_EBOX_APPLICATION",
    "message_type": "CAPAC_EBOX_MESSAGE_TYPE",
    "key": "CAPAC_EBOX_KEY",
}


def ebox() -> dict[str, Any] | None:
    """Addresses, names and the private key (RSA, with a kid); None where nothing is set."""
    told: dict[str, Any] = {name: os.environ.get(variable, "").strip() for name, variable in NAMES.items()}
    if not any(told.values()):
        return None
    if missing := [NAMES[name] for name, value in told.items() if not value]:
        raise SettingError(f"{', '.join(NAMES.values())} belong together; not set: {', '.join(missing)}.")
    for name in ("address", "events"):
        told[name] = told[name].rstrip("/")
        if urlsplit(told[name]).scheme not in {"http", "https"}:
            raise SettingError(f"{NAMES[name]} must start with http:// or https://")
    return {**told, "key": _key(told["key"])}


def _key(path: str) -> RSAKey:
    try:
        key = RSAKey.import_key(json.loads(Path(path).read_text(encoding="ascii")))
    except (OSError, ValueError, TypeError, JoseError) as error:
        raise SettingError(f"{NAMES['key']} must name a file with a JWK: {type(error).__name__}.") from error
    if not key.is_private or not key.kid or key.raw_value.key_size < LEAST_BITS:
        raise SettingError(f"{NAMES['key']} must hold a private RSA key of {LEAST_BITS} bits with a kid.")
    return key
