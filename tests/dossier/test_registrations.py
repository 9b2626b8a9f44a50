"""Files of the four regional services: versions that come doubled, late, out of order, refused or cut."""

from __future__ import annotations

from datetime import date

import pytest

from capac.dossier import api as dossier
from capac.records import api as records
from capac.work import api as work
from tests import world
from tests.dossier.files import (
    ASKED,
    comes,
    from_service,
    opened,
    reasons,
    registration,
    registrations,
    states,
    view,
)

pytestmark = pytest.mark.django_db
READ = {"files": 1, "messages": 1, "kept": 1}


def test_a_registration_gives_an_open_file_its_piece_with_the_day_it_came() -> None:
    number = opened().id
    assert from_service(registration()) == READ
    piece = next(one for one in view(number).pieces if one.code == "registration")
    assert piece.state == "received"
    assert [(r.received_on, r.source) for r in piece.receipts] == [(date(2026, 9, 16), "forem R-amina")]
    assert [m.code for m in view(number).missing] == ["C1", "C4", "register_check"]


def test_a_registration_that_came_first_counts_when_the_file_opens() -> None:
    world.client()
    from_service(registration(registered="2026-09-01"))
    assert states(opened().id)["registration"] == "received"
    (one,) = dossier.registrations_of(world.client().pk)
    assert (one.service, one.registered_on, one.ended_on) == ("forem", date(2026, 9, 1), None)


def test_the_registration_of_somebody_without_file_waits_for_him_and_no_longer_with_his_number() -> None:
    assert from_service(registration("bram"), service="vdab") == READ | {"unmatched": 1}
    client = world.client("bram")
    assert dossier.registrations_of(client.pk) == []
    assert dossier.match_new_clients(because=world.because()) == 1
    assert [one.service for one in dossier.registrations_of(client.pk)] == ["vdab"]
    assert dossier.match_new_clients(because=world.because()) == 0
    assert dossier.check() == []


def test_opening_a_file_finds_what_waited_for_its_client() -> None:
    from_service(registration("bram"), service="vdab")
    assert states(opened("bram").id)["registration"] == "received"


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 3, 1)])
def test_in_whatever_order_versions_come_the_highest_rules(order: tuple[int, ...]) -> None:
    number = opened().id
    rows = {
        1: registration(registered="2026-09-10"),
        2: registration(version=2, registered="2026-09-10", ended="2026-09-12", reason="own_request"),
        3: registration(version=3, registered="2026-09-14"),
    }
    for version in order:
        assert from_service(rows[version]) == READ
    (one,) = dossier.registrations_of(world.client().pk)
    assert (one.registered_on, one.ended_on) == (date(2026, 9, 14), None)
    assert states(number)["registration"] == "received"
    assert dossier.check() == []


def test_one_that_ended_before_the_day_asked_gives_nothing_and_takes_back_what_it_gave() -> None:
    number = opened().id
    from_service(registration(registered="2026-09-01"))
    assert states(number)["registration"] == "received"
    from_service(registration(version=2, registered="2026-09-01", ended="2026-09-14", reason="struck_off"))
    missing = {m.code: m.turn for m in view(number).missing}
    assert missing["registration"] == "client"
    from_service(registration(reference="R-2", registered="2026-09-15"))
    assert states(number)["registration"] == "received"


def test_a_certificate_that_the_client_brought_is_not_taken_back_by_a_service() -> None:
    number = opened().id
    dossier.receive_piece(
        number,
        "registration_certificate",
        document_id=None,
        received_on=ASKED,
        because=world.because("agnes"),
    )
    from_service(registration(registered="2026-09-01", ended="2026-09-02"))
    assert states(number)["registration"] == "received"


def test_the_right_begins_with_a_registration_that_came_after_eight_days() -> None:
    assert dossier.right_from(date(2026, 9, 23), ASKED) == ASKED
    assert dossier.right_from(date(2026, 9, 24), ASKED) == date(2026, 9, 24)


def test_the_same_twice_is_kept_once_and_other_content_is_refused() -> None:
    world.client()
    assert from_service(registration()) == READ
    assert from_service(registration()) == {"files": 1}, "the same bytes again"
    again = registrations(registration(), registration("bram"))
    assert comes(again, "REGISTRATIONS", "forem") == {
        "files": 1,
        "messages": 2,
        "kept": 1,
        "unmatched": 1,
        "known": 1,
    }
    assert from_service(registration(registered="2026-09-02")) == {"files": 1, "messages": 1, "rejected": 1}
    assert reasons() == [("version_known_with_other_content", 2, "version")]
    assert [item.kind for item in work.queue()] == ["rejected_message"]
    assert from_service(registration(), service="vdab")["kept"] == 1, "another service has its own references"


def test_one_that_is_wrong_is_refused_with_its_line_and_the_others_count() -> None:
    world.client()
    told = from_service(
        registration(),
        registration("bram", number="80051701101"),
        registration("chloe", registered="2026-09-17"),
        registration("dieter", registered="2026-09-10", ended="2026-09-09"),
        "<registration><reference>R9</reference></registration>\n",
    )
    assert told == {"files": 1, "messages": 5, "kept": 1, "rejected": 4}
    assert reasons() == [
        ("bad_national_number", 3, "inss"),
        ("date_out_of_range", 4, "registeredOn"),
        ("ends_before_start", 5, "endedOn"),
        ("not_as_described", 6, "registration"),
    ]
    assert [row.message_id for row in records.open_rejects()] == [
        "R-bram/1",
        "R-chloe/1",
        "R-dieter/1",
        "R9/",
    ]
    told_of = [str(row.arguments) for row in records.open_rejects()]
    assert not any("80051701101" in one for one in told_of), "a number never leaves its message"


@pytest.mark.parametrize(
    ("body", "mailbox", "reason"),
    [
        (registrations(registration())[:-30], "forem", "cut"),
        (b"", "forem", "empty_file"),
        (registrations(registration(), count=2), "forem", "count_mismatch"),
        (registrations(registration(), service="vdab"), "forem", "service_of_another"),
        (registrations(registration(), service="pole"), "forem", "wrong_header"),
        (registrations("<stranger/>"), "forem", "not_a_registration"),
        (b'<!DOCTYPE x [<!ENTITY y "z">]>' + registrations(registration()), "forem", "doctype_not_allowed"),
    ],
)
def test_a_file_that_cannot_be_used_is_rejected_whole_and_nothing_of_it_counts(
    body: bytes, mailbox: str, reason: str
) -> None:
    world.client()
    assert comes(body, "REGISTRATIONS", mailbox) == {"files": 1, "rejected_files": 1}
    assert [row.reason for row in records.open_rejects()] == [reason]
    assert dossier.registrations_of(world.client().pk) == []
