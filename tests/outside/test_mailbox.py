"""The other side's mailbox and ours, over a real connection, with every fault that can be asked for."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from capac.records.api import Delivery, Mailbox, MailboxError
from tests.outside.serving import served
from world import mailbox
from world.mailbox import Box, RefusedError

TOKEN = "token-of-the-test"


@dataclass
class Post:
    """Both sides of one mailbox."""

    box: Box
    address: str

    @property
    def ours(self) -> Mailbox:
        return Mailbox(self.address, TOKEN)

    def admin(self, path: str, told: object = None, token: str = TOKEN) -> httpx.Response:
        return httpx.post(
            f"{self.address}/admin/{path}", json=told or {}, headers={"Authorization": f"Bearer {token}"}
        )

    def left(self) -> list[tuple[str, bytes]]:
        return [(file.name, file.body) for file in self.box.received()]


def _receive(name: str, body: bytes) -> None:
    if body.startswith(b"<broken"):
        raise RefusedError(422, f"{name} is not XML")


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    box = Box(tmp_path, token=TOKEN)
    acts = {"day": lambda told: {"day": told["date"]}}
    with served(mailbox.application(box, receive=_receive, acts=acts)) as address:
        yield Post(box, address)
    box.store.close()


def names(post: Post, after: str = "") -> list[str]:
    page = post.ours.waiting(after)
    return [item.name for item in page.items] if page else []


def test_what_is_posted_is_listed_once_in_order_and_read_whole(post: Post) -> None:
    for n in range(mailbox.PAGE + 1):
        post.box.post(f"{n}.xml", "C2", f"content {n}".encode())
    first = post.ours.waiting("")
    assert first is not None
    assert [item.name for item in first.items] == [f"{n}.xml" for n in range(mailbox.PAGE)]
    assert first.next == str(mailbox.PAGE)
    assert post.ours.read(first.items[3]) == b"content 3"
    assert names(post, first.next) == [f"{mailbox.PAGE}.xml"]
    assert post.ours.waiting(str(mailbox.PAGE + 1)) is None


def test_a_file_is_kept_once_whatever_how_often_it_comes(post: Post) -> None:
    key = uuid.uuid4()
    assert post.ours.send("a.xml", b"content", key).answer == '201 {"status":"kept"}'
    assert post.ours.send("a.xml", b"content", key).answer == '200 {"status":"known"}'
    assert post.left() == [("a.xml", b"content")]


@pytest.mark.parametrize(("name", "same_key"), [("a.xml", True), ("a.xml", False), ("b.xml", True)])
def test_a_name_or_a_key_stands_for_one_file(post: Post, name: str, same_key: bool) -> None:
    key = uuid.uuid4()
    post.ours.send("a.xml", b"content", key)
    said = post.ours.send(name, b"other", key if same_key else uuid.uuid4())
    assert said.refused and said.answer.startswith("409")
    assert post.left() == [("a.xml", b"content")]


def test_what_the_other_side_cannot_take_is_refused_with_a_sentence_and_not_kept(post: Post) -> None:
    said = post.ours.send("a.xml", b"<broken", uuid.uuid4())
    assert said == Delivery(accepted=False, refused=True, answer='422 {"title":"a.xml is not XML"}')
    assert post.left() == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Idempotency-Key": "k", "Digest": "sha-256=AAAA"}, 400),
        ({"Digest": "sha-256=7XACtDnprIRfIjV9giusFERzD722AW0+yUMil7nsn3M="}, 400),
        ({"Authorization": "Bearer another"}, 401),
    ],
)
def test_a_call_without_its_papers_leaves_nothing(post: Post, headers: dict[str, str], status: int) -> None:
    given = {"Authorization": f"Bearer {TOKEN}", **headers}
    assert httpx.put(f"{post.address}/in/a.xml", content=b"content", headers=given).status_code == status
    assert post.left() == []


def test_nothing_is_shown_without_the_token(post: Post) -> None:
    post.box.post("a.xml", "C2", b"content")
    for path in ("out", "out/1", "admin/state"):
        assert httpx.get(f"{post.address}/{path}").status_code == 401
    assert post.admin("faults", {"faults": "half"}, token="x").status_code == 401
    assert post.box.faults.waiting() == {}


def test_a_file_that_waits_twice_has_two_ids_and_the_same_bytes(post: Post) -> None:
    assert post.admin("faults", {"faults": "duplicate"}).json() == {"duplicate": 1}
    post.box.post("a.xml", "C2", b"content")
    post.box.post("b.xml", "C2", b"content")
    assert names(post) == ["a.xml", "a.xml", "b.xml"]


def test_a_file_cut_on_the_way_is_not_believed_and_whole_the_next_time(post: Post) -> None:
    post.box.post("a.xml", "C2", b"content")
    post.admin("faults", {"faults": "half"})
    page = post.ours.waiting("")
    assert page is not None
    with pytest.raises(MailboxError, match=r"arrived cut or changed: 3 of 7 bytes"):
        post.ours.read(page.items[0])
    assert post.ours.read(page.items[0]) == b"content"


def test_late_and_reordered_lists_end_when_they_are_used_up(post: Post) -> None:
    post.box.post("a.xml", "C2", b"a")
    post.box.post("b.xml", "C2", b"b")
    post.admin("faults", {"faults": "late:2,reorder"})
    assert names(post) == []
    assert names(post) == []
    assert names(post) == ["b.xml", "a.xml"]
    assert names(post) == ["a.xml", "b.xml"]


def test_a_lost_answer_has_kept_the_file(post: Post) -> None:
    post.admin("faults", {"faults": "lost"})
    key = uuid.uuid4()
    assert post.ours.send("a.xml", b"content", key) == Delivery(
        accepted=False, refused=False, answer='500 {"title":"kept, but the answer is lost, as was asked"}'
    )
    assert post.ours.send("a.xml", b"content", key).accepted
    assert post.left() == [("a.xml", b"content")]


def test_refusals_come_in_the_order_asked_and_then_end(post: Post) -> None:
    post.admin("faults", {"faults": "503,422"})
    said = [post.ours.send("a.xml", b"content", uuid.UUID(int=1)) for _ in range(3)]
    assert [(one.accepted, one.refused) for one in said] == [(False, False), (False, True), (True, False)]


def test_faults_can_be_cleared_and_an_unknown_one_names_those_that_exist(post: Post) -> None:
    post.admin("faults", {"faults": "half:3"})
    assert post.admin("faults", {"faults": ""}).json() == {}
    said = post.admin("faults", {"faults": "explode"})
    assert said.status_code == 400
    assert said.json()["title"].startswith("'explode' is not a fault: ask for duplicate, half, late")


def test_an_act_is_done_on_request_and_a_wrong_one_says_what_to_send(post: Post) -> None:
    assert post.admin("act/day", {"date": "2026-07-01"}).json() == {"day": "2026-07-01"}
    assert post.admin("act/day").json() == {"title": "KeyError: 'date'"}
    assert post.admin("act/night").json() == {"title": "no act 'night': there is day"}


def test_what_was_kept_outlives_the_process(post: Post, tmp_path: Path) -> None:
    post.box.post("a.xml", "C2", b"content")
    post.box.faults.ask("late:2")
    post.ours.send("b.xml", b"content", uuid.UUID(int=1))
    again = Box(tmp_path, token=TOKEN)
    assert again.state() == {"waiting": 1, "received": 1, "faults": {"late": 2}}
    assert again.received()[0].name == "b.xml"
    again.store.close()


def test_a_transaction_that_breaks_off_leaves_nothing(post: Post) -> None:
    def breaks_off() -> None:
        with post.box.store.transaction():
            post.box.post("a.xml", "C2", b"content")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        breaks_off()
    assert post.box.state()["waiting"] == 0
