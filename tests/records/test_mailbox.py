"""Collecting and delivering over a connection that is late, cut, doubled, reordered or refused."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from django.db import connection

from capac.records import api as records
from capac.records.models import Cursor, OutgoingMessage
from tests.records.post import Post, post_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office() as office:
        yield office


def collect(post: Post) -> dict[str, int]:
    return records.collect("onem", post.mailbox, who="test")


def bodies() -> list[bytes]:
    return [bytes(file.body) for file in records.waiting("C2")]


def test_everything_is_kept_once_in_order(post: Post) -> None:
    for n in range(5):
        post.put(f"file {n}".encode())
    assert collect(post) == {"kept": 5, "known": 0, "later": 0}
    assert collect(post) == {"kept": 0, "known": 0, "later": 0}
    assert bodies() == [b"file 0", b"file 1", b"file 2", b"file 3", b"file 4"]
    post.put(b"file 5")
    assert collect(post)["kept"] == 1


@pytest.mark.parametrize("fault", ["gone", "500", "401", "cut"])
def test_what_cannot_be_read_now_is_read_later(post: Post, fault: str) -> None:
    for n in range(3):
        post.put(f"file {n}".encode())
    post.faults = [fault]
    first = collect(post)
    assert first == {"kept": 0, "known": 0, "later": 1}
    assert collect(post) == {"kept": 3, "known": 0, "later": 0}
    assert bodies() == [b"file 0", b"file 1", b"file 2"]


def test_a_cut_file_holds_back_what_comes_after_it(post: Post) -> None:
    for n in range(2):
        post.put(f"file {n}".encode())
    collect(post)
    post.put(b"file 2")
    post.put(b"file 3")
    post.faults = ["cut"]
    assert collect(post) == {"kept": 0, "known": 0, "later": 1}
    assert bodies() == [b"file 0", b"file 1"]


def test_a_page_in_another_order_loses_nothing_even_when_it_breaks_off(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(4):
        post.put(f"file {n}".encode())
    post.faults = ["reordered"]
    read = records.Mailbox.read

    def broken(self: records.Mailbox, item: records.Item) -> bytes:
        if item.id == "1":
            raise records.MailboxError("the line broke")
        return read(self, item)

    monkeypatch.setattr(records.Mailbox, "read", broken)
    assert collect(post) == {"kept": 1, "known": 0, "later": 1}
    monkeypatch.setattr(records.Mailbox, "read", read)
    assert collect(post) == {"kept": 3, "known": 1, "later": 0}
    assert sorted(bodies()) == [b"file 0", b"file 1", b"file 2", b"file 3"]


def test_a_collector_that_dies_before_the_cursor_moves_keeps_each_file_once(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.put(b"file 0")

    class Killed(BaseException):
        pass

    def dies(*_: object) -> None:
        raise Killed

    monkeypatch.setattr("capac.records.cursors.advance", dies)
    with pytest.raises(Killed):
        collect(post)
    monkeypatch.undo()
    monkeypatch.setenv("CAPAC_NOW", "2026-07-01T12:00")
    assert collect(post) == {"kept": 0, "known": 1, "later": 0}
    assert bodies() == [b"file 0"]
    assert Cursor.objects.get(pk="onem").position == "1"


def test_a_mailbox_that_lists_the_same_for_ever_ends_the_round(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.put(b"file 0")
    listing = post.listing(0)
    monkeypatch.setattr(post, "listing", lambda _after: {**listing, "next": "0"})
    Cursor.objects.create(mailbox="onem", position="0")
    assert collect(post) == {"kept": 1, "known": 0, "later": 1}


@pytest.mark.parametrize(
    "told", ["[]", "{}", "nonsense", '{"items": [{"id": 1}]}', '{"items": [{"id": "' + "9" * 61 + '"}]}']
)
def test_a_list_that_cannot_be_understood_is_asked_for_again(
    post: Post, monkeypatch: pytest.MonkeyPatch, told: str
) -> None:
    monkeypatch.setattr("tests.records.post.json.dumps", lambda _: told)
    assert collect(post) == {"kept": 0, "known": 0, "later": 1}


def test_a_message_leaves_once_with_its_key(post: Post) -> None:
    message = records.put("onem", "C10-1.xml", b"content")
    assert records.put("onem", "C10-1.xml", b"content").pk == message.pk
    assert records.deliver("onem", post.mailbox.send) == {"sent": 1, "refused": 0, "later": 0}
    assert records.deliver("onem", post.mailbox.send) == {"sent": 0, "refused": 0, "later": 0}
    assert post.left == {"C10-1.xml": (str(message.key), b"content")}
    changes = records.history("records.OutgoingMessage", message.pk)
    assert [change.to_state for change in changes] == ["waiting", "sent"]


def test_an_answer_that_is_lost_does_not_send_twice(post: Post) -> None:
    message = records.put("onem", "C10-1.xml", b"content")
    post.faults = ["answer lost"]
    assert records.deliver("onem", post.mailbox.send) == {"sent": 0, "refused": 0, "later": 1}
    assert records.deliver("onem", post.mailbox.send) == {"sent": 1, "refused": 0, "later": 0}
    message.refresh_from_db()
    assert (message.state, message.attempts, len(post.left)) == ("sent", 2, 1)


@pytest.mark.parametrize(
    ("status", "ending"), [("400", "refused"), ("409", "refused"), ("429", "later"), ("503", "later")]
)
def test_what_the_other_side_says_decides_whether_to_try_again(post: Post, status: str, ending: str) -> None:
    message = records.put("onem", "C10-1.xml", b"content")
    post.faults = [status]
    assert records.deliver("onem", post.mailbox.send)[ending] == 1
    message.refresh_from_db()
    assert message.state == {"later": "waiting"}.get(ending, ending)
    assert message.answer.startswith(status)


def test_one_that_must_wait_does_not_hold_back_the_others(post: Post) -> None:
    for n in range(3):
        records.put("onem", f"{n}.xml", b"content")
    post.faults = ["503"]
    assert records.deliver("onem", post.mailbox.send) == {"sent": 2, "refused": 0, "later": 1}


def test_what_follows_another_message_never_overtakes_it(post: Post) -> None:
    data = records.put("onss", "FO", b"content")
    signature = records.put("onss", "FS", b"signature", follows=data)
    records.put("onss", "GO", b"", follows=signature)
    post.faults = ["503"]
    assert records.deliver("onss", post.mailbox.send) == {"sent": 0, "refused": 0, "later": 1}
    assert records.deliver("onss", post.mailbox.send) == {"sent": 3, "refused": 0, "later": 0}
    assert list(post.left) == ["FO", "FS", "GO"]


def test_what_follows_a_refused_message_stays(post: Post) -> None:
    records.put("onss", "GO", b"", follows=records.put("onss", "FO", b"content"))
    post.faults = ["400"]
    assert records.deliver("onss", post.mailbox.send) == {"sent": 0, "refused": 1, "later": 0}
    assert records.deliver("onss", post.mailbox.send) == {"sent": 0, "refused": 0, "later": 0}


def test_each_destination_has_its_own_messages(post: Post) -> None:
    records.put("bank", "1.xml", b"content")
    assert records.deliver("onem", post.mailbox.send) == {"sent": 0, "refused": 0, "later": 0}


def test_a_sender_that_dies_leaves_its_message_until_the_lease_ends(post: Post) -> None:
    message = records.put("onem", "1.xml", b"content")

    def dies(*_: object) -> records.Delivery:
        raise SystemExit

    with pytest.raises(SystemExit):
        records.deliver("onem", dies)
    assert records.deliver("onem", post.mailbox.send) == {"sent": 0, "refused": 0, "later": 0}
    OutgoingMessage.objects.filter(pk=message.pk).update(leased_until="2020-01-01T00:00:00+00:00")
    assert records.deliver("onem", post.mailbox.send) == {"sent": 1, "refused": 0, "later": 0}


def test_a_sender_that_comes_back_late_changes_nothing(post: Post) -> None:
    message = records.put("onem", "1.xml", b"content")

    def slow(name: str, body: bytes, key: uuid.UUID) -> records.Delivery:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE records_outbox SET leased_until = now() - interval '1 second'")
        assert records.deliver("onem", post.mailbox.send)["sent"] == 1
        return records.Delivery(accepted=False, refused=True, answer="409 late")

    records.deliver("onem", slow)
    message.refresh_from_db()
    assert (message.state, message.answer) == ("sent", "200")
    assert len(records.history("records.OutgoingMessage", message.pk)) == 2


def test_nobody_there_is_tried_again() -> None:
    records.put("onem", "1.xml", b"content")
    nobody = records.Mailbox("http://127.0.0.1:9", "x")
    assert records.deliver("onem", nobody.send) == {"sent": 0, "refused": 0, "later": 1}
    assert records.collect("onem", nobody, who="test") == {"kept": 0, "known": 0, "later": 1}
