"""The keys of the exchange with ONSS, from files that the environment names. A file that cannot be used stops the start."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey

from capac.config.environment import SettingError

SENDERS, OWN = "CAPAC_ONSS_KEYS", "CAPAC_ONSS_SIGNING_KEY"


def onss() -> tuple[KeySet, OKPKey] | None:
    """Public keys of the senders (`kid` is the sender's number of six digits) and the key with which we sign.

    None where neither file is named. Both or none.
    """
    named = {name: os.environ.get(name, "").strip() for name in (SENDERS, OWN)}
    if not any(named.values()):
        return None
    if not all(named.values()):
        raise SettingError(f"{SENDERS} and {OWN} belong together: set both, or none.")
    return of_files(Path(named[SENDERS]), Path(named[OWN]))


def of_files(senders_file: Path, own_file: Path) -> tuple[KeySet, OKPKey]:
    """The keys that two files hold. Raises SettingError."""
    try:
        senders = KeySet.import_key_set(_read(senders_file))
        own = OKPKey.import_key(_read(own_file))
    except (OSError, ValueError, KeyError, TypeError, JoseError) as error:
        raise SettingError(
            f"{SENDERS} must name a file with a JWK set, {OWN} one with a JWK: {type(error).__name__}."
        ) from error
    if own.curve_name != "Ed25519" or not own.is_private or not own.kid:
        raise SettingError(f"{OWN} must hold a private Ed25519 key with a kid.")
    return senders, own


def _read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="ascii"))
