"""What a person does with an item: take, give back, hand over, let sleep, do, undo. Each act leads back to the item."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from capac.people import perms
from capac.web.desk.acting import Answer, Asked
from capac.web.desk.kinds import kind_of
from capac.web.desk.looking import staff_here
from capac.web.desk.noted import note_error
from capac.web.desk.queue import address, chosen, only_for, shown
from capac.web.desk.words_of_work import refused
from capac.web.permit import permit, staff_who
from capac.work import api as work


@permit(staff_who(perms.may_work_items))
@require_POST
def take(request: HttpRequest, item_id: int) -> HttpResponse:
    """Take an item. Of two who reach for it one has it, and the other is told who."""
    one, staff = _item(item_id), staff_here(request)
    if not work.may_take(staff, one.kind):
        messages.warning(request, only_for(one.kind))
        return redirect("desk:queue")
    if not work.take(one.pk, staff):
        _say_who_has_it(request, one)
    return redirect(address(one, chosen(request)))


@permit(staff_who(perms.may_work_items))
@require_POST
def take_next(request: HttpRequest) -> HttpResponse:
    """The next item for this person, taken and opened."""
    one = work.next_for(staff_here(request))
    if one is None:
        messages.info(request, _("Nothing waits that fits your role, your skills and your languages."))
        return redirect("desk:queue")
    return redirect("desk:item", one.pk)


@permit(staff_who(perms.may_work_items))
@require_POST
def give_back(request: HttpRequest, item_id: int) -> HttpResponse:
    """Put an item back in the queue for everybody."""
    one = _item(item_id)
    if work.give_back(one.pk, staff_here(request)):
        messages.success(request, _("Given back. The item waits for everybody again."))
    else:
        _say_who_has_it(request, one)
    return redirect(address(one, chosen(request)))


@permit(staff_who(perms.may_work_items), shows_person=True)
@require_POST
def do(request: HttpRequest, item_id: int) -> HttpResponse:
    """The act that answers the item; what must be corrected stands beside its field, with all that was filled in."""
    one, staff = _item(item_id), staff_here(request)
    if one.state != "taken" or one.taken_by_id != staff.pk or not work.may_take(staff, one.kind):
        _say_who_has_it(request, one)
        return redirect(address(one, chosen(request)))
    if request.POST.get("act") == "search":
        return shown(request, one)
    answer = kind_of(one.kind).do(Asked(one, staff, request.POST))
    if answer.errors:
        return shown(request, one, extra={"errors": answer.errors}, status=422)
    return _answered(request, one, answer)


@permit(staff_who(perms.may_work_items))
@require_POST
def undo(request: HttpRequest, item_id: int) -> HttpResponse:
    """Take back what one did; the item is with the same person again."""
    one, staff = _item(item_id), staff_here(request)
    waiting = kind_of(one.kind).undo(Asked(one, staff, request.POST))
    if waiting is None:
        messages.warning(
            request, _("This cannot be undone: you did not do it, or it has gone further since.")
        )
        return redirect(address(one, chosen(request)))
    messages.success(request, _("Undone. The item is with you again."))
    return redirect(address(_item(waiting), chosen(request)))


@permit(staff_who(perms.may_work_items), shows_person=True)
@require_POST
def hand_over(request: HttpRequest, item_id: int) -> HttpResponse:
    """Give an item that one has to a colleague by name, with a note."""
    one, staff = _item(item_id), staff_here(request)
    to = next((it for it in work.colleagues(one, staff) if str(it.pk) == request.POST.get("to", "")), None)
    note = request.POST.get("handed", "").strip()
    if to is None:
        return _wrong(request, one, to=_("Choose a colleague who is there and may work this item."))
    if error := note_error(note, _("Write in a few words why you hand it over.")):
        return _wrong(request, one, handed=error)
    if work.hand_over(one.pk, staff, to, note=note):
        messages.success(request, _("%(name)s has the item now.") % {"name": to.name})
    else:
        _say_who_has_it(request, one)
    return redirect(address(one, chosen(request)))


@permit(staff_who(perms.may_work_items), shows_person=True)
@require_POST
def snooze(request: HttpRequest, item_id: int) -> HttpResponse:
    """Let an item that one has sleep until a day, with the reason; the promise stays."""
    one, staff = _item(item_id), staff_here(request)
    reason = request.POST.get("waits", "").strip()
    try:
        until = date.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        return _wrong(request, one, until=_("Choose the day on which it wakes."))
    if wrong := note_error(reason, _("Write what it waits for: who looks at it reads this.")):
        return _wrong(request, one, waits=wrong)
    try:
        slept = work.snooze(one.pk, staff, until, reason=reason)
    except work.TakingError as error:
        return _wrong(request, one, until=refused(error))
    if slept:
        messages.success(request, _("The item sleeps. It comes back to you by itself."))
    else:
        _say_who_has_it(request, one)
    return redirect(address(one, chosen(request)))


@permit(staff_who(perms.may_work_items))
@require_POST
def wake(request: HttpRequest, item_id: int) -> HttpResponse:
    """Wake an item that one let sleep."""
    one = _item(item_id)
    if not work.wake_now(one.pk, staff_here(request)):
        _say_who_has_it(request, one)
    return redirect(address(one, chosen(request)))


def _wrong(request: HttpRequest, one: work.Item, **errors: str) -> HttpResponse:
    """The page with what must be corrected; who does not have the item is told who has."""
    if one.taken_by_id != staff_here(request).pk or one.state == "done":
        _say_who_has_it(request, one)
        return redirect(address(one, chosen(request)))
    return shown(request, one, extra={"errors": errors}, status=422)


def _answered(request: HttpRequest, one: work.Item, answer: Answer) -> HttpResponse:
    if answer.told:
        messages.success(request, answer.told)
    else:
        _say_who_has_it(request, one)
    return redirect(address(one, chosen(request)))


def _say_who_has_it(request: HttpRequest, before: work.Item) -> None:
    """Why it was not possible: who has the item now, or that it is done."""
    one = _item(before.pk)
    if one.state == "done":
        text = _("This item is done already. Nothing was changed.")
    elif one.taken_by is None:
        text = _("Nobody has this item. Take it first.")
    elif one.taken_by_id == staff_here(request).pk:
        text = _("You have this item already.")
    else:
        text = _("%(name)s has this item. Nothing was changed.") % {"name": one.taken_by.name}
    messages.warning(request, text)


def _item(item_id: int) -> work.Item:
    one = work.one(item_id)
    if one is None:
        raise Http404(item_id)
    return one
