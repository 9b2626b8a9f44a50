"""What we answer to a batch of ONSS: ACRF001 (was the file taken?) and NOTI001 (what became of each form?).

Both are built in the order of ONSS's official schemas (formats/acrf.xsd and notification.xsd hold what we
write of them). Each answer leaves as a batch of its own: FO, FS, GO. Strings, because 60 000 forms are many.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from joserfc.jwk import OKPKey

from capac.core import clock
from capac.exchange import batch_signatures
from capac.exchange.batch_names import GO, OUT, SIGNATURE, BatchName
from capac.records import api as records

DESTINATION = "onss"
ACRF, NOTI = "ACRF", "NOTI"
TAKEN, REFUSED = "1", "0"
ACRF_CODES = {
    "signature_missing": "ACRF-001",
    "bad_signature": "ACRF-002",
    "signature_of_another_file": "ACRF-003",
    "unknown_sender": "ACRF-004",
    "data_missing": "ACRF-005",
    "batch_name_used": "ACRF-006",
    "empty_file": "ACRF-010",
    "not_xml": "ACRF-011",
    "cut": "ACRF-012",
    "doctype_not_allowed": "ACRF-013",
    "wrong_root": "ACRF-014",
    "not_a_declaration": "ACRF-015",
}
"""Why a file was not taken. ONSS writes ACRF-nnn; the numbers here are OUR OWN, its list is not public."""
UNREADABLE = "?"
_XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of one form: what it says of itself (empty where it cannot be read), and its fault or None."""

    ticket: str
    created: tuple[str, str]
    status: str
    fault: records.Fault | None


def acknowledge(batch: BatchName, ticket: str, *, reason: str = "", key: OKPKey) -> None:
    """Write the acknowledgement of a batch into the outbox; with a reason it says that the file is refused."""
    result = f"<ResultCode>{REFUSED if reason else TAKEN}</ResultCode>"
    if reason:
        result += f"<ErrorID>{ACRF_CODES.get(reason, 'ACRF-099')}</ErrorID>"
    body = (
        f'{_HEAD}<ACRF {_XSI} xsi:noNamespaceSchemaLocation="ACRF_20231.xsd">\n<Form>{_opening("ACRF001", "PA")}'
        f"{_file(batch, ticket)}<ReceptionResult>{result}</ReceptionResult></Form>\n</ACRF>\n"
    )
    _put(batch, ACRF, body.encode(), key)


def notify(batch: BatchName, ticket: str, handled: Iterable[Handled], *, key: OKPKey) -> None:
    """Write into the outbox what became of each form of a batch, in the order of the file."""
    opening = f"<Form>{_opening('NOTI001', 'FA')}{_file(batch, ticket)}"
    forms = "".join(f"{opening}{_form(batch.application, one)}</Form>\n" for one in handled)
    if forms:
        head = f'{_HEAD}<NOTIFICATION {_XSI} xsi:noNamespaceSchemaLocation="NOTIFICATION_20223.xsd">\n'
        _put(batch, NOTI, f"{head}{forms}</NOTIFICATION>\n".encode(), key)


def _put(batch: BatchName, application: str, body: bytes, key: OKPKey) -> None:
    """An answer is a batch too, named after the one that it answers; no part of it overtakes another one."""
    told = f"{application}-{batch.application}"
    name = batch.file(OUT, told)
    data = records.put(DESTINATION, name, body)
    signature = batch_signatures.sign(name, body, key)
    signed = records.put(DESTINATION, batch.file(SIGNATURE, told), signature, follows=data)
    records.put(DESTINATION, batch.file(GO, told), b"", follows=signed)


def _opening(identification: str, kind: str) -> str:
    now = clock.now()
    return (
        f"<Identification>{identification}</Identification><FormCreationDate>{now:%Y-%m-%d}</FormCreationDate>"
        f"<FormCreationHour>{_hour(now)}</FormCreationHour><AttestationStatus>0</AttestationStatus>"
        f"<TypeForm>{kind}</TypeForm>"
    )


def _hour(moment: datetime) -> str:
    return f"{moment:%H:%M:%S}.{moment.microsecond // 1000:03d}"


def _file(batch: BatchName, ticket: str) -> str:
    return (
        f"<FileReference><FileName>{batch.file(GO)}</FileName><ReferenceOrigin>2</ReferenceOrigin>"
        f"<ReferenceNbr>{ticket}</ReferenceNbr></FileReference>"
    )


def _form(form: str, one: Handled) -> str:
    """The form that was handled, its ticket, and the result with its anomaly."""
    day, hour = one.created
    original = f"<Identification>{form}</Identification>"
    if day and hour:
        original += f"<FormCreationDate>{day}</FormCreationDate><FormCreationHour>{hour}</FormCreationHour>"
    if one.status:
        original += f"<AttestationStatus>{one.status}</AttestationStatus>"
    original += "<TypeForm>SU</TypeForm>"
    result = f"<ResultCode>{REFUSED if one.fault else TAKEN}</ResultCode>"
    result += _anomaly(one.fault) if one.fault else ""
    return (
        f"<HandledOriginalForm>{original}</HandledOriginalForm><HandledReference><ReferenceType>1</ReferenceType>"
        f"<ReferenceOrigin>2</ReferenceOrigin><ReferenceNbr>{escape(one.ticket or UNREADABLE)}</ReferenceNbr>"
        f"</HandledReference><HandlingResult>{result}</HandlingResult>"
    )


def _anomaly(fault: records.Fault) -> str:
    """The code, the field and the line; never a value, which may be personal. B: it blocks the form."""
    line = f"<AnomalyLocation><LineNbr>{fault.line}</LineNbr></AnomalyLocation>" if fault.line else ""
    return (
        f"<AnomalyReport><ErrorID>{fault.arguments['anomaly']}</ErrorID><TagName>{fault.field}</TagName>"
        f"<AnomalyClass>B</AnomalyClass>{line}</AnomalyReport>"
    )
