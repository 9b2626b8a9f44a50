"""What the bank writes: pain.002.001.03 or .10, camt.054.001.08, and the parts of a statement."""

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

    def split(self, parts: int) -> list[tuple[Line, ...]]:
        """The lines in so many parts, none empty."""
        size = -(-len(self.lines) // max(1, parts))
        return [self.lines[first : first + size] for first in range(0, len(self.lines), size)]


def status(
    head: Status, group: str, code: str, refused: Mapping[str, str], *, message: str = PAIN002
) -> bytes:
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
    return document(message, "CstmrPmtStsRpt", header + group_told + payment)


def notice(told: Notice) -> bytes:
    """A booking is one entry with all its transfers; what came back is an entry each."""
    header = f"<GrpHdr><MsgId>{told.message_id}</MsgId><CreDtTm>{told.day}{EVENING}</CreDtTm></GrpHdr>\n"
    inside = f"<Id>{told.message_id}</Id>{account(told.account)}\n{entries(told)}"
    return document(CAMT054, "BkToCstmrDbtCdtNtfctn", f"{header}<Ntfctn>{inside}</Ntfctn>")


def account(number: str) -> str:
    """Whose bookings are told."""
    return f"<Acct><Id><IBAN>{number}</IBAN></Id><Ccy>EUR</Ccy></Acct>"


def entries(told: Notice) -> str:
    """The entries of a notice."""
    if told.came_back:
        return "".join(_entry(told, [line]) for line in told.lines)
    return _entry(told, told.lines)


def other_entry(day: date, cents: int, reference: str) -> str:
    """An entry that is of no file of ours."""
    side = "CRDT" if cents > 0 else "DBIT"
    detail = f"<TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs>{_amount('Amt', abs(cents))}<CdtDbtInd>{side}</CdtDbtInd></TxDtls>"
    return (
        f"<Ntry>{_amount('Amt', abs(cents))}<CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>"
        f"<BookgDt><Dt>{day}</Dt></BookgDt><BkTxCd/><NtryDtls>{detail}</NtryDtls></Ntry>\n"
    )


def balance(kind: str, cents: int, day: date) -> str:
    """What stood on the account: OPBD before, CLBD after a day."""
    side = "CRDT" if cents >= 0 else "DBIT"
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>{_amount('Amt', abs(cents))}"
        f"<CdtDbtInd>{side}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>\n"
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


def document(message: str, root: str, inside: str) -> bytes:
    """A message of ISO 20022."""
    space = f"urn:iso:std:iso:20022:tech:xsd:{message}"
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<Document xmlns="{space}"><{root}>\n{inside}</{root}></Document>\n'.encode()
