"""What the bank writes: pain.002.001.03 and camt.054.001.08."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

MORNING, EVENING = "T08:00:00", "T18:00:00"
PAIN002, CAMT054 = "pain.002.001.03", "camt.054.001.08"
CENTS = 100


@dataclass(frozen=True)
class Status:
    """The head of an answer to a file."""

    message_id: str
    day: date
    original_id: str
    payment_id: str


@dataclass(frozen=True)
class Line:
    """One transfer in a notice. Cents."""

    end_to_end_id: str
    cents: int
    code: str = ""


@dataclass(frozen=True)
class Notice:
    """A notice on an account: one booking of a file, or what came back of it on a day."""

    message_id: str
    account: str
    day: date
    original_id: str
    lines: tuple[Line, ...]
    came_back: bool


def status(head: Status, group: str, code: str, refused: Mapping[str, str]) -> bytes:
    """The answer to a file: its status, and the transfers that were refused at once."""
    payment = ""
    if refused:
        rows = [
            f"<TxInfAndSts><OrgnlInstrId>{reference}</OrgnlInstrId><OrgnlEndToEndId>{reference}</OrgnlEndToEndId>"
            f"<TxSts>RJCT</TxSts>{_why(why)}</TxInfAndSts>\n"
            for reference, why in refused.items()
        ]
        inside = (
            f"<OrgnlPmtInfId>{head.payment_id}</OrgnlPmtInfId><PmtInfSts>PART</PmtInfSts>\n{''.join(rows)}"
        )
        payment = f"<OrgnlPmtInfAndSts>{inside}</OrgnlPmtInfAndSts>\n"
    original = f"<OrgnlMsgId>{head.original_id}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>"
    group_told = f"<OrgnlGrpInfAndSts>{original}<GrpSts>{group}</GrpSts>{_why(code)}</OrgnlGrpInfAndSts>\n"
    header = f"<GrpHdr><MsgId>{head.message_id}</MsgId><CreDtTm>{head.day}{MORNING}</CreDtTm></GrpHdr>\n"
    return _document(PAIN002, "CstmrPmtStsRpt", header + group_told + payment)


def notice(told: Notice) -> bytes:
    """A booking is one entry with all its transfers; what came back is an entry each."""
    header = f"<GrpHdr><MsgId>{told.message_id}</MsgId><CreDtTm>{told.day}{EVENING}</CreDtTm></GrpHdr>\n"
    entries = [_entry(told, [line]) for line in told.lines] if told.came_back else [_entry(told, told.lines)]
    account = f"<Id>{told.message_id}</Id><Acct><Id><IBAN>{told.account}</IBAN></Id><Ccy>EUR</Ccy></Acct>\n"
    return _document(
        CAMT054, "BkToCstmrDbtCdtNtfctn", f"{header}<Ntfctn>{account}{''.join(entries)}</Ntfctn>"
    )


def _entry(told: Notice, lines: Sequence[Line]) -> str:
    side, family = ("CRDT", "RRTN") if told.came_back else ("DBIT", "ESCT")
    kind = "RCDT" if told.came_back else "ICDT"
    code = f"<Domn><Cd>PMNT</Cd><Fmly><Cd>{kind}</Cd><SubFmlyCd>{family}</SubFmlyCd></Fmly></Domn>"
    total = sum(line.cents for line in lines)
    batch = (
        f"<Btch><MsgId>{told.original_id}</MsgId><PmtInfId>{told.original_id}</PmtInfId>"
        f"<NbOfTxs>{len(lines)}</NbOfTxs>{_amount('TtlAmt', total)}<CdtDbtInd>{side}</CdtDbtInd></Btch>"
    )
    details = "".join(_detail(told, line, side) for line in lines)
    return (
        f"<Ntry>{_amount('Amt', total)}<CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>"
        f"<BookgDt><Dt>{told.day}</Dt></BookgDt><ValDt><Dt>{told.day}</Dt></ValDt><BkTxCd>{code}</BkTxCd>"
        f"<NtryDtls>{'' if told.came_back else batch}\n{details}</NtryDtls></Ntry>\n"
    )


def _detail(told: Notice, line: Line, side: str) -> str:
    references = (
        f"<MsgId>{told.original_id}</MsgId><PmtInfId>{told.original_id}</PmtInfId>"
        f"<InstrId>{line.end_to_end_id}</InstrId><EndToEndId>{line.end_to_end_id}</EndToEndId>"
    )
    returned = f"<RtrInf><Rsn><Cd>{line.code}</Cd></Rsn></RtrInf>" if line.code else ""
    amount = f"{_amount('Amt', line.cents)}<CdtDbtInd>{side}</CdtDbtInd>"
    return f"<TxDtls><Refs>{references}</Refs>{amount}{returned}</TxDtls>\n"


def _amount(name: str, cents: int) -> str:
    return f'<{name} Ccy="EUR">{cents // CENTS}.{cents % CENTS:02d}</{name}>'


def _why(code: str) -> str:
    return f"<StsRsnInf><Rsn><Cd>{escape(code)}</Cd></Rsn></StsRsnInf>" if code else ""


def _document(message: str, root: str, inside: str) -> bytes:
    space = f"urn:iso:std:iso:20022:tech:xsd:{message}"
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<Document xmlns="{space}"><{root}>\n{inside}</{root}></Document>\n'.encode()
