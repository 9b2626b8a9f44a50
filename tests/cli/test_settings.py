"""A setting that cannot be used stops the start with one sentence that says what to write."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from capac.config import environment
from capac.config.environment import SettingError

CAPAC = Path(sys.executable).with_name("capac")
WRONG = [
    ({"CAPAC_DEMO": "yes"}, "CAPAC_DEMO is 'yes': write 1 for yes or 0 for no."),
    ({"CAPAC_NOW": "soon"}, "CAPAC_NOW names no readable file and is not an ISO moment."),
    ({"CAPAC_LOG": "LOUD"}, "CAPAC_LOG is 'LOUD': write one of DEBUG, INFO, WARNING, ERROR, CRITICAL."),
    ({"CAPAC_HOSTS": "capac.example"}, "CAPAC_SECRET_KEY is not set."),
    ({"CAPAC_ONEM_URL": "ftp://onem"}, "CAPAC_ONEM_URL must start with http:// or https://"),
    ({"CAPAC_BANK_URL": "http://bank"}, "CAPAC_MAILBOX_TOKEN is not set."),
    ({"CAPAC_CITIZEN_LEVEL": "high"}, "CAPAC_CITIZEN_LEVEL is 'high': write a whole number above zero."),
    ({"CAPAC_STAFF_ISSUER": "https://login.example"}, "CAPAC_STAFF_CLIENT_ID is not set."),
    ({"CAPAC_DEBTOR_NAME": "CAPAC"}, "belong together: set all three, or none."),
    ({"DATABASE_URL": "mysql://db"}, "DATABASE_URL must start with postgresql:// "),
    ({"DATABASE_URL": "postgresql://db:high/capac"}, "DATABASE_URL has a port that is no number"),
]


@pytest.mark.parametrize(
    ("told", "said"), WRONG, ids=lambda one: next(iter(one)) if isinstance(one, dict) else ""
)
def test_a_bad_setting_stops_the_start_in_one_sentence(told: dict[str, str], said: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CAPAC_")}
    code = "import capac.config.settings"
    done = subprocess.run(
        [sys.executable, "-c", code], env={**kept, **told}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_url_of_the_database_is_taken_apart_with_its_options() -> None:
    given = "postgresql://one:p%40ss@db.example:6432/benefits?sslmode=require&application_name=capac"
    told = environment.database(given)
    assert {key: told[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} == {
        "NAME": "benefits",
        "USER": "one",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "require", "application_name": "capac"},
    }
    ours = environment.database("postgresql://capac@/capac?host=/run/x&port=6000")
    assert (ours["HOST"], ours["PORT"], ours["USER"], ours["OPTIONS"]) == ("/run/x", "6000", "capac", {})


def test_a_channel_that_is_not_set_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CAPAC_ONEM_URL", "CAPAC_BANK_URL", "CAPAC_MAILBOX_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    assert environment.channels("onem", "bank") == {}
    monkeypatch.setenv("CAPAC_BANK_URL", "https://bank.example/")
    with pytest.raises(SettingError, match="CAPAC_MAILBOX_TOKEN"):
        environment.channels("onem", "bank")
    monkeypatch.setenv("CAPAC_MAILBOX_TOKEN", "t")
    assert environment.channels("onem", "bank") == {"bank": ("https://bank.example", "t")}
