"""Letters at the desk: what is known is filled in, seen before it is written, written once, stopped, printed."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from django.test import Client
from pytest_django import Settings

from capac.channels.letters import api as letters
from capac.channels.letters.models import Letter
from capac.core import clock
from capac.debt.models import Debt, DebtEntry
from capac.people import api as people
from capac.people.models import Access
from tests import world
from tests.channels.writing import reached, state_of, written
from tests.dossier.files import opened
from tests.web import desk

pytestmark = pytest.mark.django_db
DECISION = {
    "decided_on": "2026-07-20",
    "first": "2026-07-01",
    "daily": "74,89",
    "reason": "first_application",
    "court": "liege",
}


@pytest.fixture(autouse=True)
def _july(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-07-24T10:00")
    settings.EBOX = None


def path(client: people.Client, rest: str = "") -> str:
    """An address under a client's letters."""
    return f"/desk/files/{client.key}/letters/{rest}"


def agnes(client: people.Client, lang: str = "en") -> Client:
    """Agnes, who has a reason to open this file."""
    return desk.allowed("agnes", client, lang=lang)


def body(answer: object) -> str:
    """A page with its blanks as one."""
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


def test_a_clients_letters_say_where_they_are() -> None:
    amina = reached()
    letter = written(amina)
    letters.send_letters(who="test")
    page = body(agnes(amina).get(path(amina)))
    assert "Documents are missing" in page and "to be printed" in page and letter.reference in page
    assert "The eBox is not configured here." in page
    row = Access.objects.get(action="our_letters")
    assert (row.actor, row.clients) == ("agnes", [amina.pk])


def test_the_letter_is_opened_as_it_was_written_and_only_in_its_own_file() -> None:
    amina, bram = reached("amina"), reached("bram")
    letter = written(amina)
    visitor = agnes(amina)
    answer = visitor.get(path(amina, f"{letter.key}/"))
    assert (answer["content-type"], hashlib.sha256(answer.content).hexdigest()) == (
        "application/pdf",
        letter.sha256,
    )
    assert agnes(bram).get(path(bram, f"{letter.key}/")).status_code == 404


def test_what_the_file_lacks_is_chosen_already(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-09-16T10:00")
    file = opened(ground="studies")
    amina = world.client("amina")
    page = body(agnes(amina).get(path(amina, "write/?kind=missing_documents")))
    for code in ("C1", "C109", "registration"):
        assert f'name="piece-{code}" checked' in page
    assert 'name="piece-C4">' in page
    assert 'value="2026-09-30"' in page and file.client_id == amina.pk


def test_a_letter_is_seen_before_it_is_written_and_nothing_is_kept() -> None:
    amina = reached()
    page = agnes(amina).post(path(amina, "write/?kind=decision"), {**DECISION, "act": "see"})
    assert page.status_code == 200
    assert "L’ONEM a décidé que vous avez droit à des allocations à partir du 1er juillet 2026." in body(page)
    assert "tribunal du travail de Liège" in body(page)
    assert Letter.objects.count() == 0


def test_a_preview_is_a_pdf_that_nobody_keeps() -> None:
    amina = reached()
    answer = agnes(amina).post(path(amina, "preview/?kind=decision&language=nl"), DECISION)
    assert (answer["content-type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert "no-store" in answer["cache-control"]
    assert Letter.objects.count() == 0


def test_a_letter_is_written_once_however_often_the_form_is_sent() -> None:
    amina = reached()
    visitor = agnes(amina)
    for _ in range(2):
        answer = visitor.post(
            path(amina, "write/?kind=decision&language=de"), {**DECISION, "act": "write", "form": "a1"}
        )
        assert (answer.status_code, answer["location"]) == (302, path(amina))
    (letter,) = letters.letters_of(amina.pk)
    assert (letter.kind, letter.language, letter.written_by) == ("decision", "de", "agnes")
    assert Letter.objects.get().data["daily"] == 7489


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"court": ""}, "Labour tribunal of the client&#x27;s home: Choose an answer."),
        ({"daily": "much"}, "is not an amount"),
        ({"first": "1 July"}, "is not a date"),
    ],
)  # fmt: skip
def test_a_decision_that_lacks_something_is_not_written(changed: dict[str, str], says: str) -> None:
    amina = reached()
    answer = agnes(amina).post(path(amina, "write/?kind=decision"), {**DECISION, **changed, "act": "write"})
    assert answer.status_code == 422
    assert says in body(answer)
    assert Letter.objects.count() == 0


def test_a_recovery_takes_its_table_from_the_records_and_the_agents_words_must_be_short() -> None:
    amina = reached()
    debt = Debt.objects.create(
        client=amina, scheme="full_unemployment", month=date(2026, 5, 1), opened_at=world.NOON
    )
    DebtEntry.objects.create(debt=debt, cents=22467, cause="C12", calculation=1, at=world.NOON, why="C12")
    visitor = agnes(amina)
    page = body(visitor.get(path(amina, "write/?kind=recovery_decision")))
    assert "224" in page and '<option value="elimination" selected>' in page
    filled = {"cause": "elimination", "provision": "ar_167", "court": "liege", "act": "write"}
    long = "Vous avez travaillé " + "et encore travaillé " * 9 + "sans le dire."
    refused = visitor.post(path(amina, "write/?kind=recovery_decision"), {**filled, "facts": long})
    assert refused.status_code == 422 and "This sentence is too long" in body(refused)
    visitor.post(
        path(amina, "write/?kind=recovery_decision"),
        {**filled, "facts": "Vous avez travaillé.", "total": "1"},
    )
    row = Letter.objects.get()
    assert (row.data["total"], row.data["rows"], row.registered) == (
        22467,
        [{"month": "2026-05", "cents": 22467}],
        True,
    )


def test_without_an_amount_in_the_records_there_is_no_such_letter() -> None:
    amina = reached()
    visitor = agnes(amina)
    assert "Our records hold no amount" in body(visitor.get(path(amina, "write/?kind=debt_notice")))
    answer = visitor.post(
        path(amina, "write/?kind=debt_notice"), {"decided_on": "2026-07-01", "act": "write"}
    )
    assert (answer.status_code, Letter.objects.count()) == (422, 0)


@pytest.mark.parametrize("kind", letters.kinds())
def test_every_kind_has_its_form_in_every_language(kind: str) -> None:
    amina = reached()
    visitor = agnes(amina)
    for lang in letters.LANGUAGES:
        assert visitor.get(path(amina, f"write/?kind={kind}&language={lang}")).status_code == 200


@pytest.mark.parametrize("query", ["?kind=poem", "?kind=decision&language=en", ""])
def test_a_letter_that_does_not_exist_is_not_found(query: str) -> None:
    amina = reached()
    assert agnes(amina).get(path(amina, f"write/{query}")).status_code == 404


def test_a_letter_is_stopped_and_one_that_left_is_not() -> None:
    amina = reached()
    first, second = written(amina), written(amina)
    visitor = agnes(amina)
    visitor.post(path(amina, f"{first.key}/act/"), {"act": "stop"})
    assert state_of(first).state == "withdrawn"
    letters.send_letters(who="test")
    batch = letters.print_batch(world.staff())
    assert batch is not None
    letters.post_batch(batch.pk, world.staff())
    answer = visitor.post(path(amina, f"{second.key}/act/"), {"act": "stop"}, follow=True)
    assert "This letter has left." in body(answer)
    assert state_of(second).state == "sent"


def test_a_batch_is_printed_opened_listed_and_given_to_the_post() -> None:
    amina, bram = reached("amina"), reached("bram")
    written(amina)
    written(bram)
    letters.send_letters(who="test")
    visitor = desk.visitor("agnes")
    assert "Print 2 letters" in body(visitor.get("/desk/outgoing/"))
    told = body(visitor.post("/desk/outgoing/print/", follow=True))
    assert "2 letters on 2 pages" in told
    (batch,) = letters.batches()
    pdf = visitor.get(f"/desk/outgoing/batches/{batch.id}/")
    assert hashlib.sha256(pdf.content).hexdigest() == batch.sha256
    row = Access.objects.filter(why=f"batch {batch.id}").get()
    assert row.clients == sorted([amina.pk, bram.pk])
    listed = visitor.get(f"/desk/outgoing/batches/{batch.id}/list.csv").content.decode()
    assert len(listed.splitlines()) == 3 and "Baert" not in listed and world.number_of("amina") not in listed
    assert "2 letters are sent." in body(
        visitor.post(f"/desk/outgoing/batches/{batch.id}/posted/", follow=True)
    )
    assert "That was said before." in body(
        visitor.post(f"/desk/outgoing/batches/{batch.id}/posted/", follow=True)
    )
    assert "No letter waits to be printed." in body(visitor.post("/desk/outgoing/print/", follow=True))
    assert visitor.get("/desk/outgoing/batches/999999/").status_code == 404


def test_what_nobody_can_receive_is_shown_and_written_again() -> None:
    amina = world.client("amina")
    letter = written(amina)
    letters.send_letters(who="test")
    visitor = agnes(amina)
    page = body(visitor.get("/desk/outgoing/"))
    assert "Baert Amina" in page and "No address is known." in page
    people.change_address(
        amina.pk,
        people.PostalAddress("Rue Neuve", "1", "", "4000", "Liège"),
        since=world.SINCE,
        source="test",
    )
    visitor.post(path(amina, f"{letter.key}/act/"), {"act": "again"})
    assert [one.state for one in letters.letters_of(amina.pk)] == ["written", "withdrawn"]


def test_who_may_only_see_writes_nothing() -> None:
    amina = reached()
    letter = written(amina)
    visitor = desk.visitor("aude")
    assert visitor.get(path(amina, "write/?kind=decision")).status_code == 403
    assert visitor.post(path(amina, f"{letter.key}/act/"), {"act": "stop"}).status_code == 403
    assert visitor.post("/desk/outgoing/print/").status_code == 403
    assert state_of(letter).state == "written"


ADDRESS = {"street": "Rue Neuve", "number": "1", "postcode": "4000", "town": "Liège", "country": "be", "since": "2026-07-01"}  # fmt: skip


def test_an_address_is_keyed_and_the_letter_that_waited_for_it_leaves() -> None:
    amina = world.client("amina")
    letter = written(amina)
    letters.send_letters(who="test")
    visitor = agnes(amina)
    assert "No letter can leave by post." in body(visitor.get(path(amina)))
    answer = visitor.post(f"/desk/files/{amina.key}/address/", ADDRESS, follow=True)
    assert "Rue Neuve 1, 4000 Liège." in body(answer)
    visitor.post(path(amina, f"{letter.key}/act/"), {"act": "again"})
    letters.send_letters(who="test")
    assert [one.state for one in letters.letters_of(amina.pk)] == ["to_print", "withdrawn"]
    assert 'value="Rue Neuve"' in body(visitor.get(f"/desk/files/{amina.key}/address/"))


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"postcode": "B-40"}, "A Belgian postcode has four digits."),
        ({"country": "Belgium"}, "Write the country in two letters"),
        ({"town": ""}, "Town: Fill this in."),
        ({"number": "12345678901"}, "This is longer than 10 characters."),
    ],
)
def test_an_address_that_no_letter_reaches_is_told_beside_its_field(
    changed: dict[str, str], says: str
) -> None:
    amina = world.client("amina")
    answer = agnes(amina).post(f"/desk/files/{amina.key}/address/", {**ADDRESS, **changed})
    assert answer.status_code == 422
    assert says in body(answer)
    assert people.addresses_on([amina.pk], on=date(2026, 7, 24), known=clock.now()) == {}
