"""Loading people from JSON lines: once, and with the line and the field of what cannot be loaded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from capac.people import api as people
from tests import world
from world import population

pytestmark = pytest.mark.django_db

OFFICE = {
    "type": "office", "code": "BP01", "name_fr": "Trois-Tilleuls", "name_nl": "Drie Linden", "name_de": "Drei Linden",
    "region": "wallonia", "language": "fr", "hours": [{"weekday": 0, "opens": "08:30", "closes": "12:00"}],
}  # fmt: skip
STAFF = {"type": "staff", "login": "pol", "name": "Pol", "language": "nl", "roles": ["payment_officer"]}


def client(**changes: Any) -> dict[str, Any]:
    row = {
        "type": "client", "niss": world.number_of("amina"), "given_name": "Amina", "family_name": "Baert",
        "language": "fr", "since": "2026-01-01", "iban": world.account_of("amina"), "office": "BP01",
    }  # fmt: skip
    return {key: value for key, value in {**row, **changes}.items() if value is not None}


def load(*rows: dict[str, Any] | str) -> dict[str, int]:
    lines: Iterator[str] = (row if isinstance(row, str) else json.dumps(row) for row in rows)
    return people.load(lines, source="test")


def test_offices_staff_and_clients_are_loaded_once() -> None:
    assert load(OFFICE, STAFF, client(), "") == {"office": 1, "staff": 1, "client": 1}
    assert load(OFFICE, STAFF, client()) == {"office": 0, "staff": 0, "client": 0}
    amina = people.by_niss(world.number_of("amina"))
    assert amina.office is not None
    assert (amina.office.code, amina.office.hours.get().opens) == ("BP01", time(8, 30))
    pol = people.Staff.objects.get()
    assert (pol.roles, pol.spoken, pol.skills, pol.weekly_halves) == (["payment_officer"], ["nl"], [], 10)


def test_what_somebody_speaks_and_can_do_is_loaded() -> None:
    load(OFFICE, {**STAFF, "languages": ["fr", "nl"], "skills": ["bank"], "weekly_halves": 8})
    pol = people.Staff.objects.get()
    assert (pol.spoken, pol.skills, pol.weekly_halves) == (["nl", "fr"], ["bank"], 8)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"languages": ["en"]}, "line 2: languages ['en'] do not exist; use fr, nl or de"),
        ({"weekly_halves": 11}, "line 2: weekly_halves is 11; write the half days of a week, 0 to 10"),
    ],
)
def test_a_language_or_a_week_that_cannot_be_is_told(told: dict[str, Any], sentence: str) -> None:
    with pytest.raises(people.LoadError) as error:
        load(OFFICE, {**STAFF, **told})
    assert str(error.value) == sentence


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("{", "line 2: not a JSON object with a type"),
        ("[]", "line 2: not a JSON object with a type"),
        ("{}", "line 2: not a JSON object with a type"),
        ({"type": "dog"}, "line 2: type is 'dog'; write office, staff or client"),
        ({"type": "office", "code": "BP02"}, "line 2: name_fr is missing"),
        (client(niss=None), "line 2: niss is missing"),
        (client(since=None), "line 2: since is missing"),
        (client(niss="123"), "line 2: niss: a national number has eleven digits"),
        (client(iban="BE123"), "line 2: iban: an account number starts with two letters and two digits"),
        (client(since="2026-13-01"), "line 2: since is '2026-13-01'; write a date as 2026-07-01"),
        (client(deceased_on="soon"), "line 2: deceased_on is 'soon'; write a date as 2026-07-01"),
        (client(office="BP99"), "line 2: office 'BP99' is not known; load it first, or in the same file"),
        (client(language="it"), "line 2: language is 'it'; write fr, nl or de"),
        ({**STAFF, "roles": ["boss"]}, "line 2: roles ['boss'] do not exist; use agent, c2_expert"),
        ({**STAFF, "roles": "agent"}, "line 2: roles is 'agent'; write a list of roles"),
        (
            {**STAFF, "office": "BP99"},
            "line 2: office 'BP99' is not known; load it first, or in the same file",
        ),
        ({**STAFF, "language": "en"}, "line 2: language is 'en'; write fr, nl or de"),
        (
            {**OFFICE, "code": "BP02", "hours": [{"weekday": 0, "opens": "noon", "closes": "12:00"}]},
            "line 2: hours is 'noon'; write a time as 08:30",
        ),
        (
            {**OFFICE, "code": "BP02", "hours": [{"weekday": 9, "opens": "08:30", "closes": "12:00"}]},
            "line 2: hours: weekday is 9; write 0 (Monday) to 6",
        ),
        (
            {**OFFICE, "code": "BP02", "hours": [{"weekday": 1, "opens": "12:30", "closes": "12:00"}]},
            "line 2: hours: 12:00 is not after 12:30",
        ),
        ({**OFFICE, "code": "BP02", "hours": [{"weekday": 1}]}, "line 2: hours: opens is missing"),
    ],
)
def test_a_line_that_cannot_be_loaded_is_named_with_its_field_and_what_to_write(
    row: dict[str, Any] | str, sentence: str
) -> None:
    with pytest.raises(people.LoadError) as refused:
        load(OFFICE, row)
    assert str(refused.value).startswith(sentence)
    assert people.Office.objects.count() == 0
    assert people.Client.objects.count() == 0


def test_the_national_number_stands_in_no_message() -> None:
    number = world.number_of("amina")
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    with pytest.raises(people.LoadError) as refused:
        load(client(niss=wrong))
    assert wrong not in str(refused.value)


def test_the_same_number_twice_in_one_file_is_named() -> None:
    with pytest.raises(people.LoadError, match="line 3: niss stands on line 2 already"):
        load(OFFICE, client(), client(given_name="Another"))


def test_the_command_says_what_is_wrong_and_loads_nothing(tmp_path: Path) -> None:
    file = tmp_path / "people.jsonl"
    file.write_text(json.dumps(STAFF) + "\n{", encoding="utf-8")
    with pytest.raises(CommandError, match="line 2: not a JSON object"):
        call_command("load_people", str(file))
    with pytest.raises(CommandError, match="No such file"):
        call_command("load_people", str(tmp_path / "nothing"))
    assert people.Staff.objects.count() == 0


def test_the_synthetic_people_load_as_they_are() -> None:
    wish = population.Wish(number=60)
    assert people.load(population.as_lines(wish), source="test") == {"office": 35, "staff": 13, "client": 60}
    assert people.load(population.as_lines(wish), source="test") == {"office": 0, "staff": 0, "client": 0}
    assert people.check() == []


HOME = {"street": "Rue Neuve", "number": "1", "postcode": "4000", "town": "Liège"}


def test_the_address_of_a_new_client_is_kept_and_a_second_load_changes_nothing() -> None:
    for _ in range(2):
        load(OFFICE, client(address=HOME))
    amina = people.by_niss(world.number_of("amina"))
    assert [(one.street, one.town, one.country) for one in amina.addresses.all()] == [
        ("Rue Neuve", "Liège", "BE")
    ]


def test_an_address_that_no_letter_reaches_stops_the_load() -> None:
    with pytest.raises(people.LoadError, match="line 2: address: postcode cannot be used"):
        load(OFFICE, client(address={**HOME, "postcode": "40"}))
    assert people.Client.objects.count() == 0
