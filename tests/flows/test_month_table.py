"""Facts as columns: who is plainly in order is told as everybody would be alone, and who is not is left to that."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
import pytest_django

from capac.core.clock import now
from capac.core.period import Month
from capac.exchange import api as exchange
from capac.flows.month_alone import month_alone
from capac.flows.month_table import month_table
from capac.people import api as people
from capac.rules import api as rules
from tests import onss, world
from tests.flows import declaring, paying
from tests.flows.paying import AUGUST, JULY, Calendar

pytestmark = pytest.mark.django_db
MONTH = Month(2026, 7)
REFUSED = "<S52><reason>not_available</reason></S52>"


@pytest.fixture(autouse=True)
def keys(settings: pytest_django.Settings) -> None:
    settings.ONSS = onss.keys()


@pytest.fixture(autouse=True)
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    acts = Calendar(monkeypatch)
    acts.at("2026-07-30")
    return acts


def agree(*expected: people.Client) -> None:
    """These clients, and nobody else, are told as columns, and every way says the same of them."""
    table = month_table(MONTH, None, known=now())
    assert table.plain.clients.tolist() == sorted(client.pk for client in expected)
    alone = month_alone(MONTH, table.plain.clients.tolist(), known=now())
    whose = list(zip(table.plain.clients.tolist(), table.plain.schemes, strict=True))
    assert sorted(alone) == whose
    facts = [alone[one].facts for one in whose]
    rows = rules.facts_table((str(one[0]), told) for one, told in zip(whose, facts, strict=True) if told)
    assert rules.digests(table.plain.facts) == rules.digests(rows)
    for one, beside in zip(whose, table.plain.beside.to_pylist(), strict=True):
        told = alone[one]
        assert (told.stops, told.bars, told.owes_nothing, told.collective) == ((), (), False, False)
        assert beside == {
            "card_id": told.card.id if told.card else None,
            "authorisations": f"{{{','.join(map(str, told.authorisations))}}}",
            "authorised_on": told.authorised_on,
            "iban": told.payee.iban if told.payee else None,
            "holder": told.payee.holder if told.payee else None,
        }


def test_days_of_a_card_and_of_the_cards_beside_it(calendar: Calendar) -> None:
    amina, bram = paying.authorise("amina"), paying.authorise("bram", account=False)
    paying.hand_in(amina, JULY, {"2026-07-06": "sick", "2026-07-31": "worked"}, left=5)
    calendar.at("2026-08-31")
    paying.hand_in(amina, AUGUST, {"2026-08-01": "worked", "2026-08-20": "worked"})
    paying.hand_in(amina, date(2026, 6, 1), {"2026-06-29": "worked"})
    paying.hand_in(bram)
    agree(amina, bram)


def test_decisions_that_follow_or_rule_anew() -> None:
    halves = (world.body("2026-07-01", "2026-07-15"), world.body("2026-07-16", dailyAmount="60.00"))
    amina, bram = paying.authorise("amina", *halves), paying.authorise("bram")
    paying.authorise("bram", world.body("2026-07-10", "2026-07-20", dailyAmount="80.00"), sequence=2)
    chloe = paying.authorise("chloe", world.body("2026-07-01", code="03/43AA1", Q="19", S="38"))
    for client in (amina, bram, chloe):
        paying.hand_in(client)
    agree(amina, bram, chloe)


def test_hours_of_temporary_unemployment(calendar: Calendar) -> None:
    amina = paying.authorise("amina", world.body("2026-07-01", code="02/43AA1"))
    paying.hand_in(amina, JULY, {"2026-07-05": "worked"})
    calendar.at("2026-08-02")
    declaring.declare("WECH505", days=declaring.days(760, 6, 7, 8))
    agree(amina)
    declaring.correct("WECH505", days=declaring.days(760, 6, 7))
    agree(amina)
    declaring.take_back("WECH505")
    agree()


def test_what_is_kept_back_for_others() -> None:
    amina = paying.authorise("amina", modules=paying.retention("seizure"))
    bram = paying.authorise("bram", modules=paying.retention("maintenance", "150.00"))
    chloe = paying.authorise("chloe", modules=paying.retention("assignment"))
    dieter = paying.authorise("dieter", modules=paying.retention("assignment", "100.00", last="2026-06-30"))
    for client in (amina, bram, chloe, dieter):
        paying.hand_in(client)
    agree(amina, bram, dieter)


def test_who_is_not_plainly_in_order_is_left_to_be_looked_at_alone(calendar: Calendar) -> None:
    lost = "<S10><sanction><from>2026-07-06</from><to>2026-07-12</to></sanction></S10>"
    dieter = paying.authorise("dieter", modules=lost)
    amina, bram, chloe = paying.authorise("amina"), paying.authorise("bram"), paying.authorise("chloe")
    paying.authorise("bram", world.body("2026-07-20", code="00"), sequence=2, modules=REFUSED)
    for client in (amina, bram, dieter):
        paying.hand_in(client)
    agree(amina)
    found = month_table(MONTH, None, known=now()).alone
    assert {client for client, _ in found} == {bram.pk, chloe.pk, dieter.pk}
    assert exchange.authorised([bram.pk], MONTH.span, known=now()).keys() == {bram.pk}


def test_clients_are_asked_for_by_name_or_all() -> None:
    amina, bram = paying.authorise("amina"), paying.authorise("bram")
    for client in (amina, bram):
        paying.hand_in(client)
    asked = month_table(MONTH, np.array([bram.pk], np.int64), known=now())
    assert (asked.plain.clients.tolist(), dict(asked.alone)) == ([bram.pk], {})
    assert month_table(Month(2026, 5), None, known=now()).plain.clients.tolist() == []
