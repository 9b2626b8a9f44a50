"""The inventory of paper files (contract, 13.3.1): where each stands, its scan, and the comparison of scan and paper.

Who compares is somebody else than who scanned: a scan replaces paper only when it is faithful and complete
(royal decree of 22.3.1993 on the probative value of electronic records).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet, Sum

from capac.core import clock
from capac.documents.keeping import Ready, write
from capac.documents.models import Document, PaperFile
from capac.documents.names import holds_number
from capac.documents.retention import kept_until, retentions
from capac.documents.states import PAPER
from capac.records import api as records

IN_HOUSE = ("inventoried", "digitised", "checked", "proposed", "approved")
"""States of paper that still stands on its shelf."""


class PaperError(ValueError):
    """What cannot be done with paper: `reason` is a code with arguments.

    number_in_label, unknown_retention, no_sheets, in_future, already_there, unknown, wrong_state, same_person,
    pages_missing (sheets, pages), not_due (day), nothing_chosen, no_reference, no_method, no_witness, before_approval.
    """

    def __init__(self, reason: str, **arguments: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.arguments = arguments


@dataclass(frozen=True)
class NewPaper:
    """A paper file to take into the inventory. `last_event_on` begins its retention; `sheets` is counted or estimated."""

    office_id: int
    shelf: str
    box: str
    label: str
    retention: str
    last_event_on: date
    sheets: int
    client_id: int | None = None


@dataclass(frozen=True)
class Tally:
    """The inventory of an office in figures: files and sheets by state."""

    office_id: int
    state: str
    files: int
    sheets: int


def take_stock(paper: NewPaper, *, because: records.Because) -> PaperFile:
    """Take a paper file into the inventory. Raises PaperError."""
    _must_fit(paper)
    try:
        with transaction.atomic():
            row = PaperFile.objects.create(
                **vars(paper), inventoried_on=clock.today(), inventoried_by=because.who
            )
            records.born(PAPER, [row.pk], state="inventoried", because=because)
    except IntegrityError as error:
        raise PaperError("already_there") from error
    return row


def digitise(key: UUID, ready: Ready, *, who: str) -> Document:
    """Keep a scan of a paper file; several scans may make up one file. Raises PaperError."""
    with transaction.atomic():
        paper = _held(key)
        if paper.state not in ("inventoried", "digitised"):
            raise PaperError("wrong_state")
        document = write(
            ready,
            client_id=paper.client_id,
            received_on=clock.today(),
            channel="scan",
            who=who,
            retention=paper.retention,
            paper_id=paper.pk,
        )
        if document.paper_id != paper.pk:
            raise PaperError("already_there")
        PaperFile.objects.filter(pk=paper.pk).update(digitised_by=who)
        records.move(PAPER, [paper.pk], to="digitised", because=records.Because(who, "scanned"))
    return document


def compare(key: UUID, *, faithful: bool, because: records.Because) -> None:
    """A second person has held the scan beside the paper: it may replace it, or it is scanned again.

    Raises PaperError: same_person, pages_missing where the scans have fewer pages than there are sheets.
    """
    with transaction.atomic():
        paper = _held(key)
        if paper.state != "digitised":
            raise PaperError("wrong_state")
        if paper.digitised_by == because.who:
            raise PaperError("same_person")
        if faithful:
            _must_be_whole(paper)
        records.move_all(PAPER, [paper.pk], to="checked" if faithful else "inventoried", because=because)


def give_paper(key: UUID, client_id: int) -> None:
    """Say whose a paper file is, before it is scanned. Raises PaperError."""
    with transaction.atomic():
        paper = _held(key)
        if paper.client_id is not None or paper.state != "inventoried":
            raise PaperError("wrong_state")
        PaperFile.objects.filter(pk=paper.pk).update(client_id=client_id)


def paper(key: UUID) -> PaperFile:
    """A paper file with its office and destruction. Raises PaperError."""
    row = PaperFile.objects.select_related("office", "destruction").filter(key=key).first()
    if row is None:
        raise PaperError("unknown")
    return row


def scans_of(paper_id: int) -> list[Document]:
    """The scans of a paper file that may be shown, in the order in which they were made."""
    return list(Document.objects.filter(paper_id=paper_id, state="kept").order_by("pk"))


def papers(
    *, office_id: int | None = None, state: str = "", box: str = "", after: int = 0, limit: int
) -> list[PaperFile]:
    """A page of the inventory by id, narrowed by office, state and box. One query."""
    rows: QuerySet[PaperFile] = PaperFile.objects.select_related("office").filter(pk__gt=after)
    narrowed = {"office_id": office_id, "state": state, "box": box}
    rows = rows.filter(**{name: value for name, value in narrowed.items() if value})
    return list(rows.order_by("pk")[:limit])


def tallies() -> list[Tally]:
    """Files and sheets by office and state. One query."""
    rows = PaperFile.objects.values("office_id", "state").annotate(files=Count("pk"), sheets=Sum("sheets"))
    found = rows.order_by("office_id", "state").values_list("office_id", "state", "files", "sheets")
    return [Tally(*row) for row in found]


def may_go(row: PaperFile, *, today: date) -> str:
    """Why a paper file may be proposed for destruction today: "digitised", "expired", or "" for not at all."""
    if row.state == "checked":
        return "digitised"
    if row.state == "inventoried" and kept_until(row.retention, row.last_event_on, on=today) < today:
        return "expired"
    return ""


def _must_fit(paper: NewPaper) -> None:
    if holds_number(f"{paper.label} {paper.shelf} {paper.box}"):
        raise PaperError("number_in_label")
    if paper.retention not in retentions():
        raise PaperError("unknown_retention")
    if paper.sheets <= 0:
        raise PaperError("no_sheets")
    if paper.last_event_on > clock.today():
        raise PaperError("in_future")


def _must_be_whole(paper: PaperFile) -> None:
    """A sheet has one page at least. A scan that waits for its virus check proves nothing yet."""
    found = Document.objects.filter(paper_id=paper.pk, state="kept").aggregate(pages=Sum("pages"))
    if (pages := found["pages"] or 0) < paper.sheets:
        raise PaperError("pages_missing", sheets=paper.sheets, pages=pages)


def _held(key: UUID) -> PaperFile:
    row = PaperFile.objects.select_for_update().filter(key=key).first()
    if row is None:
        raise PaperError("unknown")
    return row
