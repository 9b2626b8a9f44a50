"""The letters of a client: what was written and where each is, writing one with a preview, stopping one."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from capac.channels.letters import api as letters
from capac.core import clock
from capac.people import api as people
from capac.people import perms
from capac.web.desk.file import head
from capac.web.desk.letter_form import Form, opened, sent
from capac.web.desk.looking import because, look, staff_here
from capac.web.desk.reasons import client_of, for_a_reason, reason_of
from capac.web.permit import permit, staff_who
from capac.web.words_of_letters import (
    channels_of_letters,
    field_labels,
    letter_kinds,
    letter_states,
    told,
    why_paper,
)

NOT_LEFT = ("written", "to_print", "failed")


@permit(staff_who(perms.may_see_clients), shows_person=True)
@require_safe
@for_a_reason
def page(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Every letter to a client, the latest first, and what can be written now."""
    client = client_of(key)
    look(request, [client.pk], action="our_letters", why=reason_of(request))
    context = {
        **head(client),
        **words(),
        "rows": letters.letters_of(client.pk),
        "may_write": perms.may_work_items(staff_here(request)),
        "languages": letters.LANGUAGES,
        "not_left": NOT_LEFT,
        "address": people.addresses_on([client.pk], on=clock.today(), known=clock.now()).get(client.pk),
    }
    return render(request, "desk/letters.html", context)


@permit(staff_who(perms.may_work_items), shows_person=True)
@require_http_methods(["GET", "HEAD", "POST"])
@for_a_reason
def write(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Fill a letter in, see it, write it. Nothing is kept before it is written."""
    client = client_of(key)
    look(request, [client.pk], action="our_letters", why=reason_of(request))
    kind, language = _wanted(request, client)
    if request.method != "POST":
        return _shown(request, client, opened(kind, client.pk, language))
    form = sent(kind, client.pk, language, filled=request.POST)
    errors = form.sheet.summary
    try:
        if not errors:
            return _written(request, client, form)
    except letters.LetterError as error:
        field, text = told(error)
        errors = {field: f"{field_labels()[field]}: {text}" if field in field_labels() else text}
        if field in form.sheet.fields:
            form = Form(
                form.kind, language, form.sheet.wrong(field, text), form.pieces, form.rows, form.total
            )
    return _shown(request, client, form, errors=errors, status=422)


@permit(staff_who(perms.may_work_items), shows_person=True)
@require_POST
@for_a_reason
def preview(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The letter as it would be printed; the form again where it cannot be."""
    client = client_of(key)
    look(request, [client.pk], action="our_letters", why=reason_of(request))
    kind, language = _wanted(request, client)
    form = sent(kind, client.pk, language, filled=request.POST)
    if not form.sheet.summary:
        try:
            return pdf(letters.preview(kind.code, language, form.data, client_id=client.pk), "preview.pdf")
        except letters.LetterError as error:
            field, text = told(error)
            return _shown(request, client, form, errors={field: text}, status=422)
    return _shown(request, client, form, errors=form.sheet.summary, status=422)


@permit(staff_who(perms.may_see_clients), shows_person=True)
@require_safe
@for_a_reason
def one(request: HttpRequest, key: uuid.UUID, letter: uuid.UUID) -> HttpResponse:
    """The PDF as it was written."""
    client = client_of(key)
    look(request, [client.pk], action="letter", why=reason_of(request))
    found = letter_of(client, letter)
    return pdf(letters.letter_bytes(found.id), f"{found.reference}.pdf")


@permit(staff_who(perms.may_work_items), shows_person=True)
@require_POST
@for_a_reason
def act(request: HttpRequest, key: uuid.UUID, letter: uuid.UUID) -> HttpResponse:
    """Stop a letter that has not left, or write one again with the address that is known now."""
    client = client_of(key)
    look(request, [client.pk], action="letter", why=reason_of(request))
    found = letter_of(client, letter)
    if request.POST.get("act") == "again":
        done = letters.write_again(found.id, because=because(request, "written again")) is not None
        told_done = _("The letter is written again with the address that we know now.")
    else:
        done = bool(letters.withdraw([found.id], because=because(request, "stopped by hand")))
        told_done = _("The letter is stopped. It will not leave.")
    if done:
        messages.success(request, told_done)
    else:
        messages.warning(request, _("This letter has left. It cannot be stopped any more."))
    return redirect("desk:client_letters", client.key)


def letter_of(client: people.Client, key: uuid.UUID) -> letters.LetterView:
    """One letter of this client. Raises Http404."""
    found = letters.letter_of(key)
    if found is None or found.client_id != client.pk:
        raise Http404(str(key))
    return found


def pdf(body: bytes, name: str) -> HttpResponse:
    """A PDF that is shown, not kept by the browser."""
    answer = HttpResponse(body, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


def words() -> dict[str, dict[str, str]]:
    """The words that every page of letters needs."""
    return {
        "kinds": letter_kinds(),
        "states": letter_states(),
        "channels": channels_of_letters(),
        "reasons": why_paper(),
    }


def _wanted(request: HttpRequest, client: people.Client) -> tuple[letters.Kind, str]:
    """Which kind, in which language: the client's own unless another is asked for. Raises Http404."""
    language = request.GET.get("language") or client.language
    try:
        kind = letters.kind_of(request.GET.get("kind", ""))
    except letters.UnknownKindError as error:
        raise Http404(str(error)) from error
    if language not in letters.LANGUAGES:
        raise Http404(language)
    return kind, language


def _written(request: HttpRequest, client: people.Client, form: Form) -> HttpResponse:
    """See it, or write it. Raises LetterError."""
    if request.POST.get("act") != "write":
        seen = letters.draft(form.kind.code, form.language, form.data, client_id=client.pk)
        return _shown(request, client, form, seen=seen)
    letter = letters.write_letter(
        form.kind.code,
        client.pk,
        language=form.language,
        data=form.data,
        subject=None,
        because=because(request, "written at the desk"),
        once=f"desk:{staff_here(request).pk}:{request.POST.get('form', '')[:40]}",
    )
    messages.success(
        request,
        _("The letter %(reference)s is written. It leaves in the next round.")
        % {"reference": letter.reference},
    )
    return redirect("desk:client_letters", client.key)


def _shown(
    request: HttpRequest,
    client: people.Client,
    form: Form,
    *,
    seen: letters.Content | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        **head(client),
        "form": form,
        "fields": list(form.sheet.fields.values()),
        "kind_name": letter_kinds()[form.kind.code],
        "needs_table": any(one.type == "rows" for one in form.kind.blanks.values()),
        "seen": seen,
        "errors": errors or {},
        "form_key": request.POST.get("form") or uuid.uuid4().hex,
        "query": f"?kind={form.kind.code}&language={form.language}",
    }
    return render(request, "desk/letter_write.html", context, status=status)
