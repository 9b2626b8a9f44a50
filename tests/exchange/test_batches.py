"""Batches of ONSS: complete, late, doubled, out of order, wrongly signed; and the answers to them, valid."""

from __future__ import annotations

import json
from typing import Any

import pytest
import pytest_django
from joserfc import jws
from joserfc.jwk import KeySet, OKPKey
from lxml import etree

from capac.exchange import api as exchange
from capac.exchange import batch_signatures
from capac.exchange.models import Declaration
from capac.exchange.wech_faults import schema
from capac.records import api as records
from capac.records.models import IncomingFile, OutgoingMessage, Reject
from capac.work import api as work
from scripts import wech_schemas
from tests import onss, world
from tests.onss import declared
from world.onss_messages import SENDER, form

pytestmark = pytest.mark.django_db
GO_NAME = "GO.WECH505.012996.20260701.00001.R.1"
FI_NAME = "FI.WECH505.012996.20260701.00001.R.1"


@pytest.fixture(autouse=True)
def _keys(settings: pytest_django.Settings) -> None:
    settings.ONSS = onss.keys()
    world.client("amina")


def read() -> dict[str, int]:
    return {name: number for name, number in exchange.read_declarations(who="test").items() if number}


def answers() -> dict[str, bytes]:
    return {
        row.name: bytes(row.body) for row in OutgoingMessage.objects.filter(destination="onss").order_by("pk")
    }


def answer(kind: str) -> Any:
    """Our answer of a kind to batch 1, valid by its schema."""
    body = answers()[f"FO.{kind}-WECH505.012996.20260701.00001.R.1"]
    tree = etree.fromstring(body)
    name = etree.QName(tree).localname.lower()
    assert schema(name).validate(tree), schema(name).error_log
    return tree


def states() -> list[str]:
    return list(IncomingFile.objects.order_by("pk").values_list("state", flat=True))


def test_data_without_its_trigger_waits() -> None:
    onss.deliver(onss.body_of(declared()), kinds=("FI", "FS"))
    assert read() == {}
    assert states() == ["waiting", "waiting"]
    onss.deliver(onss.body_of(declared()), kinds=("GO",))
    assert read() == {"files": 1, "declarations": 1, "kept": 1}
    assert states() == ["read", "read", "read"]


@pytest.mark.parametrize("kinds", [("GO", "FS", "FI"), ("FS", "GO", "FI"), ("FI", "GO", "FS")], ids=" ".join)
def test_files_of_a_batch_may_overtake_each_other(kinds: tuple[str, ...]) -> None:
    onss.deliver(onss.body_of(declared()), kinds=kinds[:2])
    assert read() in ({}, {"not_ready": 1})
    onss.deliver(onss.body_of(declared()), kinds=kinds[2:])
    assert read() == {"files": 1, "declarations": 1, "kept": 1}


def test_a_signature_that_does_not_come_within_a_day_refuses_the_batch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    onss.deliver(onss.body_of(declared()), kinds=("FI", "GO"))
    monkeypatch.setenv("CAPAC_NOW", "2026-07-02T11:59")
    assert read() == {"not_ready": 1}
    monkeypatch.setenv("CAPAC_NOW", "2026-07-02T12:00")
    assert read() == {"files": 1, "rejected_files": 1}
    (reject,) = Reject.objects.all()
    assert (reject.reason, reject.field, reject.kind) == ("signature_missing", "FS", "WECH_FI")
    assert states() == ["rejected", "read"]
    assert [item.subject_id for item in work.queue()] == [reject.pk]
    assert Declaration.objects.count() == 0
    assert answer("ACRF").findtext(".//ErrorID") == "ACRF-001"


def test_data_that_does_not_come_within_a_day_refuses_the_trigger(monkeypatch: pytest.MonkeyPatch) -> None:
    onss.deliver(b"", kinds=("GO",))
    monkeypatch.setenv("CAPAC_NOW", "2026-07-02T12:00")
    assert read() == {"files": 1, "rejected_files": 1}
    assert [(row.reason, row.kind) for row in Reject.objects.all()] == [("data_missing", "WECH_GO")]


def test_a_part_that_comes_after_its_batch_was_refused_waits_for_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    onss.deliver(b"", kinds=("GO",))
    monkeypatch.setenv("CAPAC_NOW", "2026-07-02T12:00")
    read()
    onss.deliver(onss.body_of(declared()), kinds=("FI", "FS"))
    assert read() == {"late_parts": 2}
    assert (states(), Declaration.objects.count()) == (["rejected", "read", "read"], 0)


def of_a_stranger() -> bytes:
    return batch_signatures.sign(
        FI_NAME, onss.body_of(declared()), OKPKey.generate_key("Ed25519", {"kid": SENDER})
    )


def of_an_unknown_sender() -> bytes:
    key = OKPKey.import_key({**onss.sender_key().as_dict(private=True), "kid": "999999"})
    return batch_signatures.sign(FI_NAME, onss.body_of(declared()), key)


def of_another_name() -> bytes:
    return batch_signatures.sign(
        FI_NAME.replace("00001", "00002"), onss.body_of(declared()), onss.sender_key()
    )


def of_other_bytes() -> bytes:
    return batch_signatures.sign(FI_NAME, b"other", onss.sender_key())


def without_algorithm() -> bytes:
    right = batch_signatures.sign(FI_NAME, onss.body_of(declared()), onss.sender_key()).split(b".")
    return b"eyJhbGciOiJub25lIn0." + right[1] + b"."


def of_a_list() -> bytes:
    header = {"alg": "Ed25519", "kid": SENDER}
    return jws.serialize_compact(header, json.dumps([]), onss.sender_key(), algorithms=["Ed25519"]).encode()


@pytest.mark.parametrize(
    ("signature", "reason", "code"),
    [
        (of_a_stranger, "bad_signature", "ACRF-002"),
        (of_an_unknown_sender, "bad_signature", "ACRF-002"),
        (of_another_name, "signature_of_another_file", "ACRF-003"),
        (of_other_bytes, "signature_of_another_file", "ACRF-003"),
        (without_algorithm, "bad_signature", "ACRF-002"),
        (of_a_list, "bad_signature", "ACRF-002"),
        (lambda: b"", "bad_signature", "ACRF-002"),
        (lambda: b"\xff\xfe", "bad_signature", "ACRF-002"),
    ],
)
def test_a_batch_whose_signature_does_not_fit_is_refused_whole(
    signature: Any, reason: str, code: str
) -> None:
    onss.deliver(onss.body_of(declared()), signature=signature())
    assert read() == {"files": 1, "rejected_files": 1}
    (reject,) = Reject.objects.all()
    assert (reject.reason, reject.kind) == (reason, "WECH_FI")
    assert Declaration.objects.count() == 0
    assert answer("ACRF").findtext(".//ResultCode") == "0"
    assert answer("ACRF").findtext(".//ErrorID") == code
    assert read() == {}
    assert len(answers()) == 3


def test_a_sender_whose_key_we_do_not_have_is_refused(settings: pytest_django.Settings) -> None:
    settings.ONSS = (KeySet([]), onss.own_key())
    onss.deliver(onss.body_of(declared()))
    assert read() == {"files": 1, "rejected_files": 1}
    (reject,) = Reject.objects.all()
    assert (reject.reason, reject.arguments) == ("unknown_sender", {"sender": SENDER})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (lambda whole: whole[: len(whole) // 2], "cut"),
        (
            lambda whole: whole.replace(b"WECH505 ", b"WECH506 ").replace(b"</WECH505", b"</WECH506"),
            "wrong_root",
        ),
        (lambda whole: whole.replace(b"</WECH505>", b"<Other/></WECH505>"), "not_a_declaration"),
        (lambda whole: whole.replace(b"<Form>", b"<Other/><Form>", 1), "not_a_declaration"),
        (lambda _whole: b"no xml", "not_xml"),
        (lambda _whole: b" ", "empty_file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(content: Any, reason: str) -> None:
    onss.deliver(content(onss.body_of(declared(), declared(ticket="B"))))
    assert read() == {"files": 1, "rejected_files": 1}
    assert [(row.reason, row.kind) for row in Reject.objects.all()] == [(reason, "WECH_FI")]
    assert Declaration.objects.count() == 0
    assert answer("ACRF").findtext(".//ResultCode") == "0"


def test_a_name_that_is_no_batch_of_ours_is_refused_without_answer() -> None:
    world.incoming(b"", "WECH_GO", name="GO.WECH501.012996.20260701.00001.R.1")
    assert read() == {"files": 1, "rejected_files": 1}
    assert [(row.reason, row.field) for row in Reject.objects.all()] == [("wrong_batch_name", "name")]
    assert answers() == {}


def test_a_batch_that_comes_twice_is_nothing_new() -> None:
    onss.deliver(onss.body_of(declared()), kinds=("FI", "FI", "FS", "FS", "GO", "GO"))
    assert read() == {"files": 1, "declarations": 1, "kept": 1}
    before = answers()
    onss.deliver(onss.body_of(declared()))
    assert read() == {"files": 1}
    assert (answers(), set(states()), Declaration.objects.count()) == (before, {"read"}, 1)
    assert work.queue() == []


def test_other_bytes_under_a_known_name_are_refused() -> None:
    onss.deliver(onss.body_of(declared()))
    read()
    onss.deliver(onss.body_of(declared(ticket="OTHER")))
    assert read() == {"files": 1, "rejected_files": 1}
    assert [row.reason for row in Reject.objects.all()] == ["batch_name_used"]
    assert [row.ticket for row in Declaration.objects.all()] == ["0340000AMINA"]
    assert answer("ACRF").findtext(".//ResultCode") == "1"


def test_what_we_answer_says_what_became_of_each_form() -> None:
    wrong = form(declared(ticket="WRONG")).replace("<HoursNumber>760", "<HoursNumber>0")
    files = onss.deliver(onss.body_of(declared(), wrong, declared(name="bram")))
    read()
    acknowledged = answer("ACRF")
    assert acknowledged.findtext(".//Identification") == "ACRF001"
    assert acknowledged.findtext(".//FileName") == GO_NAME
    assert acknowledged.findtext(".//ReferenceNbr") == f"CAP{files[2].pk:010d}"
    assert (acknowledged.findtext(".//ResultCode"), acknowledged.find(".//ErrorID")) == ("1", None)
    told = [
        (
            one.findtext("HandledReference/ReferenceNbr"),
            one.findtext("HandlingResult/ResultCode"),
            one.findtext("HandlingResult/AnomalyReport/ErrorID"),
            one.findtext("HandlingResult/AnomalyReport/TagName"),
            one.findtext("HandlingResult/AnomalyReport/AnomalyClass"),
        )
        for one in answer("NOTI").findall("Form")
    ]
    assert told == [
        ("0340000AMINA", "1", None, None, None),
        ("WRONG", "0", "00180-008", "HoursNumber", "B"),
        ("0340000BRAM", "0", "00024-008", "INSS", "B"),
    ]


def test_an_answer_leaves_as_a_batch_with_our_signature_and_its_trigger_last() -> None:
    onss.deliver(onss.body_of(declared()))
    read()
    sent = answers()
    assert [name.split(".")[0] + name.split(".")[1] for name in sent] == [
        "FOACRF-WECH505", "FSACRF-WECH505", "GOACRF-WECH505", "FONOTI-WECH505", "FSNOTI-WECH505", "GONOTI-WECH505",
    ]  # fmt: skip
    for name, body in sent.items():
        if name.startswith("FO."):
            signature = sent[name.replace("FO.", "FS.", 1)].decode()
            payload = jws.deserialize_compact(signature, onss.own_key(), algorithms=["Ed25519"]).payload
            told = json.loads(payload)
            assert (told["file"], told["size"]) == (name, len(body))


def test_the_schemas_are_those_of_their_tables() -> None:
    for name in wech_schemas.HEADS:
        written = (wech_schemas.FORMATS / f"{name}.xsd").read_text(encoding="utf-8")
        assert written == wech_schemas.schema(name, wech_schemas.read_table(name))
        assert ("derived" in written) or ("own derivation" in written)


@pytest.mark.parametrize("name", ["WECH505", "WECH506", "WECH508", "WECH510"])
def test_what_onss_writes_is_valid_by_our_schema(name: str) -> None:
    body = onss.body_of(declared(name), declared(name, status=3, original="X"))
    assert schema(name).validate(etree.fromstring(body)), schema(name).error_log


def test_a_batch_of_which_another_reader_holds_a_file_is_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    files = onss.deliver(onss.body_of(declared()))
    held = records.hold
    monkeypatch.setattr(records, "hold", lambda file: file.pk != files[0].pk and held(file))
    assert read() == {}
    assert states() == ["waiting", "waiting", "waiting"]
    monkeypatch.setattr(records, "hold", held)
    assert read() == {"files": 1, "declarations": 1, "kept": 1}
