"""Read what the National Register sends: answers to our questions, and changes that it tells by itself.

Each file is one transaction. A message that is here already is nothing new. What a client did not tell waits for a
person, with the day on which we are held to know it (AR 25.11.1991 art. 148); a death is kept with the client.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from capac.core import clock
from capac.dossier.flat import Flat, flat, said
from capac.dossier.models import RegisterFact, RegisterQuestion
from capac.dossier.register import NAMESPACE, answers_arrived, latest_facts, told_by_itself
from capac.dossier.states import QUESTIONS
from capac.people import api as people
from capac.records import api as records
from capac.rules import api as rules
from capac.work import api as work

KIND = "REGISTER"
COUNTERS = ("files", "rejected_files", "messages", "answers", "changes", "not_found", "known", "rejected")
CHUNK = 1000
LAYOUT = records.Layout(
    namespace=NAMESPACE,
    root="RegisterBatch",
    element="fact",
    header={"fileId": records.IDENTIFIER, "count": re.compile(r"[1-9]\d{0,8}")},
    stranger="not_a_register_fact",
)


@dataclass
class _Known:
    """What decides over a chunk: messages kept, whose a number is, questions, and what is newest of each client."""

    digests: dict[str, str]
    clients: dict[str, int]
    questions: dict[str, RegisterQuestion]
    latest: dict[int, RegisterFact]


def read_register(*, who: str) -> dict[str, int]:
    """Read every waiting file, oldest first. Returns the counters of the run."""
    with records.running("read_register", COUNTERS, who=who) as progress:
        because = records.Because(who, "read from a file of the register", progress.run.pk)
        work.read_files(KIND, _apply, progress, because=because)
        return progress.counters


def _apply(file: records.IncomingFile, because: records.Because) -> Counter[str]:
    counts: Counter[str] = Counter()
    stream = _readings(file)
    while chunk := list(islice(stream, CHUNK)):
        counts += _chunk(file, chunk, because)
    return counts


def _readings(file: records.IncomingFile) -> Iterator[Flat | records.Fault]:
    for _, element in records.elements(bytes(file.body), LAYOUT):
        try:
            yield flat(element, "register")
        except records.MessageFaultError as error:
            yield error.of(said(element, "messageId"))


def _chunk(
    file: records.IncomingFile, chunk: Sequence[Flat | records.Fault], because: records.Because
) -> Counter[str]:
    known = _what_is_known([row for row in chunk if isinstance(row, Flat)])
    counts, touched = Counter(messages=len(chunk)), set()
    faults = [row for row in chunk if isinstance(row, records.Fault)]
    for facts in chunk:
        if isinstance(facts, Flat):
            try:
                client_id, ending = _take(file, facts, known, because)
                counts[ending] += 1
                touched |= {client_id} if ending in ("answers", "changes", "not_found") else set()
            except records.MessageFaultError as error:
                faults.append(error.of(facts.text("messageId")))
    answers_arrived(touched, because=because)
    work.reject_messages(file, faults, because=because)
    return counts + Counter(rejected=len(faults))


def _what_is_known(readings: Sequence[Flat]) -> _Known:
    kept = RegisterFact.objects.filter(message_id__in=[one.text("messageId") for one in readings])
    asked = RegisterQuestion.objects.filter(question_id__in=[one.text("questionId") for one in readings])
    clients = people.current_numbers({one.text("inss") for one in readings})
    return _Known(
        digests=dict(kept.values_list("message_id", "digest")),
        clients=clients,
        questions={one.question_id: one for one in asked.select_for_update()},
        latest=latest_facts(set(clients.values())),
    )


def _take(
    file: records.IncomingFile, facts: Flat, known: _Known, because: records.Because
) -> tuple[int, str]:
    """Keep one message; returns its client and how it is counted. Raises MessageFaultError."""
    client_id = known.clients.get(facts.number())
    if client_id is None:
        raise facts.fault("unknown_person", "inss")
    question = _question(facts, known, client_id)
    if facts.text("notFound"):
        return client_id, _not_found(question, because)
    before = known.digests.get(facts.text("messageId"), "")
    if before:
        if before != facts.digest:
            raise facts.fault("message_known_with_other_content", "messageId")
        return client_id, "known"
    row = _keep(file, facts, client_id, question)
    known.digests[row.message_id] = row.digest
    if question is not None:
        _move(question, "answered", because)
    told_by_itself(row, known.latest.get(client_id), is_answer=question is not None, because=because)
    if client_id not in known.latest or known.latest[client_id].sequence < row.sequence:
        known.latest[client_id] = row
    return client_id, "answers" if question is not None else "changes"


def _question(facts: Flat, known: _Known, client_id: int) -> RegisterQuestion | None:
    """The question that a message answers; None for a change. Raises MessageFaultError."""
    name = facts.text("questionId")
    if not name:
        return None
    question = known.questions.get(name)
    if question is None:
        raise facts.fault("question_not_asked", "questionId")
    if question.client_id != client_id:
        raise facts.fault("answer_of_another", "inss")
    return question


def _not_found(question: RegisterQuestion | None, because: records.Because) -> str:
    if question is None or question.state != "asked":
        return "known"
    _move(question, "not_found", because)
    return "not_found"


def _move(question: RegisterQuestion, to: str, because: records.Because) -> None:
    """An answer that comes a second time, as another message, leaves the question as it is."""
    if records.move(QUESTIONS, [question.pk], to=to, because=because):
        question.state = to
        RegisterQuestion.objects.filter(pk=question.pk).update(answered_at=clock.now())


def _keep(
    file: records.IncomingFile, facts: Flat, client_id: int, question: RegisterQuestion | None
) -> RegisterFact:
    dispatched = facts.past_day("dispatchedOn")
    return RegisterFact.objects.create(
        message_id=facts.text("messageId"),
        client_id=client_id,
        question=question,
        sequence=int(facts.text("sequence")),
        dispatched_on=dispatched,
        deemed_on=rules.deadline_on("ar-148-register", dispatched, calendar=people.calendar()),
        nationality=facts.text("nationality"),
        residence=facts.text("residence"),
        household=int(facts.text("household")),
        deceased_on=facts.past_day("deceasedOn") if facts.text("deceasedOn") else None,
        file=file,
        line=facts.line,
        digest=facts.digest,
        known_at=clock.now(),
    )
