"""Files of barème rows: received once, proposed by one person, approved by another; then they are the law of their days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from capac.core.clock import now
from capac.exchange import api as exchange
from capac.exchange.states import BAREMES
from capac.records import api as records
from capac.rules import api as rules
from tests import world
from tests.rules.bareme_tables import by_formula, csv, line

pytestmark = pytest.mark.django_db
ODD = csv(line(64, "N", "A1", "75.00"))


def received(content: bytes = ODD) -> int:
    file_id, faults = exchange.receive_bareme(content, name="rows.csv", who="test")
    assert file_id is not None, faults
    return file_id


def proposed(content: bytes = ODD) -> int:
    file_id = received(content)
    exchange.propose_bareme(file_id, staff=world.staff("pol"), because=world.because("pol", ""))
    return file_id


def approved(content: bytes = ODD) -> int:
    file_id = proposed(content)
    exchange.approve_bareme(
        file_id, staff=world.staff("rita"), because=world.because("rita", "as ONEM wrote")
    )
    return file_id


def moves(file_id: int) -> list[tuple[str, str, str]]:
    return [(one.from_state, one.to_state, one.who) for one in records.history(BAREMES.kind, file_id)]


def amounts(known: datetime | None = None) -> dict[date, list[int]]:
    """Daily cents by date of what is in force."""
    return {
        table.valid_from: [row.daily_cents for row in table.rows]
        for table in exchange.bareme(known or now()).tables
    }


def refused(act: object, file_id: int, who: str, note: str = "seen") -> str:
    with pytest.raises(exchange.BaremeError) as fault:
        act(file_id, staff=world.staff(who), because=world.because(who, note))  # type: ignore[operator]
    return fault.value.reason


def test_two_people_make_rows_the_law_and_the_log_says_who() -> None:
    file_id = received()
    assert amounts() == {}
    exchange.propose_bareme(file_id, staff=world.staff("pol"), because=world.because("pol", ""))
    assert amounts() == {}
    exchange.approve_bareme(
        file_id, staff=world.staff("rita"), because=world.because("rita", "as ONEM wrote")
    )
    assert amounts() == {date(2026, 3, 1): [75_00]}
    assert moves(file_id) == [
        ("", "received", "test"),
        ("received", "proposed", "pol"),
        ("proposed", "approved", "rita"),
    ]
    assert exchange.check() == []


def test_what_was_known_before_the_approval_knows_nothing_of_it() -> None:
    approved()
    assert amounts(now() - timedelta(seconds=1)) == {}


def test_the_same_person_or_one_without_the_role_approves_nothing() -> None:
    both = world.staff("pol")
    both.roles = [*both.roles, "releaser"]
    both.save()
    file_id = proposed()
    assert refused(exchange.approve_bareme, file_id, "pol") == "same_person"
    assert refused(exchange.approve_bareme, file_id, "agnes") == "not_allowed"
    assert (
        refused(exchange.propose_bareme, received(csv(line(65, "N", "A1", "75.00"))), "rita") == "not_allowed"
    )
    assert amounts() == {}


def test_the_database_refuses_one_person_twice_and_an_approval_by_nobody() -> None:
    file_id = proposed()
    for approved_by in ("pol", ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            exchange.BaremeFile.objects.filter(pk=file_id).update(
                state="approved", approved_by=approved_by, known_at=now()
            )


def test_a_file_with_something_wrong_goes_no_further_and_can_only_be_rejected() -> None:
    file_id = received(csv(line(64, "N", "A1", "75.00", half="37.49")))
    assert refused(exchange.propose_bareme, file_id, "pol") == "wrong"
    assert refused(exchange.approve_bareme, file_id, "rita") == "not_waiting"
    assert refused(exchange.reject_bareme, file_id, "pol", note="") == "note_missing"
    exchange.reject_bareme(
        file_id, staff=world.staff("pol"), because=world.because("pol", "the half is wrong")
    )
    assert moves(file_id)[-1] == ("received", "rejected", "pol")
    assert refused(exchange.reject_bareme, file_id, "pol") == "not_waiting"
    assert amounts() == {}


def test_what_is_odd_is_approved_with_a_note_only() -> None:
    file_id = proposed()
    assert refused(exchange.approve_bareme, file_id, "rita", note="") == "note_missing"
    assert amounts() == {}


def test_a_file_is_there_once_and_again_after_it_was_rejected() -> None:
    file_id = received()
    with pytest.raises(exchange.BaremeError, match="known"):
        received()
    exchange.reject_bareme(file_id, staff=world.staff("rita"), because=world.because("rita", "not yet"))
    assert received() > file_id


def test_a_later_file_of_the_same_date_replaces_the_families_and_phases_that_it_holds() -> None:
    approved(csv(line(64, "N", "A1", "75.00"), line(65, "N", "A1", "75.50"), line(64, "B", "A1", "74.90")))
    approved(csv(line(64, "N", "A1", "75.10", source="second.csv")))
    table = exchange.bareme(now()).tables[0]
    assert {(row.code, row.family): row.daily_cents for row in table.rows} == {
        (64, "N"): 75_10,
        (64, "B"): 74_90,
    }
    assert table.source == "barema-test.csv; second.csv"


def test_a_bad_file_keeps_nothing() -> None:
    assert exchange.receive_bareme(b"code\n1\n", name="x.csv", who="test")[0] is None
    assert exchange.baremes(10) == []


def test_the_view_compares_with_the_formula_and_the_rows_of_before() -> None:
    approved()
    view = exchange.bareme_view(received(csv(line(64, "N", "A1", "76.39", valid_from="2026-09-01"))))
    assert [(one.formula_cents, one.missing, one.before_cents) for one in view.report.compared] == [
        (None, "index_multiplier", 75_00)
    ]


def told(path: Path, *words: str) -> str:
    out = StringIO()
    call_command("import_bareme", str(path), *words, stdout=out)
    return out.getvalue()


def test_the_command_is_dry_and_tells_what_is_odd(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(csv(*by_formula(), line(70, "N", "A1", "83.00")))
    said = told(path)
    assert "46 rows from 2026-03-01, barema-test.csv" in said
    assert "look: Amounts that are not those of the formula: 1, the first for 70NA1." in said
    assert "70NA1: 83.00, by the formula 80.36" in said
    assert said.endswith("nothing is kept: add --go\n")
    assert exchange.baremes(10) == []


def test_the_command_keeps_a_file_once_and_names_each_fault(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(ODD)
    told(path, "--go", "--by", "pol")
    (file,) = exchange.baremes(10)
    assert (file.name, file.state, file.source, moves(file.pk)) == (
        "rows.csv", "received", "barema-test.csv", [("", "received", "pol")],
    )  # fmt: skip
    with pytest.raises(CommandError, match="there already"):
        told(path, "--go")
    path.write_bytes(csv(line(64, "N", "A9", "75.00")))
    with pytest.raises(CommandError, match="1 faults: nothing is kept"):
        told(path, "--go")
    with pytest.raises(CommandError, match="cannot be read"):
        told(tmp_path / "absent.csv")
    assert len(exchange.baremes(10)) == 1


def test_the_front_door_of_the_rules_reads_what_is_kept() -> None:
    approved()
    with rules.bareme_rows(exchange.bareme(now())):
        answer = rules.explain(
            {"wage": {"monthly": "3000.00"}, "on": "2026-03-01", "family": "N", "phase": "A1"}
        )
    assert (answer["daily_amount"], answer["half_amount"]) == ("75.00", "37.50")
    assert [(one["name"], one["source"]) for one in answer["parameters"]] == [
        ("bareme_rows", "barema-test.csv")
    ]
