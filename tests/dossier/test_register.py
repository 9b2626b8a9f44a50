"""The check against the National Register: what is asked, what an answer does, changes told by the register itself."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import etree

from capac.dossier import api as dossier
from capac.people import api as people
from capac.records import api as records
from capac.work import api as work
from tests import world
from tests.dossier.files import (
    comes,
    fact,
    from_register,
    opened,
    question_of,
    reasons,
    received,
    register,
    states,
    view,
)

pytestmark = pytest.mark.django_db
ANSWERED = {"files": 1, "messages": 1, "answers": 1}


def items() -> list[tuple[str, dict[str, str]]]:
    """What waits for a person: kind and arguments."""
    return [(item.kind, item.arguments) for item in work.queue()]


def test_a_file_with_a_c1_asks_the_register_once() -> None:
    number = opened().id
    assert dossier.ask_register() == 1
    assert dossier.ask_register() == 0
    (name,) = [f"register-questions-{pk}.xml" for pk in _question_ids(number)]
    body = records.sent_body("register", name)
    root = etree.fromstring(body)
    space = "{urn:capac:own-interface:register:1}"
    assert [one.findtext(f"{space}questionId") for one in root] == [question_of(number)]
    assert [one.findtext(f"{space}inss") for one in root] == [world.number_of("amina")]
    assert "80051701" not in name


def test_an_answer_that_agrees_gives_the_piece() -> None:
    number = opened().id
    assert from_register(fact(question=question_of(number))) == ANSWERED
    assert states(number)["register_check"] == "received"
    assert items() == []


def test_what_differs_waits_for_a_person_who_keeps_what_the_client_said_or_corrects_it() -> None:
    number = received(opened(kind="change").id, "C8", "C1").id
    from_register(fact(question=question_of(number), household=3, nationality="FR"))
    assert view(number).told == dossier.Status("missing_us", "us", date(2026, 10, 31))
    assert items() == [("register_difference", {"type": "change", "differences": "household nationality"})]
    with pytest.raises(dossier.DossierError, match="reason_missing"):
        dossier.settle_register(number, because=world.because("agnes", ""))
    dossier.settle_register(number, because=world.because("agnes", "the client showed his new papers"))
    assert (view(number).state, [kind for kind, _ in items()]) == ("complete", ["application_complete"])


def test_a_situation_corrected_as_the_register_has_it_is_in_order() -> None:
    number = opened(kind="change").id
    from_register(fact(question=question_of(number), household=3))
    corrected = view(number).situation | {"household": "with_others"}
    dossier.change_situation(number, corrected, because=world.because("agnes"))
    assert (states(number)["register_check"], items()) == ("received", [])


def test_a_person_whom_the_register_does_not_know_is_looked_at() -> None:
    number = opened().id
    told = from_register(fact(question=question_of(number), not_found=True))
    assert told == {"files": 1, "messages": 1, "not_found": 1}
    assert items() == [("register_difference", {"type": "full_unemployment", "differences": "not_found"})]
    assert {m.code: m.turn for m in view(number).missing}["register_check"] == "us"


def test_a_change_that_the_client_did_not_tell_waits_with_the_day_on_which_we_are_held_to_know_it() -> None:
    client = world.client("bram")
    from_register(fact("bram", sequence=1, household=1))
    assert [kind for kind, _ in items()] == ["register_change"], "the first word of a person is news"
    from_register(fact("bram", sequence=2, household=2, dispatched="2026-09-15"))
    newest = work.queue()[0]
    assert (newest.kind, newest.arguments, newest.client_id, newest.due_on) == (
        "register_change", {"changes": "household"}, client.pk, date(2026, 9, 22),
    )  # fmt: skip


def test_a_late_word_of_the_register_does_not_undo_a_later_one() -> None:
    number = opened().id
    question = question_of(number)
    from_register(fact(question=question, sequence=5))
    assert from_register(fact(sequence=4, household=9)) == {"files": 1, "messages": 1, "changes": 1}
    assert (states(number)["register_check"], items()) == ("received", [])


def test_a_change_before_the_file_left_takes_its_check_back() -> None:
    number = opened().id
    from_register(fact(question=question_of(number)))
    from_register(fact(sequence=2, household=2))
    assert states(number)["register_check"] == "missing"
    assert sorted(kind for kind, _ in items()) == ["register_change", "register_difference"]


def test_a_death_is_kept_with_the_client() -> None:
    client = world.client("bram")
    from_register(fact("bram", deceased="2026-09-10"))
    assert people.by_key(client.key).deceased_on == date(2026, 9, 10)


def test_the_same_twice_is_kept_once_and_what_does_not_fit_is_refused() -> None:
    number, other = opened().id, opened("bram").id
    question = question_of(number)
    assert from_register(fact(question=question)) == ANSWERED
    assert comes(register(fact(question=question), fact("bram", sequence=9)), "REGISTER", "register") == {
        "files": 1, "messages": 2, "changes": 1, "known": 1,
    }  # fmt: skip
    told = from_register(
        fact(question=question, household=2),
        fact("chloe"),
        fact(message="M-x", question="Q-nobody"),
        fact("amina", message="M-y", question=question_of(other)),
        fact(message="M-z", dispatched="2026-09-17"),
        fact(message="M-w", number="80051701101"),
    )
    assert told == {"files": 1, "messages": 6, "rejected": 6}
    assert sorted(reasons()) == [
        ("answer_of_another", 5, "inss"),
        ("bad_national_number", 7, "inss"),
        ("date_out_of_range", 6, "dispatchedOn"),
        ("message_known_with_other_content", 2, "messageId"),
        ("question_not_asked", 4, "questionId"),
        ("unknown_person", 3, "inss"),
    ]
    assert states(number)["register_check"] == "received"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (register(fact())[:-30], "cut"),
        (register(fact(), count=3), "count_mismatch"),
        (register("<question/>"), "not_a_register_fact"),
        (b"{}", "not_xml"),
    ],
)
def test_a_file_that_cannot_be_used_is_rejected_whole(body: bytes, reason: str) -> None:
    opened()
    assert comes(body, "REGISTER", "register") == {"files": 1, "rejected_files": 1}
    assert [row.reason for row in records.open_rejects()] == [reason]


def _question_ids(number: int) -> list[int]:
    from capac.dossier.models import RegisterQuestion

    return list(RegisterQuestion.objects.filter(application_id=number).values_list("pk", flat=True))
