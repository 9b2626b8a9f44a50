"""No page shows a person without a row of the access register that was there before. Every address is visited.

The cast has work of every kind; each address is asked by a client, by each of the staff and by nobody, read
and written to. Whoever appears in an answer, by name, number or account, must stand in a row that this visit wrote.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import product as pairs
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, URLPattern, reverse

from capac.channels.letters import api as letters
from capac.core import niss
from capac.exchange import api as exchange
from capac.finance.models import Entry
from capac.flows.close_books import close_books
from capac.flows.refresh_indicators import refresh_indicators
from capac.flows.rehearse import rehearse
from capac.payment import api as payment
from capac.people import api as people
from capac.work import api as work
from tests import papers, world
from tests.architecture.test_silence import patterns
from tests.channels.writing import reached, written
from tests.dossier.files import opened, view
from tests.flows.test_rehearse import DRAFT
from tests.payment import bank
from tests.rules.bareme_tables import csv, line
from tests.web import desk, portal

pytestmark = pytest.mark.django_db

STAFF = ("agnes", "pol", "rita", "carla", "sam", "aude", "mia")
REGISTER = 'INSERT INTO "people_access"'
FACTS = re.compile(
    r'(FROM|JOIN) "(people_(identitynumber|account|contactpoint|consent)|(exchange|payment|verification|debt)_\w+)"'
)
WHOSE = re.compile(
    r'SELECT (COUNT\(\*\)|DISTINCT )?("\w+"\."(id|client_id|subject_\w+)"|.{0,400} FROM "(payment_paymentrun|exchange_c2message)")'
)
"""What must be read to know whose row must be written: ids, the run or the message that is asked for."""
MORE: dict[str, list[dict[str, str]]] = {
    "desk:search": [{"words": "Amina"}, {"words": "F/amina"}],
    "desk:queue": [{"kind": "c2_by_hand"}, {"kind": "rejected_message"}, {"kind": "returned_payment"}],
    "desk:register": [{"actor": "agnes"}],
    "desk:do": [{"act": "search"}],
    "desk:application_act": [{"act": "withdraw", "why_withdraw": "found work"}],
}
ASKED = {"desk:letter_write": "?kind=attestation", "desk:letter_preview": "?kind=attestation"}
"""What an address asks for behind its question mark, where without it there is nothing."""
BAD, NOT_ALLOWED, WRONG = 400, 405, 422
MACHINES = "api:"
"""What machines open with a token and a body: here nobody has one; tests/api visits each with both."""
PEOPLE = ("amina", "bram", "chloe", "dieter")


@dataclass(frozen=True)
class Scene:
    """The cast at work, and what each parameter of an address may be."""

    samples: dict[str, list[Any]]
    marks: dict[int, tuple[str, ...]]

    def addresses(self, name: str, written: str) -> Iterator[str]:
        """Every address of a route, one for each sample of its parameters."""
        wanted = re.findall(r"<(?:\w+:)?(\w+)>", written)
        for values in pairs(
            *(
                self.samples[f"{name.split(':')[0]}:{one}"]
                if f"{name.split(':')[0]}:{one}" in self.samples
                else self.samples[one]
                for one in wanted
            )
        ):
            try:
                yield reverse(name, kwargs=dict(zip(wanted, values, strict=True))) + ASKED.get(name, "")
            except NoReverseMatch:
                continue

    def shown_in(self, answer: str) -> set[int]:
        """Who appears in an answer."""
        return {client for client, marks in self.marks.items() if any(mark in answer for mark in marks)}

    def numbers_in(self, address: str) -> bool:
        """Whether somebody's number or account stands in an address."""
        return any(mark in address for marks in self.marks.values() for mark in marks if mark[-1].isdigit())


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Scene:
    """Amina and Bram have been paid for July, Bram's money came back; Dieter's waits to be released; a C2 of Chloé
    waits, a file was cut."""
    monkeypatch.setenv("CAPAC_NOW", "2026-08-05T10:00")
    logging.getLogger("django.request").disabled = True
    settings.WAREHOUSE = tmp_path / "warehouse"
    settings.DEBTOR = bank.DEBTOR
    run = desk.prepared("bram")
    desk.at_the_bank(run)
    desk.came_back(run)
    paid = desk.prepared("amina")
    desk.at_the_bank(paid)
    desk.booked(paid)
    work.take(desk.c2_item("chloe").pk, world.staff("carla"))
    desk.reject_item()
    second = desk.prepared("dieter")
    close_books(who="test")
    refresh_indicators(who="test")
    people.write(people.Actor("staff", "agnes"), [1, 2, 3], route="desk:file", action="file", why="before")
    clients = {name: world.client(name) for name in PEOPLE}
    for name in ("agnes", "pol"):
        desk.allowed(name, clients["amina"])
    samples: dict[str, list[Any]] = {
        "key": [clients["amina"].key, clients["bram"].key],
        "scheme": ["full_unemployment"],
        "month": ["2026-07"],
        "run_id": [run, second],
        "kind": ["all", "new", "first"],
        "payment_id": [case.payment_id for one in (run, paid, second) for case in payment.run_cases(one)],
        "item_id": [item.pk for item in work.queue(work.Filters())],
        "board:item_id": ["8.1.2", "8.1.5", "8.1.6"],
        "rule": ["am-92-2-1"],
        "slug": ["days-of-the-card"],
        "number": [1],
        "year": [2026],
        "early_id": [1],
        "board:run_id": [rehearse(DRAFT, who="sam")],
        "client_id": [clients["amina"].pk],
        "file_id": [
            exchange.receive_bareme(csv(line(64, "N", "A1", "75.00")), name="rows.csv", who="test")[0]
        ],
        "ledger": ["6000"],
        "entry_id": list(Entry.objects.values_list("pk", flat=True)[:1]),
        "who": ["client", "staff"],
        "indicatorId": ["8.1.5"],
        "rest": ["nowhere"],
        "incident_id": [1],
        "absence_id": [1],
        "application": [view(opened(name, "change").id).key for name in ("amina", "bram")],
    }
    samples |= letter_samples(clients["amina"]) | papers.samples(clients["amina"])
    return Scene(samples, {client.pk: _marks(name, client) for name, client in clients.items()})


def letter_samples(client: people.Client) -> dict[str, list[Any]]:
    """A letter of somebody and a batch with it."""
    reached("amina")
    letter = written(client, "decision")
    letters.send_letters(who="test")
    letters.print_batch(world.staff())
    return {"letter": [letter.key], "batch_id": [one.id for one in letters.batches()]}


def _marks(name: str, client: people.Client) -> tuple[str, ...]:
    """How somebody can be told in an answer. Family names of the cast belong to nobody else."""
    number, account = world.number_of(name), world.account_of(name)
    spaced = " ".join(account[n : n + 4] for n in range(0, len(account), 4))
    return (client.family_name, client.family_name.upper(), number, niss.display(number), account, spaced)


def visitors() -> dict[str, Client]:
    """A client, each of the staff, and nobody."""
    return {"amina": portal.visitor("amina"), **{name: desk.visitor(name) for name in STAFF}, "": Client()}


@dataclass(frozen=True)
class Visit:
    """What one visit showed, who was written for it, and what had been read of persons before."""

    route: str
    who: str
    status: int
    wrote: bool
    shown: frozenset[int]
    registered: frozenset[int]
    too_early: tuple[str, ...]
    addresses: frozenset[str] = frozenset()

    @property
    def fault(self) -> str:
        """What is wrong with it."""
        if self.shown - self.registered:
            return f"{self.route} shows a person to {self.who or 'nobody'} without a row of the register"
        if self.registered and self.too_early:
            return f"{self.route} reads {self.too_early[0]} before the row is written"
        if self.addresses:
            return f"{self.route} puts a number of a person into an address"
        return ""


def visit(
    scene: Scene, route: str, who: str, client: Client, *, method: str, address: str, told: dict[str, str]
) -> Visit:
    """One visit, undone afterwards."""
    point, cookies = transaction.savepoint(), deepcopy(client.cookies)
    before = people.Access.objects.count()
    connection.queries_log.clear()  # it holds the last 9 000 and warns
    with CaptureQueriesContext(connection) as queries:
        answer = getattr(client, method)(address, told)
        text = body(answer)
    rows = list(people.Access.objects.order_by("id")[before:])
    registered = frozenset(one for row in rows for one in row.clients)
    found = Visit(
        route,
        who,
        answer.status_code,
        bool(rows),
        frozenset(scene.shown_in(text)),
        registered,
        early([one["sql"] for one in queries]),
        frozenset(one for one in links(answer, text) if scene.numbers_in(one)),
    )
    transaction.savepoint_rollback(point)
    client.cookies = cookies
    return found


def links(answer: HttpResponse, text: str) -> list[str]:
    """Addresses of an answer: where it leads, and where it sends us."""
    return [
        *re.findall(r'''(?:href|action|src|hx-\w+)="([^"]*)"''', text),
        answer.headers.get("Location", ""),
    ]


def body(answer: HttpResponse) -> str:
    """All that was sent."""
    if getattr(answer, "streaming", False):
        return b"".join(answer).decode("utf-8", "replace")
    return answer.content.decode("utf-8", "replace")


def early(queries: list[str]) -> tuple[str, ...]:
    """Facts of persons that were read before the register was written."""
    written = next((n for n, sql in enumerate(queries) if REGISTER in sql), len(queries))
    return tuple(
        match[2] for sql in queries[:written] if (match := FACTS.search(sql)) and not WHOSE.match(sql)
    )


def all_visits(scene: Scene) -> Iterator[Visit]:
    """Every address by everybody: read first, then sent a form, empty and filled, where it takes one."""
    guests = visitors()
    for method in ("get", "post"):
        for where, one in patterns():
            name = named(one)
            for address in scene.addresses(name, where):
                for (who, client), told in pairs(guests.items(), [{}, *MORE.get(name, [])]):
                    found = visit(scene, name, who, client, method=method, address=address, told=told)
                    yield found
                    if found.status == NOT_ALLOWED:
                        break


def named(one: URLPattern) -> str:
    """The route as views name it: desk:item."""
    return f"{one.lookup_str.split('.')[2]}:{one.name}"


def test_every_person_who_is_shown_stands_in_a_row_that_was_written_first(scene: Scene) -> None:
    visits = list(all_visits(scene))
    assert sorted({one.fault for one in visits} - {""}) == []
    assert {one.route for one in visits if one.who == "" and one.shown} == set(), (
        "shown to nobody in particular"
    )
    says = {
        named(one)
        for _, one in patterns()
        if getattr(one.callback, "shows_person", False) and not named(one).startswith(MACHINES)
    }
    opened = {one.route for one in visits if (one.status < BAD or one.status == WRONG) and one.wrote}
    showing = {one.route for one in visits if one.status < BAD and one.shown}
    assert says - opened == set(), "pages that say they show a person and never wrote a row here"
    assert showing - says == set(), "pages that show a person and do not say so"


def test_a_page_without_a_row_and_a_reading_before_it_are_found() -> None:
    bare = Visit("desk:x", "agnes", 200, False, frozenset({1}), frozenset(), ())
    assert bare.fault == "desk:x shows a person to agnes without a row of the register"
    queries = ['SELECT "payment_payment"."iban" FROM "payment_payment"', REGISTER]
    late = Visit("desk:x", "agnes", 200, True, frozenset({1}), frozenset({1}), early(queries))
    assert late.fault == "desk:x reads payment_payment before the row is written"
    assert early([REGISTER, *queries]) == ()
    scene = Scene({}, {1: ("Baert", "80051701100")})
    (link,) = (one for one in links(HttpResponse(), '<a href="/desk/80051701100/">x</a>') if one)
    assert scene.numbers_in(link)
    told = Visit("desk:x", "agnes", 200, True, frozenset(), frozenset(), (), frozenset({link}))
    assert told.fault == "desk:x puts a number of a person into an address"
