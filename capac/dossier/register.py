"""The check against the National Register (AR 25.11.1991 art. 24 § 2 and 134ter): what is asked, what the answer does.

For each file with a C1 nationality, residence and household are compared with what the client said. What differs
waits for a person, and the file is not complete before that.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from django.db import transaction

from capac.core import clock
from capac.dossier import waiting
from capac.dossier.faults import DossierError
from capac.dossier.holding import arrived, held
from capac.dossier.models import Application, Piece, RegisterFact, RegisterQuestion
from capac.dossier.settling import missing_again, settle
from capac.dossier.states import PIECES, QUESTIONS
from capac.people import api as people
from capac.records import api as records

PIECE = "register_check"
DESTINATION = "register"
NAMESPACE = "urn:capac:own-interface:register:1"
BATCH = 1000
OPEN = ("collecting", "complete", "returned")
BELGIUM = "BE"


def ask_register() -> int:
    """Write the questions that have not left into files for the register. Returns how many left."""
    asked = 0
    while number := _ask_batch():
        asked += number
    return asked


def check_register(rows: Collection[Application], *, because: records.Because) -> None:
    """Files whose check is missing are compared with what the register last said, or asked about."""
    pieces = Piece.objects.filter(application__in=rows, code=PIECE).exclude(state="dropped")
    wanted = {piece.application_id: piece for piece in pieces.select_for_update()}
    facts = latest_facts({row.client_id for row in rows})
    answered = _answered(wanted)
    for row in rows:
        if piece := wanted.get(row.pk):
            fact = facts.get(row.client_id)
            if row.pk in answered and fact is not None:
                compare(row, piece, fact, because=because)
            else:
                _question(row, because)


def answers_arrived(clients: Collection[int], *, because: records.Because) -> None:
    """Open files of these clients stand where the register's word puts them."""
    rows = list(
        Application.objects.filter(client_id__in=clients, state__in=OPEN, pieces__code=PIECE).distinct()
    )
    check_register(rows, because=because)
    pieces = Piece.objects.filter(application__in=_unknown_there(rows), code=PIECE, state="missing")
    for piece in pieces.select_related("application"):
        doubt(piece.application, piece, ["not_found"], because=because)
    settle([row.pk for row in rows], because=because)


def told_by_itself(
    row: RegisterFact, before: RegisterFact | None, *, is_answer: bool, because: records.Because
) -> None:
    """A death is kept; a change that nobody asked about waits for a person, unless a later one is known already."""
    if row.deceased_on is not None:
        people.note_death(row.client_id, row.deceased_on)
    if is_answer or (before is not None and before.sequence > row.sequence):
        return
    names = ("nationality", "residence", "household", "deceased_on")
    changes = [name for name in names if before is None or getattr(before, name) != getattr(row, name)]
    if before is None and row.deceased_on is None:
        changes.remove("deceased_on")
    if changes:
        waiting.changed(row.pk, row.client_id, changes=changes, deemed_on=row.deemed_on, because=because)


def compare(row: Application, piece: Piece, fact: RegisterFact, *, because: records.Because) -> None:
    """One file against the register: in order it has its piece, else a person looks at what differs."""
    differences = differences_of(row.situation, fact)
    if differences:
        doubt(row, piece, differences, because=because)
    elif piece.state in ("missing", "announced"):
        source = f"register {fact.message_id}"
        day = fact.known_at.astimezone(clock.BRUSSELS).date()
        arrived(piece, PIECE, document_id=None, received_on=day, source=source)
        records.move_all(PIECES, [piece.pk], to="received", because=because)
        waiting.close_difference(row.pk, because=because)


def doubt(row: Application, piece: Piece, differences: Collection[str], *, because: records.Because) -> None:
    """A person has to look: the piece is missing and it is our turn."""
    if piece.state == "received" and not _settled_by_hand(piece):
        missing_again([piece.pk], since=clock.today(), because=because)
    elif piece.state == "received":
        return
    Piece.objects.filter(pk=piece.pk).update(turn="us")
    waiting.difference(row, differences, because=because)


def settle_register(application_id: int, *, because: records.Because) -> None:
    """A person has looked at what the register says otherwise and keeps what the client said, with the reason.

    Raises DossierError: application_unknown, application_closed, piece_settled, reason_missing.
    """
    if not because.why.strip():
        raise DossierError("reason_missing", "reason")
    with transaction.atomic():
        row = held(application_id, OPEN)
        piece = row.pieces.filter(code=PIECE, state__in=("missing", "announced"), turn="us").first()
        if piece is None:
            raise DossierError("piece_settled", "code", code=PIECE)
        arrived(piece, PIECE, document_id=None, received_on=clock.today(), source=because.who)
        records.move_all(PIECES, [piece.pk], to="received", because=because)
        waiting.close_difference(row.pk, because=because)
        settle([row.pk], because=because)


def differences_of(situation: Mapping[str, str], fact: RegisterFact) -> list[str]:
    """In what the register differs from the client: nationality, residence, household, deceased."""
    said = {
        "nationality": (situation.get("nationality") == "belgian") == (fact.nationality == BELGIUM),
        "residence": (situation.get("residence") == "belgium") == (fact.residence == BELGIUM),
        "household": (situation.get("household") == "alone") == (fact.household == 1),
        "deceased": fact.deceased_on is None,
    }
    return [name for name, agrees in said.items() if not agrees]


@dataclass(frozen=True)
class RegisterView:
    """What the National Register says of the client of a file, and in what that differs from his application.

    differs: nationality, residence, household, deceased, or not_found where it does not know the person.
    """

    nationality: str
    residence: str
    household: int
    deceased_on: date | None
    dispatched_on: date | None
    differs: tuple[str, ...]


def register_says(application_id: int) -> RegisterView | None:
    """The register's word on a file; None while it has said nothing."""
    row = Application.objects.get(pk=application_id)
    if _unknown_there([row]):
        return RegisterView("", "", 0, None, None, ("not_found",))
    fact = latest_facts({row.client_id}).get(row.client_id)
    if fact is None:
        return None
    return RegisterView(
        fact.nationality,
        fact.residence,
        fact.household,
        fact.deceased_on,
        fact.dispatched_on,
        tuple(differences_of(row.situation, fact)),
    )


def latest_facts(clients: Collection[int]) -> dict[int, RegisterFact]:
    """What the register says of each client now: its highest sequence. One query."""
    rows = RegisterFact.objects.filter(client_id__in=clients).order_by("client_id", "-sequence", "-pk")
    return {row.client_id: row for row in rows.distinct("client_id")}


def _question(row: Application, because: records.Because) -> None:
    """Ask once while no answer has come."""
    if RegisterQuestion.objects.filter(application=row).exists():
        return
    one = RegisterQuestion.objects.create(
        question_id=f"Q-{uuid.uuid4().hex[:24]}",
        client_id=row.client_id,
        application=row,
        asked_at=clock.now(),
    )
    records.born(QUESTIONS, [one.pk], state="asked", because=because)


def _unknown_there(rows: Collection[Application]) -> list[int]:
    """Files whose person the register does not know."""
    asked = RegisterQuestion.objects.filter(application__in=rows, state="not_found")
    return list(asked.values_list("application_id", flat=True))


def _answered(applications: Collection[int]) -> set[int]:
    rows = RegisterQuestion.objects.filter(application_id__in=applications, state="answered")
    return set(rows.values_list("application_id", flat=True))


def _settled_by_hand(piece: Piece) -> bool:
    last = piece.receipts.order_by("-pk").first()
    return last is not None and not last.source.startswith("register ")


@transaction.atomic
def _ask_batch() -> int:
    rows = list(
        RegisterQuestion.objects.filter(state="asked", message="")
        .select_for_update(skip_locked=True)
        .order_by("pk")[:BATCH]
    )
    if not rows:
        return 0
    name = f"register-questions-{rows[0].pk}.xml"
    records.put(DESTINATION, name, _batch(rows, name))
    RegisterQuestion.objects.filter(pk__in=[row.pk for row in rows]).update(message=name)
    return len(rows)


def _batch(rows: Collection[RegisterQuestion], name: str) -> bytes:
    """The questions as XML. The numbers stand in the file alone: never in its name, a log or a page."""
    numbers = people.numbers_of({row.client_id for row in rows})
    inner = "\n".join(
        f"<question><questionId>{escape(row.question_id)}</questionId>"
        f"<inss>{numbers[row.client_id]}</inss></question>"
        for row in rows
    )
    head = f'fileId="{name.removesuffix(".xml")}" createdAt="{clock.now().isoformat()}" count="{len(rows)}"'
    return f'<RegisterQuestionBatch xmlns="{NAMESPACE}" {head}>\n{inner}\n</RegisterQuestionBatch>\n'.encode()
