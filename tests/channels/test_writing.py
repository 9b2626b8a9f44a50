"""A letter is written once, kept as it was, and printed with others in the order of the post."""

from __future__ import annotations

import csv
import hashlib
import io
import uuid
from datetime import date

import pikepdf
import pytest
from django.core.management import call_command
from pytest_django import Settings

from capac.channels.letters import api as letters
from capac.channels.letters import write
from capac.channels.letters.models import Letter
from capac.people import api as people
from capac.records.models import StateLog
from tests import world
from tests.channels.writing import reached, state_of, written

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _paper(settings: Settings) -> None:
    settings.EBOX = None


def text_of(body: bytes) -> str:
    """What the title and the language of a PDF say."""
    with pikepdf.open(io.BytesIO(body)) as pdf:
        return f"{pdf.docinfo['/Title']} {pdf.Root.Lang}"


def test_a_letter_is_a_row_with_its_words_its_bytes_and_its_birth() -> None:
    amina = reached()
    letter = written(amina)
    body = letters.letter_bytes(letter.pk)
    assert hashlib.sha256(body).hexdigest() == letter.sha256
    assert text_of(body) == "Il nous manque des documents fr"
    assert letter.content["addressee"] == ["Amina Baert", "Rue des Exemples 12, boîte 3", "4000 Liège"]
    assert letter.content["answer"].endswith("\u00a0: il nous manque des documents.")
    (view,) = letters.letters_of(amina.pk)
    assert (view.key, view.subject, view.state, view.channel) == (
        letter.key, ("payment.Hold", amina.pk), "written", "",
    )  # fmt: skip
    assert [(one.to_state, one.who) for one in letters.history(letter.pk)] == [("written", "test")]
    assert letters.letters_of(reached("bram").pk) == []
    assert letters.letter_of(letter.key) == view and letters.letter_of(uuid.uuid4()) is None
    assert letters.letters_about("payment.Hold", [amina.pk, 0]) == {amina.pk: [view]}


def test_the_language_is_the_letters_own() -> None:
    amina = reached()
    letter = letters.write_letter(
        "acknowledgement",
        amina.pk,
        language="de",
        data=letters.kind_of("acknowledgement").example,
        subject=None,
        because=world.because(),
    )
    assert (letter.language, letter.title) == ("de", "Wir haben Ihre Sendung erhalten")
    assert text_of(letters.letter_bytes(letter.pk)).endswith(" de")


def test_what_is_the_same_is_written_once() -> None:
    amina = reached()
    first = written(amina, once="remind:1:1")
    assert written(amina, once="remind:1:1", reply_by="2026-09-01").pk == first.pk
    assert written(amina, once="remind:1:2").pk != first.pk
    assert written(amina).pk != written(amina).pk
    assert StateLog.objects.filter(subject_kind="letters.Letter").count() == 4


def test_two_who_write_the_same_at_once_keep_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second looks before the first has kept its letter, and keeps its own after it."""
    amina = reached()
    first = written(amina, once="remind:1:1")
    look = Letter.objects.filter

    class Blind:
        def __init__(self, found: object) -> None:
            self.found = found

        def defer(self, *_: str) -> Blind:
            return self

        def first(self) -> None:
            return None

    monkeypatch.setattr(
        Letter.objects, "filter", lambda **named: Blind(None) if "once" in named else look(**named)
    )
    assert written(amina, once="remind:1:1").pk == first.pk
    monkeypatch.undo()
    assert len(letters.letters_of(amina.pk)) == 1


@pytest.mark.parametrize(("language", "reason"), [("en", "language_unknown"), ("", "language_unknown")])
def test_a_letter_in_another_language_is_refused(language: str, reason: str) -> None:
    with pytest.raises(letters.LetterError) as caught:
        letters.write_letter(
            "attestation", reached().pk, language=language, data={}, subject=None, because=world.because()
        )
    assert caught.value.reason == reason
    assert Letter.objects.count() == 0


def test_a_decision_without_a_court_is_refused_and_nothing_is_kept() -> None:
    with pytest.raises(letters.LetterError) as caught:
        written(reached(), "decision", court="")
    assert (caught.value.reason, caught.value.arguments) == ("field_missing", {"field": "court"})
    with pytest.raises(letters.UnknownKindError):
        written_kind("love_letter")
    assert (Letter.objects.count(), StateLog.objects.filter(subject_kind="letters.Letter").count()) == (0, 0)


def written_kind(kind: str) -> None:
    """A letter of a kind that does not exist."""
    letters.write_letter(
        kind, world.client().pk, language="fr", data={}, subject=None, because=world.because()
    )


def test_a_preview_is_the_letter_and_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "_reference", lambda: "ABCD-2345")
    amina = reached()
    data = letters.example(letters.kind_of("decision"), "fr")
    seen = letters.preview("decision", "fr", data, client_id=amina.pk)
    assert Letter.objects.count() == 0
    letter = written(amina, "decision")
    assert letters.letter_bytes(letter.pk) == seen
    to_nobody = letters.preview("decision", "nl", letters.example(letters.kind_of("decision"), "nl"))
    assert text_of(to_nobody) == "U hebt recht op uitkeringen nl"
    assert letters.draft("decision", "fr", data).title == "Vous avez droit à des allocations"


def test_abroad_the_country_stands_in_the_address() -> None:
    dieter = world.client("dieter")
    abroad = people.PostalAddress("Beispielstraße", "1", "", "52062", "Aachen", "DE")
    people.change_address(dieter.pk, abroad, since=world.SINCE, source="test")
    letter = written(dieter)
    assert letter.content["addressee"][1:] == ["Beispielstraße 1", "52062 Aachen", "DE"]
    assert letter.postcode == "DE-52062"


def test_a_batch_is_sorted_and_says_what_is_in_it() -> None:
    bram, dieter, amina = (reached(name) for name in ("bram", "dieter", "amina"))
    rows = [written(dieter), written(amina, "recovery_decision"), written(amina), written(bram)]
    letters.send_letters(who="test")
    batch = letters.print_batch(world.staff())
    assert batch is not None
    told = list(csv.DictReader(io.StringIO(letters.batch_manifest(batch.pk))))
    assert [(one["postcode"], one["kind"], one["pages"], one["first_page"]) for one in told] == [
        ("BE-2000", "missing_documents", "1", "1"),
        ("BE-4000", "missing_documents", "1", "2"),
        ("BE-4000", "recovery_decision", "2", "3"),
        ("BE-4700", "missing_documents", "1", "5"),
    ]
    assert [one["reference"] for one in told] == [rows[n].reference for n in (3, 2, 1, 0)]
    assert [one["registered"] for one in told] == ["no", "no", "yes", "no"]
    with pikepdf.open(io.BytesIO(letters.batch_bytes(batch.pk))) as pdf:
        assert len(pdf.pages) == 5 == batch.pages
    assert letters.batch_clients(batch.pk) == {amina.pk, bram.pk, dieter.pk}
    assert {state_of(row).state for row in rows} == {"printed"}
    assert letters.print_batch(world.staff()) is None
    assert letters.check() == []


def test_a_batch_takes_so_many_and_the_next_one_the_rest() -> None:
    amina = reached()
    rows = [written(amina) for _ in range(3)]
    letters.send_letters(who="test")
    first = letters.print_batch(world.staff(), most=2)
    second = letters.print_batch(world.staff(), most=2)
    assert first is not None and second is not None
    assert [state_of(row).batch_id for row in rows] == [first.pk, first.pk, second.pk]
    assert [one.id for one in letters.batches()] == [second.pk, first.pk]


def test_letters_are_sent_when_the_post_has_the_batch_and_only_once() -> None:
    letter = written(reached())
    letters.send_letters(who="test")
    batch = letters.print_batch(world.staff())
    assert batch is not None
    assert letters.post_batch(batch.pk, world.staff()) == 1
    assert letters.post_batch(batch.pk, world.staff()) == 0
    assert (state_of(letter).state, state_of(letter).channel) == ("sent", "paper")
    assert letters.batch_of(batch.pk) == letters.batches()[0] and letters.batches()[0].state == "posted"
    assert letters.withdraw([letter.pk], because=world.because()) == []
    assert letters.counts() == {}


def test_what_has_not_left_can_be_withdrawn() -> None:
    amina = reached()
    first, second = written(amina), written(amina)
    letters.send_letters(who="test")
    third = written(amina)
    assert letters.counts() == {("to_print", "not_configured"): 2, ("written", ""): 1}
    assert [one.id for one in letters.in_state(state="to_print")] == [first.pk, second.pk]
    assert letters.withdraw([first.pk, third.pk], because=world.because()) == [first.pk, third.pk]
    batch = letters.print_batch(world.staff())
    assert batch is not None and batch.letters == 1
    assert state_of(second).state == "printed"


def test_a_letter_whose_bytes_changed_is_found() -> None:
    letter = written(reached())
    assert letters.check() == []
    Letter.objects.filter(pk=letter.pk).update(body=b"%PDF-1.7 other")
    assert letters.check() == ["1 letters are not the bytes that were written"]


def test_the_command_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    written(reached())
    call_command("send_letters")
    assert capsys.readouterr().out.split()[:2] == ["to_ebox=0", "to_print=1"]


def test_the_day_of_a_letter_is_the_day_of_business() -> None:
    assert written(reached()).day == date(2026, 7, 24)
