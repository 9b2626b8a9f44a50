"""Months held on our turn, outcomes that need a person, cards of unknown clients, kinds without a form."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from capac.core.clock import now
from capac.flows import api as flows
from capac.payment import api as payment
from capac.people import api as people
from capac.records import api as records
from capac.web.desk.kinds import KINDS
from capac.web.desk.words import kind_names
from capac.web.desk.words_of_holds import hold_reasons
from capac.work import api as work
from tests import world
from tests.flows import paying
from tests.web import desk

pytestmark = pytest.mark.django_db
ROOMS = Path(__file__).resolve().parents[2] / "capac"


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-03T12:00")


def text(visitor: object, item: work.Item) -> str:
    return visitor.get(f"/desk/items/{item.pk}/").content.decode()  # type: ignore[attr-defined,no-any-return]


def held() -> work.Item:
    """A month that an accepted C2 makes impossible to compute: no scheme of ours has its code."""
    item = desk.c2_item("amina", bodies=[world.body("2026-07-01", code="27/43AA1")])
    exchange_apply(item)
    desk.carded("amina")
    flows.prepare_payments(who="pol")
    return desk.item_of("payment_held")


def exchange_apply(item: work.Item) -> None:
    visitor = desk.visitor("carla")
    visitor.post(f"/desk/items/{item.pk}/take/")
    visitor.post(f"/desk/items/{item.pk}/do/", {"act": "apply", "compared": "1"})


def test_a_held_month_tells_its_reason_and_what_to_do() -> None:
    item = held()
    page = text(desk.visitor("agnes"), item)
    for words in (
        "ONEM authorises something that no scheme of ours computes.", "Ask ONEM whether the code is right.",
        "July 2026", "27/43AA1",
    ):  # fmt: skip
        assert words in page, words
    visitor = desk.visitor("agnes")
    visitor.post(f"/desk/items/{item.pk}/take/")
    assert "Only a payment officer accepts the reason as it is." in text(visitor, item)
    answer = visitor.post(f"/desk/items/{item.pk}/do/", {"note": "I say so"})
    assert answer.status_code == 422 and b"Only a payment officer accepts a reason." in answer.content
    assert desk.state_of(item) == "taken"


def test_a_payment_officer_accepts_a_reason_with_a_note() -> None:
    item = held()
    visitor = desk.visitor("pol")
    visitor.post(f"/desk/items/{item.pk}/take/")
    assert visitor.post(f"/desk/items/{item.pk}/do/", {"note": ""}).status_code == 422
    page = visitor.post(f"/desk/items/{item.pk}/do/", {"note": "asked ONEM"}, follow=True)
    assert b"Accepted. The next run pays what it can." in page.content
    assert desk.state_of(item) == "done"
    (hold,) = payment.months_of(item.client_id or 0)[0].holds
    assert (hold.state, hold.accepted_by) == ("lifted", "pol")


def test_every_reason_that_holds_a_month_has_words() -> None:
    codes = set()
    for room in ("payment", "flows"):
        for path in (ROOMS / room).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and getattr(node.func, "attr", getattr(node.func, "id", "")) == "Stop"
                ):
                    codes |= {a.value for a in node.args[:1] if isinstance(a, ast.Constant)}
    assert len(codes) > 5
    assert codes | {"tax_differs", "withholding_differs", "parameter_missing", "account_doubtful"} <= set(
        hold_reasons()
    )


@pytest.mark.parametrize(
    ("outcome", "cause", "kind", "words"),
    [
        ("C14", "underpaid", "complement_proposed", "A complement is never paid because ONEM proposes it."),
        (
            "C13",
            "AR167-1-4",
            "own_fault_loss",
            "Nothing is claimed from the client. The amount stays our loss.",
        ),
    ],
)
def test_an_outcome_that_needs_a_person_is_told_noted_and_undone(
    outcome: str, cause: str, kind: str, words: str
) -> None:
    amina = world.client("amina")
    item = work.open_item(
        kind,
        ("verification.Outcome", 1),
        client_id=amina.pk,
        arguments={
            "outcome": outcome, "amount": "149.78", "month": "2026-07", "scheme": "full_unemployment", "cause": cause,
        },
        since=now(),
        because=world.because("onem"),
    )  # fmt: skip
    visitor = desk.visitor("agnes")
    visitor.post(f"/desk/items/{item.pk}/take/")
    page = text(visitor, item)
    assert "€149.78" in page and "July 2026" in page and words in page
    page = visitor.post(f"/desk/items/{item.pk}/do/", {"note": "checked"}, follow=True).content.decode()
    assert "Your note stands in the log of the item." in page
    visitor.post(f"/desk/items/{item.pk}/undo/")
    assert desk.state_of(item) == "taken"


def test_the_card_of_a_client_registered_since_is_read_again() -> None:
    world.incoming(world.ec3_batch(world.card("amina", days={"2026-07-07": "worked"})), "EC3", at=now())
    assert payment.read_ec3(who="test")["rejected"] == 1
    item, visitor = desk.item_of("rejected_message"), desk.visitor("agnes")
    visitor.post(f"/desk/items/{item.pk}/take/")
    assert "Read the card again" in text(visitor, item)
    page = visitor.post(f"/desk/items/{item.pk}/do/", {"act": "again"})
    assert page.status_code == 422 and b"We have no file with the national number" in page.content
    amina = world.client("amina")
    page = visitor.post(f"/desk/items/{item.pk}/do/", {"act": "again"}, follow=True)
    assert b"Read again. The card is kept." in page.content
    assert [card.month for card in payment.cards_of(amina.pk)] == [paying.JULY]
    assert (desk.state_of(item), records.open_rejects()) == ("done", [])


def test_a_kind_without_a_form_shows_what_it_carries_and_takes_a_note() -> None:
    item = work.open_item(
        "something_new", ("x.Y", 1), arguments={"colour": "blue"}, since=now(), because=world.because()
    )
    visitor = desk.visitor("agnes")
    visitor.post(f"/desk/items/{item.pk}/take/")
    page = text(visitor, item)
    assert "something_new" in page and "colour" in page and "blue" in page
    visitor.post(f"/desk/items/{item.pk}/do/", {"note": "seen"})
    assert desk.state_of(item) == "done"


@pytest.mark.parametrize("lang", ["fr", "nl", "de"])
def test_no_reason_speaks_english_elsewhere(lang: str) -> None:
    with translation.override("en"):
        english = hold_reasons()
    with translation.override(lang):
        told = hold_reasons()
    assert [code for code, words in told.items() if words == english[code]] == []


def test_rejects_are_listed_with_line_field_and_the_way_to_settle_them() -> None:
    item = desk.reject_item()
    visitor = desk.visitor("agnes")
    page = visitor.get("/desk/rejects/").content.decode()
    for words in (
        "authorisations (C2)",
        "C2-0001.xml",
        "line 5",
        "The file stops in the middle",
        f"/desk/items/{item.pk}/",
    ):
        assert words in page, words
    work.take(item.pk, world.staff("agnes"))
    work.settle_by_hand(item.pk, world.staff("agnes"), "asked")
    assert b"Nothing stands rejected." in visitor.get("/desk/rejects/").content
    settled = visitor.get("/desk/rejects/?state=closed&kind=C2").content.decode()
    assert "The file stops in the middle" in settled and f"/desk/items/{item.pk}/" not in settled
    assert people.Access.objects.count() == 0


def test_rejects_go_on_page_by_page_in_the_same_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    visitor = desk.visitor("agnes")
    file = world.incoming(b"<x/>", at=now())

    def reject(lines: range) -> None:
        faults = [records.Fault("unknown_code", line, "code", arguments={"value": "x"}) for line in lines]
        work.open_rejects(records.reject_all(file, faults, because=world.because()), because=world.because())

    reject(range(1, 3))
    with django_assert_num_queries(5):
        visitor.get("/desk/rejects/")
    reject(range(3, 61))
    with django_assert_num_queries(5):
        page = visitor.get("/desk/rejects/").content.decode()
    assert page.count("This code does not exist: x") == 50
    assert 'rel="next"' in page
    last = records.rejects(limit=60)[49].pk
    page = visitor.get("/desk/rejects/", {"before": str(last)}).content.decode()
    assert page.count("This code does not exist: x") == 10 and "First page" in page


def test_every_kind_of_work_has_its_promise_its_page_and_its_words() -> None:
    with translation.override("en"):
        known = set(kind_names())
    assert set(KINDS) - set(work.kinds()) == set(), "kinds without a row in work/kinds.yaml"
    assert set(work.kinds()) - known == set(), "kinds of work/kinds.yaml without a name"
