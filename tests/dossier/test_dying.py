"""The readers and the round are killed, or lose their database, at lines spread over their work: nothing twice."""

from __future__ import annotations

import pytest

from capac.core.clock import now
from capac.dossier import api as dossier
from capac.dossier.models import Receipt, RegisterFact, RegisterQuestion, Registration
from capac.records.models import IncomingFile, OutgoingMessage, Reject
from capac.work.models import Item
from tests import world
from tests.dossier.files import fact, opened, question_of, register, registration, registrations
from tests.flows.nursery import Ended, Nursery, nursery

NOW = "2026-09-16T10:00"
SHARES = (("kill", 10), ("backend", 30), ("kill", 50), ("backend", 70), ("kill", 90))
"""Where to die, in hundredths of the lines of an undisturbed round."""


def run(nest: Nursery, command: str, way: str, at: int = 0) -> Ended:
    return nest.attempt([command], way=way, at=at, environment={"CAPAC_NOW": NOW})


def comes(content: bytes, kind: str, mailbox: str) -> None:
    file = world.incoming(content, kind, at=now())
    IncomingFile.objects.filter(pk=file.pk).update(mailbox=mailbox)


def waiting_files(version: int) -> None:
    """A file of Forem with one wrong row and one of the register, each with something new; and one that was cut."""
    day = f"2026-09-{version:02d}"
    comes(
        registrations(
            registration(version=version, registered=day),
            registration("bram", version=version, registered=day),
            registration("chloe", version=version, registered="2026-09-17"),
        ),
        "REGISTRATIONS",
        "forem",
    )
    comes(registrations(registration("dieter", version=version))[:-20], "REGISTRATIONS", "forem")
    comes(
        register(fact(sequence=version), fact("bram", sequence=version, household=version)),
        "REGISTER",
        "register",
    )


def outcome() -> tuple[int, ...]:
    return (
        Registration.objects.count(),
        RegisterFact.objects.count(),
        Receipt.objects.count(),
        Reject.objects.count(),
        Item.objects.exclude(state="done").count(),
        IncomingFile.objects.filter(state="waiting").count(),
    )


@pytest.mark.django_db(transaction=True)
def test_killed_anywhere_the_readers_keep_each_message_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", NOW)
    number = opened().id
    world.client("bram")
    comes(register(fact(message="A1", question=question_of(number), sequence=1)), "REGISTER", "register")
    waiting_files(2)
    with nursery() as nest:
        undisturbed = run(nest, "exchange_day", "count")
        assert undisturbed.status == 0, undisturbed.error
        once = outcome()
        assert once == (2, 3, 2, 2, 3, 0)
        waiting_files(3)
        deaths = [run(nest, "exchange_day", way, undisturbed.lines * share // 100) for way, share in SHARES]
        assert any(one.status != 0 for one in deaths)
        last = run(nest, "exchange_day", "count")
        assert last.status == 0, last.error
    assert outcome() == (4, 5, 2, 4, 6, 0)
    assert dossier.check() == []


@pytest.mark.django_db(transaction=True)
def test_killed_anywhere_the_round_asks_each_question_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", NOW)
    for name in ("amina", "bram", "chloe"):
        opened(name)
    with nursery() as nest:
        for way, share in SHARES:
            run(nest, "file_claim", way, 400 * share // 100)
        last = run(nest, "file_claim", "count")
        assert last.status == 0, last.error
    assert RegisterQuestion.objects.exclude(message="").count() == 3
    bodies = b"".join(bytes(row.body) for row in OutgoingMessage.objects.filter(destination="register"))
    assert bodies.count(b"<questionId>") == 3
