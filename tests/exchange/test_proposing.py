"""What our data suggest for a C2 that waits for an expert: whose it is and why, and never more than that."""

from __future__ import annotations

from datetime import date

import pytest

from capac.core import niss
from capac.core.clock import now
from capac.exchange import api as exchange
from capac.exchange.models import Authorisation
from tests import world
from tests.exchange.files_at_onem import introduced, only
from tests.exchange.test_by_hand import GUARDIAN, TEXT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-09-16T10:00")


def suggested(message: str) -> exchange.Proposal:
    """What is suggested for the one message that waits; nothing is applied by it."""
    world.incoming(world.c2_batch(message), at=now())
    assert exchange.read_c2(who="test")["by_hand"] == 1
    [case] = exchange.by_hand()
    before = Authorisation.objects.count()
    found = exchange.propose(case.c2_id)
    assert Authorisation.objects.count() == before
    return found


def of_another_number(message: str, born: date) -> str:
    """The same message under a number that nobody has."""
    return message.replace(world.number_of("amina"), niss.make(born, 995))


def test_special_modules_are_applied_after_reading() -> None:
    amina = world.client("amina")
    found = suggested(world.c2("amina", modules=GUARDIAN + TEXT))
    assert found == exchange.Proposal("apply", amina.pk, ("guardian_named", "read_first"))


def test_a_code_without_scheme_pays_nothing() -> None:
    amina = world.client("amina")
    found = suggested(world.c2("amina", bodies=[world.body("2026-07-01", code="27/43AA1")]))
    assert found == exchange.Proposal("apply", amina.pk, ("pays_nothing",))


@pytest.mark.parametrize(
    ("called", "act", "why"),
    [("Janssens Amina", "look", "one_word_shared"), ("Peeters Jan", "reject", "nothing_shared")],
)
def test_another_name_is_looked_at_or_rejected(called: str, act: str, why: str) -> None:
    amina = world.client("amina")
    found = suggested(world.c2("amina", called=called))
    assert found == exchange.Proposal(act, amina.pk if act == "look" else None, (why,))


def test_another_number_of_the_same_name_and_birth_is_this_client() -> None:
    amina = world.client("amina")
    born = niss.birth_date(world.number_of("amina"))
    assert born is not None
    found = suggested(of_another_number(world.c2("amina"), born))
    assert found == exchange.Proposal("apply", amina.pk, ("same_birth",))


def test_the_name_alone_is_not_enough() -> None:
    amina = world.client("amina")
    found = suggested(of_another_number(world.c2("amina"), date(1950, 1, 2)))
    assert found == exchange.Proposal("look", amina.pk, ("same_name",))


def test_nobody_of_that_name_is_rejected() -> None:
    assert suggested(world.c2("amina")) == exchange.Proposal("reject", None, ("nobody",))


def test_a_c2_that_answers_our_file_is_its_client_s() -> None:
    file = introduced()
    c2 = of_another_number(world.c2("amina", called="Peeters Jan"), date(1950, 1, 2))
    c2 = c2.replace("</notifiedOn>", f"</notifiedOn><dataC9>{only(file).reference}</dataC9>")
    assert suggested(c2) == exchange.Proposal("apply", file.client_id, ("answers_our_file",))
