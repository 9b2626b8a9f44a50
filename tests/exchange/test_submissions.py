"""A complete file goes to ONEM and comes back: introduced once, answered in any order, nothing lost, nothing sent twice."""

from __future__ import annotations

import base64
import hashlib
from io import BytesIO

import pikepdf
import pytest

from capac.core import clock
from capac.documents import api as documents
from capac.dossier import api as dossier
from capac.exchange import api as exchange
from capac.exchange import check
from capac.exchange.models import Submission
from capac.exchange.read_c9_answers import decided_by
from capac.people import api as people
from capac.records.models import OutgoingMessage, StateLog
from capac.work import api as work
from capac.work.models import Item
from tests import world
from tests.dossier.files import opened, received, view
from tests.exchange.files_at_onem import C9, answer, complete, day, introduced, messages, only, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-09-16T10:00")


def waiting() -> list[tuple[str, str]]:
    """Kinds of the items that wait, each with its promised day."""
    return [(one.kind, str(one.due_on)) for one in Item.objects.exclude(state="done").order_by("id")]


def test_a_complete_file_is_introduced_with_its_pieces() -> None:
    file = complete()
    assert exchange.submit_ready(who="test") == {"submitted": 1, "unwritten": 0}
    [(name, c9)] = messages()
    assert name == f"C9-A{file.id:010d}-1.xml"
    assert [c9.findtext(C9 + one) for one in ("type", "suffix", "kind", "askedOn")] == [
        None, None, "full_unemployment", "2026-09-15",
    ]  # fmt: skip
    assert c9.findtext(f"{C9}inss") == world.number_of("amina")
    assert [piece.get("form") for piece in c9.findall(f"{C9}piece")] == [
        "C1",
        "C4",
        "register_check",
        "registration",
    ]
    after = view(file.id)
    assert (after.state, after.submitted_on) == ("submitted", day("2026-09-16"))
    assert (only(file).state, only(file).waits) == ("written", "delivery")
    assert waiting() == []
    assert check.check() == []


def test_a_second_round_introduces_nothing() -> None:
    introduced()
    before = StateLog.objects.count()
    assert exchange.submit_ready(who="test") == {"submitted": 0, "unwritten": 0}
    assert (OutgoingMessage.objects.count(), StateLog.objects.count()) == (1, before)


def test_the_types_that_the_reference_names_stand_in_the_c9() -> None:
    file = opened(kind="youth_holiday", asked_on=day("2026-07-06"))
    received(file.id, "C103_YOUTH_WORKER", "WECH509")
    exchange.submit_ready(who="test")
    [(_, c9)] = messages()
    assert c9.findtext(f"{C9}type") == "880"


def test_the_bytes_of_a_document_go_with_the_file() -> None:
    file = opened(kind="mandate")
    pdf = one_page()
    kept = documents.keep(
        BytesIO(pdf),
        name="c46.pdf",
        client_id=file.client_id,
        received_on=clock.today(),
        channel="scan",
        who="agnes",
    )
    dossier.receive_piece(
        file.id, "C46", document_id=kept.pk, received_on=clock.today(), because=world.because()
    )
    exchange.submit_ready(who="test")
    [(_, c9)] = messages()
    [piece] = c9.findall(f"{C9}piece")
    assert base64.b64decode(piece.text or "") == pdf
    assert (piece.get("mediaType"), piece.get("sha256")) == (
        "application/pdf",
        hashlib.sha256(pdf).hexdigest(),
    )


def one_page() -> bytes:
    """A PDF of one empty page."""
    found = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(found)
    return found.getvalue()


def test_a_file_that_cannot_be_written_waits_with_its_reason_and_the_others_leave(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lost, sound = complete("amina"), complete("bram")
    numbers = people.numbers_of
    monkeypatch.setattr(
        people, "numbers_of", lambda ids: {k: v for k, v in numbers(ids).items() if k != lost.client_id}
    )
    assert exchange.submit_ready(who="test") == {"submitted": 1, "unwritten": 1}
    assert [view(one.id).state for one in (lost, sound)] == ["complete", "submitted"]
    [item] = Item.objects.filter(kind="file_unwritten")
    assert item.arguments == {"reason": "no_number"}
    monkeypatch.undo()
    monkeypatch.setenv("CAPAC_NOW", "2026-09-16T11:00")
    assert exchange.submit_ready(who="test") == {"submitted": 1, "unwritten": 0}
    assert Item.objects.get(pk=item.pk).state == "done"


def test_onem_acknowledges_and_its_month_runs() -> None:
    file = introduced()
    assert told(answer("received", only(file).reference)) == {"files": 1, "messages": 1, "received": 1}
    assert (only(file).state, only(file).waits, only(file).until) == (
        "received",
        "decision",
        day("2026-10-16"),
    )


def test_a_file_that_came_back_asks_for_its_pieces_and_has_its_month() -> None:
    file = introduced()
    counts = told(
        answer("C51", only(file).reference, missing=[("C1A", "absent"), ("C4", "unsigned")], text="see")
    )
    assert counts == {"files": 1, "messages": 1, "returned": 1}
    after = view(file.id)
    assert (after.state, after.introduce_by) == ("returned", day("2026-11-15"))
    assert [one.code for one in after.missing] == ["C4", "C1A"]
    back = only(file).came_back
    assert back is not None
    assert (back.missing, back.proposed, back.proposed_ours) == (
        (("C1A", "absent"), ("C4", "unsigned")),
        "unchecked",
        True,
    )
    assert waiting() == [("file_returned", "2026-11-15")]
    assert check.check() == []


def test_what_came_back_leaves_again_as_the_next_attempt() -> None:
    file = introduced()
    told(answer("C51", only(file).reference, missing=[("C4", "unreadable")]))
    received(file.id, "C4")
    assert exchange.submit_ready(who="test") == {"submitted": 1, "unwritten": 0}
    assert [one.attempt for one in exchange.submissions_of(file.id)] == [2, 1]
    assert waiting() == []
    assert [c9.get("attempt") for _, c9 in messages()] == ["1", "2"]


def test_a_form_that_proves_a_piece_asks_for_that_piece_again() -> None:
    file = introduced()
    told(answer("C51", only(file).reference, missing=[("registration_certificate", "unreadable")]))
    assert [one.code for one in view(file.id).missing] == ["registration"]
    received(file.id, "registration_certificate")
    assert view(file.id).state == "complete"


def test_answers_come_doubled_and_in_any_order() -> None:
    file = introduced()
    reference = only(file).reference
    assert told(answer("C51", reference, missing=[("C4", "unsigned")]))["returned"] == 1
    assert told(answer("received", reference), answer("C51", reference, missing=[("C4", "unsigned")])) == {
        "files": 1, "messages": 2, "known": 2,
    }  # fmt: skip
    assert view(file.id).state == "returned"
    received(file.id, "C4")
    exchange.submit_ready(who="test")
    assert told(answer("C51", reference, message="late", missing=[("C4", "unsigned")]))["known"] == 1
    assert view(file.id).state == "submitted"
    assert check.check() == []


def test_a_c2_that_names_the_file_decides_it() -> None:
    file = introduced()
    c2 = world.c2("amina", bodies=(world.body("2026-09-15"),), issued="2026-09-16", notified="2026-09-16")
    c2 = c2.replace("</notifiedOn>", f"</notifiedOn><dataC9>{only(file).reference}</dataC9>")
    world.incoming(world.c2_batch(c2))
    assert exchange.read_c2(who="test")["applied"] == 1
    assert (view(file.id).state, view(file.id).decided_on) == ("decided", day("2026-09-16"))
    assert (only(file).state, only(file).waits) == ("decided", "")
    assert told(answer("received", only(file).reference))["known"] == 1
    assert check.check() == []


def test_a_decision_on_a_file_that_came_back_ends_it_here_too() -> None:
    file = introduced()
    told(answer("C51", only(file).reference, missing=[("C4", "unsigned")]))
    received(file.id, "C4")
    assert decided_by(only(file).reference, on=day("2026-09-16"), because=world.because()) is True
    assert view(file.id).state == "decided"
    assert waiting() == []
    assert exchange.submit_ready(who="test") == {"submitted": 0, "unwritten": 0}


def test_a_refused_message_is_mended_by_a_person_and_leaves_again() -> None:
    file = introduced()
    assert told(answer("refused", only(file).reference, fault="kind not known"))["refused"] == 1
    assert view(file.id).state == "returned"
    assert [one.kind for one in Item.objects.exclude(state="done")] == ["file_refused"]
    dossier.correct(file.id, because=world.because("agnes", "kind corrected"))
    assert exchange.submit_ready(who="test") == {"submitted": 1, "unwritten": 0}
    assert waiting() == []


def test_a_late_file_leaves_with_its_c54() -> None:
    file = complete()
    exchange.introduce(file.id, derogation="The employer was bankrupt.", because=world.because("agnes"))
    [(_, c9)] = messages()
    assert (c9.findtext(f"{C9}type"), c9.findtext(f"{C9}derogation")) == ("29H", "The employer was bankrupt.")
    with pytest.raises(dossier.DossierError):
        exchange.introduce(file.id, because=world.because("agnes"))


def test_a_person_says_why_a_file_came_back_and_what_it_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    file = introduced()
    told(answer("C51", only(file).reference, missing=[("C4", "unsigned")]))
    monkeypatch.setenv("CAPAC_NOW", "2026-09-21T10:00")
    received(file.id, "C4")
    exchange.submit_ready(who="test")
    exchange.judge_return(file.id, cause="contradictory", ours=False, because=world.because("agnes"))
    [cost] = exchange.costs(since=day("2026-01-01"))
    assert (cost.cause, cost.files, cost.ours, cost.judged, cost.days) == ("contradictory", 1, 0, 1, 5)
    assert cost.forms == (("C4", 1),)
    with pytest.raises(exchange.JudgeError, match="cause_unknown"):
        exchange.judge_return(file.id, cause="weather", ours=False, because=world.because("agnes"))
    assert check.check() == []


def test_a_worker_that_dies_while_writing_leaves_the_file_to_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = complete()

    def dies(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("capac.exchange.submit.waiting.left", dies)
    with pytest.raises(KeyboardInterrupt):
        exchange.submit_ready(who="test")
    monkeypatch.undo()
    monkeypatch.setenv("CAPAC_NOW", "2026-09-16T10:05")
    assert (Submission.objects.count(), OutgoingMessage.objects.count(), view(file.id).state) == (
        0,
        0,
        "complete",
    )
    assert exchange.submit_ready(who="test") == {"submitted": 1, "unwritten": 0}
    assert work.waiting_for("dossier.Application", [file.id]) == {}
