"""An application from its opening to ONEM's decision: pieces, turns, limits, states."""

from __future__ import annotations

from datetime import date

import pytest

from capac.documents import api as documents
from capac.dossier import api as dossier
from capac.records import api as records
from capac.work import api as work
from tests import world
from tests.dossier.files import ASKED, TODAY, opened, received, situation, states, view

pytestmark = pytest.mark.django_db


def items() -> list[tuple[str, date | None]]:
    """What waits for a person of this room: kind and promise."""
    return [(item.kind, item.due_on) for item in work.queue()]


def test_what_is_missing_is_known_when_the_application_is_opened_with_who_must_act() -> None:
    one = opened()
    assert (one.state, one.rule, one.introduce_by) == ("collecting", "am-92-2-1", date(2026, 11, 15))
    assert [(m.code, m.turn, m.since, m.due_on) for m in one.missing] == [
        ("C1", "client", TODAY, None),
        ("C4", "employer", TODAY, None),
        ("registration", "client", TODAY, date(2026, 9, 23)),
        ("register_check", "register", TODAY, None),
    ]
    assert one.told == dossier.Status("missing_client", "client", date(2026, 9, 23))
    assert one.risk == dossier.Risk("in_time", 60)
    assert items() == []


def test_the_situation_chooses_the_pieces() -> None:
    one = opened(
        secondary_activity="ordinary", pension="yes", mandate="yes", incapacity="yes", ground="studies"
    )
    assert [m.code for m in one.missing] == [
        "C1", "C109", "C1A", "C1B", "C46", "C47", "registration", "register_check",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "answers", "rule", "last"),
    [
        ("temporary_unemployment", {}, "am-92-2-2", date(2026, 11, 30)),
        ("temporary_unemployment", {"occasion": "yearly"}, "am-92-2-al2", date(2029, 9, 30)),
        ("temporary_unemployment", {"occasion": "strike"}, "am-92-2-al3", date(2027, 3, 31)),
        ("youth_holiday", {}, "ar-133-holidays", date(2027, 2, 28)),
        ("activation", {}, "ar-152quater", date(2027, 1, 31)),
        ("activation", {"scheme": "impulsion"}, "impulsion", date(2026, 11, 30)),
        ("change", {}, "am-92-3", date(2026, 10, 31)),
        ("transfer", {}, "", None),
    ],
)
def test_the_limit_of_introduction_is_that_of_the_type_and_the_situation(
    kind: str, answers: dict[str, str], rule: str, last: date | None
) -> None:
    one = opened(kind=kind, **answers)  # type: ignore[arg-type]
    assert (one.rule, one.introduce_by) == (rule, last)
    assert one.risk.level == ("in_time" if last else "no_limit")


def test_an_answer_that_is_missing_strange_or_unasked_is_named() -> None:
    client = world.client().pk

    def ask(told: dict[str, str], kind: str = "change", **days: date) -> dossier.DossierError:
        with pytest.raises(dossier.DossierError) as error:
            dossier.open_application(
                client, kind, situation=told, because=world.because(),
                **({"asked_on": ASKED, "received_on": TODAY} | days),
            )  # fmt: skip
        return error.value

    whole = situation("change")
    assert (ask({}).reason, ask({}).field) == ("question_unanswered", "changed")
    assert ask(whole | {"changed": "hair"}).reason == "answer_unknown"
    assert ask(whole | {"colour": "red"}).reason == "question_unknown"
    assert ask({}, "holiday").reason == "type_unknown"
    assert ask(whole, received_on=date(2026, 9, 17)).reason == "received_in_future"
    assert ask(whole, asked_on=date(2019, 9, 17)).reason == "asked_out_of_range"
    early = ask({}, "youth_holiday", asked_on=date(2027, 7, 1))
    assert (early.reason, early.arguments) == ("too_early", {"day": "2027-04-01"})
    assert dossier.applications_of(client) == []


def test_the_same_application_is_open_once() -> None:
    first = opened()
    with pytest.raises(dossier.DossierError) as error:
        opened()
    assert (error.value.reason, error.value.arguments) == ("already_open", {"key": str(first.key)})
    dossier.withdraw(first.id, because=world.because("agnes", "the client found work"))
    assert opened().id != first.id


def test_a_file_is_complete_on_the_day_of_its_last_piece_and_waits_to_be_submitted() -> None:
    number = opened(kind="part_time").id
    one = received(number, "C131A_WORKER", on=date(2026, 9, 14))
    assert (one.state, one.told.reason, one.told.turn) == ("collecting", "missing_employer", "employer")
    one = received(number, "C131A_EMPLOYER")
    assert (one.state, one.complete_on) == ("complete", TODAY)
    assert [(r.code, r.received_on, r.source) for r in one.pieces[1].receipts] == [
        ("C131A_EMPLOYER", TODAY, "agnes")
    ]
    assert [kind for kind, _ in items()] == ["application_complete"]
    received(number, "C131A_EMPLOYER")
    assert len(view(number).pieces[1].receipts) == 1


def test_who_must_act_says_that_it_is_done_and_the_next_ones_turn_comes() -> None:
    number = opened(kind="temporary_unemployment").id
    dossier.announce(number, "WECH502", because=world.because("agnes", "the employer phoned"))
    missing = {m.code: (m.turn, m.is_announced) for m in view(number).missing}
    assert missing == {"C32_WORKER": ("client", False), "WECH502": ("onss", True)}
    with pytest.raises(dossier.DossierError, match="turn_unknown"):
        dossier.announce(number, "C32_WORKER", because=world.because())


def test_a_piece_that_cannot_be_used_is_missing_again_and_the_file_not_complete() -> None:
    number = opened(kind="mandate").id
    assert received(number, "C46").state == "complete"
    with pytest.raises(dossier.DossierError, match="reason_missing"):
        dossier.refuse_piece(number, "C46", because=world.because("agnes", " "))
    dossier.refuse_piece(number, "C46", because=world.because("agnes", "not signed"))
    one = view(number)
    assert (one.state, one.complete_on, states(number)) == ("collecting", None, {"C46": "missing"})
    assert items() == []
    assert [(code, change.to_state, change.why) for code, change in dossier.history(number)][-2:] == [
        ("C46", "missing", "not signed"),
        ("", "collecting", "not signed"),
    ]


def test_only_what_the_reference_leaves_open_can_be_done_without() -> None:
    settled = opened(kind="temporary_unemployment").id
    with pytest.raises(dossier.DossierError, match="not_waived"):
        dossier.waive_piece(settled, "WECH502", because=world.because("agnes", "no answer"))
    open_one = opened("bram", "temporary_unemployment", occasion="yearly").id
    received(open_one, "C32_WORKER")
    dossier.waive_piece(open_one, "WECH502", because=world.because("agnes", "declared last year"))
    assert (view(open_one).state, states(open_one)["WECH502"]) == ("complete", "waived")


def test_a_corrected_situation_asks_for_more_and_drops_the_rest() -> None:
    number = opened(kind="change", changed="pension").id
    received(number, "C8", "C1B")
    assert view(number).state == "complete"
    dossier.change_situation(number, situation("change", changed="mandate"), because=world.because("agnes"))
    assert (view(number).state, states(number)) == (
        "collecting", {"C8": "received", "C1B": "dropped", "C46": "missing"},
    )  # fmt: skip
    with pytest.raises(dossier.DossierError, match="piece_not_asked"):
        received(number, "C1B")
    (one,) = dossier.corrections(number)
    assert (one.who, one.changed) == ("agnes", (("changed", "pension", "mandate"),))
    dossier.change_situation(number, situation("change", changed="mandate"), because=world.because("agnes"))
    assert len(dossier.corrections(number)) == 1, "the same answers again are no correction"


def test_a_document_of_somebody_else_is_no_piece() -> None:
    other = documents.Document.objects.create(
        client=world.client("bram"), name="c46.pdf", media_type="application/pdf", size=1, sha256="0" * 64,
        received_on=TODAY, channel="scan", kept_at=world.NOON, kept_by="agnes", state="kept",
    )  # fmt: skip
    number = opened(kind="mandate").id
    with pytest.raises(dossier.DossierError, match="document_of_another"):
        dossier.receive_piece(number, "C46", document_id=other.pk, received_on=TODAY, because=world.because())
    assert states(number) == {"C46": "missing"}


def test_a_file_goes_to_onem_comes_back_within_its_month_and_is_decided(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number = received(opened(kind="change", changed="pension").id, "C8", "C1B").id
    assert [row.pk for row in dossier.ready_to_submit(10)] == [number]
    dossier.submitted([number], because=world.because("exchange", "C9"))
    assert view(number).told == dossier.Status("at_onem", "onem", date(2026, 10, 16))
    assert (items(), dossier.ready_to_submit(10)) == ([], [])
    monkeypatch.setenv("CAPAC_NOW", "2026-10-20T10:00")
    dossier.returned(
        number, missing={"C8": "", "C66BIS": ""}, returned_on=date(2026, 10, 19),
        because=world.because("exchange", "C51"),
    )  # fmt: skip
    one = view(number)
    assert (one.state, one.introduce_by, one.risk.level) == ("returned", date(2026, 11, 19), "in_time")
    assert one.told == dossier.Status("returned", "client", date(2026, 11, 19))
    assert states(number) == {"C8": "missing", "C1B": "received", "C66BIS": "missing"}
    with pytest.raises(dossier.DossierError, match="not_waived"):
        dossier.waive_piece(number, "C66BIS", because=world.because("agnes", "no"))
    received(number, "C8", "C66BIS")
    assert (view(number).state, view(number).complete_on) == ("complete", date(2026, 10, 20))
    dossier.submitted([number], because=world.because("exchange", "C9"))
    dossier.decided(number, decided_on=date(2026, 10, 30), because=world.because("exchange", "C2"))
    assert (view(number).told, view(number).risk.level) == (dossier.Status("decided", "", None), "over")
    assert dossier.check() == []


def test_the_month_of_a_returned_file_never_ends_before_the_limit_of_introduction() -> None:
    number = received(opened(kind="youth_holiday").id, "C103_YOUTH_WORKER", "WECH509").id
    dossier.submitted([number], because=world.because())
    dossier.returned(number, missing={}, returned_on=TODAY, because=world.because("exchange", "C51"))
    one = view(number)
    assert one.introduce_by == date(2027, 2, 28)
    assert one.told == dossier.Status("returned_to_correct", "us", date(2027, 2, 28))
    dossier.correct(number, because=world.because("carla", "the suffix was wrong"))
    assert view(number).state == "complete"


def test_a_file_that_is_not_complete_is_not_submitted() -> None:
    number = opened().id
    with pytest.raises(records.MoveError):
        dossier.submitted([number], because=world.because())
    with pytest.raises(dossier.DossierError, match="application_closed"):
        dossier.returned(number, missing={}, returned_on=TODAY, because=world.because())
    assert view(number).state == "collecting"


def test_a_file_at_risk_has_an_item_until_its_limit_moves_away(monkeypatch: pytest.MonkeyPatch) -> None:
    number = opened(kind="change").id
    assert _watched("2026-10-16") == {"at_risk": 0, "no_longer": 0}
    assert _watched("2026-10-17") == {"at_risk": 1, "no_longer": 0}
    assert _watched("2026-10-18") == {"at_risk": 0, "no_longer": 0}
    assert items() == [("application_at_risk", date(2026, 10, 31))]
    monkeypatch.setenv("CAPAC_NOW", "2026-10-30T10:00")
    dossier.announced(number, on=date(2026, 10, 30), because=world.because("exchange"))
    assert (view(number).introduce_by, items()) == (date(2026, 11, 30), [])
    with pytest.raises(dossier.DossierError, match="announced_before"):
        dossier.announced(number, on=date(2026, 10, 30), because=world.because("exchange"))
    monkeypatch.setenv("CAPAC_NOW", "2026-12-02T10:00")
    assert _watched("2026-12-02") == {"at_risk": 1, "no_longer": 0}
    assert view(number).risk == dossier.Risk("lost", -2, 78)
    assert view(number).told == dossier.Status("missing_client", "client", date(2026, 11, 30))
    assert [one.id for one in dossier.at_risk(limit=10)] == [number]
    assert dossier.at_risk(after=(date(2026, 11, 30), number), limit=10) == []


def test_a_limit_of_a_piece_that_has_passed_is_told_with_the_piece_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number = opened().id
    monkeypatch.setenv("CAPAC_NOW", "2026-09-23T10:00")
    assert view(number).expected_on == date(2026, 9, 23)
    monkeypatch.setenv("CAPAC_NOW", "2026-09-24T10:00")
    assert view(number).expected_on == date(2026, 11, 15)
    assert [m.due_on for m in view(number).missing if m.code == "registration"] == [date(2026, 9, 23)]


def test_what_is_missing_is_listed_for_reminders_until_it_comes() -> None:
    number = opened(kind="part_time").id
    listed = dossier.missing_pieces(0, 10)
    assert [(one.application_id, one.code, one.turn, one.reminders) for one in listed] == [
        (number, "C131A_WORKER", "client", 0),
        (number, "WECH503", "employer", 0),
    ]
    assert [one.code for one in dossier.missing_pieces(listed[0].id, 10)] == ["WECH503"]
    assert dossier.reminded(number, "C131A_WORKER", on=TODAY) is True
    assert dossier.reminded(number, "C131A_WORKER", on=TODAY) is True
    assert [(one.reminded_on, one.reminders) for one in dossier.missing_pieces(0, 1)] == [(TODAY, 1)]
    received(number, "C131A_WORKER")
    assert dossier.reminded(number, "C131A_WORKER", on=TODAY) is False
    assert [one.code for one in dossier.missing_pieces(0, 10)] == ["WECH503"]


def _watched(day: str) -> dict[str, int]:
    return dossier.watch_limits(today=date.fromisoformat(day), because=world.because())
