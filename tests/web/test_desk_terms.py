"""Decisions about payment at the desk: contested days, provisional payments, months paid early."""

from __future__ import annotations

import re
from datetime import date

import pytest

from capac.core.clock import now
from capac.core.period import Month
from capac.payment import api as payment
from capac.people import api as people
from capac.work import api as work
from tests import world
from tests.flows import paying
from tests.flows.paying import DAILY, Calendar
from tests.flows.test_terms import introduced
from tests.web import desk, portal

pytestmark = pytest.mark.django_db
JULY_SPAN = Month(2026, 7).span
CONTEST = {
    "month": "full_unemployment@2026-07",
    "days": "6-8, 9",
    "by": "client",
    "why": "a wage",
    "received_on": "2026-08-03",
}
PROVISIONAL = {"code": "01/64na1", "first": "2026-07-01", "last": "", "q": "38", "s": "38"}


@pytest.fixture
def act(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    acts = Calendar(monkeypatch)
    acts.at("2026-07-30T10:00")
    return acts


def known(client: people.Client, *names: str) -> None:
    """They have a reason to open the file."""
    for name in names:
        staff = world.staff(name)
        work.give_motive(staff, client.pk, work.motives_of(staff)[0])


def plain(content: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content.decode()))


def test_an_agent_lets_contested_days_wait_and_settles_them(act: Calendar) -> None:
    amina = paying.authorise("amina")
    paying.hand_in(amina)
    act.at("2026-08-03T11:00")
    known(amina, "agnes", "rita")
    agnes, base = desk.visitor("agnes"), f"/desk/files/{amina.key}/terms/"
    page = agnes.post(base, CONTEST | {"days": "40"})
    assert page.status_code == 422 and b"Name the days: 6, 7 or 6-9." in page.content
    page = agnes.post(base, CONTEST | {"days": "12"})
    assert page.status_code == 422 and b"These days pay nothing" in page.content
    page = agnes.post(base, CONTEST, follow=True)
    shown = plain(page.content)
    for words in (
        "These days wait.", "€299.56 before tax waits", "the client: a wage", "Settle it by 31 August 2026",
        "answer by 17 September 2026 (art. 24)", "A contest does not stop the claim of a debt",
    ):  # fmt: skip
        assert words in shown, words
    listed = plain(desk.visitor("rita").get("/desk/terms/").content)
    assert "Baert Amina Full unemployment July 2026 the client a wage €299.56 31 Aug 17 Sep" in listed
    home = portal.seen("amina", "/file/")
    assert "Contested days of July 2026: €299.56 before tax waits. The rest is paid." in home
    assert "Promised by 17 September 2026." in home
    (one,) = payment.contests.waiting()
    page = agnes.post(f"{base}{one.id}/act/", {"act": "settle", "text": ""}, follow=True)
    assert b"Write why, in a few words." in page.content
    page = agnes.post(f"{base}{one.id}/act/", {"act": "settle", "text": "no wage was paid"}, follow=True)
    assert b"Settled. The days count again" in page.content and b"no wage was paid" in page.content
    assert payment.contests.waiting() == [] and one.held_cents == 4 * DAILY


def test_a_provisional_payment_is_proposed_by_one_and_granted_by_another(act: Calendar) -> None:
    amina, application = introduced()
    paying.hand_in(amina)
    act.at("2026-08-03T11:00")
    known(amina, "pol", "rita")
    pol, base = desk.visitor("pol"), f"/desk/files/{amina.key}/terms/"
    asked = PROVISIONAL | {"application": str(application)}
    for wrong, words in (
        ({"code": "01/64NZ9"}, "No such code exists."),
        ({"code": "01/64N11"}, "No amount of the law is known for this code:"),
        ({"q": "x"}, "Fill in both numbers of weekly hours."),
        ({"first": "2027-01-01"}, "The first day lies in the future."),
    ):
        page = pol.post(base, asked | wrong)
        assert page.status_code == 422 and words in page.content.decode(), words
    page = pol.post(base, asked, follow=True)
    assert b"Proposed. Somebody else grants it." in page.content and b'value="grant"' not in page.content
    (one,) = payment.provisional.waiting()
    page = pol.post(f"{base}{one.id}/act/", {"act": "grant"}, follow=True)
    assert b"You proposed this yourself." in page.content
    assert "Baert Amina 01/64NA1 1 Jul pol" in plain(desk.visitor("rita").get("/desk/terms/").content)
    assert "provisionally" not in portal.seen("amina", "/file/")
    page = desk.visitor("rita").post(f"{base}{one.id}/act/", {"act": "grant"}, follow=True)
    assert b"Granted. The next run pays it, at our own risk." in page.content
    assert "We pay you provisionally: ONEM has not decided" in portal.seen("amina", "/file/")
    page = desk.visitor("rita").post(f"{base}{one.id}/act/", {"act": "end"}, follow=True)
    assert b"Ended." in page.content and payment.provisional.granted(None, JULY_SPAN, known=now()) == {}


def test_a_decision_of_the_committee_is_keyed_by_one_and_confirmed_by_another(act: Calendar) -> None:
    pol, rita = desk.visitor("pol"), desk.visitor("rita")
    told = {
        "month": "2026-12",
        "payable_from": "2026-12-21",
        "decided_on": "2026-07-20",
        "reference": "CG 12/2026",
    }
    page = pol.post("/desk/terms/", told | {"payable_from": "2026-11-21"})
    assert page.status_code == 422 and b"A day lies outside the month." in page.content
    page = pol.post("/desk/terms/", told, follow=True)
    assert b"Kept. Somebody else confirms it." in page.content
    (one,) = payment.early.decisions()
    page = pol.post(f"/desk/terms/early/{one.id}/", {"act": "confirm"}, follow=True)
    assert b"You proposed this yourself." in page.content
    page = rita.post(f"/desk/terms/early/{one.id}/", {"act": "confirm"}, follow=True)
    assert "December 2026 21 Dec CG 12/2026, 20 Jul confirmed pol, rita" in plain(page.content)
    assert payment.early.payable_from(Month(2026, 12), known=now()) == date(2026, 12, 21)


def test_who_may_not_and_what_is_of_another_does_not_exist(act: Calendar) -> None:
    amina = paying.authorise("amina")
    bram = paying.authorise("bram")
    paying.hand_in(bram)
    act.at("2026-08-03T11:00")
    known(bram, "agnes")
    known(amina, "agnes", "rita")
    desk.visitor("agnes").post(f"/desk/files/{bram.key}/terms/", CONTEST)
    (one,) = payment.contests.waiting()
    agnes, base = desk.visitor("agnes"), f"/desk/files/{amina.key}/terms/"
    assert agnes.post(f"{base}{one.id}/act/", {"act": "settle", "text": "x"}).status_code == 404
    assert agnes.post(f"{base}{one.id}/act/", {"act": "nothing"}).status_code == 404
    page = desk.visitor("rita").post(base, CONTEST)
    assert page.status_code == 422 and b"Your role does not include this." in page.content
    assert desk.visitor("agnes").get("/desk/terms/").status_code == 403
    assert desk.visitor("sam").get(base).status_code == 403
    assert payment.contests.waiting() == [one]
