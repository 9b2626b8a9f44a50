"""One's own file: the answer first, exact amounts and dates, whose turn it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from capac.payment.models import Payment
from capac.people import api as people
from capac.web.portal import looks
from tests import world
from tests.flows.paying import JULY, Calendar, authorise, came_back, hand_in, prepared
from tests.web.desk import c2_item
from tests.web.portal import MARKED, PATHS, july_paid, seen, visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def act(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    """The clock."""
    return Calendar(monkeypatch)


def test_home_says_what_was_paid_when_and_what_comes_next(act: Calendar) -> None:
    july_paid(act)
    page = seen("amina", PATHS["home"])
    assert "Hello Amina" in page
    assert "Your payment for July 2026" in page
    assert '€1,582.35 <span class="tag ok">paid</span>' in page
    assert "Paid on 4 August 2026. 23.5 days at €74.89." in page
    assert "August 2026: we need one thing from you" in page
    assert "Fill it in from 28 August 2026." in page
    assert "If everything is in order: paid about 2 September 2026." in page
    assert "You owe" not in page


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "Payé le 4 août 2026. 23,5 allocations de 74,89\u00a0€."),
        ("nl", "Betaald op 4 augustus 2026. 23,5 uitkeringen van €\u00a074,89."),
        ("de", "Bezahlt am 4. August 2026. 23,5 Tagesbeträge von 74,89\u00a0€."),
    ],
)
def test_home_speaks_the_readers_language(act: Calendar, lang: str, said: str) -> None:
    july_paid(act)
    assert said.replace("\u00a0", " ") in seen("amina", PATHS["home"], lang).replace("\u00a0", " ")


def test_a_file_without_a_decision_says_whose_turn_it_is(act: Calendar) -> None:
    act.at("2026-08-10")
    world.client("dieter")
    page = seen("dieter", PATHS["home"])
    assert "ONEM has not decided yet" in page
    assert "You need do nothing now." in page


def test_what_is_missing_stands_with_whose_turn_and_until_when(act: Calendar) -> None:
    act.at("2026-07-01")
    authorise("chloe", account=False)
    act.at("2026-08-10")
    page = seen("chloe", PATHS["missing"])
    assert page.index("July 2026: we need 2 things from you") < page.index("August 2026: we need 2 things")
    assert "Confirm it on the internet, or hand the paper card in at your office." in page
    assert "This month can be claimed until 30 September 2029." in page
    assert "Give your office the number of an account in your name." in page
    assert "If it comes today: paid about 11 August 2026." in page
    assert page.count("your turn") == 4


def test_nothing_is_missing_once_everything_is_here(act: Calendar) -> None:
    act.at("2026-07-01")
    amina = authorise("amina", world.body("2026-07-01", "2026-07-31"))
    act.at("2026-07-31T10:00")
    hand_in(amina)
    act.at("2026-08-01")
    page = seen("amina", PATHS["home"])
    assert "July 2026: everything is here" in page
    assert "our turn" in page
    assert "Paid about 4 August 2026." in page
    assert "By law you must be paid by 1 September 2026." in page


def test_a_payment_that_came_back_says_why_and_what_to_do(act: Calendar) -> None:
    bram = july_paid(act, "bram", world.body("2026-07-01"))
    came_back(bram, reason="AC04")
    act.at("2026-08-11")
    prepared(holds_opened=1, empty=1)
    page = seen("bram", PATHS["home"])
    assert "Your bank sent this payment of 4 August 2026 back." in page
    assert "This account is closed." in page
    assert "Tell your office which account is yours. We keep the amount for you." in page
    assert "Your payment came back" in seen("bram", PATHS["missing"])


def test_what_an_agent_is_doing_stands_with_the_day_promised(act: Calendar) -> None:
    act.at("2026-08-10")
    c2_item("amina")
    page = seen("amina", PATHS["home"])
    assert "A new decision of ONEM (C2) is being read by an agent." in page
    assert "Arrived on 10 August 2026. Promised by 24 August 2026." in page
    assert "our turn" in page
    assert "being read" not in seen("bram", PATHS["home"])


def test_a_payment_that_failed_for_a_technical_reason_asks_nothing_of_the_client(act: Calendar) -> None:
    bram = july_paid(act, "bram", world.body("2026-07-01"))
    came_back(bram, reason="TM01")
    page = seen("bram", PATHS["home"])
    assert "We send it again with the next run." in page
    assert "Tell your office" not in page


def test_one_month_day_by_day_and_as_a_staircase(act: Calendar) -> None:
    july_paid(act)
    page = seen("amina", PATHS["month"])
    assert '<p class="amount">€1,582.35</p>' in page
    assert "23 × €74.89 and one half-allowance of €37.45 = €1,759.92" in page
    assert "− €177.57" in page
    assert re.search(r"<dt>7–8</dt> ?<dd> ?You worked\.", page)
    assert "<dt>20</dt>" in page
    assert "You were sick: your sickness fund pays this day." in page
    assert page.count("data-because=") == 31


@pytest.mark.parametrize(
    "path",
    [
        "/file/month/full_unemployment/2026-06/",
        "/file/month/youth_holiday/2026-07/",
        "/file/month/full_unemployment/July/",
    ],
)
def test_a_month_that_is_not_ones_own_does_not_exist(act: Calendar, path: str) -> None:
    july_paid(act)
    assert visitor("amina").get(path).status_code == 404


def test_payments_show_the_account_masked_and_what_was_kept(act: Calendar) -> None:
    july_paid(act)
    page = seen("amina", PATHS["payments"])
    account = world.account_of("amina")
    assert f"BE.. …{account[-4:]}" in page
    assert account not in page.replace(" ", "")
    assert "€1,759.92" in page
    assert "− €177.57" in page
    assert "Full unemployment" in page


def test_a_debt_stands_with_its_cause(act: Calendar) -> None:
    amina = july_paid(act)
    hand_in(amina, JULY, {**MARKED, "2026-07-22": "worked"})
    act.at("2026-08-11")
    prepared(calculations=1, claims=1, empty=1)
    page = seen("amina", PATHS["debts"])
    assert '<p class="amount">€74.89</p>' in page
    assert "July 2026: €74.89" in page
    assert "We computed this month again on new facts: less was due than we had paid." in page
    assert "You owe €74.89" in seen("amina", PATHS["home"])
    month = seen("amina", PATHS["month"])
    assert '<p class="amount">€1,515.02</p>' in month
    assert "You pay €74.89 back of it, before tax." in month


def test_without_debts_the_page_says_so(act: Calendar) -> None:
    july_paid(act)
    assert "You owe us nothing." in seen("amina", PATHS["debts"])


def test_what_onem_decided_in_plain_words(act: Calendar) -> None:
    act.at("2026-07-01")
    authorise(
        "amina",
        world.body("2026-06-01", "2026-06-30", code="01/64AA1"),
        world.body("2026-07-01", code="01/64BA1", firstYear="true"),
    )
    page = seen("amina", PATHS["authorisations"])
    living, ended = page.split("Ended")
    assert "Since 1 July 2026, no end known." in living
    assert "You live with others (category B)." in living
    assert "Your daily amount is €74.89." in living
    assert "You are in your first twelve months: tax is withheld." in living
    assert "From 1 June 2026 to 30 June 2026." in ended
    assert "You have a family to support (category A)." in ended


def test_a_refusal_of_onem_is_told_with_its_reason(act: Calendar) -> None:
    act.at("2026-07-01")
    authorise(
        "amina",
        world.body("2026-07-01", code="00"),
        modules="<S52><reason>not_available</reason></S52>",
    )
    page = seen("amina", PATHS["authorisations"])
    assert "No right" in page
    assert "You were not available for the labour market." in page
    act.at("2026-09-10")
    home = seen("amina", PATHS["home"])
    assert home.count("no right, says ONEM") == 1
    assert "September 2026: no right, says ONEM" in home
    assert "You were not available for the labour market. So it is since 1 July 2026." in home


def test_ones_data_are_masked_and_say_how_to_have_them_changed(act: Calendar) -> None:
    act.at("2026-08-10")
    page_with = seen("amina", PATHS["data"])
    assert f"**.**.**-***.{world.number_of('amina')[-2:]}" in page_with
    assert world.number_of("amina") not in page_with
    assert world.account_of("amina") not in page_with.replace(" ", "")
    assert "Français" in page_with
    assert "BP 01" in page_with
    world.client("chloe", account=False)
    assert "Without an account we cannot pay you." in seen("chloe", PATHS["data"])


def test_money_that_goes_to_a_guardian_says_so(act: Calendar) -> None:
    amina = july_paid(act)
    guardian = world.account_of("bram")
    Payment.objects.filter(client=amina).update(iban=guardian, holder="Guardian Invented")
    page = seen("amina", PATHS["data"])
    assert f"Your last payment went to the account BE.. …{guardian[-4:]} of Guardian Invented." in page
    assert f"BE.. …{guardian[-4:]}, Guardian Invented" in seen("amina", PATHS["payments"])


def test_every_look_that_a_page_of_ours_writes_has_words() -> None:
    """The actions are read from the code of the desk and the board."""
    web = Path(looks.__file__).parents[1]
    code = "".join(
        path.read_text(encoding="utf-8") for room in ("desk", "board") for path in (web / room).glob("*.py")
    )
    actions = set(re.findall(r'action="([a-z]+)"', code))
    assert {"file", "search", "run", "list"} <= actions
    with override("en"):
        assert {name for name in actions if looks.what(name) == name} == set()


def test_who_looked_is_told_by_name_and_office(act: Calendar) -> None:
    act.at("2026-08-10T10:00")
    amina, bram = world.client("amina"), world.client("bram")
    world.staff("agnes")
    people.write(people.Actor("staff", "agnes"), [amina.pk], route="desk:file", action="file", why="item 3")
    people.write(
        people.Actor("staff", "agnes"), [amina.pk, bram.pk], route="desk:search", action="search", why="Baert"
    )
    people.write(people.Actor("staff", "agnes"), [bram.pk], route="desk:file", action="file", why="item 4")
    page = seen("amina", PATHS["looks"])
    assert page.count("<strong>Agnes</strong> (BP01)") == 2
    assert "your file" in page
    assert "a search that found you" in page
    assert page.count("together with other files") == 1
    assert "Your own look: 1" in page
