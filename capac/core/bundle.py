"""A signed bundle: parts in a zip, their hashes in a manifest, the manifest in a JWS (Ed25519). No state, no clock.

The container is canonical: the same parts and signature give the same bytes, so that any byte that was changed shows,
also one outside the parts. A bundle carries the public key that fits its signature; whether that key is ours is for
who verifies to say.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

VERSION = 1
ALGORITHM = "Ed25519"
MANIFEST = "manifest.jws"
EPOCH = (1980, 1, 1, 0, 0, 0)
MOST_BYTES = 50_000_000
"""A bundle holds one payment: nothing in it is near this size."""


class BundleError(ValueError):
    """Bytes that cannot be read as a bundle at all."""


@dataclass(frozen=True)
class Bundle:
    """What a bundle holds, and what of its seal does not agree (one sentence each)."""

    parts: Mapping[str, bytes]
    told: Mapping[str, Any]
    thumbprint: str
    faults: tuple[str, ...]

    @property
    def is_demonstration(self) -> bool:
        """Signed with the key that everybody has."""
        return self.thumbprint == demonstration_key().thumbprint()


def canonical(value: Any) -> bytes:
    """JSON with one spelling: keys in order, no blanks, UTF-8."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def demonstration_key() -> OKPKey:
    """A key that stands here for everybody to read: what it signs proves nothing of who signed."""
    public = "XSt-gHY8xyUT88C6afcedOkbhYvMmCTvm5SUUBi_lsU"
    known = "zlrxwBlWndPNgpv4I-SYL9aSuqpKOcR4tB8usCjP6K4"
    return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": public, "d": known})


def seal(parts: Mapping[str, bytes], told: Mapping[str, Any], *, key: OKPKey) -> bytes:
    """The bytes of a bundle of named parts; `told` (JSON) says what it is of."""
    manifest = canonical(
        {"version": VERSION, "told": told, "parts": {name: _digest(parts[name]) for name in parts}}
    )
    header = {"alg": ALGORITHM, "kid": key.thumbprint(), "jwk": key.as_dict(private=False)}
    signed = jws.serialize_compact(header, manifest, key, algorithms=[ALGORITHM])
    return _packed({**parts, MANIFEST: signed.encode()})


def unseal(data: bytes) -> Bundle:
    """What a bundle holds and what of its seal does not agree. Raises BundleError for what is none."""
    held = _unpacked(data)
    signed = held.pop(MANIFEST, None)
    if signed is None:
        raise BundleError(f"{MANIFEST} is missing")
    header, manifest, faults = _manifest(signed)
    wanted = manifest.get("parts", {})
    for name in sorted(wanted.keys() | held.keys()):
        if name not in held:
            faults.append(f"{name} is missing")
        elif name not in wanted:
            faults.append(f"{name} is not in the manifest")
        elif _digest(held[name]) != wanted[name]:
            faults.append(f"{name} is not what was signed")
    if _packed({**held, MANIFEST: signed}) != data:
        faults.append("the container is not as it was written")
    return Bundle(held, manifest.get("told", {}), str(header.get("kid", "")), tuple(faults))


def _manifest(signed: bytes) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    """Header and manifest, with what is wrong of the signature. Raises BundleError where neither can be read."""
    try:
        head, body, _signature = (_decoded(part) for part in signed.split(b"."))
        header, manifest = json.loads(head), json.loads(body)
        if not (
            isinstance(header, dict) and isinstance(manifest, dict) and isinstance(manifest["parts"], dict)
        ):
            raise ValueError("not an object")
    except (ValueError, KeyError, RecursionError) as error:
        raise BundleError(f"{MANIFEST} cannot be read") from error
    try:
        key = OKPKey.import_key(header["jwk"])
        jws.deserialize_compact(signed, key, algorithms=[ALGORITHM])
        faults = [] if header["kid"] == key.thumbprint() else ["the key is not the one that the header names"]
    except (JoseError, ValueError, KeyError, TypeError):
        faults = ["the signature does not fit the manifest"]
    return header, manifest, faults


def _decoded(part: bytes) -> bytes:
    """Base64url in its one spelling. Raises ValueError for another one."""
    data = base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4))
    if base64.urlsafe_b64encode(data).rstrip(b"=") != part:
        raise ValueError("another spelling")
    return data


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _packed(parts: Mapping[str, bytes]) -> bytes:
    """Names in order, no compression, no time: the same parts are the same bytes on every machine."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(parts):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system, entry.external_attr = 3, 0o600 << 16
            archive.writestr(entry, parts[name])
    return out.getvalue()


def _unpacked(data: bytes) -> dict[str, bytes]:
    if len(data) > MOST_BYTES:
        raise BundleError("it is larger than a bundle can be")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if len(set(names)) != len(names):
                raise BundleError("a part stands in it twice")
            if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
                raise BundleError("it is larger than a bundle can be")
            return {name: archive.read(name) for name in names}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, RuntimeError) as error:
        raise BundleError(f"it is not a bundle, or not whole: {error}") from error
