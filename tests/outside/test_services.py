"""The regional services and the National Register as the product meets them: over real mailboxes, with every fault."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from pytest_django import Settings

from capac.dossier import api as dossier
from capac.dossier.models import RegisterFact, RegisterQuestion, Registration
from capac.flows.exchange_day import exchange_day
from capac.flows.file_claim import file_claim
from capac.people import api as people
from capac.records import api as records
from tests.dossier.files import situation
from tests.outside.serving import served
from tests.world import because
from world import population, regions, register
from world.mailbox import Box

pytestmark = pytest.mark.django_db
TOKEN = "token-of-the-test"
WISH = population.Wish(number=60, panel=30)
FILES = population.files(WISH)
DAY, NEXT, LAST = "2026-08-03", "2026-08-04", "2026-08-31"


class Outside:
    """The four services and the register over real connections, and our side of them."""

    def __init__(self, addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.addresses, self._patch = addresses, monkeypatch

    def act(self, part: str, name: str, **told: Any) -> dict[str, Any]:
        return self._post(part, f"act/{name}", told)

    def faults(self, part: str, faults: str) -> None:
        self._post(part, "faults", {"faults": faults})

    def day(self, day: str, *faults: str) -> None:
        """Everybody outside does his day; we read it, and what leaves leaves."""
        self._patch.setenv("CAPAC_NOW", f"{day}T12:00")
        exchange_day(who="test")
        for part in self.addresses:
            own = regions.FAULTS if part != "register" else register.FAULTS
            self.act(part, "day", date=day, faults=[one for one in faults if one in own])
        for _ in range(3):
            exchange_day(who="test")
        file_claim(who="test")
        exchange_day(who="test")

    def _post(self, part: str, path: str, told: dict[str, Any]) -> dict[str, Any]:
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        answer = httpx.post(f"{self.addresses[part]}/admin/{path}", json=told, headers=bearer, verify=False)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[Outside]:
    monkeypatch.setenv("CAPAC_NOW", f"{DAY}T09:00")
    people.load(population.as_lines(WISH), source="test")
    boxes = {name: Box(tmp_path / name, token=TOKEN) for name in (*regions.SERVICES, "register")}
    with ExitStack() as stack:
        addresses = {
            name: stack.enter_context(served(regions.application(regions.Service(name, boxes[name], FILES))))
            for name in regions.SERVICES
        }
        one = register.application(register.Register(boxes["register"], FILES))
        addresses["register"] = stack.enter_context(served(one))
        settings.MAILBOXES = {name: (address, TOKEN) for name, address in addresses.items()}
        yield Outside(addresses, monkeypatch)
    for box in boxes.values():
        box.store.close()


def ruling() -> dict[str, tuple[date, date | None]]:
    """What each person's registration comes to in the end, by its reference."""
    found = {}
    for file in FILES:
        for row in regions.rows_of(file):
            if row.leaves <= date.fromisoformat(LAST):
                found[row.reference] = (row.registered, row.ended)
    return found


def kept() -> dict[str, tuple[date, date | None]]:
    """The same as we hold it."""
    rows = Registration.objects.order_by("reference", "version")
    return {row.reference: (row.registered_on, row.ended_on) for row in rows}


def applications(number: int) -> list[int]:
    """So many clients ask for full unemployment on the first of August."""
    opened = []
    for file in [one for one in FILES if not one.unknown][:number]:
        told = register.fact_of(file)
        answers = situation(
            nationality="belgian" if told.nationality == "BE" else "other",
            residence="belgium" if told.residence == "BE" else "abroad",
            household="alone" if told.household == 1 else "with_others",
        )
        opened.append(
            dossier.open_application(
                people.by_niss(file.niss).pk, "full_unemployment", situation=answers,
                asked_on=date(2026, 8, 1), received_on=date(2026, 8, 3), because=because(),
            )
        )  # fmt: skip
    return opened


@pytest.mark.parametrize("fault", ["", "late", "double,reorder", "cut", "stranger"])
def test_whatever_goes_wrong_on_the_way_the_same_registrations_are_known_in_the_end(
    outside: Outside, fault: str
) -> None:
    outside.day(DAY, *filter(None, fault.split(",")))
    outside.day(NEXT)
    outside.day(LAST)
    assert kept() == ruling()
    refused = {"cut": "cut", "stranger": "service_of_another"}.get(fault)
    assert {row.reason for row in records.open_rejects()} == ({refused} if refused else set())
    unknown = [row for row in FILES if row.unknown]
    assert Registration.objects.exclude(niss="").values("niss").distinct().count() == len(unknown)
    assert dossier.check() == []


@pytest.mark.parametrize("fault", ["", "late", "double,reorder", "cut"])
def test_whatever_goes_wrong_on_the_way_every_question_is_answered_once(outside: Outside, fault: str) -> None:
    opened = applications(12)
    file_claim(who="test")
    for day in (DAY, NEXT, LAST):
        outside.day(day, *(filter(None, fault.split(",")) if day == DAY else ()))
    assert outside.act("register", "tally") == {"questions": 12, "answered": 12, "changes": 0}
    assert RegisterQuestion.objects.filter(state="answered").count() == 12
    assert RegisterFact.objects.count() == 12
    for number in opened:
        states = {one.code: one.state for one in _view(number).pieces}
        assert states["register_check"] == "received"
    assert {row.reason for row in records.open_rejects()} == ({"cut"} if fault == "cut" else set())


def test_a_question_that_is_never_answered_stays_asked_and_the_file_says_whose_turn_it_is(
    outside: Outside,
) -> None:
    (number,) = applications(1)
    file_claim(who="test")
    outside.day(DAY, "never")
    outside.day(LAST)
    assert [m.turn for m in _view(number).missing if m.code == "register_check"] == ["register"]
    assert RegisterQuestion.objects.get().state == "asked"


def test_a_mailbox_that_refuses_answers_late_and_cuts_loses_nothing(outside: Outside) -> None:
    applications(5)
    file_claim(who="test")
    for part in outside.addresses:
        outside.faults(part, "503:2,half,late,duplicate,lost")
    for day in (DAY, NEXT, "2026-08-05", LAST):
        outside.day(day)
    assert kept() == ruling()
    assert RegisterFact.objects.count() == 5
    assert records.open_rejects() == []


def test_what_is_wrong_in_a_file_is_rejected_and_the_right_one_kept(outside: Outside) -> None:
    person = next(file for file in FILES if regions.service_of(file) == "forem" and not file.unknown)
    outside.act("forem", "faulty", date=DAY, person=person.key)
    exchange_day(who="test")
    assert sorted(row.reason for row in records.open_rejects()) == [
        "date_out_of_range", "ends_before_start", "not_as_described",
    ]  # fmt: skip
    assert sorted(Registration.objects.values_list("reference", flat=True)) == [
        f"X-{person.key}", f"X3-{person.key}",
    ]  # fmt: skip
    assert Registration.objects.exclude(niss="").count() == 1, "the person whom nobody knows waits"


def test_a_change_and_a_death_come_by_themselves(outside: Outside) -> None:
    one, other = [file for file in FILES if not file.unknown][:2]
    outside.act("register", "change", date=DAY, person=one.key, household=4)
    outside.act("register", "change", date=DAY, person=other.key, deceased="2026-08-02")
    outside.day(DAY)
    assert RegisterFact.objects.filter(question=None).count() == 2
    assert people.by_niss(other.niss).deceased_on == date(2026, 8, 2)


def _view(number: int) -> dossier.ApplicationView:
    found = dossier.application_by_id(number)
    assert found is not None
    return found
