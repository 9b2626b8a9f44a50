"""Several at once: the same application is opened once, a file completes once, and two senders never take one file."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection, transaction

from capac.dossier import api as dossier
from capac.dossier.models import Application
from capac.records.models import StateLog
from capac.work import api as work
from tests import world
from tests.dossier.files import ASKED, TODAY, opened, received, situation, view

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 12
Answer = TypeVar("Answer")


def at_once(acts: list[Callable[[], Answer]]) -> list[Answer]:
    """Each in a thread and on a connection of its own, all let loose together."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Answer]) -> Answer:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_the_same_application_opened_by_many_at_once_is_one() -> None:
    client = world.client()

    def ask() -> str:
        try:
            dossier.open_application(
                client.pk, "full_unemployment", situation=situation(), asked_on=ASKED, received_on=TODAY,
                because=world.because(),
            )  # fmt: skip
        except dossier.DossierError as error:
            return error.reason
        return "opened"

    assert sorted(at_once([ask] * MANY)) == ["already_open"] * (MANY - 1) + ["opened"]
    assert Application.objects.count() == 1


def test_papers_that_arrive_at_once_complete_the_file_once() -> None:
    number = opened(kind="change", changed="pension").id
    codes = ["C8", "C1B"] * (MANY // 2)

    def arrives(code: str) -> Callable[[], dossier.ApplicationView]:
        return lambda: received(number, code)

    at_once([arrives(code) for code in codes])
    one = view(number)
    assert one.state == "complete"
    assert [len(piece.receipts) for piece in one.pieces] == [1, 1]
    moves = StateLog.objects.filter(subject_kind="dossier.Application", subject_id=number)
    assert list(moves.order_by("id").values_list("to_state", flat=True)) == ["collecting", "complete"]
    assert [item.kind for item in work.queue()] == ["application_complete"]
    assert dossier.check() == []


def test_two_senders_never_take_one_file() -> None:
    numbers = [
        received(opened(name, "mandate").id, "C46").id for name in ("amina", "bram", "chloe", "dieter")
    ]

    def send() -> list[int]:
        with transaction.atomic():
            taken = [row.pk for row in dossier.ready_to_submit(2)]
            dossier.submitted(taken, because=world.because("exchange", "C9"))
        return taken

    taken = at_once([send] * 4)
    assert sorted(number for one in taken for number in one) == sorted(numbers)
    assert {view(number).state for number in numbers} == {"submitted"}
    sent = StateLog.objects.filter(subject_kind="dossier.Application", to_state="submitted")
    assert sent.count() == len(numbers)
    assert work.queue() == []
