"""Letters that leave: how many wait and why, the batches that were printed, and that the post has one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from capac.channels.letters import api as letters
from capac.people import api as people
from capac.people import perms
from capac.web.desk.letters import pdf, words
from capac.web.desk.looking import look, staff_here
from capac.web.permit import permit, staff_who

LOST = 20


@permit(staff_who(perms.may_work_items), shows_person=True)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What waits, by where and why; the letters that nobody can receive; the batches."""
    lost = letters.in_state(state="failed", limit=LOST)
    look(request, {one.client_id for one in lost}, action="our_letters", why="letters that leave")
    persons = people.clients({one.client_id for one in lost})
    waiting = letters.counts()
    context = {
        **words(),
        "waiting": [(state, why, number) for (state, why), number in waiting.items()],
        "to_print": sum(number for (state, _why), number in waiting.items() if state == "to_print"),
        "lost": [(one, persons.get(one.client_id)) for one in lost],
        "batches": letters.batches(),
    }
    return render(request, "desk/letter_batches.html", context)


@permit(staff_who(perms.may_work_items))
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Print what waits: one batch of those that have waited longest."""
    batch = letters.print_batch(staff_here(request))
    if batch is None:
        messages.info(request, _("No letter waits to be printed."))
    else:
        messages.success(
            request,
            _(
                "Batch %(number)s is made: %(letters)s letters on %(pages)s pages. Print it, then give it to the post."
            )
            % {"number": batch.pk, "letters": batch.letters, "pages": batch.pages},
        )
    return redirect("desk:letter_batches")


@permit(staff_who(perms.may_work_items), shows_person=True)
@require_safe
def body(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The PDF of a batch."""
    batch = _batch(batch_id)
    look(request, letters.batch_clients(batch.id), action="our_letters", why=f"batch {batch.id}")
    return pdf(letters.batch_bytes(batch.id), f"batch-{batch.id}.pdf")


@permit(staff_who(perms.may_work_items))
@require_safe
def manifest(request: HttpRequest, batch_id: int) -> HttpResponse:
    """What is in it, as CSV: references, pages and digests; nobody's name or number."""
    del request
    batch = _batch(batch_id)
    answer = HttpResponse(letters.batch_manifest(batch.id), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="batch-{batch.id}.csv"'
    return answer


@permit(staff_who(perms.may_work_items))
@require_POST
def posted(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The post has it: its letters are sent."""
    batch = _batch(batch_id)
    number = letters.post_batch(batch.id, staff_here(request))
    if number:
        messages.success(request, _("%(number)s letters are sent.") % {"number": number})
    else:
        messages.info(request, _("That was said before."))
    return redirect("desk:letter_batches")


def _batch(batch_id: int) -> letters.BatchView:
    found = letters.batch_of(batch_id)
    if found is None:
        raise Http404(str(batch_id))
    return found
