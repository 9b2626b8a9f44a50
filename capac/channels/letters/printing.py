"""Printing: what waits for paper becomes one sorted PDF with its list; a person says when the post has it.

Sorted by country and postcode, Belgium first, as the post gives its rebate; then by number of pages, so that one
setting of the folding machine does for many.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence

import pikepdf
from django.db import transaction
from django.utils.translation import get_language

from capac.channels.letters.kinds import LANGUAGES
from capac.channels.letters.models import Batch, Letter
from capac.channels.letters.pdf import batch_pdf
from capac.channels.letters.states import BATCHES, LETTERS
from capac.core import clock
from capac.people import api as people
from capac.records import api as records

MOST = 500
"""Letters in one batch: what a printer takes at once, and a few seconds of work."""
HEADS = (
    "position",
    "first_page",
    "pages",
    "reference",
    "kind",
    "language",
    "registered",
    "postcode",
    "sha256",
)


def print_batch(staff: people.Staff, *, most: int = MOST) -> Batch | None:
    """Make a batch of the letters that have waited longest; None when none waits. One transaction.

    Two people who print at once get different letters.
    """
    with transaction.atomic():
        waiting = Letter.objects.select_for_update(skip_locked=True).filter(state="to_print")
        rows = [(row, _pages(bytes(row.body))) for row in waiting.order_by("pk")[:most]]
        if not rows:
            return None
        rows.sort(key=lambda one: (not one[0].postcode.startswith("BE"), one[0].postcode, one[1], one[0].pk))
        batch = _batch([row for row, _ in rows], [pages for _, pages in rows], staff)
        Letter.objects.filter(pk__in=[row.pk for row, _ in rows]).update(batch=batch)
        because = records.Because(staff.login, f"batch {batch.pk}")
        records.move_all(LETTERS, [row.pk for row, _ in rows], to="printed", because=because)
    return batch


def post_batch(batch_id: int, staff: people.Staff) -> int:
    """The post has the batch: its letters are sent. Returns how many; 0 when that was said before."""
    because = records.Because(staff.login, f"batch {batch_id} handed to the post")
    with transaction.atomic():
        if not records.move(BATCHES, [batch_id], to="posted", because=because):
            return 0
        rows = Letter.objects.filter(batch_id=batch_id, state="printed")
        ids = list(rows.select_for_update().values_list("pk", flat=True))
        Letter.objects.filter(pk__in=ids).update(sent_at=clock.now())
        return len(records.move_all(LETTERS, ids, to="sent", because=because))


def _batch(rows: Sequence[Letter], pages: Sequence[int], staff: people.Staff) -> Batch:
    now = clock.now()
    lang = (get_language() or "fr")[:2]
    body = batch_pdf(
        [row.content for row in rows],
        title=f"Batch {now:%Y-%m-%d %H:%M}",
        lang=lang if lang in LANGUAGES else "fr",
        day=now.date(),
    )
    batch = Batch.objects.create(
        made_at=now,
        made_by=staff.login,
        letters=len(rows),
        pages=sum(pages),
        sha256=hashlib.sha256(body).hexdigest(),
        body=body,
        manifest=_manifest(rows, pages),
    )
    records.born(BATCHES, [batch.pk], state="made", because=records.Because(staff.login, "printed"))
    return batch


def _manifest(rows: Sequence[Letter], pages: Sequence[int]) -> str:
    """What is in the batch, in its order, as CSV. Nobody's name or number stands in it."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(HEADS)
    first = 1
    for position, (row, number) in enumerate(zip(rows, pages, strict=True), start=1):
        table.writerow(
            (
                position, first, number, row.reference, row.kind, row.language,
                "yes" if row.registered else "no", row.postcode, row.sha256,
            )
        )  # fmt: skip
        first += number
    return text.getvalue()


def _pages(body: bytes) -> int:
    with pikepdf.open(io.BytesIO(body)) as pdf:
        return len(pdf.pages)
