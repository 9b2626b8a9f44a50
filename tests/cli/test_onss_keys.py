"""The keys of the exchange with ONSS: both files or none, and only what can be used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import OKPKey

from capac.config import keys
from capac.config.environment import SettingError


def named(folder: Path, monkeypatch: pytest.MonkeyPatch, *, senders: Any, own: Any) -> None:
    for name, told in ((keys.SENDERS, senders), (keys.OWN, own)):
        path = folder / name
        path.write_text(told if isinstance(told, str) else json.dumps(told), encoding="ascii")
        monkeypatch.setenv(name, str(path))


def key(**told: str) -> OKPKey:
    parameters: Any = {"kid": "012996", **told}
    return OKPKey.generate_key("Ed25519", parameters)


def test_without_files_there_is_no_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(keys.SENDERS, raising=False)
    monkeypatch.delenv(keys.OWN, raising=False)
    assert keys.onss() is None


def test_both_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sender, own = key(), key(kid="capac")
    named(
        tmp_path,
        monkeypatch,
        senders={"keys": [sender.as_dict(private=False)]},
        own=own.as_dict(private=True),
    )
    found = keys.onss()
    assert found is not None
    assert [one.kid for one in found[0].keys] == ["012996"]
    assert (found[1].kid, found[1].is_private) == ("capac", True)


def test_one_without_the_other_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(keys.SENDERS, "here")
    monkeypatch.delenv(keys.OWN, raising=False)
    with pytest.raises(SettingError, match="belong together: set both, or none"):
        keys.onss()


@pytest.mark.parametrize(
    ("senders", "own", "said"),
    [
        ("no json", key().as_dict(private=True), "must name a file with a JWK set"),
        ({"keys": 1}, key().as_dict(private=True), "must name a file with a JWK set"),
        ({"keys": []}, {"kty": "OKP"}, "must name a file with a JWK set"),
        (
            {"keys": [key().as_dict(private=False)]},
            key().as_dict(private=False),
            "must hold a private Ed25519 key",
        ),
        (
            {"keys": [key().as_dict(private=False)]},
            OKPKey.generate_key("X25519", {"kid": "capac"}).as_dict(private=True),
            "must hold a private Ed25519 key",
        ),
    ],
)
def test_a_file_that_cannot_be_used_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, senders: Any, own: Any, said: str
) -> None:
    named(tmp_path, monkeypatch, senders=senders, own=own)
    with pytest.raises(SettingError, match=said):
        keys.onss()
