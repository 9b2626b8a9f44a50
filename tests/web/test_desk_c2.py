"""A C2 that needs a hand: what it says in words, whose it may be, applied or rejected by an expert."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from capac.core.clock import now
from capac.core.period import Span
from capac.exchange import api as exchange
from capac.people import api as people
from capac.work import api as work
from tests import world
from tests.web import desk

pytestmark = pytest.mark.django_db
JULY = Span(date(2026, 7, 1), date(2026, 7, 31))
MODULES = (
    "<S05><retention><kind>seizure</kind><creditorReference>H/1</creditorReference><amount>500.00</amount>"
    "<children>2</children><from>2026-07-01</from></retention></S05>"
    "<S06><recoveryExOfficio><percent>10</percent><from>2026-07-01</from></recoveryExOfficio></S06>"
    "<S10><sanction><from>2026-07-06</from><to>2026-07-12</to></sanction></S10>"
    "<S11><period><from>2026-07-20</from><reason>abroad</reason></period></S11>"
    f"<S35><holder>M. Tuteur</holder><account>{world.account_of('bram')}</account><from>2026-07-01</from></S35>"
    "<S37>Voir la décision jointe.</S37>"
    "<S48><electronic>true</electronic><from>2026-07-01</from></S48>"
)


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-07-20T12:00")


def taken(item: work.Item) -> Client:
    """Carla with the item in her hands."""
    visitor = desk.visitor("carla")
    visitor.post(f"/desk/items/{item.pk}/take/")
    return visitor


def told(visitor: Client, item: work.Item) -> str:
    return visitor.get(f"/desk/items/{item.pk}/").content.decode()


def test_the_message_is_told_in_words_with_why_a_hand_is_needed() -> None:
    bodies = [
        world.body("2026-07-01", "2026-07-31", firstYear="true"),
        world.body("2026-08-01", code="27/43BA1", dailyAmount="60.12"),
    ]
    item = desk.c2_item("amina", called="Peeters Jan", bodies=bodies, modules=MODULES)
    page = told(desk.visitor("carla"), item)
    for words in (
        "The name in the message is not the name in our file.",
        "No scheme of ours computes this code.",
        "ONEM names a guardian.",
        "Peeters Jan", "another name in our file", "Baert Amina",
        "1 July 2026 – 31 July 2026", "Full unemployment, Head of a family, first twelve months",
        "€74.89 a day", "38/38 hours a week", "1 August 2026, without an end", "no scheme of ours",
        "Seizure for creditor H/1 (€500.00), from 1 July 2026, dependent children: 2.",
        "Recovery ex officio of 10 %, from 1 July 2026.",
        "Sanction from 6 July 2026 to 12 July 2026: these days are not paid.",
        "Outside unemployment from 20 July 2026 (ONEM&#x27;s word: abroad)",
        "Guardian M. Tuteur: pay on account",
        "ONEM writes: Voir la décision jointe.",
        "The client fills in the electronic card from 1 July 2026.",
        "No authorisation in the last year.",
    ):  # fmt: skip
        assert words in page, words
    assert world.number_of("amina") not in page
    assert "I have compared" not in page


def test_a_refusal_is_told_as_one() -> None:
    refused = "<S37>Voir.</S37><S52><reason>not_available</reason><text>Absente.</text></S52>"
    item = desk.c2_item("amina", bodies=[world.body("2026-07-01", code="00")], modules=refused)
    page = told(desk.visitor("carla"), item)
    assert "nothing may be paid" in page and "not available for the labour market" in page
    assert "ONEM explains its refusal: Absente." in page


def test_compared_and_applied_it_authorises_from_now_on_and_stays() -> None:
    item = desk.c2_item("amina")
    visitor = taken(item)
    page = visitor.post(f"/desk/items/{item.pk}/do/", {"act": "apply"})
    assert page.status_code == 422 and b"then tick the box" in page.content
    assert exchange.authorised(None, JULY, known=now()) == {}
    page = visitor.post(f"/desk/items/{item.pk}/do/", {"act": "apply", "compared": "1"}, follow=True)
    assert b"Applied. The authorisation holds from now on" in page.content
    assert b"Undo" not in page.content.split(b'id="item-title"')[1].split(b"Log of the item")[0]
    (segment,) = exchange.authorised(None, JULY, known=now())[item.client_id or 0]
    assert segment.code == "01/43AA1"
    assert desk.state_of(item) == "done"
    page = visitor.post(f"/desk/items/{item.pk}/undo/", follow=True)
    assert b"This cannot be undone" in page.content
    assert exchange.authorised(None, JULY, known=now())[item.client_id or 0] == (segment,)


def test_rejected_with_its_reason_and_taken_back_it_is_with_the_expert_again() -> None:
    item = desk.c2_item("amina")
    visitor = taken(item)
    page = visitor.post(f"/desk/items/{item.pk}/do/", {"act": "reject"})
    assert page.status_code == 422 and b'aria-describedby="reason-error"' in page.content
    page = visitor.post(f"/desk/items/{item.pk}/do/", {"act": "reject", "reason": "wrong body"}, follow=True)
    assert b"Rejected. Nothing of this message is applied." in page.content
    assert exchange.by_hand() == []
    page = visitor.post(f"/desk/items/{item.pk}/undo/", follow=True)
    (again,) = work.queue()
    assert page.redirect_chain == [(f"/desk/items/{again.pk}/", 302)]
    assert (again.kind, again.state, again.taken_by, again.due_on, again.subject_id) == (
        "c2_by_hand", "taken", world.staff("carla"), item.due_on, item.subject_id,
    )  # fmt: skip
    assert [case.c2_id for case in exchange.by_hand()] == [item.subject_id]
    page = visitor.post(f"/desk/items/{item.pk}/undo/", follow=True)
    assert b"This cannot be undone" in page.content


def test_another_expert_does_not_take_back_a_rejection() -> None:
    item = desk.c2_item("amina")
    taken(item).post(f"/desk/items/{item.pk}/do/", {"act": "reject", "reason": "wrong body"})
    pol = world.staff("pol")
    pol.roles = [*pol.roles, people.Role.C2_EXPERT]
    pol.save()
    assert (
        b"This cannot be undone"
        in desk.visitor("pol").post(f"/desk/items/{item.pk}/undo/", follow=True).content
    )
    assert exchange.by_hand() == []


def test_of_an_unknown_number_those_with_the_same_name_are_proposed() -> None:
    world.client("amina")
    item = desk.c2_item("dieter", known=False, called="baert  AMINA")
    visitor = taken(item)
    people.Access.objects.all().delete()
    page = told(visitor, item)
    assert "We have no file with this national number." in page
    assert "Baert Amina, **.**.**-***." in page and "same name" in page
    assert [(look.action, look.clients) for look in people.Access.objects.order_by("id")] == [
        ("queue", []), ("candidates", [world.client("amina").pk]),
    ]  # fmt: skip


def test_the_expert_searches_and_chooses_whose_it_is() -> None:
    chloe = world.client("chloe")
    item = desk.c2_item("dieter", known=False)
    visitor = taken(item)
    assert "Nobody found." in told(visitor, item)
    for words in ("dupre", world.number_of("chloe")):
        page = visitor.post(f"/desk/items/{item.pk}/do/", {"act": "search", "words": words}).content.decode()
        assert f'value="{chloe.key}"' in page
        assert f"/desk/items/{item.pk}/do/?" in page
    answer = visitor.post(f"/desk/items/{item.pk}/do/", {"act": "apply", "compared": "1"})
    assert answer.status_code == 422 and b"Choose whose authorisation this is" in answer.content
    for client in ("nonsense", "00000000-0000-0000-0000-000000000000"):
        answer = visitor.post(
            f"/desk/items/{item.pk}/do/", {"act": "apply", "compared": "1", "client": client}
        )
        assert answer.status_code == 422
    answer = visitor.post(
        f"/desk/items/{item.pk}/do/", {"act": "apply", "compared": "1", "client": str(chloe.key)}, follow=True
    )
    assert b"Applied." in answer.content
    assert set(exchange.authorised(None, JULY, known=now())) == {chloe.pk}


def test_a_number_that_nobody_has_finds_nobody() -> None:
    item = desk.c2_item("dieter", known=False)
    page = taken(item).post(f"/desk/items/{item.pk}/do/", {"act": "search", "words": world.number_of("bram")})
    assert b"Nobody found." in page.content


def test_a_sequence_that_the_chosen_client_has_already_is_said_and_nothing_is_applied() -> None:
    amina = world.client("amina")
    world.incoming(world.c2_batch(world.c2("amina", reference="F/1")), at=now())
    exchange.read_c2(who="test")
    item = desk.c2_item("dieter", known=False, reference="F/1")
    page = taken(item).post(
        f"/desk/items/{item.pk}/do/", {"act": "apply", "compared": "1", "client": str(amina.key)}
    )
    assert page.status_code == 422
    assert b"This client has this sequence of the decision already" in page.content
    assert desk.state_of(item) == "taken"


def test_what_was_settled_meanwhile_is_said() -> None:
    item = desk.c2_item("amina")
    visitor = taken(item)
    exchange.reject_by_hand(item.subject_id, reason="elsewhere", because=world.because("carla"))
    page = visitor.post(f"/desk/items/{item.pk}/do/", {"act": "apply", "compared": "1"}, follow=True)
    assert b"This item is done already. Nothing was changed." in page.content
    assert exchange.authorised(None, JULY, known=now()) == {}
