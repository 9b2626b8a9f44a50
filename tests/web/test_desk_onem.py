"""Files at ONEM at the desk: what waits, what came back and why, what that costs; the letters that ONEM writes to clients."""

from __future__ import annotations

import pytest
from django.test import Client

from capac.exchange import api as exchange
from capac.exchange.models import Return
from capac.people.models import Access
from capac.work import api as work
from tests import world
from tests.dossier.files import received, view
from tests.exchange.files_at_onem import answer, complete, introduced, messages, only, told
from tests.web import desk

pytestmark = pytest.mark.django_db
LIST, COSTS = "/desk/applications/onem/", "/desk/applications/costs/"


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-09-16T10:00")


def seen(client: Client, path: str) -> str:
    answered = client.get(path)
    assert answered.status_code == 200, answered.status_code
    return " ".join(answered.content.decode().split())


def page_of(number: int) -> str:
    one = view(number)
    return f"/desk/files/{world.client().key}/applications/{one.key}/"


def act(client: Client, number: int, name: str, **filled: str) -> int:
    return client.post(f"{page_of(number)}act/", {"act": name, **filled}).status_code


def test_what_waits_stands_with_what_it_waits_for(monkeypatch: pytest.MonkeyPatch) -> None:
    file = introduced()
    text = seen(desk.visitor(), LIST)
    assert "ONEM&#x27;s mailbox has not taken it yet" in text
    assert world.client().family_name in text
    [row] = Access.objects.all()
    assert (row.action, row.clients) == ("applications", [file.client_id])
    told(answer("received", only(file).reference))
    monkeypatch.setenv("CAPAC_NOW", "2026-10-20T10:00")
    text = seen(desk.visitor(), LIST)
    assert "ONEM decides within a month" in text
    assert ">late<" in text


def test_an_empty_list_says_when_files_leave() -> None:
    assert "Complete files leave every quarter of an hour" in seen(desk.visitor(), LIST)
    assert "No file came back in this time" in seen(desk.visitor(), COSTS)


@pytest.mark.parametrize("after", ["x", "2026-09-16/1", "2026-09-16T10:00:00+02:00/x", "9" * 80])
def test_a_place_that_is_nonsense_begins_anew(after: str) -> None:
    introduced()
    assert world.client().family_name in seen(desk.visitor(), f"{LIST}?after={after}")


def test_pages_follow_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("capac.web.desk.at_onem.PAGE", 1)
    introduced("amina")
    introduced("bram")
    first = desk.visitor().get(LIST)
    after = first.context["next"]
    second = desk.visitor().get(LIST, {"after": after})
    assert [row["person"].given_name for answered in (first, second) for row in answered.context["rows"]] == [
        world.client("amina").given_name,
        world.client("bram").given_name,
    ]
    assert second.context["next"] == ""


def test_a_file_that_came_back_says_what_and_asks_why() -> None:
    file = introduced()
    told(answer("C51", only(file).reference, missing=[("C4", "unsigned")], text="Signature?"))
    agent = desk.allowed("agnes", world.client())
    text = seen(agent, page_of(file.id))
    assert "not signed" in text
    assert "Signature?" in text
    assert '<option value="unchecked" selected>' in text
    assert act(agent, file.id, "judge", cause="contradictory", whose="not_ours") == 302
    row = Return.objects.get()
    assert (row.cause, row.ours, row.judged_by) == ("contradictory", False, "agnes")
    text = seen(agent, COSTS)
    assert "one file came back from ONEM: 0 days lost, 0 through our own doing" in text
    assert "The facts contradict each other" in text


def test_a_cause_that_does_not_exist_is_refused() -> None:
    file = introduced()
    told(answer("C51", only(file).reference, missing=[("C4", "unsigned")]))
    agent = desk.allowed("agnes", world.client())
    assert act(agent, file.id, "judge", cause="weather", whose="ours") == 422
    assert Return.objects.get().cause == ""


def test_the_items_of_a_file_at_onem_say_what_to_do() -> None:
    file = introduced()
    told(answer("refused", only(file).reference, fault="kind not known"))
    item = desk.item_of("file_refused")
    work.take(item.pk, world.staff("agnes"))
    text = seen(desk.visitor(), f"/desk/items/{item.pk}/")
    assert "kind not known" in text
    assert "Put it right on the page of the application" in text


def test_a_late_file_leaves_with_a_c54(monkeypatch: pytest.MonkeyPatch) -> None:
    file = complete()
    agent = desk.allowed("agnes", world.client())
    assert "C54" not in seen(agent, page_of(file.id))
    monkeypatch.setenv("CAPAC_NOW", "2026-12-01T10:00")
    agent = desk.allowed("agnes", world.client())
    assert "It comes late through no fault of the client (C54)" in seen(agent, page_of(file.id))
    assert act(agent, file.id, "derogate", derogation="") == 422
    assert act(agent, file.id, "derogate", derogation="The employer was bankrupt.") == 302
    [(_, c9)] = messages()
    assert "bankrupt" in (c9.findtext("{urn:capac:own-interface:c9:1}derogation") or "")
    assert "C54: The employer was bankrupt." in seen(agent, page_of(file.id))


def test_a_letter_of_onem_is_read_and_closed() -> None:
    world.client()
    told(answer("C31", message="L1", inss=world.number_of("amina"), article="AR art. 169", amount="312.40"))
    item = desk.item_of("onem_letter")
    work.take(item.pk, world.staff("agnes"))
    agent = desk.visitor()
    text = seen(agent, f"/desk/items/{item.pk}/")
    assert "312.40" in text
    assert "ONEM recovers this money itself" in text
    assert agent.post(f"/desk/items/{item.pk}/do/", {"note": "retention noted"}).status_code in {200, 302}
    [letter] = exchange.letters_of(world.client().pk)
    assert letter.state == "read"
    assert work.lately_done(world.staff("agnes"))[0].pk == item.pk


def test_the_next_attempt_stands_above_the_first() -> None:
    file = introduced()
    told(answer("C51", only(file).reference, missing=[("C4", "unsigned")]))
    received(file.id, "C4")
    exchange.submit_ready(who="test")
    text = seen(desk.allowed("agnes", world.client()), page_of(file.id))
    assert text.index("attempt 2") < text.index("attempt 1")


@pytest.mark.parametrize("path", [LIST, COSTS])
@pytest.mark.parametrize("who", ["sam"])
def test_who_has_nothing_to_do_with_files_does_not_see_them(path: str, who: str) -> None:
    assert desk.visitor(who).get(path).status_code == 403


@pytest.mark.parametrize("lang", ["fr", "nl", "de"])
def test_the_pages_stand_in_every_language(lang: str) -> None:
    file = introduced()
    told(answer("C51", only(file).reference, missing=[("C4", "unsigned")]))
    english = seen(desk.visitor(), COSTS)
    assert seen(desk.visitor(lang=lang), COSTS) != english
