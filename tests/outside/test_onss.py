"""ONSS as the product meets it: its batches over a real mailbox, with every fault, and our answers checked by it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc.jwk import KeySet, OKPKey
from pytest_django import Settings

from capac.config import keys
from capac.exchange import api as exchange
from capac.exchange.models import Declaration
from capac.flows.exchange_day import exchange_day
from capac.people import api as people
from capac.records.models import OutgoingMessage, Reject
from tests.outside.serving import served
from world import onss, onss_employers, population
from world.mailbox import Box

pytestmark = pytest.mark.django_db
TOKEN = "token-of-the-test"
WISH = population.Wish(number=300, panel=30)
JULY = date(2026, 7, 1)


class Outside:
    """ONSS over a real connection, and our side of it."""

    def __init__(self, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.address, self._patch = address, monkeypatch

    def act(self, name: str, **told: Any) -> dict[str, Any]:
        answer = httpx.post(
            f"{self.address}/admin/act/{name}", json=told, headers={"Authorization": f"Bearer {TOKEN}"}
        )
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def day(self, day: str, *faults: str) -> dict[str, Any]:
        """ONSS sends, we read, and our answers leave."""
        self._patch.setenv("CAPAC_NOW", f"{day}T12:00")
        sent = self.act("day", date=day, faults=list(faults))
        exchange_day(who="test")
        exchange_day(who="test")
        return sent


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[Outside]:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-01T12:00")
    people.load(population.as_lines(WISH), source="test")
    box = Box(tmp_path, token=TOKEN)
    part = onss.Onss(box, population.files(WISH), tmp_path)
    monkeypatch.setenv(keys.SENDERS, str(tmp_path / "senders.jwks"))
    monkeypatch.setenv(keys.OWN, str(tmp_path / "own.jwk"))
    settings.ONSS = keys.onss()
    with served(onss.application(part)) as address:
        settings.MAILBOXES = {"onss": (address, TOKEN)}
        yield Outside(address, monkeypatch)
    box.store.close()


def declared() -> int:
    """How many versions employers made of July, of the people whom we know."""
    known = {row.niss for row in population.files(WISH) if not row.unknown}
    return sum(1 for one in onss_employers.due(population.files(WISH), JULY) if one.declared.number in known)


@pytest.mark.parametrize("fault", ["", "late,double", "reorder,double", "cut", "bad_signature"])
def test_whatever_goes_wrong_on_the_way_the_same_is_known_in_the_end(outside: Outside, fault: str) -> None:
    outside.day("2026-08-02", *filter(None, fault.split(",")))
    outside.day("2026-08-03")
    outside.day("2026-08-31")
    assert Declaration.objects.filter(month=JULY).count() == declared() > 10
    assert Declaration.objects.filter(state="waiting").count() == 0
    refused = 1 if fault in {"cut", "bad_signature"} else 0
    told = outside.act("tally")
    assert (told["batches_refused"], told["batches_taken"]) == (refused, told["batches"] - refused)
    strange = told["forms_refused"]
    assert told["forms_taken"] == declared()
    assert {row.reason for row in Reject.objects.all()} <= {
        "unknown_worker",
        "bad_signature",
        "signature_of_another_file",
    }
    assert Reject.objects.count() == strange + refused
    assert exchange.check() == []


def test_what_is_wrong_is_rejected_and_told_and_the_right_one_is_kept(outside: Outside) -> None:
    person = next(row for row in population.files(WISH) if not row.unknown)
    outside.act("faulty", date="2026-07-01", person=person.key)
    exchange_day(who="test")
    exchange_day(who="test")
    assert sorted(row.reason for row in Reject.objects.all()) == [
        "code_without_risk",
        "declared_hours_out_of_range",
        "unknown_worker",
    ]
    told = outside.act("tally")
    assert (told["forms_taken"], told["forms_refused"]) == (1, 3)
    assert [row.ticket for row in Declaration.objects.all()] == ["20260701RIGHT"]


def test_a_day_done_twice_sends_nothing_again(outside: Outside) -> None:
    assert outside.day("2026-08-02")["declarations"] > 0
    assert outside.day("2026-08-02") == {"declarations": 0, "again": 0}


def test_an_answer_whose_signature_does_not_fit_is_not_taken_by_onss(
    outside: Outside, settings: Settings
) -> None:
    senders, _ = settings.ONSS
    settings.ONSS = (KeySet(senders.keys), OKPKey.generate_key("Ed25519", {"kid": "capac"}))
    outside.day("2026-08-02")
    signatures = OutgoingMessage.objects.filter(destination="onss", name__startswith="FS.")
    assert set(signatures.values_list("state", flat=True)) == {"refused"}
