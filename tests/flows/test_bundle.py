"""The proof of a payment: written once, for somebody, and recomputed to the cent where there is no database."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from joserfc.jwk import OKPKey
from pytest_django import Settings

from capac.cli.verify import run as verify
from capac.core import bundle
from capac.flows.bundle import ProofError, write_bundle
from capac.payment.models import Payment
from capac.people import api as people
from tests import world
from tests.flows import paying
from tests.payment import bank, bank_messages
from tests.web import desk

pytestmark = pytest.mark.django_db
CAPAC = Path(sys.executable).with_name("capac")
WHY = "appeal of the client"


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-03T12:00")
    settings.DEBTOR = bank.DEBTOR
    settings.PROOF_KEY = OKPKey.generate_key("Ed25519")


@pytest.fixture
def paid(_august: None, monkeypatch: pytest.MonkeyPatch) -> Payment:
    """Amina's July, booked by the bank."""
    desk.at_the_bank(desk.prepared("amina"))
    row = Payment.objects.get()
    bank_messages.read(bank_messages.camt054(bank_messages.booked(row.end_to_end_id, row.transfer_cents)))
    row.refresh_from_db()
    assert row.state == "settled"
    return row


def written(row: Payment, folder: Path) -> Path:
    return write_bundle(row.end_to_end_id, folder, staff=world.staff("aude"), why=WHY)


def changed(path: Path, part: str, old: str, new: str) -> Path:
    """The bundle with a part changed, sealed anew by somebody with a key of their own."""
    opened = bundle.unseal(path.read_bytes())
    text = opened.parts[part].decode()
    assert old in text
    data = bundle.seal(
        {**opened.parts, part: text.replace(old, new).encode()},
        opened.told,
        key=OKPKey.generate_key("Ed25519"),
    )
    other = path.with_name(f"changed-{len(list(path.parent.iterdir()))}.zip")
    other.write_bytes(data)
    return other


def test_it_agrees_without_a_database_and_names_nobody_in_its_name(paid: Payment, tmp_path: Path) -> None:
    path = written(paid, tmp_path)
    assert path.name == f"bundle-{paid.end_to_end_id}.zip"
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    opened = bundle.unseal(path.read_bytes())
    assert sorted(opened.parts) == [
        "bank-1.xml", "bank.json", "calculation.json", "facts.json", "payment.json", "steps.bin", "steps.json",
        "transfer.xml",
    ]  # fmt: skip
    assert not any(world.number_of("amina").encode() in part for part in opened.parts.values())
    look = people.Access.objects.get(actor="aude")
    assert (look.clients, look.action, look.why) == ([paid.client_id], "proof", WHY)
    told = subprocess.run(
        [CAPAC, "verify", path],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
    )
    assert (told.returncode, told.stdout.split(",")[0]) == (0, f"agrees: payment {paid.end_to_end_id}")
    assert "a key that you did not name" in told.stderr


def test_the_key_that_was_named_must_have_signed(
    paid: Payment, tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    path, key = written(paid, tmp_path), tmp_path / "key.json"
    key.write_text(json.dumps(settings.PROOF_KEY.as_dict(private=False)))
    assert verify([str(path), "--key", str(key)]) == 0
    key.write_text(json.dumps(OKPKey.generate_key("Ed25519").as_dict(private=False)))
    assert verify([str(path), "--key", str(key)]) == 1
    assert "signed with another key than the one given" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("part", "old", "new", "said"),
    [
        (
            "facts.json",
            '"74.89"',
            '"75.89"',
            "gross: the facts give 2049.03, calculation.json has 202203 cents",
        ),
        ("calculation.json", '"gross_cents":202203', '"gross_cents":202303', "gross: the facts give 2022.03"),
        ("steps.json", '"gross":"2022.03"', '"gross":"2022.04"', "steps.json shows other sums"),
        ("payment.json", '"gross_cents":202203', '"gross_cents":202204', "payment: 202203 cents are owed"),
        ("payment.json", '"claimed_cents":0', '"claimed_cents":1', "1 stood claimed"),
        ("payment.json", '"month":"2026-07"', '"month":"2026-06"', "month or scheme"),
        ("transfer.xml", "2022.03", "2022.04", "InstdAmt is not the 202203 cents"),
        ("transfer.xml", "<EndToEndId>P", "<EndToEndId>Q", "EndToEndId is not that of the payment"),
        ("bank-1.xml", ">P0", ">Q0", "bank-1.xml is not of this transfer"),
        ("bank.json", "[{", "[1,{", "bank-2.xml is missing"),
        ("facts.json", '"days"', '"dayz"', "the law cannot be computed from facts.json"),
        ("payment.json", "{", "[", "a part is not written as it must be"),
    ],
)
def test_what_was_changed_and_signed_again_is_told(
    paid: Payment,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    part: str,
    old: str,
    new: str,
    said: str,
) -> None:
    path = changed(written(paid, tmp_path), part, old, new)
    assert verify([str(path)]) == 1
    assert said in capsys.readouterr().out


def test_bytes_that_are_no_bundle_are_said_to_be_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x").write_bytes(b"x")
    assert [verify([str(tmp_path / name)]) for name in ("x", "missing")] == [2, 2]
    assert "it is not a bundle" in capsys.readouterr().err


def test_a_second_payment_of_a_month_is_proved_with_what_was_paid_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = paying.authorise("amina", issued="2026-07-01")
    paying.hand_in(client, days={"2026-07-15": "worked"})
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1))
    monkeypatch.setenv("CAPAC_NOW", "2026-08-10T12:00")
    paying.hand_in(client)
    run = paying.prepared(calculations=1, payments=1, prepared=1)
    desk.at_the_bank(run)
    row = Payment.objects.get(run_id=run)
    path = written(row, tmp_path)
    told = json.loads(bundle.unseal(path.read_bytes()).parts["payment.json"])
    assert [one["gross_cents"] for one in told["before"]] == [26 * paying.DAILY]
    assert told["gross_cents"] == paying.DAILY
    assert verify([str(path)]) == 0


def refused(reason: str, folder: Path, row: Payment, **given: Any) -> None:
    with pytest.raises(ProofError) as error:
        write_bundle(
            given.get("reference", row.end_to_end_id),
            folder,
            staff=world.staff(given.get("by", "aude")),
            why=given.get("why", WHY),
        )
    assert error.value.reason == reason


def test_it_is_written_only_for_who_may_with_a_reason_and_a_key(
    paid: Payment, tmp_path: Path, settings: Settings
) -> None:
    refused("not_allowed", tmp_path, paid, by="agnes")
    refused("why_missing", tmp_path, paid, why=" ")
    refused("payment_unknown", tmp_path, paid, reference="P999")
    settings.PROOF_KEY = None
    refused("key_not_set", tmp_path, paid)
    assert not people.Access.objects.filter(action="proof").exists()
    settings.DEMO = True
    assert bundle.unseal(written(paid, tmp_path).read_bytes()).is_demonstration
    refused("file_exists", tmp_path, paid)


def test_the_command_says_where_it_lies(
    paid: Payment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world.staff("aude")
    call_command("bundle", paid.end_to_end_id, by="aude", why=WHY, folder=tmp_path)
    assert f"bundle-{paid.end_to_end_id}.zip (personal data" in capsys.readouterr().out
    with pytest.raises(CommandError, match="nobody of the staff"):
        call_command("bundle", paid.end_to_end_id, by="x", why=WHY, folder=tmp_path)
    with pytest.raises(CommandError, match="file_exists"):
        call_command("bundle", paid.end_to_end_id, by="aude", why=WHY, folder=tmp_path)
