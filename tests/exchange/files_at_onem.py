"""What the tests of files at ONEM share: a complete file of Amina's, and what ONEM answers to its C9."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lxml import etree

from capac.dossier import api as dossier
from capac.exchange import api as exchange
from capac.records.models import OutgoingMessage
from tests import world
from tests.dossier.files import opened, received, view

NAMESPACE = "urn:capac:own-interface:c9answers:1"
C9 = "{urn:capac:own-interface:c9:1}"
_AFTER: tuple[str, ...] = ("article", "amount", "text")
PIECES = ("C1", "C4", "registration")


def complete(name: str = "amina") -> dossier.ApplicationView:
    """An application of one of the cast with every piece here; the register's answer is taken as read."""
    file = opened(name)
    received(file.id, *PIECES)
    dossier.receive_piece(
        file.id, "register_check", document_id=None, received_on=file.received_on, because=world.because()
    )
    return view(file.id)


def introduced(name: str = "amina") -> dossier.ApplicationView:
    """The same, on its way to ONEM."""
    file = complete(name)
    assert exchange.submit_ready(who="test") == {"submitted": 1, "unwritten": 0}
    return view(file.id)


def messages() -> list[tuple[str, etree._Element]]:
    """What leaves for ONEM, by name, as read."""
    rows = OutgoingMessage.objects.filter(destination="onem", name__startswith="C9-").order_by("id")
    return [(row.name, etree.fromstring(bytes(row.body))) for row in rows]


def answer(
    kind: str,
    reference: str = "",
    *,
    attempt: int = 1,
    on: str = "2026-09-16",
    message: str = "",
    missing: Sequence[tuple[str, str]] = (),
    **facts: str,
) -> str:
    """One answer of ONEM."""
    head = {"messageId": message or f"{kind}-{reference}-{attempt}", "kind": kind, "on": on}
    named = {"reference": reference, "attempt": str(attempt)} if reference else {}
    first = {name: text for name, text in facts.items() if name in ("inss", "fault")}
    rest = {name: facts[name] for name in _AFTER if name in facts}
    lacks = "".join(f'<missing form="{form}" due="{due}"/>' for form, due in missing)
    return f"<answer>{_inner(head | named | first)}{lacks}{_inner(rest)}</answer>\n"


def batch(*answers: str, count: int | None = None) -> bytes:
    """A file of answers; its first one stands on line 2."""
    announced = len(answers) if count is None else count
    head = f'fileId="F1" createdAt="2026-09-16T08:00:00+02:00" count="{announced}"'
    return f'<C9AnswerBatch xmlns="{NAMESPACE}" {head}>\n{"".join(answers)}</C9AnswerBatch>'.encode()


def told(*answers: str) -> dict[str, int]:
    """ONEM sends these answers and they are read; the counters that are not zero."""
    world.incoming(batch(*answers), kind="C9ANSWERS")
    counters = exchange.read_c9_answers(who="test")
    return {name: number for name, number in counters.items() if number}


def only(file: dossier.ApplicationView) -> exchange.SubmissionView:
    """The one submission of a file."""
    [found] = exchange.submissions_of(file.id)
    return found


def day(text: str) -> date:
    """An ISO date."""
    return date.fromisoformat(text)


def _inner(facts: dict[str, str]) -> str:
    return "".join(f"<{name}>{text}</{name}>" for name, text in facts.items())
