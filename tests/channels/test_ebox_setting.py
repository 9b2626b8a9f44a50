"""The eBox from the environment: all six or none, and a key that can sign."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from joserfc.jwk import OKPKey, RSAKey

from capac.config.ebox import NAMES, ebox
from capac.config.environment import SettingError

PRIVATE = RSAKey.generate_key(2048, {"kid": "k"})


def tell(monkeypatch: pytest.MonkeyPatch, path: Path, **changed: str) -> None:
    """The environment of a whole setting, with what differs."""
    if not path.exists():
        path.write_text(json.dumps(PRIVATE.as_dict(private=True)), encoding="ascii")
    told = {
        "address": "https://ebox.invalid/REST/",
        "events": "https://events.invalid",
        "client": "capac",
        "application": "a",
        "message_type": "m",
        "key": str(path),
    }
    for name, variable in NAMES.items():
        monkeypatch.setenv(variable, {**told, **changed}[name])


def test_without_setting_there_is_no_ebox(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in NAMES.values():
        monkeypatch.delenv(variable, raising=False)
    assert ebox() is None


def test_a_whole_setting_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tell(monkeypatch, tmp_path / "own.jwk")
    found = ebox()
    assert found is not None
    assert (found["address"], found["client"], found["key"].kid) == (
        "https://ebox.invalid/REST",
        "capac",
        "k",
    )


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"client": ""}, "not set: CAPAC_EBOX_CLIENT"),
        ({"address": "ebox.invalid"}, "CAPAC_EBOX_URL must start with http"),
        ({"key": "/nowhere/own.jwk"}, "must name a file with a JWK"),
    ],
)
def test_a_setting_that_cannot_be_used_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, changed: dict[str, str], says: str
) -> None:
    tell(monkeypatch, tmp_path / "own.jwk", **changed)
    with pytest.raises(SettingError) as caught:
        ebox()
    assert says in str(caught.value)


@pytest.mark.filterwarnings("ignore:Key size should be")
@pytest.mark.parametrize("kind", ["public", "short", "nameless", "other"])
def test_a_key_that_cannot_sign_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    keys = {
        "public": PRIVATE.as_dict(private=False),
        "short": RSAKey.generate_key(1024, {"kid": "k"}).as_dict(private=True),
        "nameless": {name: part for name, part in PRIVATE.as_dict(private=True).items() if name != "kid"},
        "other": OKPKey.generate_key("Ed25519", {"kid": "k"}).as_dict(private=True),
    }
    path = tmp_path / "own.jwk"
    path.write_text(json.dumps(keys[kind]), encoding="ascii")
    tell(monkeypatch, path)
    with pytest.raises(SettingError, match="CAPAC_EBOX_KEY must"):
        ebox()
