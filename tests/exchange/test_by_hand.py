"""Messages that need a person: why they wait, who they wait for, and the two ways out."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from capac.core.clock import now
from capac.core.period import Span
from capac.exchange import api as exchange
from capac.exchange.models import Authorisation, C2Message
from capac.records import api as records
from capac.work import api as work
from tests import world

pytestmark = pytest.mark.django_db
JULY = Span(date(2026, 7, 1), date(2026, 7, 31))
GUARDIAN = f"<S35><holder>M. Tuteur</holder><account>{world.account_of('bram')}</account><from>2026-07-01</from></S35>"
TEXT = "<S37>Voir la décision jointe.</S37>"


def read(message: str) -> exchange.HandCase:
    world.incoming(world.c2_batch(message), at=now())
    counts = exchange.read_c2(who="test")
    assert (counts["by_hand"], counts["applied"], counts["rejected"]) == (1, 0, 0)
    (case,) = exchange.by_hand()
    return case


@pytest.mark.parametrize(
    ("message", "reasons"),
    [
        ({"modules": GUARDIAN}, ["guardian"]),
        ({"modules": TEXT}, ["free_text"]),
        ({"modules": GUARDIAN + TEXT}, ["guardian", "free_text"]),
        ({"bodies": [world.body("2026-07-01", code="27/43AA1")]}, ["prefix_not_computable"]),
        ({"called": "Peeters Jan"}, ["name_mismatch"]),
    ],
)
def test_each_reason_waits_for_the_expert_with_its_promise(
    message: dict[str, object], reasons: list[str]
) -> None:
    amina = world.client("amina")
    case = read(world.c2("amina", **message))  # type: ignore[arg-type]
    assert (case.reasons, case.client_id, case.message_id) == (reasons, amina.pk, "C2-amina-1")
    (item,) = work.queue()
    assert (item.kind, item.subject_id, item.client_id, item.norm) == (
        "c2_by_hand",
        case.c2_id,
        amina.pk,
        "8.1.2",
    )
    assert item.arguments == {"message_id": "C2-amina-1", "reasons": " ".join(reasons)}
    assert exchange.authorised(None, JULY, known=now()) == {}
    assert exchange.check() == []


def test_somebody_unknown_waits_without_client() -> None:
    case = read(world.c2("dieter"))
    assert (case.reasons, case.client_id) == (["unknown_person"], None)
    assert exchange.message_of(case.c2_id).name == "Emonts Dieter"


@pytest.mark.parametrize("written", ["DUPRE CHLOE", "Chloé Dupré", "dupré  chloé, marie", "Dupré"])
def test_a_name_agrees_whatever_its_order_accents_and_further_given_names(written: str) -> None:
    world.client("chloe")
    world.incoming(world.c2_batch(world.c2("chloe", called=written)))
    assert exchange.read_c2(who="test")["applied"] == 1


def test_applied_by_hand_it_is_known_from_that_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    case, received = read(world.c2("dieter")), now()
    dieter = world.client("dieter")
    monkeypatch.setenv("CAPAC_NOW", "2026-07-06T10:00")
    exchange.apply_by_hand(case.c2_id, dieter.pk, because=world.because("carla", "number corrected"))
    assert exchange.authorised(None, JULY, known=received) == {}
    (segment,) = exchange.authorised(None, JULY, known=now())[dieter.pk]
    assert segment.known_at == now()
    assert exchange.by_hand() == []
    assert work.queue() == []
    (change,) = records.history("exchange.C2Message", case.c2_id)[-1:]
    assert (change.to_state, change.who, change.why) == ("applied", "carla", "number corrected")
    assert facts() == [(date(2026, 7, 1), date(2026, 7, 6), "applied")]
    assert exchange.check() == []


def test_rejected_by_hand_it_authorises_nothing() -> None:
    world.client("amina")
    case = read(world.c2("amina", modules=TEXT))
    exchange.reject_by_hand(case.c2_id, reason="sent to the wrong body", because=world.because("carla"))
    assert Authorisation.objects.count() == 0
    assert C2Message.objects.get().state == "rejected"
    assert work.queue() == []
    assert facts() == [(date(2026, 7, 1), date(2026, 7, 1), "rejected")]


def test_what_is_settled_cannot_be_settled_again() -> None:
    amina = world.client("amina")
    case = read(world.c2("amina", modules=TEXT))
    exchange.apply_by_hand(case.c2_id, amina.pk, because=world.because())
    with pytest.raises(exchange.ByHandError, match="somebody has settled it"):
        exchange.apply_by_hand(case.c2_id, amina.pk, because=world.because())
    with pytest.raises(exchange.ByHandError):
        exchange.reject_by_hand(case.c2_id, reason="", because=world.because())
    assert Authorisation.objects.count() == 1


def test_a_sequence_that_the_client_has_already_cannot_be_applied_by_hand() -> None:
    amina = world.client("amina")
    world.incoming(world.c2_batch(world.c2("amina", reference="F/1")))
    exchange.read_c2(who="test")
    case = read(world.c2("dieter", reference="F/1"))
    with pytest.raises(exchange.ByHandError, match="reject this message"):
        exchange.apply_by_hand(case.c2_id, amina.pk, because=world.because())
    assert exchange.by_hand()[0].client_id is None


def test_a_rejection_taken_back_waits_again_under_its_promise() -> None:
    world.client("amina")
    case = read(world.c2("amina", modules=TEXT))
    (before,) = work.queue()
    exchange.reject_by_hand(case.c2_id, reason="slip", because=world.because("carla"))
    again = exchange.wait_again(case.c2_id, because=world.because("carla", "undone"))
    (item,) = work.queue()
    assert (item.pk, item.due_on, item.since, item.arguments) == (
        again, before.due_on, before.since, before.arguments,
    )  # fmt: skip
    assert item.pk != before.pk
    assert [waiting.c2_id for waiting in exchange.by_hand()] == [case.c2_id]
    assert facts() == [(date(2026, 7, 1), None, "by_hand")]
    with pytest.raises(exchange.ByHandError) as error:
        exchange.wait_again(case.c2_id, because=world.because())
    assert error.value.reason == "not_rejected"


def test_what_was_applied_does_not_wait_again() -> None:
    amina = world.client("amina")
    case = read(world.c2("amina", modules=TEXT))
    exchange.apply_by_hand(case.c2_id, amina.pk, because=world.because())
    with pytest.raises(exchange.ByHandError):
        exchange.wait_again(case.c2_id, because=world.because())
    assert exchange.clients_of("F/amina") == [amina.pk]
    assert exchange.clients_of("F/nobody") == []
    assert exchange.check() == []


def test_a_waiting_case_has_no_processed_day_in_the_facts() -> None:
    read(world.c2("dieter"))
    assert facts() == [(date(2026, 7, 1), None, "by_hand")]


def facts() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT received_on, processed_on, outcome FROM exchange_facts_authorisations_by_hand ORDER BY id"
        )
        return list(cursor.fetchall())
