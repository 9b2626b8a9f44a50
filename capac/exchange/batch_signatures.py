"""The FS file of a batch: a detached signature OF OUR OWN. ONSS's real one is not public; replace it by theirs.

FS holds one compact JWS (RFC 7515) signed with Ed25519 (RFC 9864). Its payload is the JSON object
{"file": name of the data file, "sha256": hex of its bytes, "size": their number}; its header names the sender
(`kid`). So a signature fits one file under one name, and a file of any size is signed without being held twice.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, NamedTuple

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey

from capac.exchange.faults import FileFaultError
from capac.records import api as records

ALGORITHMS = ["Ed25519"]


class Keys(NamedTuple):
    """Public keys of the senders (`kid` is the sender's number of six digits), and the key with which we sign."""

    senders: KeySet
    own: OKPKey


def sign(name: str, body: bytes, key: OKPKey) -> bytes:
    """The signature of a file under its name."""
    payload = {"file": name, "sha256": hashlib.sha256(body).hexdigest(), "size": len(body)}
    header = {"alg": ALGORITHMS[0], "kid": key.kid}
    return jws.serialize_compact(header, json.dumps(payload), key, algorithms=ALGORITHMS).encode()


def check(data: records.IncomingFile, signature: bytes, *, sender: str, keys: KeySet) -> None:
    """Raises FileFaultError unless this sender has signed this file under its name."""
    told = _payload(signature, sender, keys)
    expected = {"file": data.name, "sha256": data.sha256, "size": len(data.body)}
    for field, value in expected.items():
        if told.get(field) != value:
            raise FileFaultError("signature_of_another_file", field=field)


def _payload(signature: bytes, sender: str, keys: KeySet) -> dict[str, Any]:
    known = [key for key in keys.keys if key.kid == sender]
    if not known:
        raise FileFaultError("unknown_sender", field="kid", sender=sender)
    try:
        text = signature.decode("ascii").strip()
        told = json.loads(jws.deserialize_compact(text, KeySet(known), algorithms=ALGORITHMS).payload)
    except (JoseError, ValueError) as error:
        raise FileFaultError("bad_signature", field="FS", sender=sender) from error
    if not isinstance(told, dict):
        raise FileFaultError("bad_signature", field="FS", sender=sender)
    return told
