"""The timeline of a file: every room tells, newest first, page by page without a gap, narrowed to one group."""

from __future__ import annotations

import html
import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from capac.channels.letters import timeline as letters
from capac.core.clock import BRUSSELS
from capac.debt import timeline as debt
from capac.documents import timeline as documents
from capac.documents.models import Document
from capac.dossier import timeline as dossier
from capac.exchange import timeline as exchange
from capac.payment import timeline as payment
from capac.people import api as people
from capac.people import timeline as persons
from capac.records import api as records
from capac.verification import timeline as verification
from capac.web.desk import timeline, words_of_timeline
from capac.work import timeline as work
from tests import world
from tests.payment import bank
from tests.web import desk

pytestmark = pytest.mark.django_db
ROOMS = (debt, documents, dossier, exchange, letters, payment, persons, verification, work)


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-05T12:00")
    settings.DEBTOR = bank.DEBTOR


@pytest.fixture
def amina() -> people.Client:
    """Somebody whose file Agnes may open."""
    client = world.client("amina")
    desk.allowed("agnes", client)
    return client


def told(page: str) -> list[str]:
    """The entries of a page, as read."""
    rows = re.findall(r'<li class="\w+">(.*?)</li>', page, re.DOTALL)
    plain = (re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in rows)
    return [html.unescape(row) for row in plain]


def shown(client: people.Client, query: str = "", *, visitor: Client | None = None) -> list[str]:
    page = (visitor or desk.visitor()).get(f"/desk/files/{client.key}/timeline/{query}")
    assert page.status_code == 200
    return told(page.content.decode())


def kept(client: people.Client, number: int) -> None:
    """So many documents, a minute apart, one in two at the moment of the one before."""
    start = datetime(2026, 1, 5, 9, 0, tzinfo=BRUSSELS)
    Document.objects.bulk_create(
        Document(
            client=client,
            name=f"D{count:03d}.pdf",
            media_type="application/pdf",
            size=1,
            sha256=f"{count:064d}",
            received_on="2026-01-05",
            channel="scan",
            kept_at=start + timedelta(minutes=count // 2),
            kept_by="test",
            state="kept",
        )
        for count in range(number)
    )


def test_a_month_that_was_paid_and_came_back_is_told_by_every_room_in_order() -> None:
    run_id = desk.prepared("amina")
    desk.at_the_bank(run_id)
    desk.came_back(run_id)
    amina = world.client("amina")
    desk.allowed("agnes", amina)
    assert [row.removeprefix("5 Aug, 12:00 ") for row in shown(amina)] == [
        "File opened",
        "Paid €2,022.03, July 2026, Full unemployment",
        "Payment: sent back by the bank €2,022.03, July 2026, Full unemployment, the account is closed",
        "Payment prepared €2,022.03, July 2026, Full unemployment",
        "Task opened Returned payment, promised for 12 Aug",
        "Month held July 2026, The bank sent money back from this account, the client's turn",
        "Control card July 2026, electronic",
        "Authorisation of ONEM F/amina, issued on 15 Jun",
        "Account BE73 0110 0000 0060 (Amina Baert)",
    ]


def test_pages_follow_each_other_without_a_gap_or_a_repeat(amina: people.Client) -> None:
    kept(amina, 95)
    visitor, seen, query = desk.visitor(), [], "?only=documents"
    while query:
        page = visitor.get(f"/desk/files/{amina.key}/timeline/{query}").content.decode()
        rows = re.findall(r"D\d{3}", page)
        assert len(rows) in (40, 15)
        seen += rows
        older = re.search(r'href="[^"]*timeline/(\?[^"]*after[^"]*)"', page)
        query = html.unescape(older[1]) if older else ""
    assert seen == [f"D{count:03d}" for count in reversed(range(95))]


def test_a_narrowed_timeline_tells_one_group_and_says_which(amina: people.Client) -> None:
    kept(amina, 1)
    assert len(shown(amina)) > 1
    assert [row.split(" ", 3)[-1] for row in shown(amina, "?only=documents")] == [
        "Document received D000.pdf, scanned at the desk, received on 5 Jan"
    ]
    assert shown(amina, "?only=nonsense") == shown(amina)


@pytest.mark.parametrize(
    "place", ["x", "1.document", "9" * 60 + ".a.1", "-" + "9" * 40 + ".a.1", "1..", "1.a.x"]
)
def test_a_place_that_is_none_begins_with_the_newest(amina: people.Client, place: str) -> None:
    kept(amina, 1)
    assert shown(amina, f"?after={place}") == shown(amina)


def test_a_place_beyond_every_row_ends(amina: people.Client) -> None:
    assert shown(amina, "?after=0.a.0") == []
    assert shown(amina, f"?after=0.a.{'9' * 40}") == []


def test_htmx_gets_the_list_alone_and_the_look_is_written(amina: people.Client) -> None:
    page = desk.visitor().get(f"/desk/files/{amina.key}/timeline/", headers={"HX-Request": "true"})
    assert (
        b"<html" not in page.content
        and b'<ol class="timeline close" tabindex="-1" autofocus>' in page.content
    )
    look = people.Access.objects.latest("pk")
    assert (look.route, look.action, look.clients) == ("desk:timeline", "file", [amina.pk])


def test_a_timeline_takes_the_same_queries_however_long_it_is(
    amina: people.Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    visitor = desk.visitor()
    for number in (0, 60):
        kept(amina, number)
        with django_assert_num_queries(18):
            visitor.get(f"/desk/files/{amina.key}/timeline/")


def test_every_room_that_tells_is_asked_and_every_source_has_words(amina: people.Client) -> None:
    asked = {tell for rooms in timeline.ROOMS.values() for tell in rooms}
    assert asked == {room.timeline for room in ROOMS}
    sources = {part.source for room in ROOMS for part in room.PARTS}
    assert sources == set(words_of_timeline._WORDS)
    assert len(sources) == sum(len(room.PARTS) for room in ROOMS)
    assert set(timeline.ROOMS) == set(words_of_timeline.groups())


def test_the_sql_of_every_part_runs_and_finds_nothing_for_nobody() -> None:
    for room in ROOMS:
        assert room.timeline(0, after=None, limit=5) == []
        assert room.timeline(0, after=records.Place(datetime.now(BRUSSELS), "x", 1), limit=5) == []
