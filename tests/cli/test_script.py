"""The console script: what it offers, what the contract's command prints, how the database's verbs answer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from capac.cli import catalogues
from capac.cli.db import run as db
from capac.commitments import api as commitments
from tests.rules.bareme_tables import csv, line

CAPAC = Path(sys.executable).with_name("capac")
KEYS = {"id", "article", "part", "objective", "party", "kind", "title", "lines", "quote", "due"}


def asked(*words: str) -> subprocess.CompletedProcess[str]:
    """The script's answer."""
    return subprocess.run([CAPAC, *words], capture_output=True, text=True, check=False)


def test_without_a_word_it_says_what_can_be_asked() -> None:
    assert asked().stdout == asked("--help").stdout
    assert all(f"  {name}" in asked().stdout for name in ("explain", "deadline", "commitments", "db"))


def test_the_contract_as_json_is_every_item_in_its_order() -> None:
    told = json.loads(asked("commitments", "--json").stdout)
    assert len(told) == 278
    assert [one["id"] for one in told] == [one.id for one in commitments.items()]
    assert all(set(one) >= KEYS for one in told)


@pytest.mark.parametrize("kind", commitments.KINDS)
def test_each_kind_alone(kind: str) -> None:
    told = json.loads(asked("commitments", "--kind", kind, "--json").stdout)
    assert told
    assert {one["kind"] for one in told} == {kind}
    assert [one["id"] for one in told] == [one.id for one in commitments.items(kind)]


def test_the_kinds_together_are_the_whole_contract() -> None:
    assert sum(len(commitments.items(kind)) for kind in commitments.KINDS) == 278


def test_the_contract_as_text_is_a_line_an_item() -> None:
    lines = asked("commitments", "--kind", "budget").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [one.id for one in commitments.items("budget")]


def test_an_unknown_command_is_said_without_a_traceback() -> None:
    done = asked("dance")
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert "dance" in done.stderr


def test_the_database_tells_its_state_and_its_url(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://one@db.example/benefits")
    assert db(["status"]) == 0
    assert db(["url"]) == 0
    assert capsys.readouterr().out.split() == [
        "state", "given", "by", "DATABASE_URL", "postgresql://one@db.example/benefits",
    ]  # fmt: skip


def test_a_catalogue_is_compiled_when_it_is_older_than_its_source(tmp_path: Path) -> None:
    source = tmp_path / "django.po"
    source.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "One"\nmsgstr "Un"\n'
    )
    assert catalogues.stale(source)
    catalogues.compile_one(source)
    assert b"Un" in source.with_suffix(".mo").read_bytes()
    assert not catalogues.stale(source)


def test_a_table_of_onem_is_tried_on_a_case_without_a_database(tmp_path: Path) -> None:
    case, rows = tmp_path / "case.json", tmp_path / "rows.csv"
    segment = {"from": "2026-01-01", "wage_code": "64", "phase": "12", "family": "N"}
    case.write_text(
        json.dumps({"month": "2026-09", "scheme": "full_unemployment", "authorisation": [segment]}),
        encoding="utf-8",
    )
    rows.write_bytes(csv(line(64, "N", "12", "70.00", valid_from="2026-09-01")))
    without = asked("explain", str(case))
    assert (without.returncode, json.loads(without.stdout)["error"]["fact"]) == (2, "daily_amount_phase_12")
    tried = asked("explain", str(case), "--bareme", str(rows))
    assert (tried.returncode, json.loads(tried.stdout)["gross"]) == (0, "1820.00")
    rows.write_bytes(csv(line(64, "N", "A9", "70.00")))
    bad = asked("explain", str(case), "--bareme", str(rows), "--lang", "en")
    assert (bad.returncode, bad.stdout) == (2, "")
    assert f"{rows}, line 2, phase: “A9” does not exist here." in bad.stderr
