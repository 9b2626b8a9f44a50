"""Logging in through OpenID Connect: both publics come in, and everything that does not fit stays outside."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import httpx
import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from capac.people import api as people
from capac.people.models import ClientSession
from capac.web.login.middleware import CLIENT_COOKIE
from tests import world
from tests.login.conftest import Visit, register
from world import population

pytestmark = pytest.mark.django_db


def refused(answer: Any, reason: str, *, status: int = 403) -> None:
    """Outside, told why, with a way to begin again where that can help; nobody's session was opened."""
    assert (answer.status_code, answer.context["reason"]) == (status, reason)
    begin_again = f'href="/login/{answer.context["who"]}/"' in answer.content.decode()
    assert begin_again == (reason not in {"not_configured", "no_account"})
    assert CLIENT_COOKIE not in answer.cookies
    assert not ClientSession.objects.exists()


@pytest.mark.usefixtures("amina")
def test_a_client_comes_in_where_the_page_was_left(visit: Visit) -> None:
    answer = visit.log_in()
    assert (answer.status_code, answer["Location"]) == (302, "/board/")
    cookie = answer.cookies[CLIENT_COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    session = people.session_of(cookie.value)
    assert session is not None
    assert (session.client.given_name, session.level) == ("Amina", 400)


@pytest.mark.usefixtures("amina")
def test_a_stronger_log_in_than_asked_is_welcome(visit: Visit) -> None:
    visit.log_in(level="500")
    assert ClientSession.objects.get().level == 500


def test_a_member_of_staff_comes_in(visit: Visit) -> None:
    staff = world.staff("pol")
    answer = visit.log_in("staff", person="pol", level="")
    assert (answer.status_code, answer["Location"]) == (302, "/board/")
    assert visit.browser.session["staff"] == staff.pk
    assert CLIENT_COOKIE not in answer.cookies


@pytest.mark.usefixtures("amina")
def test_only_pages_of_ours_are_gone_on_to(visit: Visit) -> None:
    back = visit.choose(visit.leave(after="https://elsewhere.example/"))
    assert visit.browser.get(back)["Location"] == reverse("portal:home")


@pytest.mark.usefixtures("amina")
def test_a_level_that_is_too_low_is_refused_although_a_higher_one_was_asked(visit: Visit) -> None:
    page = visit.leave()
    assert "acr_values=urn%3Abe%3Afedict%3Aiam%3Afas%3ALevel400" in page
    refused(visit.browser.get(visit.choose(page, level="350")), "level")


@pytest.mark.usefixtures("amina")
def test_a_token_without_any_level_is_refused(visit: Visit) -> None:
    refused(visit.log_in(level="none"), "level")


@pytest.mark.usefixtures("amina")
@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("state", "state"),
        ("nonce", "token"),
        ("audience", "token"),
        ("signature", "token"),
        ("expired", "token"),
        ("person", "token"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(visit: Visit, fault: str, reason: str) -> None:
    refused(visit.log_in(fault=fault), reason)


@pytest.mark.usefixtures("amina")
def test_another_issuer_is_refused(visit: Visit) -> None:
    page = visit.leave()
    visit.move("client", issuer="https://another.example")
    refused(visit.browser.get(visit.choose(page)), "token")


@pytest.mark.usefixtures("amina")
def test_a_wrong_secret_of_ours_is_refused(visit: Visit) -> None:
    page = visit.leave()
    visit.move("client", client_secret="wrong")
    refused(visit.browser.get(visit.choose(page)), "token")


def test_who_cancels_is_told_so(visit: Visit) -> None:
    refused(visit.log_in(cancel="1"), "refused")


@pytest.mark.usefixtures("amina")
@pytest.mark.parametrize("part", ["token", "jwks", "userinfo"])
def test_a_provider_that_does_not_answer_loses_nothing(visit: Visit, part: str) -> None:
    page = visit.leave()
    visit.move("client", **{part: "http://127.0.0.1:9/nobody"})
    refused(visit.browser.get(visit.choose(page)), "unreachable", status=503)


@pytest.mark.usefixtures("amina")
def test_an_answer_counts_once(visit: Visit) -> None:
    back = visit.choose(visit.leave())
    assert visit.browser.get(back).status_code == 302
    ClientSession.objects.all().delete()
    refused(visit.browser.get(back), "state")


def test_an_answer_that_nobody_waits_for_is_refused(visit: Visit) -> None:
    refused(visit.browser.get("/login/client/callback/", {"code": "x", "state": "y"}), "state")


def test_an_answer_for_the_other_public_is_refused(visit: Visit) -> None:
    world.staff("pol")
    back = visit.choose(visit.leave("staff"), person="pol")
    refused(visit.browser.get(back.replace("/staff/", "/client/")), "state")


def test_a_person_without_file_is_told_so(visit: Visit) -> None:
    refused(visit.log_in(), "no_file")


def test_a_person_whom_only_the_provider_knows_is_told_so(visit: Visit) -> None:
    register("amina")
    refused(visit.log_in(person="", number="30"), "no_file")
    register("p000030")
    assert visit.log_in(person="", number="30").status_code == 302


def test_staff_without_account_are_told_so(visit: Visit) -> None:
    refused(visit.log_in("staff", person="rita"), "no_account")


def test_staff_who_left_do_not_come_in(visit: Visit) -> None:
    staff = world.staff("pol")
    staff.left_on = date(2026, 6, 30)
    staff.save()
    refused(visit.log_in("staff", person="pol"), "no_account")


def test_staff_who_leave_are_outside_at_their_next_page(visit: Visit) -> None:
    staff = world.staff("pol")
    visit.log_in("staff", person="pol")
    people.Staff.objects.filter(pk=staff.pk).update(left_on=date(2026, 6, 30))
    assert visit.browser.get("/desk/").status_code in {302, 403}


def test_without_provider_the_page_says_what_is_missing(visit: Visit) -> None:
    visit.providers.clear()
    answer = visit.browser.get("/login/client/")
    refused(answer, "not_configured", status=503)


@pytest.mark.usefixtures("amina")
def test_logging_out_ends_both_sessions_at_once(visit: Visit) -> None:
    token = visit.log_in().cookies[CLIENT_COOKIE].value
    answer = visit.browser.post("/login/logout/")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert people.session_of(token) is None
    assert visit.browser.get("/login/logout/").status_code == 405


def test_the_national_number_stands_in_no_address(visit: Visit) -> None:
    register("amina")
    number = next(file.niss for file in population.files(population.Wish(number=40)) if file.key == "amina")
    page = visit.leave()
    back = visit.choose(page)
    answer = visit.browser.get(back)
    assert number not in page + back + answer["Location"]
    assert number not in httpx.get(page).text


def test_each_reason_has_words_of_its_own_and_says_what_to_do() -> None:
    reasons = ("level", "no_file", "no_account", "unreachable", "not_configured", "refused", "state")
    pages = {
        reason: render_to_string("login/failed.html", {"who": "staff", "reason": reason})
        for reason in reasons
    }
    said = {reason: re.findall(r"<p>([^<]+)</p>", page)[0] for reason, page in pages.items()}
    assert len(set(said.values())) == len(reasons)
    assert all(sentence.count(".") >= 2 or "nothing" in sentence for sentence in said.values()), said
