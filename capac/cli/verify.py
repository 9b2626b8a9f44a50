"""capac verify BUNDLE: whether the proof of a payment agrees, recomputed here without any database."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from capac.core.bundle import Bundle

AGREES, DISAGREES, UNREADABLE = 0, 1, 2


def run(argv: list[str]) -> int:
    """Say what agrees. Exit status 0: everything; 1: something does not, each told on a line; 2: no bundle."""
    from capac.core import bundle

    parser = argparse.ArgumentParser(prog="capac verify", description="Whether a payment's bundle agrees.")
    parser.add_argument("bundle", help="a file written by capac bundle")
    parser.add_argument("--key", metavar="FILE", help="the public key (JWK) that must have signed it")
    options = parser.parse_args(argv)
    try:
        opened = bundle.unseal(Path(options.bundle).read_bytes())
        wanted = _thumbprint(options.key) if options.key else ""
    except (OSError, ValueError) as error:
        print(f"capac verify: {error}", file=sys.stderr)
        return UNREADABLE
    faults = [*opened.faults, *_signer(opened, wanted), *_inside(opened)]
    for fault in faults:
        print(f"does not agree: {fault}")
    if not faults:
        print(f"agrees: payment {opened.told.get('reference')}, signed by {opened.thumbprint}")
    return DISAGREES if faults else AGREES


def _thumbprint(path: str) -> str:
    """Raises ValueError for a file that holds no key."""
    from joserfc.errors import JoseError
    from joserfc.jwk import OKPKey

    try:
        return OKPKey.import_key(json.loads(Path(path).read_text(encoding="ascii"))).thumbprint()
    except (JoseError, KeyError, TypeError) as error:
        raise ValueError(f"{path} holds no public Ed25519 key (JWK)") from error


def _signer(opened: Bundle, wanted: str) -> list[str]:
    """Who signed: the key that was asked for. Without one, only that it is some key, which is said aloud."""
    if wanted:
        return [] if opened.thumbprint == wanted else ["it is signed with another key than the one given"]
    about = (
        "the DEMONSTRATION key, which everybody has"
        if opened.is_demonstration
        else "a key that you did not name"
    )
    print(
        f"note: signed with {about}: this proves that it agrees, not who wrote it (--key FILE)",
        file=sys.stderr,
    )
    return []


def _inside(opened: Bundle) -> list[str]:
    """What of its parts does not agree; parts that cannot be read do not either."""
    from capac.cli.proof import disagreements

    try:
        return list(disagreements(opened.parts))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return [f"a part is not written as it must be: {type(error).__name__}"]
