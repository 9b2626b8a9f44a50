"""The account from which benefits are paid: whole or not at all, and a bad value stops the start with what to write."""

from __future__ import annotations

import pytest

from capac.config import environment
from capac.config.environment import SettingError
from capac.core import iban

NAMES = ("CAPAC_DEBTOR_NAME", "CAPAC_DEBTOR_IBAN", "CAPAC_DEBTOR_BIC")
ACCOUNT = iban.make("BE", "6790000000")


def told(monkeypatch: pytest.MonkeyPatch, *values: str) -> tuple[str, str, str] | None:
    for name, value in zip(NAMES, values, strict=True):
        monkeypatch.setenv(name, value)
    return environment.debtor()


def test_all_three_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    spaced = f"{ACCOUNT[:4]} {ACCOUNT[4:]}".lower()
    assert told(monkeypatch, " CAPAC ", spaced, "PCHQBEBB") == ("CAPAC", ACCOUNT, "PCHQBEBB")
    assert told(monkeypatch, "", "", "") is None
    for name in NAMES:
        monkeypatch.delenv(name)
    assert environment.debtor() is None


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (("CAPAC", "", ""), "belong together: set all three"),
        (("", ACCOUNT, "PCHQBEBB"), "belong together: set all three"),
        (("CAPAC", ACCOUNT, ""), "CAPAC_DEBTOR_BIC must be"),
        (("CAPAC", ACCOUNT, "pchqbebb"), "CAPAC_DEBTOR_BIC must be"),
        (("CAPAC", "BE54679000000096", "PCHQBEBB"), "CAPAC_DEBTOR_IBAN cannot be used"),
        (("CAPAC", "XX54679000000097", "PCHQBEBB"), "CAPAC_DEBTOR_IBAN cannot be used"),
    ],
)
def test_a_value_that_cannot_be_used_stops_the_start(
    values: tuple[str, str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SettingError, match=said):
        told(monkeypatch, *values)


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "many", "", "١"])
def test_the_most_transfers_in_a_file_is_a_number_above_zero(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAPAC_BANK_FILE_TRANSFERS", value)
    with pytest.raises(SettingError, match="CAPAC_BANK_FILE_TRANSFERS is"):
        environment.whole("CAPAC_BANK_FILE_TRANSFERS", 100_000)


def test_without_a_value_it_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CAPAC_BANK_FILE_TRANSFERS", raising=False)
    assert environment.whole("CAPAC_BANK_FILE_TRANSFERS", 100_000) == 100_000
    monkeypatch.setenv("CAPAC_BANK_FILE_TRANSFERS", "7")
    assert environment.whole("CAPAC_BANK_FILE_TRANSFERS", 100_000) == 7
