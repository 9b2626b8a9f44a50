"""The key with which proofs of payments are signed, from a file that the environment names."""

from __future__ import annotations

import json
import os
from pathlib import Path

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from capac.config.environment import SettingError

NAME = "CAPAC_PROOF_KEY"


def proof_key() -> OKPKey | None:
    """A private Ed25519 key as a JWK; None where none is named. Raises SettingError for a file that holds none."""
    named = os.environ.get(NAME, "").strip()
    if not named:
        return None
    try:
        key = OKPKey.import_key(json.loads(Path(named).read_text(encoding="ascii")))
    except (OSError, ValueError, KeyError, JoseError) as error:
        raise SettingError(f"{NAME} must name a file with a JWK: {type(error).__name__}.") from error
    if key.curve_name != "Ed25519" or not key.is_private:
        raise SettingError(f"{NAME} must hold a private Ed25519 key.")
    return key
