"""The synthetic people: the same from the same seed, possible numbers, amounts of the barème, a cast that shows its situations."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from capac.core import iban, niss
from capac.rules import api as rules
from world import bareme, cast, marks, onss_employers, population
from world.files import File

WISH = population.Wish(number=1000)


@pytest.fixture(scope="module")
def everybody() -> tuple[File, ...]:
    return population.files(WISH)


def named(key: str) -> File:
    return next(file for file in cast.clients() if file.key == key)


def test_the_same_seed_gives_the_same_people_in_another_process() -> None:
    command = [sys.executable, "-m", "world", "people", "--number", "200", "--seed", "7"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert printed == list(population.as_lines(population.Wish(seed=7, number=200)))
    assert printed != list(population.as_lines(population.Wish(seed=8, number=200)))


def test_every_line_is_labelled_and_numbers_and_accounts_are_possible_and_nobody_twice(
    everybody: tuple[File, ...],
) -> None:
    rows = [json.loads(line) for line in population.as_lines(WISH)]
    assert Counter(row["type"] for row in rows) == {"office": 35, "staff": 13, "client": 1000}
    clients = [row for row in rows if row["type"] == "client"]
    assert all(row["synthetic"] is True for row in clients)
    assert len({niss.check(row["niss"]) for row in clients}) == 1000
    accounts = [iban.check(row["iban"]) for row in clients if row["iban"]]
    assert len(set(accounts)) == len(accounts)
    assert {account[4:7] for account in accounts} == {cast.BANK}
    assert [file for file in everybody if file.unknown] == list(everybody[1000:])


def test_the_number_says_the_day_of_birth_and_the_sex(everybody: tuple[File, ...]) -> None:
    for file in everybody:
        assert niss.birth_date(file.niss) == file.born
        assert int(file.niss[6:9]) % 2 == (file.sex == "m")


def test_the_mix_has_every_language_family_and_situation(everybody: tuple[File, ...]) -> None:
    languages = Counter(file.language for file in everybody)
    assert languages["fr"] > languages["nl"] > languages["de"] > 0
    families = Counter(body.family for file in everybody for body in file.decisions[0].bodies)
    assert families["B"] > families["N"] > families["A"] > families[""] > 0
    first = [file.decisions[0] for file in everybody]
    assert sum(1 for one in first if one.seizures) > 5
    assert sum(1 for one in first if len(one.bodies) > 1) > 100
    assert any(body.first_year for one in first for body in one.bodies)
    assert sum(file.paper for file in everybody) > 2


def test_only_the_panel_goes_on_after_july(everybody: tuple[File, ...]) -> None:
    for file in everybody:
        last = [body.last for one in file.decisions for body in one.bodies]
        assert file.panel or all(day is not None and day <= date(2026, 7, 31) for day in last)
    assert sum(file.panel for file in everybody) == population.PANEL


def test_daily_amounts_are_those_of_the_law_reckoned_apart() -> None:
    """Ours come from the world's own table, the others from the product's book of law."""
    wages = ["1500.00", "2345.67", "3000.00", "3500.00", "4500.00", "5600.00"]
    for wage in wages:
        for family in "ANB":
            for phase in ("A1", "A2", "A3"):
                case = {"wage": {"monthly": wage}, "on": "2026-07-01", "family": family, "phase": phase}
                said = rules.explain(case)
                code = bareme.wage_code(Decimal(wage))
                assert said["code"] == f"{code:02d}"
                euros, cents = divmod(bareme.daily_cents(code, family, phase), 100)
                assert said["daily_amount"] == f"{euros}.{cents:02d}"


@pytest.mark.parametrize(
    ("code", "cents", "half"),
    [("01/64BA1", 7489, 3745), ("01/10AX", 6959, 3480), ("01/99NX", 5640, 2820), ("01/43BX", 4154, 2077)],
)
def test_fixed_and_least_amounts(code: str, cents: int, half: int) -> None:
    daily = bareme.daily_cents(int(code[3:5]), code[5], code[6:])
    assert (daily, bareme.half_cents(daily)) == (cents, half)


def test_a_card_is_confirmed_from_the_penultimate_weekday_on(everybody: tuple[File, ...]) -> None:
    assert marks.penultimate_weekday("2026-07") == date(2026, 7, 30)
    for file in everybody:
        for month, cards in file.cards.items():
            for card in cards:
                assert card.sent >= marks.penultimate_weekday(month)
                assert {day.strftime("%Y-%m") for day in card.marks} <= {month}


def test_the_cast_shows_its_situations() -> None:
    assert named("amina").decisions[0].bodies[0].daily_cents == 7489
    assert named("bram").cards["2027-02"] == ()
    assert named("hugo").decisions[0].refusal
    assert [card.version for card in named("ines").cards["2026-10"]] == [1, 2]
    assert len(named("ines").cards["2026-10"][0].marks) == 12
    assert named("dieter").cards["2026-12"][0].left == "6"
    assert named("farid").decisions[0].seizures[0].children == 2
    assert named("esra").verdicts["2026-07"].result == "C12"
    assert named("greet").decisions[1].bodies[0].code.startswith("11/")


def test_who_can_log_in_says_why_in_four_languages() -> None:
    people = cast.who_can_log_in()
    assert len(people["staff"]) == 13
    assert len(people["client"]) == len(cast.clients())
    for person in (*people["staff"], *people["client"]):
        for text in (person["role"], person["why"]):
            assert sorted(text) == ["de", "en", "fr", "nl"]
            assert all(text.values())


def test_the_cast_has_somebody_of_each_scheme_and_their_employers_declare_what_onem_authorised() -> None:
    schemes = {rules.opens(file.decisions[0].bodies[0].code[:2]).scheme for file in cast.clients()}
    assert schemes >= {
        "full_unemployment", "temporary_unemployment", "income_guarantee", "voluntary_part_time", "youth_holiday",
        "senior_holiday",
    }  # fmt: skip
    assert named("wassim").decisions[0].bodies[0].daily_cents == 2838
    assert named("quinten").decisions[0].bodies[0].daily_cents == bareme.daily_cents(70, "N", "A2")
    assert named("ugo").decisions[0].activation == "003"
    forms = {file.key: file.job.form for file in cast.clients() if file.job}
    assert forms == {
        "quinten": "WECH505", "rosa": "WECH506", "steven": "WECH510", "thea": "WECH510", "ugo": "WECH508",
    }  # fmt: skip


def test_nobody_declares_for_a_day_that_is_not_authorised(everybody: tuple[File, ...]) -> None:
    of = {file.niss: file for file in everybody}
    rows = [one.declared for month in (7, 8) for one in onss_employers.due(everybody, date(2026, month, 1))]
    assert {row.form for row in rows} == {"WECH505", "WECH506", "WECH508", "WECH510"}
    for row in rows:
        for day in row.days:
            body = of[row.number].body_on(day, known=date.max)
            assert body is not None and not body.is_refusal
