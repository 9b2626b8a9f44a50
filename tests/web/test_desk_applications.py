"""Applications at the desk: taken in with the client, their page with what can happen, the list of those at risk."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from capac.documents import api as documents
from capac.dossier import api as dossier
from capac.work import api as work
from tests import world
from tests.dossier.files import (
    ASKED,
    TODAY,
    fact,
    from_register,
    from_service,
    opened,
    question_of,
    received,
    registration,
    situation,
    states,
    view,
)
from tests.web import desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-09-16T10:00")


def agent(*names: str, login: str = "agnes", lang: str = "en") -> Client:
    """A session of an agent who has a reason to open these files."""
    visitor = desk.visitor(login, lang=lang)
    for name in names or ("amina",):
        desk.allowed(login, world.client(name))
    return visitor


def plain(answer: object) -> str:
    """A page with its blanks as one."""
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


def files(name: str = "amina") -> str:
    return f"/desk/files/{world.client(name).key}"


def page_of(number: int, name: str = "amina") -> str:
    return f"{files(name)}/applications/{view(number).key}"


def test_an_application_is_taken_in_with_its_situation_and_the_papers_at_hand() -> None:
    visitor = agent()
    kinds = plain(visitor.get(f"{files()}/apply/"))
    assert kinds.count('name="type"') == 10
    form = plain(visitor.get(f"{files()}/apply/?type=full_unemployment"))
    assert "What came before?" in form and "Personal and family situation (C1)" in form
    told = situation() | {
        "asked_on": "2026-09-15", "received_on": "2026-09-16", "here": ["C1", "WECH501", "C1B"],
    }  # fmt: skip
    answer = visitor.post(f"{files()}/apply/?type=full_unemployment", told, follow=True)
    (one,) = dossier.applications_of(world.client().pk)
    assert answer.redirect_chain == [(f"{page_of(one.id)}/", 302)]
    assert states(one.id) == {
        "C1": "received",
        "C4": "received",
        "registration": "missing",
        "register_check": "missing",
    }
    assert "Income from a pension (C1B): this situation does not ask for it" in plain(answer)


def test_what_is_wrong_on_the_form_stands_at_its_field_and_nothing_is_opened() -> None:
    visitor = agent()
    told = situation("change") | {"asked_on": "", "received_on": "2026-09-17", "changed": ""}
    answer = visitor.post(f"{files()}/apply/?type=change", told)
    assert answer.status_code == 422
    text = plain(answer)
    assert "What has changed?: Choose an answer." in text and "Day of the event: Fill this in." in text
    answer = visitor.post(
        f"{files()}/apply/?type=change",
        situation("change") | {"asked_on": "2026-09-15", "received_on": "2026-09-17"},
    )
    assert "Asked on: This day has not come yet." in plain(answer)
    assert visitor.get(f"{files()}/apply/?type=nonsense").status_code == 404
    assert dossier.applications_of(world.client().pk) == []


def test_the_same_application_twice_is_told() -> None:
    opened()
    answer = agent().post(
        f"{files()}/apply/?type=full_unemployment",
        situation() | {"asked_on": "2026-09-15", "received_on": "2026-09-16"},
    )
    assert answer.status_code == 422
    assert "The client has an application of this kind for this day already." in plain(answer)


def test_the_page_says_first_how_it_stands_then_papers_limit_and_registration() -> None:
    number = received(opened().id, "C1").id
    from_service(registration(registered="2026-09-16"))
    text = plain(agent().get(f"{page_of(number)}/"))
    assert (
        'The employer has to deliver what is missing.</strong> <span class="tag info">the employer&#x27;s turn</span>'
        in text
    )
    assert "Needed by 15 November 2026 at the latest." in text
    assert '<p class="amount">15 November 2026</p>' in text and "60 days left" in text
    assert "Forem, since 16 September 2026" in text
    assert "AM 26.11.1991 art. 92 § 2, 1°" in text
    assert "National Register is asked" not in text, "one status, the first whose turn counts"


def test_a_paper_arrives_with_its_scan_and_its_day() -> None:
    number = opened(kind="mandate").id
    scan = documents.Document.objects.create(
        client=world.client(), name="c46.pdf", media_type="application/pdf", size=1, sha256="1" * 64,
        received_on=TODAY, channel="scan", kept_at=world.NOON, kept_by="agnes", state="kept",
    )  # fmt: skip
    visitor = agent()
    assert "c46.pdf, 16 September 2026" in plain(visitor.get(f"{page_of(number)}/"))
    told = {"act": "receive", "form": "C46", "received_on": "2026-09-15", "document": str(scan.pk)}
    answer = visitor.post(f"{page_of(number)}/act/", told, follow=True)
    assert "Paid mandate (C46) is here." in plain(answer)
    one = view(number)
    assert (one.state, one.complete_on) == ("complete", TODAY)
    assert [(r.received_on, r.document_id, r.source) for r in one.pieces[0].receipts] == [
        (date(2026, 9, 15), scan.pk, "agnes")
    ]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"act": "receive", "form": "C1B", "received_on": "2026-09-15"}, "Choose one of the answers given."),
        ({"act": "receive", "form": "C46", "received_on": "2026-09-17"}, "This day has not come yet."),
        (
            {"act": "receive", "form": "C46", "received_on": "2026-09-15", "document": "999"},
            "Choose one of the answers given.",
        ),
        ({"act": "other", "what": "waive", "piece": "C46", "why_other": "x"}, "nobody can do without it."),
        (
            {"act": "other", "what": "announce", "piece": "C46", "why_other": "x"},
            "Nobody comes after whose turn it is.",
        ),
        ({"act": "other", "what": "refuse", "piece": "C46", "why_other": ""}, "Why: Fill this in."),
        ({"act": "withdraw"}, "Why: Fill this in."),
        ({"act": "nonsense"}, ""),
    ],
)
def test_what_cannot_happen_is_said_and_nothing_changes(told: dict[str, str], said: str) -> None:
    number = opened(kind="mandate").id
    answer = agent().post(f"{page_of(number)}/act/", told)
    assert answer.status_code == 422
    assert said in plain(answer)
    assert (view(number).state, states(number)) == ("collecting", {"C46": "missing"})


def test_a_paper_is_announced_refused_or_done_without_with_the_reason_in_the_log() -> None:
    number = opened(kind="temporary_unemployment", asked_on=ASKED, occasion="yearly").id
    visitor = agent()
    for what, piece, why in (
        ("announce", "WECH502", "the employer phoned"),
        ("waive", "WECH502", "declared last year"),
    ):
        visitor.post(
            f"{page_of(number)}/act/", {"act": "other", "what": what, "piece": piece, "why_other": why}
        )
    visitor.post(
        f"{page_of(number)}/act/", {"act": "receive", "form": "C32_WORKER", "received_on": "2026-09-16"}
    )
    visitor.post(
        f"{page_of(number)}/act/",
        {"act": "other", "what": "refuse", "piece": "C32_WORKER", "why_other": "not signed"},
    )
    assert states(number) == {"C32_WORKER": "missing", "WECH502": "waived"}
    text = plain(visitor.get(f"{page_of(number)}/"))
    assert all(why in text for why in ("the employer phoned", "declared last year", "not signed"))


def test_a_file_that_was_announced_in_time_has_a_month_more() -> None:
    number = opened(kind="change").id
    visitor = agent()
    late = visitor.post(f"{page_of(number)}/act/", {"act": "announced", "announced_on": "2026-09-17"})
    assert late.status_code == 422 and "This day has not come yet." in plain(late)
    visitor.post(f"{page_of(number)}/act/", {"act": "announced", "announced_on": "2026-09-16"})
    assert view(number).introduce_by == date(2026, 11, 30)
    text = plain(visitor.get(f"{page_of(number)}/"))
    assert "Announced to ONEM on 16 September 2026: a month more." in text
    assert 'name="announced_on"' not in text


def test_a_corrected_situation_asks_for_what_it_needs() -> None:
    number = opened(kind="change", changed="pension").id
    visitor = agent()
    form = plain(visitor.get(f"{page_of(number)}/situation/"))
    assert 'value="pension" checked' in form
    visitor.post(f"{page_of(number)}/situation/", situation("change", changed="mandate"))
    assert states(number) == {"C8": "missing", "C1B": "dropped", "C46": "missing"}
    text = plain(visitor.get(f"{page_of(number)}/"))
    assert "What has changed? <del>a pension</del> → a paid mandate" in text
    assert visitor.post(f"{page_of(number)}/situation/", {}).status_code == 422


def test_what_the_register_says_otherwise_is_settled_on_the_page_or_from_the_item() -> None:
    number = opened(kind="change").id
    from_register(fact(question=question_of(number), household=3))
    visitor = agent()
    text = plain(visitor.get(f"{page_of(number)}/"))
    assert "The register says something else" in text
    assert "<dt>people at the address</dt><dd><strong>3</strong></dd>" in text
    visitor.post(f"{page_of(number)}/act/", {"act": "settle_register", "why_settle_register": "papers shown"})
    assert states(number)["register_check"] == "received"
    assert work.queue() == []


def test_the_item_of_a_difference_shows_the_file_and_settles_it() -> None:
    number = opened(kind="change").id
    from_register(fact(question=question_of(number), household=3))
    item = desk.item_of("register_difference")
    visitor = agent()
    text = plain(visitor.get(f"/desk/items/{item.pk}/"))
    assert "The register differs in:" in text and "people at the address" in text
    visitor.post(f"/desk/items/{item.pk}/take/")
    answer = visitor.post(f"/desk/items/{item.pk}/do/", {"note": ""})
    assert answer.status_code == 422 and "Write what proves it" in plain(answer)
    visitor.post(f"/desk/items/{item.pk}/do/", {"note": "papers shown"})
    assert states(number)["register_check"] == "received"
    assert desk.state_of(item) == "done"


def test_the_item_of_a_change_leads_to_the_intake_of_it() -> None:
    world.client("bram")
    from_register(fact("bram", household=2))
    item = desk.item_of("register_change")
    text = plain(agent("bram").get(f"/desk/items/{item.pk}/"))
    assert f'href="{files("bram")}/apply/?type=change"' in text


def test_nobody_without_the_right_or_a_reason_sees_an_application() -> None:
    number = opened().id
    assert desk.visitor("sam").get(f"{page_of(number)}/").status_code == 403
    asked = desk.visitor("agnes").get(f"{page_of(number)}/")
    assert asked.status_code == 302 and "/reason/" in asked.headers["Location"]
    assert agent("bram").get(f"{files('bram')}/applications/{view(number).key}/").status_code == 404
    auditor = agent(login="aude")
    assert auditor.get(f"{page_of(number)}/").status_code == 200
    assert (
        auditor.post(f"{page_of(number)}/act/", {"act": "withdraw", "why_withdraw": "x"}).status_code == 403
    )
    assert auditor.get(f"{files()}/apply/").status_code == 403


def test_the_list_and_the_page_take_the_same_queries_however_much_there_is(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    first = opened(kind="change").id
    monkeypatch.setenv("CAPAC_NOW", "2026-10-20T10:00")
    visitor = agent()
    with CaptureQueriesContext(connection) as one_row:
        visitor.get("/desk/applications/")
    with CaptureQueriesContext(connection) as bare:
        visitor.get(f"{page_of(first)}/")
    monkeypatch.setenv("CAPAC_NOW", "2026-09-16T10:00")
    for name in ("bram", "chloe", "dieter"):
        received(opened(name, "change").id, "C8")
    received(first, "C8", "C1")
    received(first, "C8", on=date(2026, 9, 14))
    monkeypatch.setenv("CAPAC_NOW", "2026-10-20T10:00")
    with django_assert_num_queries(len(one_row)):
        visitor.get("/desk/applications/")
    with django_assert_num_queries(len(bare)):
        visitor.get(f"{page_of(first)}/")
