"""Moves of sets: who may move, what is logged, and that two callers never both move one row."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import numpy as np
import pytest
from django.db import connection, transaction

from capac.core.clock import now
from capac.records import api as records
from capac.records.models import IncomingFile, Reject, Run, StateLog
from capac.records.runs import CounterError
from capac.records.states import INCOMING, REJECTS
from tests import world


def files(number: int) -> list[int]:
    return [world.incoming(f"content {n}".encode()).pk for n in range(number)]


@pytest.mark.django_db
def test_a_set_moves_and_leaves_a_row_each() -> None:
    ids = files(3)
    with records.running("test", (), who="test") as progress:
        because = records.Because("agnes", "read", progress.run.pk)
        assert records.move(INCOMING, [*ids, ids[0], 999_999], to="read", because=because) == ids
    logged = StateLog.objects.filter(to_state="read").order_by("subject_id")
    assert [(r.subject_kind, r.subject_id, r.from_state, r.who, r.why, r.run_id, r.at) for r in logged] == [
        ("records.IncomingFile", pk, "waiting", "agnes", "read", progress.run.pk, now()) for pk in ids
    ]


@pytest.mark.django_db
def test_what_is_not_in_an_allowed_state_stays() -> None:
    first, second = files(2)
    because = world.because()
    records.move(INCOMING, [first], to="rejected", because=because)
    assert records.move(INCOMING, [first, second], to="read", because=because) == [second]
    assert records.move(INCOMING, [], to="read", because=because) == []
    assert IncomingFile.objects.get(pk=first).state == "rejected"
    with pytest.raises(records.MoveError, match=rf"\[{first}\] cannot become 'read'"), transaction.atomic():
        records.move_all(INCOMING, [first], to="read", because=because)


@pytest.mark.django_db
def test_a_state_that_does_not_exist_is_named() -> None:
    with pytest.raises(records.MoveError, match="no state 'lost'; it has read, rejected, waiting"):
        records.move(INCOMING, [1], to="lost", because=world.because())
    with pytest.raises(records.MoveError, match="cannot begin as 'read'"):
        records.born(INCOMING, [1], state="read", because=world.because())


@pytest.mark.django_db
def test_claiming_takes_at_most_so_many_oldest_first() -> None:
    ids = files(3)
    assert records.claim(INCOMING, to="read", limit=2, because=world.because()) == ids[:2]
    assert records.claim(INCOMING, to="read", limit=2, because=world.because()) == ids[2:]
    assert records.claim(INCOMING, to="read", limit=2, because=world.because()) == []


@pytest.mark.django_db(transaction=True)
def test_many_movers_and_claimers_move_each_row_once() -> None:
    ids = files(40)
    start = Barrier(8)

    def reach(worker: int) -> list[int]:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            if worker < 4:
                return records.move(INCOMING, ids, to="read", because=world.because())
            return [
                pk
                for _ in range(10)
                for pk in records.claim(INCOMING, to="read", limit=3, because=world.because())
            ]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        moved = [pk for answer in pool.map(reach, range(8)) for pk in answer]
    assert sorted(moved) == ids
    assert StateLog.objects.filter(to_state="read").count() == len(ids)


@pytest.mark.django_db
def test_a_run_declares_its_counters_and_closes_with_them() -> None:
    with records.running("test", ("seen", "kept"), who="agnes", about="2026-07") as progress:
        progress.count("seen", 3)
        with pytest.raises(CounterError, match="declared no counter 'lost'"):
            progress.count("lost")
    run = Run.objects.get()
    assert (run.state, run.counters, run.who, run.about) == (
        "finished",
        {"seen": 3, "kept": 0},
        "agnes",
        "2026-07",
    )
    assert run.ended_at == now()


@pytest.mark.django_db
def test_a_run_that_fails_leaves_its_trace() -> None:
    def breaks() -> None:
        with records.running("test", ("seen",), who="agnes") as progress:
            progress.count("seen")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        breaks()
    run = Run.objects.get()
    assert (run.state, run.outcome, run.counters) == ("failed", "ZeroDivisionError", {"seen": 1})


@pytest.mark.django_db
def test_the_same_thing_is_rejected_once() -> None:
    file, because = world.incoming(b"x"), world.because()
    fault = records.Fault("impossible_date", 4, "from", "M1", {"value": "2026-02-30"})
    other = records.Fault("impossible_date", 9, "from", "M2")
    row = records.reject(file, fault, because=because)
    assert row is not None
    assert (row.kind, row.arguments, row.at) == ("C2", {"value": "2026-02-30"}, now())
    assert records.reject(file, fault, because=because) is None
    assert [r.message_id for r in records.reject_all(file, [fault, other, other], because=because)] == ["M2"]
    assert records.reject_all(file, [], because=because) == []
    assert [r.line for r in records.open_rejects()] == [4, 9]
    records.close_reject(row.pk, because=because)
    assert [r.line for r in records.open_rejects()] == [9]
    with pytest.raises(records.MoveError):
        records.close_reject(row.pk, because=because)
    assert StateLog.objects.filter(subject_kind=REJECTS.kind).count() == 3


@pytest.mark.django_db
def test_a_reject_without_file_names_its_kind() -> None:
    row = records.reject(None, records.Fault("x"), because=world.because(), kind="paper")
    assert row is not None
    assert Reject.objects.get().kind == "paper"
    assert records.reject(None, records.Fault("x"), because=world.because(), kind="paper") is None


@pytest.mark.django_db
def test_a_file_is_held_by_one_reader_and_done_once() -> None:
    file = world.incoming(b"x")
    with transaction.atomic():
        assert records.hold(file)
        records.done(file, because=world.because())
        assert not records.hold(file)
    with pytest.raises(records.MoveError), transaction.atomic():
        records.reject_file(file, records.Fault("cut"), because=world.because())
    assert list(records.waiting("C2")) == []


@pytest.mark.django_db
def test_the_same_bytes_count_as_seen_once_dealt_with() -> None:
    first, second = world.incoming(b"x"), world.incoming(b"x")
    other_kind = world.incoming(b"x", kind="EC3")
    assert not records.seen_before(second)
    records.done(first, because=world.because())
    assert records.seen_before(second)
    assert not records.seen_before(first)
    assert not records.seen_before(other_kind)


@pytest.mark.django_db
def test_rows_go_in_by_copy_with_ids_drawn_first() -> None:
    ids = records.new_ids(Run, 3)
    assert len(set(ids)) == 3
    columns = ("id", "verb", "about", "state", "who", "started_at", "counters", "outcome")
    records.copy_in(Run, columns, ((pk, "x\ty\\", "", "running", "é", now(), '{"a": 1}', "") for pk in ids))
    assert {(r.verb, r.who, r.counters["a"]) for r in Run.objects.filter(pk__in=ids)} == {("x\ty\\", "é", 1)}
    records.copy_in(Run, columns, [])
    assert records.new_ids(Run, 0) == []


def test_every_job_of_the_schedule_has_its_lane_and_its_reason() -> None:
    jobs = records.schedule()
    assert len({job.job for job in jobs}) == len(jobs)
    assert {job.lane for job in jobs} == {"urgent", "bulk"}
    assert all(len(job.cron.split()) == 5 and job.why for job in jobs)


@pytest.mark.django_db
def test_rows_written_in_their_last_state_leave_a_row_for_each_that_they_went_through() -> None:
    rejects = [Reject.objects.create(kind="C2", reason=str(n), at=now(), state="closed").pk for n in range(2)]
    ids = np.array(rejects, np.int64)
    records.went_through(REJECTS, ids, ["open", "closed"], because=world.because("import", "taken over"))
    logged = StateLog.objects.filter(subject_kind="records.Reject").order_by("id")
    assert [(row.subject_id, row.from_state, row.to_state, row.who) for row in logged] == [
        (pk, was, to, "import") for pk in rejects for was, to in (("", "open"), ("open", "closed"))
    ]
    with pytest.raises(records.MoveError, match="cannot become 'closed' from ''"):
        records.went_through(REJECTS, ids, ["closed"], because=world.because())
    assert logged.count() == 4
