"""What the tests of the desk share: a browser session of a member of staff, and items of each kind."""

from __future__ import annotations

import pytest
from django.test import Client

from capac.core.clock import now
from capac.exchange import api as exchange
from capac.flows import api as flows
from capac.payment import api as payment
from capac.people import api as people
from capac.records import api as records
from capac.web.login.middleware import STAFF_KEY
from capac.work import api as work
from tests import world
from tests.payment import bank_messages

TEXT = "<S37>Voir la décision jointe.</S37>"


def visitor(name: str = "agnes", *, lang: str = "en") -> Client:
    """A session of one of the staff, in a language."""
    client = Client(headers={"accept-language": lang})
    session = client.session
    session[STAFF_KEY] = world.staff(name).pk
    session.save()
    return client


def allowed(name: str, *clients: people.Client, lang: str = "en") -> Client:
    """The same, with a reason of today for opening the files of these clients."""
    staff = world.staff(name)
    for client in clients:
        work.give_motive(staff, client.pk, work.motives_of(staff)[0])
    return visitor(name, lang=lang)


def item_of(kind: str) -> work.Item:
    """The one item of a kind that waits."""
    (item,) = work.queue(work.Filters(kinds=[kind]))
    return item


def c2_item(name: str = "amina", *, known: bool = True, **message: object) -> work.Item:
    """A C2 that waits for an expert: with a free text by default, for somebody known or not."""
    if known:
        world.client(name)
    told = message or ({"modules": TEXT} if known else {})
    world.incoming(world.c2_batch(world.c2(name, **told)), at=now())  # type: ignore[arg-type]
    exchange.read_c2(who="test")
    return item_of("c2_by_hand")


def reject_item() -> work.Item:
    """A C2 file that was cut on its way, on the list of rejects."""
    world.incoming(world.c2_batch(world.c2("bram"))[:-30], name="C2-0001.xml", at=now())
    exchange.read_c2(who="test")
    return item_of("rejected_message")


def state_of(item: work.Item) -> str:
    """The state of an item now."""
    found = work.one(item.pk)
    assert found is not None
    return found.state


def rejected(reason: str = "cut") -> list[records.Reject]:
    """The rejects that stand open with a reason."""
    return [row for row in records.open_rejects() if row.reason == reason]


def authorised(*names: str) -> list[people.Client]:
    """Clients of the cast with an authorisation from 1 July 2026 on."""
    clients = [world.client(name) for name in names]
    world.incoming(world.c2_batch(*(world.c2(name) for name in names)), at=now())
    assert exchange.read_c2(who="test")["applied"] == len(names)
    return clients


def carded(*names: str, month: str = "2026-07", days: dict[str, str] | None = None) -> None:
    """Their electronic cards of a month."""
    world.incoming(world.ec3_batch(*(world.card(name, month, days) for name in names)), "EC3", at=now())
    assert payment.read_ec3(who="test")["kept"] == len(names)


def prepared(*names: str) -> int:
    """A run that pays their July, prepared by Pol. Returns its id."""
    authorised(*names)
    carded(*names)
    flows.prepare_payments(who="pol")
    return payment.runs(1)[0].id


def at_the_bank(run_id: int) -> None:
    """Rita releases a run; its files are written. The test sets the account that pays."""
    flows.release_payments(run_id, staff=world.staff("rita"))


def booked(run_id: int) -> None:
    """The bank books every payment of a run."""
    cases = payment.run_cases(run_id)
    entries = [bank_messages.booked(f"P{one.payment_id:012d}", one.transfer_cents) for one in cases]
    bank_messages.comes(bank_messages.camt054(*entries, message_id=f"N-run-{run_id}"))
    payment.read_bank(who="test")


def account_closed(monkeypatch: pytest.MonkeyPatch) -> work.Item:
    """Amina's July came back on 7 August: her account is closed. The item that asks what to do."""
    run_id = prepared("amina")
    at_the_bank(run_id)
    monkeypatch.setenv("CAPAC_NOW", "2026-08-07T12:00")
    return came_back(run_id)


def came_back(run_id: int, code: str = "AC04") -> work.Item:
    """The bank sends the one payment of a run back; the item that asks what to do."""
    (case,) = payment.run_cases(run_id)
    reference = f"P{case.payment_id:012d}"
    bank_messages.comes(
        bank_messages.camt054(
            bank_messages.booked(reference, case.transfer_cents),
            bank_messages.booked(reference, case.transfer_cents, came_back=code, day="2026-08-06"),
        )
    )
    payment.read_bank(who="test")
    return item_of("returned_payment")
