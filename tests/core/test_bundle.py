"""A bundle says of any byte that was changed what does not agree."""

from __future__ import annotations

import pytest
from joserfc.jwk import OKPKey

from capac.core.bundle import BundleError, demonstration_key, seal, unseal

PARTS = {"a.json": b'{"x":1}', "b.xml": "<é/>".encode()}


def sealed(parts: dict[str, bytes] | None = None) -> bytes:
    return seal(parts or PARTS, {"reference": "P1"}, key=demonstration_key())


def test_what_was_sealed_comes_out_and_agrees() -> None:
    opened = unseal(sealed())
    assert (opened.parts, opened.told, opened.faults) == (PARTS, {"reference": "P1"}, ())
    assert opened.is_demonstration
    assert sealed() == sealed(dict(reversed(PARTS.items())))


def test_another_key_is_no_demonstration() -> None:
    opened = unseal(seal(PARTS, {}, key=OKPKey.generate_key("Ed25519")))
    assert (opened.is_demonstration, opened.faults) == (False, ())


def test_any_byte_that_is_changed_shows() -> None:
    whole = sealed()
    for place in range(len(whole)):
        for change in (1, 32, 128):
            data = bytearray(whole)
            data[place] ^= change
            try:
                assert unseal(bytes(data)).faults, place
            except BundleError:
                continue


def test_what_is_missing_added_or_cut_is_named() -> None:
    from capac.core.bundle import MANIFEST, _packed, _unpacked

    held = _unpacked(sealed())
    less = {name: data for name, data in held.items() if name != "a.json"}
    assert unseal(_packed(less)).faults == ("a.json is missing",)
    assert unseal(_packed(held | {"c": b""})).faults == ("c is not in the manifest",)
    assert unseal(_packed(held | {"a.json": b"{}"})).faults == ("a.json is not what was signed",)
    assert unseal(sealed() + b" ").faults == ("the container is not as it was written",)
    for wrong in (b"", b"x", sealed()[:-9], _packed({"a": b""}), _packed({MANIFEST: b"a.b.c"})):
        with pytest.raises(BundleError):
            unseal(wrong)


def test_a_manifest_signed_by_another_key_than_it_carries_is_refused() -> None:
    from capac.core.bundle import MANIFEST, _packed, _unpacked

    held, other = _unpacked(sealed()), _unpacked(seal(PARTS, {}, key=OKPKey.generate_key("Ed25519")))
    head, body, signature = held[MANIFEST].split(b".")
    mixed = b".".join([other[MANIFEST].split(b".")[0], body, signature])
    assert unseal(_packed(held | {MANIFEST: mixed})).faults == ("the signature does not fit the manifest",)
    assert head
