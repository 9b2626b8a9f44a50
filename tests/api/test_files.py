"""A person's file for a machine: the register first, the person's own data alone, page by page."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from capac.core import clock
from capac.people import api as people
from capac.people.models import Access
from capac.web.api.urls import urlpatterns
from tests import world
from tests.api.conftest import BASE, GROUND, Partner, Partners
from tests.architecture.test_register import early
from tests.flows.paying import Calendar
from tests.web.portal import july_paid, visitor

pytestmark = pytest.mark.django_db
ISSUES = "urn:problem-type:belgif:input-validation:"


@pytest.fixture
def act(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    """The acts of a month, each at its moment."""
    return Calendar(monkeypatch)


def about(name: str = "amina", **more: Any) -> dict[str, Any]:
    """The body that asks for one of the cast."""
    return {"ssin": world.number_of(name), "legalContext": GROUND, **more}


def issues(answer: Any) -> list[tuple[str, str, str]]:
    """Type, place and name of what is wrong."""
    assert answer.status_code == 400, answer.content
    body = answer.json()
    assert body["type"] == "urn:problem-type:belgif:badRequest"
    return [(one["type"].removeprefix(ISSUES), one["in"], one["name"]) for one in body["issues"]]


def test_the_file_of_a_person(partner: Partners) -> None:
    client = world.client("amina")
    answer = partner().post("/files/get", about())
    assert answer.json() == {
        "id": str(client.key),
        "givenName": client.given_name,
        "familyName": client.family_name,
        "language": client.language,
        "officeCode": client.office.code if client.office else None,
    }
    assert "no-store" in answer["Cache-Control"]


def test_who_asked_stands_in_the_register_with_its_ground(partner: Partners) -> None:
    client = world.client("amina")
    partner().post("/files/get", about())
    [row] = Access.objects.all()
    assert (row.actor_kind, row.actor, row.why) == ("machine", "demo-institution", GROUND)
    assert (row.route, row.action, row.clients) == ("api:getFile", "file", [client.pk])
    assert row.at <= clock.now()


def test_the_person_sees_that_a_machine_looked(partner: Partners) -> None:
    world.client("amina")
    partner().post("/files/get", about())
    page = visitor("amina").get("/file/looks/").content.decode()
    assert "Another institution (demo-institution)" in page


def test_a_number_that_nobody_has_leaves_its_look_too(partner: Partners) -> None:
    world.client("amina")
    answer = partner().post("/files/get", about("bram"))
    assert issues(answer) == [("referencedResourceNotFound", "body", "ssin")]
    [row] = Access.objects.all()
    assert row.clients == []
    assert world.number_of("bram") not in answer.content.decode()


SHOWING = [one.name for one in urlpatterns if getattr(one.callback, "shows_person", False)]


@pytest.mark.parametrize("name", SHOWING)
def test_every_operation_about_a_person_writes_its_row_first(
    partner: Partners, act: Calendar, name: str
) -> None:
    client = july_paid(act)
    more = {"month": "2026-07", "scheme": "fullUnemployment"} if name == "explainMonth" else {}
    machine, before = partner(), Access.objects.count()
    with CaptureQueriesContext(connection) as queries:
        answer = machine.post(reverse(f"api:{name}").partition(BASE)[2], about(**more))
    assert answer.status_code == 200, answer.content
    assert [row.clients for row in Access.objects.order_by("id")[before:]] == [[client.pk]]
    assert early([one["sql"] for one in queries]) == ()


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({}, [("schemaViolation", "body", "ssin"), ("schemaViolation", "body", "legalContext")]),
        ({"ssin": "12345", "legalContext": GROUND}, [("schemaViolation", "body", "ssin")]),
        ({"ssin": "12345678901", "legalContext": GROUND}, [("invalidInput", "body", "ssin")]),
        ({"ssin": "١٢٣٤٥٦٧٨٩٠١", "legalContext": GROUND}, [("schemaViolation", "body", "ssin")]),
        (
            {"ssin": "12345678901", "legalContext": GROUND, "name": "x"},
            [("unknownInput", "body", "name")],
        ),
        ("{", [("schemaViolation", "body", "")]),
        ("[]", [("schemaViolation", "body", "")]),
    ],
)
def test_what_cannot_be_used_is_named_without_its_value(
    partner: Partners, body: Any, found: list[tuple[str, str, str]]
) -> None:
    answer = partner().post("/files/get", body)
    assert issues(answer) == found
    assert "12345" not in answer.content.decode()
    assert Access.objects.count() == 0


def test_an_unknown_query_parameter_is_refused(partner: Partners) -> None:
    answer = partner().post("/files/get?colour=red", about())
    assert issues(answer) == [("unknownInput", "query", "colour")]


def test_a_number_in_the_address_is_not_answered(partner: Partners) -> None:
    assert partner().get(f"/files/{world.client('amina').key}").status_code == 404
    assert partner().get("/files/get").json()["type"] == "urn:problem-type:capac:benefits:methodNotAllowed"


def test_a_body_that_is_not_json(partner: Partners) -> None:
    answer = partner().post("/files/get", "ssin=1", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 415
    assert answer.json()["type"] == "urn:problem-type:capac:benefits:unsupportedMediaType"


def test_what_was_authorized_and_what_was_paid(partner: Partners, act: Calendar) -> None:
    july_paid(act)
    machine = partner()
    [authorized] = machine.post("/authorizations/query", about()).json()["items"]
    assert authorized == {
        "from": "2026-07-01",
        "scheme": "fullUnemployment",
        "article": "01/64BA1",
        "familyCategory": "B",
        "dailyAmount": 7489,
        "notifiedOn": authorized["notifiedOn"],
    }
    [month] = [
        one for one in machine.post("/months/query", about()).json()["items"] if one["month"] == "2026-07"
    ]
    assert (month["status"], month["grossAmount"], month["payableAmount"]) == ("paid", 175992, 158235)
    [paid] = machine.post("/payments/query", about()).json()["items"]
    assert paid == {
        "id": paid["id"],
        "month": "2026-07",
        "scheme": "fullUnemployment",
        "status": "settled",
        "executionDate": "2026-08-04",
        "settledOn": "2026-08-04",
        "grossAmount": 175992,
        "taxAmount": 17757,
        "transferAmount": 158235,
        "withheld": [],
    }


def test_a_month_is_explained_in_the_language_asked_for(partner: Partners, act: Calendar) -> None:
    july_paid(act)
    asked = about(month="2026-07", scheme="fullUnemployment")
    said = {
        lang: partner().post("/months/explain", asked, **{"accept-language": lang}) for lang in ("fr", "nl")
    }
    assert {lang: answer["Content-Language"] for lang, answer in said.items()} == {"fr": "fr", "nl": "nl"}
    french = said["fr"].json()
    assert (french["gross"], french["tax"], french["payable"]) == ("1759.92", "177.57", "1582.35")
    assert french["steps"][0]["name"] == "days"
    assert french["steps"][0]["because"] != said["nl"].json()["steps"][0]["because"]
    assert [day["why"] for day in french["days"] if day["day"] == "2026-07-20"] == ["sick"]


def test_a_month_of_which_nothing_is_calculated(partner: Partners) -> None:
    world.client("amina")
    answer = partner().post("/months/explain", about(month="2026-07", scheme="fullUnemployment"))
    assert issues(answer) == [("referencedResourceNotFound", "body", "month")]


def test_a_page_leads_to_the_next_and_the_last_does_not(partner: Partners, act: Calendar) -> None:
    july_paid(act)
    machine, seen = partner(), []
    answer = machine.post("/months/query?pageSize=1", about()).json()
    while True:
        assert answer["pageSize"] == 1
        assert "total" not in answer
        seen += [one["month"] for one in answer["items"]]
        if "next" not in answer:
            break
        answer = machine.post(answer["next"].partition(BASE)[2], about()).json()
    assert seen == ["2026-08", "2026-07"]


def test_the_next_page_of_one_person_is_nothing_for_another(partner: Partners, act: Calendar) -> None:
    july_paid(act)
    world.client("bram")
    machine = partner()
    following = machine.post("/months/query?pageSize=1", about()).json()["next"].partition(BASE)[2]
    for path in (following, "/months/query?after=made-up"):
        assert issues(machine.post(path, about("bram"))) == [("invalidInput", "query", "after")]


def test_what_breaks_here_is_a_problem_with_its_trace(
    partner: Partners, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_ids: object) -> object:
        raise ValueError("secret of the inside")

    world.client("amina")
    machine: Partner = partner()
    monkeypatch.setattr(people, "clients", broken)
    answer = machine.post("/files/get", about())
    assert answer.status_code == 500
    assert answer.json()["type"] == "urn:problem-type:belgif:internalServerError"
    assert b"secret" not in answer.content
    assert Access.objects.count() == 1
