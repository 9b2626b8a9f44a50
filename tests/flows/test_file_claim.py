"""From an application to a complete file, by the rounds of the day and what the client brings."""

from __future__ import annotations

from datetime import date

import pytest

from capac.dossier import api as dossier
from capac.flows.file_claim import file_claim
from capac.work import api as work
from tests import world
from tests.dossier.files import (
    fact,
    from_register,
    from_service,
    opened,
    question_of,
    received,
    registration,
    view,
)

pytestmark = pytest.mark.django_db
NOTHING = {"matched": 0, "asked": 0, "at_risk": 0, "no_longer": 0}


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-09-16T10:00")


def test_a_file_becomes_complete_as_each_one_does_his_part() -> None:
    number = opened("bram").id
    assert file_claim(who="test") == NOTHING | {"asked": 1}
    from_service(registration("bram"), service="vdab")
    from_register(fact("bram", question=question_of(number)))
    assert view(number).told == dossier.Status("missing_client", "client", date(2026, 11, 15))
    assert received(number, "C1", "C4").state == "complete"
    assert file_claim(who="test") == NOTHING
    (item,) = work.queue()
    assert (item.kind, item.due_on, item.norm) == ("application_complete", date(2026, 11, 15), "am-92-2-1")
    assert item.without_income_since == date(2026, 9, 15), "hardship counts from the first day claimed"
    assert dossier.check() == []


def test_a_round_does_nothing_twice() -> None:
    from_service(registration("bram"), service="vdab")
    world.client("bram")
    opened(kind="change")
    assert file_claim(who="test") == NOTHING | {"matched": 1, "asked": 1}
    assert file_claim(who="test") == NOTHING


def test_a_file_near_its_limit_waits_for_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    number = opened(kind="change").id
    file_claim(who="test")
    monkeypatch.setenv("CAPAC_NOW", "2026-10-20T10:00")
    assert file_claim(who="test") == NOTHING | {"at_risk": 1}
    assert [(item.kind, item.subject_id, item.due_on) for item in work.queue()] == [
        ("application_at_risk", number, date(2026, 10, 31))
    ]
    from_register(fact(question=question_of(number)))
    received(number, "C8", "C1")
    assert [item.kind for item in work.queue()] == ["application_complete"]
    assert file_claim(who="test") == NOTHING
