"""The queue: what waits, by kind and in the order of its promises; an item opens beside the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from capac.core import clock
from capac.people import api as people
from capac.people import perms
from capac.records import api as records
from capac.web.desk.kinds import kind_of
from capac.web.desk.looking import look, staff_here
from capac.web.desk.rows import is_late, rows
from capac.web.desk.words import endings, item_states, kind_names, kind_questions
from capac.web.desk.words_of_work import source_of
from capac.web.permit import permit, staff_who
from capac.work import api as work

PAGE = 50
WHOSE = ("mine", "office", "done")
LONGEST_ID = 18


@dataclass(frozen=True)
class Chosen:
    """What the reader chose to see: one kind or all; all that waits, their office's, what is theirs, or what they did."""

    kind: str
    whose: str
    after: work.Key | None

    @property
    def query(self) -> str:
        """The choice as it stands in an address, without the page."""
        told = {"kind": self.kind, "whose": self.whose}
        return urlencode({name: value for name, value in told.items() if value})


@dataclass(frozen=True)
class LogLine:
    """A change of an item, with why it ended."""

    change: records.Change
    why: str


@permit(staff_who(perms.may_work_items), shows_person=True)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The queues, and the list of the chosen one."""
    return shown(request, None)


@permit(staff_who(perms.may_work_items), shows_person=True)
@require_safe
def item(request: HttpRequest, item_id: int) -> HttpResponse:
    """One item: beside the list that is there already, or with it."""
    one = work.one(item_id)
    if one is None:
        raise Http404(item_id)
    if not is_for(staff_here(request), one):
        messages.warning(request, only_for(one.kind))
        return redirect("desk:queue")
    htmx = request.htmx  # type: ignore[attr-defined]
    if htmx and not htmx.history_restore_request:
        look(request, _ids([one]), action="item", why=f"item {one.pk} {one.kind}")
        return render(request, "desk/item.html", {**panel(request, one), "chosen": chosen(request)})
    return shown(request, one)


def is_for(staff: people.Staff, one: work.Item) -> bool:
    """The need to know: a kind that this person may take, or an item that they have or did."""
    return work.may_take(staff, one.kind) or staff.pk in (one.taken_by_id, one.done_by_id)


def only_for(kind: str) -> str:
    """Who takes a kind of item, when somebody else reaches for it."""
    role = work.kind_of(kind).role
    if role == people.Role.C2_EXPERT.value:
        return _("Only a C2 expert takes this kind of item.")
    if role == people.Role.MANAGER.value:
        return _("Only a manager takes this kind of item.")
    return _("This kind of item is not for your role.")


def shown(
    request: HttpRequest, one: work.Item | None, *, extra: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The whole page, with an item open or not. The register is written before any name is read."""
    wanted, staff = chosen(request), staff_here(request)
    items = _list(wanted, staff)
    shown_items, more = items[:PAGE], len(items) > PAGE
    look(request, _ids([*shown_items, *([one] if one else [])]), action="queue", why=_why(wanted, one))
    context = {
        "chosen": wanted,
        "rows": rows(shown_items, people.clients(_ids(shown_items)), wanted.query),
        "next": _next(wanted, shown_items[-1]) if more else "",
        "counts": work.counts(without=work.hidden_kinds(staff)),
        "most": work.COUNTED,
        "kinds": kind_names(),
        "today": clock.today(),
        **(panel(request, one) if one else {}),
        **(extra or {}),
    }
    return render(request, "desk/queue.html", context, status=status)


def panel(request: HttpRequest, one: work.Item) -> dict[str, Any]:
    """What the right side shows of an item: the question, the facts, the acts, the log."""
    staff, kind = staff_here(request), kind_of(one.kind)
    mine = one.state == "taken" and one.taken_by_id == staff.pk
    return {
        "item": one,
        "item_template": kind.template,
        "person": people.clients(_ids([one])).get(one.client_id or 0),
        "question": kind_questions().get(one.kind, ""),
        "kinds": kind_names(),
        "states": item_states(),
        "is_mine": mine,
        "can_take": one.state == "open" and work.may_take(staff, one.kind),
        "can_undo": kind.can_undo(one, staff),
        "may_work_it": work.may_take(staff, one.kind),
        "log": _log(one),
        "is_late": is_late(one),
        "source": source_of(one),
        "tellings": work.tellings_for(one.pk) if one.slips else [],
        "colleagues": work.colleagues(one, staff) if mine else [],
        "last_sleep": work.last_sleep(one) if mine else None,
        "sleeps": one.state == "snoozed" and one.taken_by_id == staff.pk,
        "errors": {},
        "filled": request.POST,
        **kind.facts(request, one),
    }


def _log(one: work.Item) -> list[LogLine]:
    """Who did what; why only where it ended, in words or as somebody wrote it."""
    known = endings()
    hands = {staff.login for staff in (one.taken_by, one.done_by) if staff}
    return [
        LogLine(change, known.get(change.why, change.why if change.who in hands else ""))
        if change.to_state == "done"
        else LogLine(change, _moved(change))
        for change in work.history(one.pk)
    ]


def _moved(change: records.Change) -> str:
    """Why it changed hands or sleeps, as somebody wrote it."""
    return change.why if change.why.startswith(("handed over to ", "until ")) else ""


def chosen(request: HttpRequest) -> Chosen:
    """The choice in the address; what is not understood is left aside."""
    kind, whose = request.GET.get("kind", ""), request.GET.get("whose", "")
    return Chosen(kind, whose if whose in WHOSE else "", _key(request.GET.get("after", "")))


def address(one: work.Item | None, wanted: Chosen) -> str:
    """The page of an item in the list from which it was opened; without item the list."""
    path = reverse("desk:item", args=[one.pk]) if one else reverse("desk:queue")
    return f"{path}?{wanted.query}" if wanted.query else path


def _list(wanted: Chosen, staff: people.Staff) -> list[work.Item]:
    """One item more than a page holds, to know whether there is a next one."""
    if wanted.whose == "done":
        return work.lately_done(staff, limit=PAGE)
    mine = wanted.whose == "mine"
    filters = work.Filters(
        kinds=[wanted.kind] if wanted.kind else (),
        states=work.NOT_DONE if mine else work.WAITING,
        taken_by_id=staff.pk if mine else None,
        office_id=staff.office_id if wanted.whose == "office" else None,
        without=work.hidden_kinds(staff),
    )
    return work.queue(filters, after=wanted.after, limit=PAGE + 1)


def _ids(items: list[work.Item]) -> list[int]:
    return [one.client_id for one in items if one.client_id is not None]


def _why(wanted: Chosen, one: work.Item | None) -> str:
    opened = f", item {one.pk} {one.kind} open" if one else ""
    return f"queue {wanted.kind or wanted.whose or 'all'}{opened}"


def _next(wanted: Chosen, last: work.Item) -> str:
    key = work.key_of(last)
    query = urlencode({"after": f"{key.placed_on}_{key.id}"})
    return f"{reverse('desk:queue')}?{wanted.query}{'&' if wanted.query else ''}{query}"


def _key(text: str) -> work.Key | None:
    day, _, number = text.partition("_")
    if not number.isdecimal() or len(number) > LONGEST_ID:
        return None
    try:
        return work.Key(date.fromisoformat(day), int(number))
    except ValueError:
        return None
