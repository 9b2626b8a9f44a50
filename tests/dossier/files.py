"""What the tests of dossier share: an application of Amina's, and files of the regional services and the register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from capac.core.clock import now
from capac.dossier import api as dossier
from capac.records import api as records
from tests import world

ASKED = date(2026, 9, 15)
TODAY = date(2026, 9, 16)
REGISTRATIONS = "urn:capac:own-interface:registrations:1"
REGISTER = "urn:capac:own-interface:register:1"


def situation(kind: str = "full_unemployment", **answers: str) -> dict[str, str]:
    """The usual answers of a type, with others where a test says so."""
    return {one.name: one.answers[0] for one in dossier.questions(kind)} | answers


def opened(
    name: str = "amina", kind: str = "full_unemployment", *, asked_on: date = ASKED, **answers: str
) -> dossier.ApplicationView:
    """An application of one of the cast, asked for today."""
    number = dossier.open_application(
        world.client(name).pk,
        kind,
        situation=situation(kind, **answers),
        asked_on=asked_on,
        received_on=now().date(),
        because=world.because("agnes"),
    )
    return view(number)


def view(number: int) -> dossier.ApplicationView:
    """The application as it stands now."""
    found = dossier.application_by_id(number)
    assert found is not None
    return found


def received(number: int, *codes: str, on: date | None = None) -> dossier.ApplicationView:
    """These pieces arrive."""
    for code in codes:
        dossier.receive_piece(
            number, code, document_id=None, received_on=on or now().date(), because=world.because("agnes")
        )
    return view(number)


def states(number: int) -> dict[str, str]:
    """The state of each piece."""
    return {one.code: one.state for one in view(number).pieces}


def registration(
    name: str = "amina",
    *,
    version: int = 1,
    registered: str = "2026-09-16",
    ended: str = "",
    reason: str = "",
    reference: str = "",
    number: str = "",
) -> str:
    """One registration at a regional service."""
    facts = {
        "reference": reference or f"R-{name}",
        "version": str(version),
        "inss": number or world.number_of(name),
        "registeredOn": registered,
        "endedOn": ended,
        "reason": reason,
    }
    return f"<registration>{_inner(facts)}</registration>\n"


def registrations(*rows: str, service: str = "forem", count: int | None = None) -> bytes:
    """A file of a regional service; its first registration stands on line 2."""
    announced = len(rows) if count is None else count
    head = f'fileId="R1" createdAt="2026-09-16T08:00:00+02:00" service="{service}" count="{announced}"'
    return f'<RegistrationBatch xmlns="{REGISTRATIONS}" {head}>\n{"".join(rows)}</RegistrationBatch>'.encode()


def fact(
    name: str = "amina",
    *,
    message: str = "",
    question: str = "",
    sequence: int = 1,
    dispatched: str = "2026-09-16",
    nationality: str = "BE",
    residence: str = "BE",
    household: int = 1,
    deceased: str = "",
    number: str = "",
    not_found: bool = False,
) -> str:
    """One fact of the National Register: an answer where it names a question, else a change."""
    head = {
        "messageId": message or f"M-{name}-{sequence}",
        "questionId": question,
        "inss": number or world.number_of(name),
        "dispatchedOn": dispatched,
    }
    told = {
        "sequence": str(sequence),
        "nationality": nationality,
        "residence": residence,
        "household": str(household),
        "deceasedOn": deceased,
    }
    return f"<fact>{_inner(head)}{_inner({'notFound': 'true'} if not_found else told)}</fact>\n"


def register(*rows: str, count: int | None = None) -> bytes:
    """A file of the National Register; its first fact stands on line 2."""
    announced = len(rows) if count is None else count
    head = f'fileId="N1" createdAt="2026-09-16T08:00:00+02:00" count="{announced}"'
    return f'<RegisterBatch xmlns="{REGISTER}" {head}>\n{"".join(rows)}</RegisterBatch>'.encode()


def comes(content: bytes, kind: str, mailbox: str) -> dict[str, int]:
    """A file comes from a mailbox and is read; the counters that are not zero."""
    file = world.incoming(content, kind, at=now())
    records.IncomingFile.objects.filter(pk=file.pk).update(mailbox=mailbox)
    read = dossier.read_registrations if kind == "REGISTRATIONS" else dossier.read_register
    return {name: number for name, number in read(who="test").items() if number}


def from_service(*rows: str, service: str = "forem") -> dict[str, int]:
    """A file of a regional service comes and is read."""
    return comes(registrations(*rows, service=service), "REGISTRATIONS", service)


def from_register(*rows: str) -> dict[str, int]:
    """A file of the register comes and is read."""
    return comes(register(*rows), "REGISTER", "register")


def question_of(number: int) -> str:
    """The id of the question that an application put to the register."""
    from capac.dossier.models import RegisterQuestion

    return RegisterQuestion.objects.get(application_id=number).question_id


def reasons(rejects: Sequence[records.Reject] | None = None) -> list[tuple[str, int | None, str]]:
    """What stands on the list of rejects: reason, line, field."""
    return [(row.reason, row.line, row.field) for row in rejects or records.open_rejects()]


def _inner(facts: dict[str, str]) -> str:
    return "".join(f"<{name}>{value}</{name}>" for name, value in facts.items() if value)
