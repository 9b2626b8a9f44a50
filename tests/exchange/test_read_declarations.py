"""Batches of declarations: what is kept, what is rejected, what ONSS hears, and that nothing happens twice."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import pytest_django

from capac.core.clock import now
from capac.exchange import api as exchange
from capac.exchange.models import Declaration
from capac.records import api as records
from capac.records.models import Reject, Run
from capac.work import api as work
from tests import onss, world
from tests.onss import JUNE, declared
from world import onss_messages

pytestmark = pytest.mark.django_db
NOTHING = {
    "files": 0, "rejected_files": 0, "not_ready": 0, "not_configured": 0, "declarations": 0, "kept": 0, "known": 0,
    "rejected": 0, "late_parts": 0,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _keys(settings: pytest_django.Settings) -> None:
    settings.ONSS = onss.keys()


def read(*rows: onss_messages.Declared | str, sequence: int = 1, form: str = "WECH505") -> dict[str, int]:
    onss.deliver(onss.body_of(*rows, form_name=form), application=form, sequence=sequence)
    return exchange.read_declarations(who="test")


def of_june(client_id: int) -> exchange.Declared:
    return exchange.declarations([client_id], {JUNE}, known=now())[client_id, JUNE]


def test_hours_of_temporary_unemployment_are_kept_by_day_and_cause() -> None:
    amina = world.client("amina")
    days = {date(2026, 6, 3): {"5.1": 760}, date(2026, 6, 4): {"5.1": 400, "5.2": 360}}
    counts = read(declared(risks=("001", "002"), days=days, q=3040))
    assert counts == {**NOTHING, "files": 1, "declarations": 1, "kept": 1}
    (told,) = of_june(amina.pk).temporary
    assert told == exchange.TemporaryUnemployment(
        id=Declaration.objects.get().pk,
        client_id=amina.pk,
        month=JUNE,
        ticket="0340000AMINA",
        original="0340000AMINA",
        employer="0400000078",
        employer_class="010",
        worker_code="015",
        joint_committee="200",
        occupied_from=date(2020, 1, 1),
        occupied_to=None,
        q=3040,
        s=3800,
        risks=("001", "002"),
        days=days,
        received_on=date(2026, 7, 1),
        known_at=now(),
        wage_unit=4,
        wage_cycle=None,
        wage_cents=300_000,
        wage_hourly=None,
    )
    assert told.by_risk == {
        "001": {date(2026, 6, 3): 760, date(2026, 6, 4): 400},
        "002": {date(2026, 6, 4): 360},
    }
    assert [row.state for row in records.IncomingFile.objects.all()] == ["read", "read", "read"]
    assert Run.objects.get(verb="read_declarations").counters == counts
    assert (work.queue(), exchange.check()) == ([], [])


def test_a_month_of_part_time_work_says_wage_and_hours_by_code() -> None:
    amina = world.client("amina")
    days = {
        date(2026, 6, 2): {"1": 380},
        date(2026, 6, 3): {"1": 200, "7": 180},
        date(2026, 6, 4): {"6.1": 0},
    }
    read(declared("WECH506", days=days, q=1900, cents=1_234_56, hourly=18_4615), form="WECH506")
    (told,) = of_june(amina.pk).part_time
    assert (told.gross_cents, told.monthly_cents, told.hourly, told.refused) == (
        1_234_56,
        None,
        18_4615,
        False,
    )
    assert told.hours == {"1": 580, "7": 180, "6.1": 0}
    assert told.hours_of("7") == {date(2026, 6, 3): 180}
    assert told.hours_of("6") == {}


def test_work_in_an_activation_programme_is_508_and_gives_the_amount_that_it_was_reckoned_from() -> None:
    amina = world.client("amina")
    # 750 euro x 120.00 hours / (38.00 x 4) = 592.105263 euro, half up at four decimals (zone 00531).
    read(declared("WECH508", hours=12000, allowance=592_1053, cents=2_100_00), form="WECH508")
    (told,) = of_june(amina.pk).activation
    assert (told.hours, told.net_wage_cents, told.allowance) == (12000, 2_100_00, 592_1053)
    assert (told.theoretical_cents, told.since, told.risks) == (750_00, date(2020, 1, 1), ("003",))


def test_an_allowance_that_no_amount_of_its_programme_gives_has_no_theoretical_amount() -> None:
    amina = world.client("amina")
    read(declared("WECH508", hours=12000, allowance=592_1054), form="WECH508")
    assert of_june(amina.pk).activation[0].theoretical_cents is None


def test_hours_of_youth_holidays_are_510() -> None:
    amina = world.client("amina")
    days = {date(2026, 6, 3): {"3.4": 760}, date(2026, 6, 4): {"3.4": 380}}
    read(declared("WECH510", days=days), form="WECH510")
    (told,) = of_june(amina.pk).holidays
    assert (told.hours, told.is_senior) == (1140, False)
    read(declared("WECH510", "amina", ticket="034SENIOR", risks=("002",)), form="WECH510", sequence=2)
    assert [one.is_senior for one in of_june(amina.pk).holidays] == [False, True]


def test_reading_the_same_again_changes_nothing() -> None:
    world.client("amina")
    read(declared())
    assert read(declared(), sequence=2) == {**NOTHING, "files": 1, "declarations": 1, "known": 1}
    assert Declaration.objects.count() == 1
    assert work.queue() == []


def test_a_ticket_that_says_something_else_is_a_fault() -> None:
    amina = world.client("amina")
    read(declared())
    assert read(declared(q=1900), sequence=2)["rejected"] == 1
    (reject,) = Reject.objects.all()
    assert (reject.reason, reject.field) == ("ticket_known_with_other_content", "ReferenceNbr")
    assert of_june(amina.pk).temporary[0].q == 3800


def test_what_is_known_later_was_not_known_before(monkeypatch: pytest.MonkeyPatch) -> None:
    amina = world.client("amina")
    read(declared())
    before = now()
    monkeypatch.setenv("CAPAC_NOW", "2026-07-03T12:00")
    days = {date(2026, 6, 3): {"5.1": 400}}
    created = datetime(2026, 7, 2, 9, 0)
    read(declared(ticket="034M", status=1, original="0340000AMINA", days=days, created=created), sequence=2)
    then = exchange.declarations([amina.pk], {JUNE}, known=before)[amina.pk, JUNE]
    assert [one.hours_of() for one in then.temporary] == [{date(2026, 6, 3): 760}]
    assert [one.hours_of() for one in of_june(amina.pk).temporary] == [{date(2026, 6, 3): 400}]
    assert exchange.declarations_changed_since(before, now()) == {(amina.pk, JUNE)}
    assert exchange.declarations_changed_since(now(), now()) == set()


def test_without_keys_everything_waits(settings: pytest_django.Settings) -> None:
    world.client("amina")
    settings.ONSS = None
    assert read(declared()) == {**NOTHING, "not_configured": 1}
    settings.ONSS = onss.keys()
    assert exchange.read_declarations(who="test")["kept"] == 1


def test_of_a_stranger_the_declaration_waits_until_the_person_has_a_file() -> None:
    counts = read(declared(), declared(name="bram"))
    assert (counts["kept"], counts["rejected"]) == (0, 2)
    bram = world.client("bram")
    (reject,) = Reject.objects.filter(message_id="0340000BRAM")
    assert (reject.reason, reject.field, reject.arguments) == (
        "unknown_worker",
        "INSS",
        {"anomaly": "00024-008"},
    )
    assert exchange.read_rejected_declaration(reject.pk, because=world.because("agnes", "registered"))
    assert len(of_june(bram.pk).temporary) == 1
    assert Reject.objects.get(pk=reject.pk).state == "closed"
    with pytest.raises(exchange.DeclarationError) as caught:
        exchange.read_rejected_declaration(reject.pk, because=world.because())
    assert caught.value.reason == "declaration_not_waiting"
    other = Reject.objects.get(message_id="0340000AMINA")
    with pytest.raises(exchange.DeclarationError) as caught:
        exchange.read_rejected_declaration(other.pk, because=world.because())
    assert caught.value.reason == "unknown_worker"


def test_sent_again_after_registration_it_closes_its_own_reject() -> None:
    read(declared())
    world.client("amina")
    assert read(declared(), sequence=2)["kept"] == 1
    assert Reject.objects.get().state == "closed"
    assert work.queue() == []


def test_a_page_of_a_client_takes_two_queries(django_assert_num_queries: object) -> None:
    amina = world.client("amina")
    read(
        declared(),
        declared(ticket="034M", status=1, original="0340000AMINA", created=datetime(2026, 7, 1, 8, 0)),
    )
    with django_assert_num_queries(2):  # type: ignore[operator]
        views = exchange.declarations_of(amina.pk)
    assert [(view.ticket, view.status, view.rules, view.hours) for view in views] == [
        ("034M", 1, True, 760),
        ("0340000AMINA", 0, False, 760),
    ]
