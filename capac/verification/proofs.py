"""The bank file, the list of papers and our answers as text. Own interface, to be replaced by the official one
(formats/proofs.xsd): the contents of the official ones are not public.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree

from capac.core import money
from capac.core.period import Month
from capac.payment import api as payment
from capac.verification.c10 import line_id
from capac.verification.models import Answer

NAMESPACE = "urn:capac:own-interface:proofs:1"
ROOTS = {"bank_file": "BankFile", "papers": "Papers", "answers": "Answers"}


def render(
    kind: str, name: str, month: Month, *, phase: int, created: datetime, rows: Iterable[str]
) -> bytes:
    """A file of one kind, checked against its schema (lxml raises DocumentInvalid, a defect of ours)."""
    inner, root = list(rows), ROOTS[kind]
    head = (
        f'<{root} xmlns="{NAMESPACE}" fileId="{name}" createdAt="{created.isoformat(timespec="seconds")}" '
        f'introductionMonth="{month}" phase="{phase}" count="{len(inner)}">\n'
    )
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{"".join(inner)}</{root}>\n'.encode()
    _schema().assertValid(etree.fromstring(body))
    return body


def executed(rows: Iterable[payment.Spent], counted: set[int]) -> Iterator[str]:
    """What became of each payment at the bank: executed, or come back."""
    for row in rows:
        state = "executed" if row.payment_id in counted else "came_back"
        yield _row(
            "payment", lineId=line_id(row), endToEndId=row.end_to_end_id, state=state,
            executedOn=row.paid_on.isoformat(), amount=money.plain(row.transfer_cents),
        )  # fmt: skip


def papers(rows: Iterable[payment.Spent]) -> Iterator[str]:
    """The control card of each expense that has one; from 60 on no card is asked (AR 71bis)."""
    for row in rows:
        if row.card_id:
            yield _row("paper", lineId=line_id(row), kind="control_card", reference=row.card_id)


def answered(rows: Iterable[Answer]) -> Iterator[str]:
    """What we say to each outcome."""
    for row in rows:
        told = {"papers": row.papers} if row.papers else {}
        yield _row("answer", lineId=row.outcome.expense.line_id, kind=row.kind, **told, why=row.why)


def _row(element: str, **fields: str) -> str:
    inner = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in fields.items())
    return f"<{element}>{inner}</{element}>\n"


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(Path(__file__).with_name("formats") / "proofs.xsd")))
