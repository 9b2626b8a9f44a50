"""What the bank says of a file: taken, refused whole, single transfers refused. Once, whatever is wrong with the rest."""

from __future__ import annotations

from datetime import date

import pytest

from capac.payment import api as payment
from capac.payment.models import BankAnswer, Hold, Payment
from capac.records import api as records
from capac.records.models import IncomingFile, Reject
from capac.work.models import Item
from tests import world
from tests.payment import bank
from tests.payment.bank import file_of
from tests.payment.bank_messages import pain002, read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fourth_of_august(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-04T12:00")


def states() -> list[tuple[str, str]]:
    return list(Payment.objects.order_by("pk").values_list("state", "bank_reason"))


def rejects() -> list[tuple[str, str, int | None]]:
    return list(Reject.objects.order_by("pk").values_list("reason", "message_id", "line"))


def test_a_file_that_is_taken_changes_only_itself() -> None:
    file, rows = file_of("amina", "bram")
    assert read(pain002(file.message_id)) == {"files": 1, "statuses": 1, "accepted_files": 1}
    file.refresh_from_db()
    assert (file.state, states()) == ("accepted", [("filed", "")] * 2)
    assert [change.to_state for change in records.history("payment.Payment", rows[0].pk)] == ["prepared"]
    assert (Item.objects.count(), Hold.objects.count(), rejects()) == (0, 0, [])
    answer = BankAnswer.objects.get()
    assert (answer.kind, answer.message_id, answer.counters) == (
        "PAIN002", "S-1", {"statuses": 1, "refused": 0, "known": 0, "accepted_files": 1, "rejected": 0},
    )  # fmt: skip


@pytest.mark.parametrize("status", ["ACTC", "ACSP", "ACSC", "ACWC", "PART"])
def test_every_way_of_taking_a_file(status: str) -> None:
    file, _ = file_of("amina")
    assert read(pain002(file.message_id, group=status))["accepted_files"] == 1


@pytest.mark.parametrize("status", ["RCVD", "PDNG", ""])
def test_an_answer_that_decides_nothing_changes_nothing(status: str) -> None:
    file, _ = file_of("amina")
    assert read(pain002(file.message_id, group=status)) == {"files": 1, "statuses": 1}
    file.refresh_from_db()
    assert file.state == "written"


def test_one_transfer_is_refused_and_the_others_stay() -> None:
    file, [amina, bram] = file_of("amina", "bram")
    body = pain002(file.message_id, group="PART", transfers=[(bram.end_to_end_id, "RJCT", "AC04")])
    assert read(body) == {"files": 1, "statuses": 3, "accepted_files": 1, "refused": 1}
    assert states() == [("filed", ""), ("refused", "AC04")]
    last = records.history("payment.Payment", bram.pk)[-1]
    assert (last.from_state, last.to_state, last.who, last.why) == (
        "filed", "refused", "test", "the bank said refused AC04",
    )  # fmt: skip
    item = Item.objects.get()
    assert (item.kind, item.subject_kind, item.subject_id, item.client_id) == (
        "returned_payment", "payment.Payment", bram.pk, bram.client_id,
    )  # fmt: skip
    assert item.arguments == {
        "outcome": "refused", "code": "AC04", "meaning": "account", "month": "2026-07", "scheme": bank.SCHEME,
    }  # fmt: skip
    assert amina.pk != bram.pk


def test_a_refusal_without_transfers_named_still_takes_the_file() -> None:
    file, [amina] = file_of("amina")
    read(pain002(file.message_id, group="", transfers=[(amina.end_to_end_id, "RJCT", "AC04")]))
    file.refresh_from_db()
    assert (file.state, states()) == ("accepted", [("refused", "AC04")])


@pytest.mark.parametrize("level", ["group", "payment"])
def test_a_file_refused_whole_is_owed_again_and_said_once(level: str) -> None:
    file, _ = file_of("amina", "bram")
    told = (
        {"group": "RJCT", "code": "FF01"}
        if level == "group"
        else {"group": "", "payment": "RJCT", "payment_code": "FF01"}
    )
    counts = read(pain002(file.message_id, **told))  # type: ignore[arg-type]
    assert (counts["refused_files"], counts["refused"], counts["rejected"]) == (1, 2, 1)
    file.refresh_from_db()
    assert (file.state, states()) == ("rejected", [("refused", "FF01")] * 2)
    [reject] = Reject.objects.all()
    assert (reject.reason, reject.message_id, reject.arguments) == (
        "file_refused",
        file.message_id,
        {"code": "FF01"},
    )
    assert (Hold.objects.count(), list(Item.objects.values_list("kind", flat=True))) == (
        0,
        ["rejected_message"],
    )


def test_a_file_taken_first_may_still_be_refused_and_not_the_other_way_round() -> None:
    file, _ = file_of("amina")
    taken, refused = (
        pain002(file.message_id),
        pain002(file.message_id, message_id="S-2", group="RJCT", code="AM04"),
    )
    read(taken, refused, pain002(file.message_id, message_id="S-3"))
    file.refresh_from_db()
    assert (file.state, states()) == ("rejected", [("refused", "AM04")])


@pytest.mark.parametrize("code", ["AM05", "DU01"])
def test_the_refusal_of_a_second_copy_refuses_nothing(code: str) -> None:
    file, _ = file_of("amina")
    assert read(pain002(file.message_id, group="RJCT", code=code)) == {
        "files": 1,
        "statuses": 1,
        "rejected": 1,
    }
    file.refresh_from_db()
    assert (file.state, states()) == ("written", [("filed", "")])
    assert rejects() == [("second_copy_refused", file.message_id, 4)]


def test_a_file_refused_after_one_of_it_was_booked_goes_to_a_person() -> None:
    file, [amina, bram] = file_of("amina", "bram")
    Payment.objects.filter(pk=amina.pk).update(state="settled", settled_on=date(2026, 8, 5))
    read(pain002(file.message_id, group="RJCT", code="AM04"))
    assert states() == [("settled", ""), ("refused", "AM04")]
    assert [reason for reason, _, _ in rejects()] == ["rejected_after_booking", "file_refused"]
    assert bram.pk


def test_a_bank_that_has_its_own_reason_is_told_as_narrative() -> None:
    file, [amina] = file_of("amina")
    body = pain002(file.message_id, transfers=[(amina.end_to_end_id, "RJCT", "")])
    read(body)
    assert states() == [("refused", "NARR")]


def test_lines_that_cannot_be_used_stand_on_the_list_and_the_others_are_applied() -> None:
    file, [amina, bram] = file_of("amina", "bram")
    other, [chloe] = file_of("chloe")
    transfers = [
        (amina.end_to_end_id, "RJCT", "AC01"),
        ("P999999999999", "RJCT", "AC01"),
        (chloe.end_to_end_id, "RJCT", "AC01"),
        ("", "RJCT", "AC01"),
        (bram.end_to_end_id, "ACSP", ""),
    ]
    counts = read(pain002(file.message_id, group="PART", transfers=transfers))
    assert (counts["refused"], counts["rejected"]) == (1, 3)
    assert states() == [("refused", "AC01"), ("filed", ""), ("filed", "")]
    assert rejects() == [
        ("transfer_unknown", "P999999999999", 7),
        ("transfer_of_another_file", chloe.end_to_end_id, 8),
        ("reference_missing", "", 9),
    ]
    assert Item.objects.filter(kind="rejected_message").count() == 3
    assert other.pk


def test_a_status_of_a_payment_that_is_not_ours_is_passed_over() -> None:
    file, _ = file_of("amina")
    read(pain002(file.message_id, group="", payment="RJCT", payment_code="AC01", payment_id="OTHER"))
    assert (states(), rejects()) == ([("filed", "")], [("payment_unknown", "OTHER", 5)])


def test_a_transfer_that_was_never_sent_is_not_refused() -> None:
    file, [amina] = file_of("amina")
    Payment.objects.filter(pk=amina.pk).update(state="released", file=None)
    read(pain002(file.message_id, transfers=[(amina.end_to_end_id, "RJCT", "AC04")]))
    assert (states(), rejects()) == ([("released", "")], [("not_at_the_bank", amina.end_to_end_id, 6)])


def whole(reason: str) -> None:
    """The last file was rejected whole for a reason, stands on the list and waits for a person; nothing moved."""
    assert IncomingFile.objects.latest("pk").state == "rejected"
    assert Reject.objects.latest("pk").reason == reason
    assert set(states()) <= {("filed", "")}
    assert BankAnswer.objects.count() == 0
    assert Item.objects.filter(kind="rejected_message").count() == Reject.objects.count()


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_file_that_was_cut_is_rejected_whole(share: float) -> None:
    file, [amina, bram] = file_of("amina", "bram")
    transfers = [(row.end_to_end_id, "RJCT", "AC04") for row in (amina, bram)]
    body = pain002(file.message_id, group="PART", transfers=transfers)
    assert read(body[: int(len(body) * share)]) == {"files": 1, "rejected_files": 1}
    whole("cut")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty_file"),
        (b"  \n", "empty_file"),
        (b"no xml at all", "not_xml"),
        (pain002("X").replace(b"</GrpHdr>", b"</Other>"), "not_xml"),
        (b"<Document/>", "wrong_root"),
        (pain002("X").replace(b"001.03", b"001.04"), "wrong_root"),
        (b'<!DOCTYPE Document [<!ENTITY a "b">]>' + pain002("X"), "doctype_not_allowed"),
        (pain002("X", group="MAYBE"), "not_as_described"),
        (
            pain002("X").replace(b"<GrpHdr>", b"<Other>").replace(b"</GrpHdr>", b"</Other>"),
            "not_as_described",
        ),
        (pain002("X").replace(b"<MsgId>S-1</MsgId>", b""), "not_as_described"),
        (pain002("X", name="pain.008.001.02"), "not_a_payment_file"),
        (pain002("CAPAC-UNKNOWN"), "file_unknown"),
    ],
)
def test_a_file_that_cannot_be_used_is_rejected_whole(body: bytes, reason: str) -> None:
    file_of("amina")
    file = world.incoming(body, "PAIN002")
    assert payment.read_bank(who="test")["rejected_files"] == 1
    file.refresh_from_db()
    whole(reason)


def test_what_goes_against_the_schema_is_told_with_line_and_field() -> None:
    file, _ = file_of("amina")
    read(pain002(file.message_id, group="MAYBE"))
    reject = Reject.objects.get()
    assert (reject.line, reject.field, reject.arguments) == (4, "GrpSts", {"rule": "cvc_enumeration_valid"})


def test_the_same_answer_again_is_known() -> None:
    file, [amina] = file_of("amina")
    body = pain002(file.message_id, transfers=[(amina.end_to_end_id, "RJCT", "AC04")])
    read(body)
    assert read(body, body) == {"files": 2, "known_files": 2}
    assert (len(records.history("payment.Payment", amina.pk)), Item.objects.count()) == (2, 1)


def test_another_content_under_a_known_id_is_rejected_whole() -> None:
    file, [amina] = file_of("amina")
    read(pain002(file.message_id))
    changed = pain002(file.message_id, transfers=[(amina.end_to_end_id, "RJCT", "AC04")])
    assert read(changed) == {"files": 1, "rejected_files": 1}
    assert (states(), rejects()) == ([("filed", "")], [("message_known_with_other_content", "", None)])


def test_the_same_status_under_another_id_says_nothing_new() -> None:
    file, [amina] = file_of("amina")
    transfers = [(amina.end_to_end_id, "RJCT", "AC04")]
    read(pain002(file.message_id, transfers=transfers))
    again = read(pain002(file.message_id, message_id="S-2", transfers=transfers))
    assert (again["known"], again.get("refused", 0)) == (1, 0)
    assert Item.objects.count() == 1


def test_nothing_of_the_clients_stands_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    file, [amina] = file_of("amina")
    with caplog.at_level("DEBUG"):
        read(
            pain002(
                file.message_id, transfers=[(amina.end_to_end_id, "RJCT", "AC04"), ("P1", "RJCT", "AC04")]
            )
        )
    for secret in (world.number_of("amina"), world.account_of("amina"), "Amina", "Baert"):
        assert secret not in caplog.text
