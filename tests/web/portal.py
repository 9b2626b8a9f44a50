"""What the tests of the portal share: a client's own session, and a month that has come to be paid."""

from __future__ import annotations

from django.test import Client

from capac.people import api as people
from capac.web.login.middleware import CLIENT_COOKIE
from tests import world
from tests.flows.paying import JULY, Calendar, authorise, hand_in, paid, prepared

PATHS = {
    "home": "/file/",
    "missing": "/file/missing/",
    "month": "/file/month/full_unemployment/2026-07/",
    "payments": "/file/payments/",
    "authorisations": "/file/authorisations/",
    "unclaimed": "/file/unclaimed/",
    "debts": "/file/debts/",
    "letters": "/file/letters/",
    "looks": "/file/looks/",
    "data": "/file/data/",
}
LEVEL = 400
MARKED = {"2026-07-07": "worked", "2026-07-08": "worked", "2026-07-20": "sick"}
"""23.5 allowances of 74.89 are left of July, half a Saturday is lost."""


def visitor(name: str = "amina", *, lang: str = "en", told: bool = True) -> Client:
    """One of the cast, logged in as a client."""
    client = Client(raise_request_exception=told, headers={"accept-language": lang})
    client.cookies[CLIENT_COOKIE] = people.open_session(world.client(name), level=LEVEL)
    return client


def seen(name: str, path: str, lang: str = "en") -> str:
    """The page as one of the cast sees it, its blanks as one."""
    answer = visitor(name, lang=lang).get(path)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def july_paid(act: Calendar, name: str = "amina", *bodies: str) -> people.Client:
    """July authorised, its card handed in, paid on 4 August; it is 10 August."""
    act.at("2026-07-01")
    client = authorise(name, *(bodies or (world.body("2026-07-01", code="01/64BA1", firstYear="true"),)))
    act.at("2026-07-31T10:00")
    hand_in(client, JULY, MARKED)
    act.at("2026-08-03")
    paid(prepared(calculations=1, payments=1, prepared=1))
    act.at("2026-08-10T10:00")
    return client
