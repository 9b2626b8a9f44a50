"""ONEM's verification: files that do not add up are refused, lines are judged on its own count, phase by phase."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from world import cast, counting, onem_ledger
from world.files import Body, Card, Decision, File
from world.mailbox import RefusedError
from world.onem_ledger import Ledger
from world.store import Store

AMINA = cast.clients()[0]
JULY = 2022_03
PHASE_1 = date(2027, 1, 25)


def person(key: str) -> File:
    return next(file for file in cast.clients() if file.key == key)


def line(number: int = 1, file: File = AMINA, **told: str) -> str:
    facts = {
        "lineId": f"L{number:012d}", "inss": file.niss, "scheme": "full_unemployment", "referenceMonth": "2026-07",
        "authorisation": f"{file.reference}#1", "cardId": f"EC3-{file.key}-2026-07-1", "allowances": "54",
        "dailyAmount": "74.89", "gross": "2022.03", "tax": "204.02", "withheld": "0.00", "net": "1818.01",
        "paidOn": "2026-08-05", "endToEndId": f"E{number}", **told,
    }  # fmt: skip
    return f"<line>{''.join(f'<{name}>{value}</{name}>' for name, value in facts.items())}</line>\n"


def c10(*lines: str, month: str = "2026-08", count: int | None = None, gross: str = "") -> bytes:
    total = sum(onem_ledger._cents(text.split("<gross>")[1].split("<")[0]) for text in lines)
    head = (
        f'<C10 xmlns="urn:capac:own-interface:c10:1" fileId="C10-{month}-1" createdAt="2026-09-07T06:00:00+02:00" '
        f'introductionMonth="{month}" count="{len(lines) if count is None else count}" '
        f'gross="{gross or f"{total // 100}.{total % 100:02d}"}">'
    )
    return f"{head}\n{''.join(lines)}</C10>".encode()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path, "")
    yield store
    store.close()


@pytest.fixture
def ledger(store: Store) -> Ledger:
    return Ledger(store, cast.clients())


def receive(ledger: Ledger, body: bytes, name: str = "C10-2026-08-1.xml") -> None:
    ledger.receive(name, body, today=date(2026, 9, 7))


def told(ledger: Ledger, month: str = "2026-08", phase: int = 1) -> list[tuple[str | None, ...]]:
    """Result, amount, cause and definitive of each outcome."""
    months = onem_ledger.MONTHS_AFTER[phase]
    root = etree.fromstring(ledger.tell(month, phase, onem_ledger.told_on(month, months)))
    space = {"v": "urn:capac:own-interface:verification:1"}
    paths = ("v:result", "v:amount", "v:cause/v:code", "v:definitive")
    return [tuple(row.findtext(path, namespaces=space) for path in paths) for row in root]


def test_a_month_paid_as_onem_counts_it_is_accepted_for_good(ledger: Ledger) -> None:
    receive(ledger, c10(line()))
    assert told(ledger) == [("accepted", "0.00", None, "true")]


@pytest.mark.parametrize(
    ("gross", "outcome"),
    [
        ("2096.92", ("C13", "74.89", "AR167-1-1", "false")),
        ("1947.14", ("C14", "74.89", "underpaid", "false")),
        ("2025.02", ("neutralised", "2.99", None, "true")),
        ("2025.03", ("C13", "3.00", "AR167-1-1", "false")),
        ("2019.04", ("neutralised", "2.99", None, "true")),
        ("2019.03", ("C14", "3.00", "underpaid", "false")),
    ],
)
def test_a_difference_is_rejected_proposed_or_let_be_below_three_euros(
    ledger: Ledger, gross: str, outcome: tuple[str, ...]
) -> None:
    cents = onem_ledger._cents(gross)
    net = f"{(cents - 204_02) // 100}.{(cents - 204_02) % 100:02d}"
    receive(ledger, c10(line(gross=gross, net=net)))
    assert told(ledger) == [outcome]


def test_what_was_paid_in_two_months_counts_together_and_is_said_of_the_last_line(ledger: Ledger) -> None:
    receive(ledger, c10(line(1, gross="1947.14", net="1743.12")))
    second = line(2, gross="74.89", tax="0.00", net="74.89", paidOn="2026-09-04")
    receive(ledger, c10(second, month="2026-09"), "C10-2026-09-1.xml")
    assert told(ledger) == [("accepted", "0.00", None, "true")]
    assert told(ledger, "2026-09") == [("accepted", "0.00", None, "true")]


def test_nobody_and_no_decision_are_eliminated(ledger: Ledger) -> None:
    receive(ledger, c10(line(1, inss="85073003328"), line(2, authorisation="F/amina#2")))
    assert told(ledger) == [
        ("C12", "2022.03", "AR167-1-2", "false"),
        ("C12", "2022.03", "AR167-1-2", "false"),
    ]


@pytest.mark.parametrize(
    ("key", "outcome"),
    [
        ("esra", ("C12", "748.90", "AR167-1-2", "false")),
        ("nadia", ("C14", "74.89", "underpaid", "false")),
        ("omar", ("C13", "299.56", "AR167-1-4", "false")),
    ],
)
def test_the_scenario_decides_what_onem_finds(ledger: Ledger, key: str, outcome: tuple[str, ...]) -> None:
    receive(ledger, c10(line(file=person(key))))
    assert told(ledger) == [outcome]


def test_phases_come_on_their_dates_and_settle_what_is_left(ledger: Ledger) -> None:
    """Example E-V1: introduction month September 2026, told near the ends of February, August and October 2027."""
    omar = person("omar")
    lines = [
        line(1, paidOn="2026-09-04"),
        line(2, person("esra"), paidOn="2026-09-04"),
        line(3, omar, paidOn="2026-09-04"),
    ]
    receive(ledger, c10(*lines, month="2026-09"))
    assert list(ledger.due(date(2027, 2, 24))) == []
    assert list(ledger.due(date(2027, 2, 25))) == [("2026-09", 1, date(2027, 2, 25))]
    assert [row[0] for row in told(ledger, "2026-09")] == ["accepted", "C12", "C13"]
    assert list(ledger.due(date(2027, 8, 25))) == [("2026-09", 2, date(2027, 8, 25))]
    assert told(ledger, "2026-09", 2) == [
        ("C12", "748.90", "AR167-1-2", "true"), ("C13", "299.56", "AR167-1-4", "false"),
    ]  # fmt: skip
    assert list(ledger.due(date(2027, 10, 25))) == [("2026-09", 3, date(2027, 10, 25))]
    assert told(ledger, "2026-09", 3) == [("C13", "299.56", "AR167-1-4", "true")]
    assert list(ledger.due(date(2030, 1, 1))) == []


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (c10(line())[:-40], "not XML, or cut"),
        (c10(line(), count=2), "count says 2, 1 lines are there"),
        (c10(line(), gross="1.00"), "gross says 1.00, the lines add up to 202203 cents"),
        (c10(line(net="1818.02")), "line 2: net is not gross less tax and withheld"),
        (c10(line(paidOn="2026-09-01")), "line 2: paidOn lies outside 2026-08"),
        (c10(line(), line()), "one lineId stands twice"),
        (c10(line(scheme="holiday")), "line 2: Element"),
    ],
)
def test_a_file_that_does_not_carry_itself_is_refused_with_what_is_wrong(
    ledger: Ledger, body: bytes, sentence: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        receive(ledger, body)
    assert refused.value.status == 422
    assert sentence in str(refused.value)
    assert ledger.state() == {"lines": {}, "told": {}}


def test_a_month_and_a_line_are_told_once(ledger: Ledger) -> None:
    receive(ledger, c10(line()))
    with pytest.raises(RefusedError, match=r"the C10 of 2026-08 is here already as C10-2026-08-1.xml"):
        receive(ledger, c10(line(2)), "C10-2026-08-2.xml")
    with pytest.raises(RefusedError, match=r"L000000000001 was told in an earlier C10"):
        receive(ledger, c10(line(paidOn="2026-09-02"), month="2026-09"), "C10-2026-09-1.xml")


def test_a_month_without_expense_is_told_too(ledger: Ledger) -> None:
    receive(ledger, c10())
    assert list(ledger.due(PHASE_1)) == [("2026-08", 1, PHASE_1)]
    assert told(ledger) == []
    assert list(ledger.due(PHASE_1)) == []


BODIES = (Body(date(2026, 7, 1), None, "01/64BA1"),)


def counted(marks: dict[date, str], *, left: str = "", bodies: tuple[Body, ...] = BODIES) -> int | None:
    card = Card("2026-07", 1, date(2026, 7, 30), marks, left)
    file = File(
        "x",
        "",
        "",
        "",
        "f",
        date(1980, 1, 1),
        "fr",
        "BP01",
        "",
        date(2024, 1, 1),
        (Decision(date(2026, 6, 15), bodies),),
    )
    return counting.gross_cents(file, card, known=date(2026, 8, 5))


def july(*days: int) -> list[date]:
    return [date(2026, 7, day) for day in days]


@pytest.mark.parametrize(
    ("marks", "days"),
    [
        ({}, 27),
        (dict.fromkeys(july(8), "worked"), 26),
        (dict.fromkeys(july(8, 15, 25), "worked"), 24),
        (dict.fromkeys(july(6, 7, 8), "sick"), 24),
        (dict.fromkeys(july(13, 14, 15, 16, 17), "holiday"), 27),
        (dict.fromkeys(july(12), "worked"), 26),
        (dict.fromkeys(july(12), "sick"), 27),
    ],
)
def test_simple_months_are_counted_day_by_day(marks: dict[date, str], days: int) -> None:
    assert counted(marks) == days * 74_89


@pytest.mark.parametrize(
    "marks",
    [
        dict.fromkeys(july(8, 9), "worked"),
        dict.fromkeys(july(10, 13), "sick"),
        dict.fromkeys(july(6, 7, 8, 9, 10), "sick"),
        dict.fromkeys(july(8), "paid_holiday"),
        dict.fromkeys(july(21), "public_holiday_paid"),
    ],
)
def test_months_whose_saturdays_depend_on_their_week_are_not_counted(marks: dict[date, str]) -> None:
    assert counted(marks) is None


def test_a_first_saturday_that_depends_on_the_month_before_is_not_counted() -> None:
    """1 August 2026 is a Saturday: two days worked in the last week of July halve it."""
    worked = Card("2026-07", 1, date(2026, 7, 30), dict.fromkeys(july(28, 30), "worked"))
    august = Card("2026-08", 1, date(2026, 8, 28), {})
    file = replace(AMINA, cards={"2026-07": (worked,), "2026-08": (august,)})
    assert counting.gross_cents(file, august, known=date(2026, 9, 1)) is None
    assert counting.gross_cents(AMINA, august, known=date(2026, 9, 1)) == 26 * 74_89


def test_two_amounts_are_counted_by_day_and_a_right_that_ends_is_not() -> None:
    first, second = (
        Body(date(2026, 7, 1), date(2026, 7, 14), "01/64BA1"),
        Body(date(2026, 7, 15), None, "01/64BA2"),
    )
    assert counted({}, bodies=(first, second)) == 12 * 74_89 + 15 * 69_13
    assert counted({}, bodies=(first,)) is None
    assert counted({}, left="3") is None
