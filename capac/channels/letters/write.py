"""Writing a letter: checked, composed, looked through for its mentions and its legibility, printed, kept. All or nothing."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from capac.channels.letters import filling
from capac.channels.letters.composing import Circumstance, Content, compose
from capac.channels.letters.filling import LetterError
from capac.channels.letters.kinds import LANGUAGES, Kind, kind_of, words
from capac.channels.letters.lint import SAMPLE, refuse_incomplete
from capac.channels.letters.models import Letter
from capac.channels.letters.pdf import letter_pdf
from capac.channels.letters.states import LETTERS
from capac.core import clock
from capac.people import api as people
from capac.records import api as records

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""What can be read over the telephone without doubt."""
Subject = tuple[str, int]


def write_letter(
    kind: str,
    client_id: int,
    *,
    language: str,
    data: Mapping[str, Any],
    subject: Subject | None,
    because: records.Because,
    once: str | None = None,
) -> Letter:
    """Write a letter, or find the one that was written for the same `once`. Raises LetterError, UnknownKindError.

    `data` are JSON values by field of the kind; `subject` is what it concerns, (room.Model, id).
    """
    if once and (before := Letter.objects.filter(once=once).defer("body").first()):
        return before
    rules, around = kind_of(kind), _around(client_id, language)
    content, checked = _composed(rules, language, data, around.circumstance)
    body = letter_pdf(content.told, day=around.circumstance.day)
    with transaction.atomic():
        fresh = Letter(
            reference=around.circumstance.reference,
            kind=rules.code,
            client_id=client_id,
            language=language,
            subject_kind=subject[0] if subject else "",
            subject_id=subject[1] if subject else None,
            once=once,
            data=checked,
            content=content.told,
            title=content.title,
            registered=rules.registered,
            postcode=around.postcode,
            sha256=hashlib.sha256(body).hexdigest(),
            body=body,
            day=around.circumstance.day,
            written_at=clock.now(),
            written_by=because.who,
        )
        return _kept(fresh, because)


def preview(kind: str, language: str, data: Mapping[str, Any], *, client_id: int | None = None) -> bytes:
    """The letter as it would be printed, kept nowhere: to a client, or to nobody. Raises as write_letter."""
    content, around = _draft(kind, language, data, client_id)
    return letter_pdf(content.told, day=around.day)


def draft(kind: str, language: str, data: Mapping[str, Any], *, client_id: int | None = None) -> Content:
    """The same in words, to be read on a page. Raises as write_letter."""
    return _draft(kind, language, data, client_id)[0]


@dataclass(frozen=True)
class _Around:
    """The circumstance of a letter to a client, and where the post can bring it ("" where it cannot)."""

    circumstance: Circumstance
    postcode: str


def _draft(
    kind: str, language: str, data: Mapping[str, Any], client_id: int | None
) -> tuple[Content, Circumstance]:
    if language not in LANGUAGES:
        raise LetterError("language_unknown", language=language)
    around = SAMPLE if client_id is None else _around(client_id, language).circumstance
    return _composed(kind_of(kind), language, data, around)[0], around


def _composed(
    kind: Kind, language: str, data: Mapping[str, Any], around: Circumstance
) -> tuple[Content, dict[str, Any]]:
    checked = filling.checked(kind, data)
    content = compose(kind, language, data=checked, around=around)
    refuse_incomplete(kind, content)
    return content, checked


def _around(client_id: int, language: str) -> _Around:
    if language not in LANGUAGES:
        raise LetterError("language_unknown", language=language)
    now = clock.now()
    client = people.clients([client_id])[client_id]
    address = people.addresses_on([client_id], on=now.date(), known=now).get(client_id)
    name = f"{client.given_name} {client.family_name}"
    return _Around(
        Circumstance(
            name=name,
            addressee=(name, *(_lines(address, language) if address else ())),
            office=getattr(client.office, f"name_{language}") if client.office else _house(language),
            reference=_reference(),
            day=now.date(),
            synthetic=settings.DEMO,
        ),
        f"{address.country}-{address.postcode}" if address else "",
    )


def _house(language: str) -> str:
    """The institution's short name, for a client without an office."""
    return str(words()["institution"][language]["short"])


def _lines(address: people.PostalAddress, language: str) -> tuple[str, ...]:
    """The lines of an address, the country only abroad."""
    box = f", {words()['labels'][language]['box']} {address.box}" if address.box else ""
    town = " ".join(part for part in (address.postcode, address.town) if part)
    abroad = (address.country,) if address.country != "BE" else ()
    return (f"{address.first_line}{box}", town, *abroad)


def _reference() -> str:
    """A fresh reference: what a client says on the telephone, and nobody can guess."""
    drawn = "".join(secrets.choice(SIGNS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def _kept(fresh: Letter, because: records.Because) -> Letter:
    """The letter with the birth of its state; who comes second for the same `once` finds the first one's."""
    rows = Letter.objects.bulk_create([fresh], ignore_conflicts=fresh.once is not None)
    row = Letter.objects.filter(key=rows[0].key).first()
    if row is None:
        return Letter.objects.get(once=fresh.once)
    records.born(LETTERS, [row.pk], state="written", because=because)
    return row
