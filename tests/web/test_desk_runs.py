"""Payment runs: prepared by one, seen with all its figures, released by another, or dropped with a reason."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from capac.payment import api as payment
from capac.people import api as people
from tests import world
from tests.payment import bank, bank_messages
from tests.web import desk

pytestmark = pytest.mark.django_db
WHOLE_JULY = "€2,022.03"
"""27 days of 74.89."""


SEEN = {"seen": "202203"}
"""The total of the transfers, which the form repeats."""


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-03T12:00")
    settings.DEBTOR = bank.DEBTOR


def told(visitor: Client, run_id: int) -> str:
    return visitor.get(f"/desk/runs/{run_id}/").content.decode()


def test_prepared_by_an_officer_it_shows_totals_causes_months_and_holds() -> None:
    desk.authorised("amina", "bram")
    desk.carded("amina", "bram")
    world.client("dieter", account=False)
    desk.authorised("dieter")
    desk.carded("dieter")
    page = desk.visitor("pol").post("/desk/runs/prepare/", follow=True)
    run = payment.runs(1)[0]
    assert page.redirect_chain == [(f"/desk/runs/{run.id}/", 302)]
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))
    for words in (
        "The run is prepared.", f"Payment run {run.id}, August 2026", "waits for release", "Prepared by pol.",
        "Payments 2", "Clients 2", "Gross €4,044.06", "To transfer €4,044.06", "first payment 2 €4,044.06",
        "July 2026 2 €4,044.06", "No account is known. the client&#x27;s turn 1",
        "You prepared this run yourself. Somebody else must release it.", "None yet.",
    ):  # fmt: skip
        assert words in shown, words


def test_with_nothing_to_pay_it_says_so_and_opens_no_run() -> None:
    page = desk.visitor("pol").post("/desk/runs/prepare/", follow=True)
    assert b"Everything is computed. There is nothing to pay." in page.content
    assert b"No run yet." in page.content
    assert payment.runs() == []


def test_a_second_person_confirms_the_totals_and_the_file_is_written_once() -> None:
    run_id = desk.prepared("amina")
    rita = desk.visitor("rita")
    assert f'href="/desk/runs/{run_id}/release/"' in told(rita, run_id)
    page = rita.get(f"/desk/runs/{run_id}/release/")
    assert f"Release {WHOLE_JULY}" in page.content.decode()
    page = rita.post(f"/desk/runs/{run_id}/release/")
    assert page.status_code == 422 and b"Compare the totals with the table first" in page.content
    assert payment.run_view(run_id).state == "prepared"
    page = rita.post(f"/desk/runs/{run_id}/release/", {"seen": "202202"}, follow=True)
    assert b"Facts came meanwhile and the run has other totals now. Nothing was sent." in page.content
    assert payment.run_view(run_id).state == "prepared"
    page = rita.post(f"/desk/runs/{run_id}/release/", SEEN, follow=True)
    assert b"Released. The files leave for the bank with the next exchange." in page.content
    run = payment.run_view(run_id)
    assert (run.state, run.released_by, [(f.transfers, f.total_cents) for f in run.files]) == (
        "filed", "rita", [(1, 202203)],
    )  # fmt: skip
    shown = told(rita, run_id)
    assert run.files[0].message_id in shown and "waits to be sent" in shown
    assert "the bank has not answered yet" in shown
    page = rita.post(f"/desk/runs/{run_id}/release/", SEEN, follow=True)
    assert b"This run does not wait for release any more. Nothing was changed." in page.content
    assert len(payment.run_view(run_id).files) == 1


def test_what_the_bank_says_of_the_file_stands_beside_it() -> None:
    run_id = desk.prepared("amina")
    desk.at_the_bank(run_id)
    bank_messages.comes(bank_messages.pain002(payment.run_view(run_id).files[0].message_id))
    payment.read_bank(who="test")
    assert "accepted by the bank" in told(desk.visitor("rita"), run_id)


def test_who_prepared_never_releases_even_as_a_releaser() -> None:
    run_id = desk.prepared("amina")
    pol = world.staff("pol")
    pol.roles = [*pol.roles, people.Role.RELEASER]
    pol.save()
    visitor = desk.visitor("pol")
    shown = told(visitor, run_id)
    assert "You prepared this run yourself. Somebody else must release it." in shown
    assert "release/" not in shown
    for page in (
        visitor.get(f"/desk/runs/{run_id}/release/", follow=True),
        visitor.post(f"/desk/runs/{run_id}/release/", SEEN, follow=True),
    ):
        assert b"You prepared this run yourself." in page.content
    assert payment.run_view(run_id).state == "prepared"


def test_dropped_with_a_reason_its_payments_are_owed_again() -> None:
    run_id = desk.prepared("amina")
    visitor = desk.visitor("pol")
    page = visitor.post(f"/desk/runs/{run_id}/drop/", {"reason": " "}, follow=True)
    assert b"Write why the run is dropped" in page.content
    assert payment.run_view(run_id).state == "prepared"
    page = visitor.post(f"/desk/runs/{run_id}/drop/", {"reason": "wrong day"}, follow=True)
    assert b"Dropped. 1 payment is owed again." in page.content
    assert b"dropped, pol: wrong day" in page.content
    page = visitor.post(f"/desk/runs/{run_id}/drop/", {"reason": "again"}, follow=True)
    assert b"This run does not wait for release any more." in page.content
    visitor.post("/desk/runs/prepare/")
    (again, first) = payment.runs()
    assert (again.state, again.audit["payments"], first.state) == ("prepared", 1, "dropped")


def test_without_the_account_that_pays_it_is_released_and_the_page_says_what_is_missing(
    settings: Settings,
) -> None:
    settings.DEBTOR = None
    run_id = desk.prepared("amina")
    page = desk.visitor("rita").post(f"/desk/runs/{run_id}/release/", SEEN, follow=True)
    assert b"The account from which we pay is not set on this server." in page.content
    assert b'class="notice bad"' in page.content
    assert payment.run_view(run_id).state == "released"


def test_the_payments_behind_a_figure_stand_with_their_persons_and_are_looks() -> None:
    run_id = desk.prepared("amina", "bram")
    people.Access.objects.all().delete()
    page = desk.visitor("rita").get(f"/desk/runs/{run_id}/payments/first/")
    assert page.content.count(b"data-row") == 2 and b"Baert Amina" in page.content
    (look,) = people.Access.objects.all()
    assert (look.route, look.action, look.why, len(look.clients)) == (
        "desk:run_cases", "run", f"run {run_id}, payments: first", 2,
    )  # fmt: skip
    assert (
        b"No payment of this run stands here."
        in desk.visitor("rita").get(f"/desk/runs/{run_id}/payments/more/").content
    )
    assert desk.visitor("rita").get(f"/desk/runs/{run_id}/payments/nonsense/").status_code == 404


def test_payments_go_on_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("capac.web.desk.runs.PAGE", 2)
    run_id = desk.prepared("amina", "bram", "chloe")
    visitor = desk.visitor("rita")
    first = visitor.get(f"/desk/runs/{run_id}/payments/all/").content.decode()
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None and first.count("data-row") == 2
    second = visitor.get(f"/desk/runs/{run_id}/payments/all/{following[1]}").content.decode()
    assert second.count("data-row") == 1 and "First page" in second


def test_the_largest_changes_name_their_persons(monkeypatch: pytest.MonkeyPatch) -> None:
    desk.at_the_bank(desk.prepared("amina"))
    monkeypatch.setenv("CAPAC_NOW", "2026-09-02T12:00")
    desk.carded("amina", month="2026-08", days={"2026-08-03": "worked"})
    desk.visitor("pol").post("/desk/runs/prepare/")
    people.Access.objects.all().delete()
    run = payment.runs(1)[0]
    shown = told(desk.visitor("rita"), run.id)
    (look,) = people.Access.objects.all()
    assert look.clients == [world.client("amina").pk]
    assert "Baert Amina" in shown and "-€149.78" in shown and "another number of allowances" in shown


def test_a_run_that_is_being_prepared_says_when_to_look_again() -> None:
    run = payment.open_run(bank.JULY, bank.PAYDAY, known=bank.KNOWN, who="pol")
    assert "The table appears when the preparation has ended." in told(desk.visitor("rita"), run)


def test_a_run_takes_the_same_queries_however_many_it_pays(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    small = desk.prepared("amina")
    visitor = desk.visitor("rita")
    with django_assert_num_queries(20):
        visitor.get(f"/desk/runs/{small}/")
    with django_assert_num_queries(4):
        visitor.get("/desk/runs/")
    large = desk.prepared("bram", "chloe", "dieter")
    with django_assert_num_queries(20):
        visitor.get(f"/desk/runs/{large}/")
    with django_assert_num_queries(4):
        visitor.get("/desk/runs/")


@pytest.mark.parametrize(
    ("name", "list_", "prepare", "release", "drop"),
    [
        ("agnes", 403, 403, 403, 403),
        ("pol", 200, 302, 403, 302),
        ("rita", 200, 403, 200, 302),
        ("aude", 200, 403, 403, 403),
        ("sam", 403, 403, 403, 403),
    ],
)
def test_who_may_what(name: str, list_: int, prepare: int, release: int, drop: int) -> None:
    run_id = desk.prepared("amina")
    visitor = desk.visitor(name)
    assert visitor.get("/desk/runs/").status_code == list_
    assert visitor.get(f"/desk/runs/{run_id}/").status_code == list_
    assert visitor.get(f"/desk/runs/{run_id}/payments/all/").status_code == list_
    assert visitor.post("/desk/runs/prepare/").status_code == prepare
    assert visitor.get(f"/desk/runs/{run_id}/release/").status_code == release
    assert visitor.post(f"/desk/runs/{run_id}/drop/").status_code == drop
    assert visitor.get("/desk/runs/999999/").status_code in {403, 404}
