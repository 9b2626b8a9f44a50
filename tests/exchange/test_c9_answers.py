"""What ONEM answers that is no plain answer: copies of its letters, what cannot be used, files that are cut."""

from __future__ import annotations

import pytest

from capac.exchange import api as exchange
from capac.exchange.models import Notice
from capac.records.models import Reject
from capac.work.models import Item
from tests import world
from tests.exchange.files_at_onem import answer, batch, introduced, only, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-09-16T10:00")


def test_a_copy_of_a_letter_waits_to_be_read() -> None:
    client = world.client("amina")
    number = world.number_of("amina")
    letter = answer("C31", message="L1", inss=number, article="AR 25.11.1991 art. 169", amount="312.40")
    assert told(letter, letter) == {"files": 1, "messages": 2, "letters": 1, "known": 1}
    [seen] = exchange.letters_of(client.pk)
    assert (seen.kind, seen.amount_cents, seen.state) == ("C31", 31240, "to_read")
    exchange.letter_read(seen.id, because=world.because("agnes", "retention noted"))
    assert Notice.objects.get().state == "read"
    assert not Item.objects.exclude(state="done").exists()
    with pytest.raises(exchange.JudgeError, match="letter_read"):
        exchange.letter_read(seen.id, because=world.because("agnes"))


@pytest.mark.parametrize(
    ("bad", "reason", "field"),
    [
        (answer("received", "A9999999999"), "unknown_submission", "reference"),
        (answer("C29", message="L2", inss=world.number_of("bram")), "unknown_person", "inss"),
        (answer("C29", message="L3"), "not_as_described", "inss"),
        (answer("C51", "A0000000001"), "not_as_described", "missing"),
        (answer("C31", message="L4", inss=world.number_of("bram")), "not_as_described", "amount"),
        (answer("received", "A0000000001", on="2026-09-17"), "date_out_of_range", "on"),
        (answer("C29", message="L5", inss="12345678901"), "bad_national_number", "inss"),
    ],
)
def test_an_answer_that_cannot_be_used_is_listed_and_the_others_are_read(
    bad: str, reason: str, field: str
) -> None:
    file = introduced()
    counts = told(bad, answer("received", only(file).reference))
    assert (counts["rejected"], counts["received"]) == (1, 1)
    [reject] = Reject.objects.all()
    assert (reject.reason, reject.field) == (reason, field)
    assert [one.kind for one in Item.objects.exclude(state="done")] == ["rejected_message"]


@pytest.mark.parametrize(
    "body", [b"", b"<x/>", batch(answer("received", "A1"), count=2), batch(answer("received", "A1"))[:150]]
)
def test_a_file_that_is_cut_or_wrong_is_rejected_whole(body: bytes) -> None:
    file = introduced()
    world.incoming(body, kind="C9ANSWERS")
    assert exchange.read_c9_answers(who="test")["rejected_files"] == 1
    assert only(file).state == "written"
