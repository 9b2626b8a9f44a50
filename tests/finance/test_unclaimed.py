"""What a client could still claim: found with its last day, told, counted when it is paid, and never twice."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command

from capac.finance import api as finance
from capac.finance.models import Unclaimed
from capac.flows.change_account import change_account
from capac.flows.pay_month import prepare_payments
from capac.flows.unclaimed import find_unclaimed
from capac.payment.models import Payment
from capac.people import api as people
from capac.records import api as records
from tests import world
from tests.flows import paying
from tests.flows.paying import DAILY, WHOLE_JULY, Calendar
from tests.web import desk, portal

pytestmark = pytest.mark.django_db
LAST = date(2029, 9, 30)
"""Three years after 1 October 2026, the first day of the quarter after July, less a day."""


@pytest.fixture
def acts(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    made = Calendar(monkeypatch)
    made.at("2026-07-01")
    return made


def found(**expected: int) -> None:
    counters = find_unclaimed(who="test")
    assert {name: number for name, number in counters.items() if number} == expected


def told() -> list[tuple[str, str, int | None, date]]:
    return [(one.kind, one.reason, one.cents, one.last_day) for one in finance.unclaimed(limit=10)]


def paid_all(*, on: str) -> None:
    prepare_payments(who="test")
    paying.paid(Payment.objects.filter(state="prepared").values_list("run_id", flat=True)[0], on=on)


def test_a_missing_card_is_found_and_its_money_counted_when_it_is_paid(acts: Calendar) -> None:
    client = paying.authorise("amina")
    acts.at("2026-07-31")
    prepare_payments(who="test")
    found()
    acts.at("2026-08-03")
    prepare_payments(who="test")
    found(found=1)
    found()
    assert told() == [("card_missing", "card_missing", None, LAST)]
    paying.hand_in(client)
    prepare_payments(who="test")
    found()
    paying.paid(Payment.objects.get().run_id)
    found(recovered=1, recovered_cents=WHOLE_JULY)
    assert (told(), finance.recovered_cents()) == ([], WHOLE_JULY)
    row = Unclaimed.objects.get()
    assert [change.to_state for change in records.history("finance.Unclaimed", row.pk)] == [
        "open",
        "recovered",
    ]
    found()


def test_days_that_wait_for_an_account_stand_with_their_amount(acts: Calendar) -> None:
    client = paying.authorise("dieter", account=False)
    acts.at("2026-07-31T10:00")
    paying.hand_in(client)
    acts.at("2026-08-03")
    prepare_payments(who="test")
    found(found=1)
    assert told() == [("days_unpaid", "account_missing", WHOLE_JULY, LAST)]
    change_account(
        client.pk,
        world.account_of("dieter"),
        holder="Emonts Dieter",
        since=date(2026, 8, 3),
        because=world.because(),
    )
    acts.at("2026-08-04")
    paid_all(on="2026-08-05")
    found(recovered=1, recovered_cents=WHOLE_JULY)


def test_a_complement_is_open_until_a_later_payment_has_made_it_good(acts: Calendar) -> None:
    client = paying.authorise("amina")
    acts.at("2026-07-31T10:00")
    paying.hand_in(client, days={"2026-07-15": "worked"})
    acts.at("2026-08-03")
    paid_all(on="2026-08-04")
    paying.onem_says(client, "C14", DAILY)
    found(found=1)
    assert told() == [("complement", "C14", DAILY, LAST)]
    acts.at("2026-08-06")
    paying.hand_in(client)
    paid_all(on="2026-08-07")
    found(recovered=1, recovered_cents=DAILY)


def test_what_nobody_claimed_lapses_and_what_is_not_owed_is_gone(acts: Calendar) -> None:
    late, refused = paying.authorise("amina"), paying.authorise("bram")
    acts.at("2026-08-03")
    prepare_payments(who="test")
    found(found=2)
    paying.hand_in(refused, days={f"2026-07-{day:02d}": "worked" for day in range(1, 32)})
    prepare_payments(who="test")
    found(gone=1)
    acts.at(str(LAST))
    assert [one.client_id for one in finance.unclaimed(limit=10)] == [late.pk]
    assert finance.unclaimed(limit=10)[0].is_near
    acts.at("2029-10-01")
    assert finance.unclaimed(limit=10) == []
    assert find_unclaimed(who="test")["lapsed"] == 1
    assert finance.recovered_cents() == 0


def test_both_sides_see_what_is_needed_and_by_when(acts: Calendar) -> None:
    client = paying.authorise("amina")
    acts.at("2026-08-03T10:00")
    prepare_payments(who="test")
    call_command("unclaimed")
    page = portal.seen("amina", "/file/unclaimed/")
    for words in (
        "July 2026", "The control card of this month is missing.", "Fill in and send the control card of this month.",
        "30 September 2029", "It cannot be computed before the card is here.", "This is no decision.",
    ):  # fmt: skip
        assert words in page, words
    listed = desk.visitor("agnes").get("/desk/unclaimed/").content.decode()
    assert "Baert Amina" in listed
    assert "not computable yet" in listed
    look = people.Access.objects.filter(actor="agnes").get()
    assert (look.clients, look.route) == ([client.pk], "desk:unclaimed")
    assert desk.visitor("sam").get("/desk/unclaimed/").status_code == 403
    world.client("bram")
    assert "Nothing that we know of." in portal.seen("bram", "/file/unclaimed/")
