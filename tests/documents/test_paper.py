"""Paper files: taken in, scanned by one and compared by another, kept as long as the table asks, destroyed by two people."""

from __future__ import annotations

import io
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from capac.documents import api as documents
from capac.documents.models import Destruction, PaperFile
from capac.documents.states import DESTRUCTIONS, PAPER
from capac.people import api as people
from capac.records import api as records
from tests import papers, world

pytestmark = pytest.mark.django_db
AGREED = "AE/2026/17"


def taken_in(label: str = "Baert", **told: Any) -> PaperFile:
    facts = {
        "office_id": world.office().pk, "shelf": "A3", "box": "17", "label": label, "retention": "dossier",
        "last_event_on": date(2020, 1, 31), "sheets": 2, **told,
    }  # fmt: skip
    return documents.take_stock(documents.NewPaper(**facts), because=world.because("agnes"))


def scanned(row: PaperFile, *, pages: int = 2, who: str = "agnes") -> documents.Document:
    with documents.look_through(io.BytesIO(papers.pdf(pages=pages, about=row.label)), "scan.pdf") as ready:
        return documents.digitise(row.key, ready, who=who)


def compared(row: PaperFile, *, faithful: bool = True, who: str = "pol") -> None:
    documents.compare(row.key, faithful=faithful, because=world.because(who))


def checked(label: str = "Baert") -> PaperFile:
    row = taken_in(label)
    scanned(row)
    compared(row)
    return documents.paper(row.key)


def states(row: PaperFile | Destruction) -> list[str]:
    kind = PAPER.kind if isinstance(row, PaperFile) else DESTRUCTIONS.kind
    return [one.to_state for one in records.history(kind, row.pk)]


def refused(reason: str, **arguments: Any) -> Any:
    return pytest.raises(documents.PaperError, match=f"^{reason}$")


def test_a_scan_replaces_paper_when_a_second_person_has_compared_every_page() -> None:
    row = taken_in(client_id=world.client().pk)
    with refused("wrong_state"):
        compared(row)
    document = scanned(row, pages=1)
    assert (document.client_id, document.channel, document.retention, document.paper_id) == (
        row.client_id, "scan", "dossier", row.pk,
    )  # fmt: skip
    with refused("same_person"):
        compared(row, who="agnes")
    with pytest.raises(documents.PaperError) as caught:
        compared(row)
    assert (caught.value.reason, caught.value.arguments) == ("pages_missing", {"sheets": 2, "pages": 1})
    with documents.look_through(io.BytesIO(papers.pdf(about="second page")), "2.pdf") as ready:
        documents.digitise(row.key, ready, who="agnes")
    compared(row)
    assert states(row) == ["inventoried", "digitised", "checked"]
    assert [one.pages for one in documents.scans_of(row.pk)] == [1, 1]
    assert documents.check() == []


def test_a_bad_scan_is_made_again() -> None:
    row = taken_in()
    scanned(row)
    compared(row, faithful=False)
    assert documents.paper(row.key).state == "inventoried"


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"label": f"Baert {world.number_of('amina')}"}, "number_in_label"),
        ({"retention": "for ever"}, "unknown_retention"),
        ({"sheets": 0}, "no_sheets"),
        ({"last_event_on": date(2026, 7, 2)}, "in_future"),
    ],
)
def test_what_does_not_fit_is_not_taken_in(told: dict[str, Any], reason: str) -> None:
    with refused(reason):
        taken_in(**told)
    assert PaperFile.objects.count() == 0


def test_a_file_stands_once_in_a_box() -> None:
    taken_in()
    with refused("already_there"):
        taken_in()
    assert PaperFile.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "last", "until"),
    [
        ("dossier", date(2016, 6, 30), date(2026, 6, 30)),
        ("correspondence", date(2020, 2, 29), date(2025, 2, 28)),
    ],
)
def test_retention_counts_full_years_and_says_that_its_years_are_our_own(
    kind: str, last: date, until: date
) -> None:
    assert documents.kept_until(kind, last, on=date(2026, 7, 1)) == until
    assert documents.rule_of(kind, on=date(2026, 7, 1)).certain is False


def test_paper_may_go_when_it_was_compared_or_its_years_are_over() -> None:
    today = date(2026, 7, 1)
    old, young = (
        taken_in("old", last_event_on=date(2016, 6, 30)),
        taken_in("young", last_event_on=date(2016, 7, 1)),
    )
    assert [documents.may_go(row, today=today) for row in (old, young, checked())] == [
        "expired",
        "",
        "digitised",
    ]


def test_two_people_and_the_archives_stand_behind_a_destruction_and_its_certificate() -> None:
    row, agnes, mia = checked(), world.staff("agnes"), world.staff("mia")
    one = documents.propose([row.key], "digitised", staff=agnes)
    with refused("same_person"):
        documents.approve(one.key, reference=AGREED, staff=agnes)
    with refused("no_reference"):
        documents.approve(one.key, reference=" ", staff=mia)
    with refused("wrong_state"):
        certified(one, mia)
    documents.approve(one.key, reference=AGREED, staff=mia)
    with refused("wrong_state"):
        documents.approve(one.key, reference=AGREED, staff=mia)
    for told, reason in (
        ({"method": "lost"}, "no_method"),
        ({"witness": " "}, "no_witness"),
        ({"day": date(2026, 7, 2)}, "in_future"),
        ({"day": date(2026, 6, 30)}, "before_approval"),
    ):
        with refused(reason):
            certified(one, mia, **told)
    done = certified(one, mia)
    assert (done.proposed_by, done.approved_by, done.certified_by, done.witness, done.archives_reference) == (
        agnes, mia, mia, "Rita", AGREED,
    )  # fmt: skip
    assert states(done) == ["proposed", "approved", "certified"]
    assert states(row)[-3:] == ["proposed", "approved", "destroyed"]
    assert [file.pk for file in documents.files_of(done)] == [row.pk]
    assert len(documents.scans_of(row.pk)) == 1


def certified(one: Destruction, staff: people.Staff, **told: Any) -> Destruction:
    facts: dict[str, Any] = {"day": date(2026, 7, 1), "method": "shredded", "witness": "Rita", **told}
    return documents.certify(one.key, staff=staff, **facts)


def test_the_database_too_wants_two_people() -> None:
    one = documents.propose([checked().key], "digitised", staff=world.staff())
    with pytest.raises(IntegrityError, match="destruction_two_people"), transaction.atomic():
        Destruction.objects.filter(pk=one.pk).update(approved_by=world.staff())


def test_a_proposal_that_is_given_up_leaves_the_paper_where_it_stood() -> None:
    row = checked()
    one = documents.propose([row.key], "digitised", staff=world.staff())
    documents.drop(one.key, staff=world.staff("mia"))
    back = documents.paper(row.key)
    assert (back.state, back.destruction) == ("checked", None)
    with refused("wrong_state"):
        documents.drop(one.key, staff=world.staff("mia"))
    documents.propose([row.key], "digitised", staff=world.staff())


def test_nothing_that_is_not_due_is_proposed() -> None:
    young, ready = taken_in("young"), checked()
    for keys, reason, fault in (
        ([young.key, ready.key], "digitised", "not_due"),
        ([ready.key], "expired", "not_due"),
        ([ready.key, uuid4()], "digitised", "not_due"),
        ([], "digitised", "nothing_chosen"),
    ):
        with refused(fault):
            documents.propose(keys, reason, staff=world.staff())
    assert Destruction.objects.count() == 0
    assert documents.paper(ready.key).state == "checked"


def test_the_inventory_is_told_in_figures_and_page_by_page() -> None:
    rows = [taken_in(f"file {number}", sheets=10) for number in range(3)]
    scanned(rows[0])
    office = world.office().pk
    assert documents.tallies() == [
        documents.Tally(office, "digitised", 1, 10),
        documents.Tally(office, "inventoried", 2, 20),
    ]
    first = documents.papers(office_id=office, state="inventoried", limit=1)
    assert [row.pk for row in first] == [rows[1].pk]
    assert [row.pk for row in documents.papers(after=first[0].pk, limit=9)] == [rows[2].pk]
    assert documents.papers(box="18", limit=9) == []
