"""Messages of the bank, written by hand for the tests: pain.002.001.03 and camt.054.001.08."""

from __future__ import annotations

from collections.abc import Sequence

from capac.core import money
from capac.payment import api as payment
from capac.records import api as records
from tests import world

PAIN002, CAMT054 = "pain.002.001.03", "camt.054.001.08"


def pain002(
    original: str,
    *,
    message_id: str = "S-1",
    group: str = "ACCP",
    code: str = "",
    payment: str = "",
    payment_code: str = "",
    transfers: Sequence[tuple[str, str, str]] = (),
    payment_id: str = "",
    name: str = "pain.001.001.09",
) -> bytes:
    """An answer to a file. `transfers` are end-to-end id, status and code; "" leaves a status out."""
    lines = [
        f"<GrpHdr><MsgId>{message_id}</MsgId><CreDtTm>2026-08-04T10:00:00</CreDtTm></GrpHdr>",
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>{original}</OrgnlMsgId><OrgnlMsgNmId>{name}</OrgnlMsgNmId>"
        f"{_tag('GrpSts', group)}{_reason(code)}</OrgnlGrpInfAndSts>",
    ]
    if payment or transfers:
        lines.append(f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{payment_id or original}</OrgnlPmtInfId>")
        lines[-1] += _tag("PmtInfSts", payment) + _reason(payment_code)
        for reference, status, why in transfers:
            told = _tag("OrgnlEndToEndId", reference) + _tag("TxSts", status) + _reason(why)
            lines.append(f"<TxInfAndSts>{told}</TxInfAndSts>")
        lines.append("</OrgnlPmtInfAndSts>")
    return _document(PAIN002, "CstmrPmtStsRpt", lines)


def booked(
    reference: str,
    cents: int,
    *,
    came_back: str = "",
    day: str = "2026-08-05",
    status: str = "BOOK",
    **more: str,
) -> str:
    """An entry with one detail: a transfer that left, or (with a code) one that came back.

    Further facts by name: currency, reversal, side, own ("" leaves the detail's amount out).
    """
    side = more.get("side", "CRDT" if came_back else "DBIT")
    amount = f'<Amt Ccy="{more.get("currency", "EUR")}">{money.plain(cents)}</Amt>'
    returned = f"<RtrInf><Rsn><Cd>{came_back}</Cd></Rsn></RtrInf>" if came_back else ""
    detail = f"<Refs>{_tag('EndToEndId', reference)}</Refs>{more.get('own', amount)}<CdtDbtInd>{side}</CdtDbtInd>{returned}"
    return (
        f"<Ntry>{amount}<CdtDbtInd>{side}</CdtDbtInd>{_tag('RvslInd', more.get('reversal', ''))}"
        f"<Sts><Cd>{status}</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt><BkTxCd/>"
        f"<NtryDtls><TxDtls>{detail}</TxDtls></NtryDtls></Ntry>"
    )


def camt054(*entries: str, message_id: str = "N-1") -> bytes:
    """A notice. Its first entry stands on line 5."""
    lines = [
        f"<GrpHdr><MsgId>{message_id}</MsgId><CreDtTm>2026-08-05T18:00:00</CreDtTm></GrpHdr>",
        f"<Ntfctn><Id>{message_id}</Id><Acct><Id><IBAN>BE68539007547034</IBAN></Id></Acct>",
        *entries,
        "</Ntfctn>",
    ]
    return _document(CAMT054, "BkToCstmrDbtCdtNtfctn", lines)


def comes(body: bytes) -> records.IncomingFile:
    """The message as the collector keeps it."""
    return world.incoming(body, "PAIN002" if PAIN002.encode() in body[:200] else "CAMT054")


def read(*bodies: bytes) -> dict[str, int]:
    """Read these messages; the counters that are not zero."""
    for body in bodies:
        comes(body)
    return {name: number for name, number in payment.read_bank(who="test").items() if number}


def _document(message: str, root: str, lines: Sequence[str]) -> bytes:
    space = f"urn:iso:std:iso:20022:tech:xsd:{message}"
    inside = "\n".join(lines)
    return f'<Document xmlns="{space}">\n<{root}>\n{inside}\n</{root}></Document>\n'.encode()


def _tag(name: str, value: str) -> str:
    return f"<{name}>{value}</{name}>" if value else ""


def _reason(code: str) -> str:
    return f"<StsRsnInf><Rsn><Cd>{code}</Cd></Rsn></StsRsnInf>" if code else ""
