"""How the bank answers whether an account bears a name, and what it makes of a recall. Written apart from the product."""

from __future__ import annotations

from datetime import date

from lxml import etree

from capac.core import workdays
from world import bank_messages
from world.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS named_account (iban TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS recall_answer (id INTEGER PRIMARY KEY, status TEXT NOT NULL, code TEXT NOT NULL);
"""
PAYEE, RECALL = "urn:capac:payee-check:1", "urn:iso:std:iso:20022:tech:xsd:camt.056.001.08"
ANSWER = "camt.029.001.09"
UNKNOWN = "RVNA"
FOLLOWED = "FOCR"


def kind_of(body: bytes) -> str:
    """payee, recall, or file: what we were sent."""
    start = body[:500]
    return "payee" if PAYEE.encode() in start else "recall" if RECALL.encode() in start else "file"


class Names:
    """Which name an account bears: what the act `name` said; of all others the name that is asked."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.declare(SCHEMA)

    def named(self, iban: str, name: str) -> None:
        """From now on an account bears this name; "" says that its bank does not answer."""
        sql = "INSERT INTO named_account VALUES (?, ?) ON CONFLICT (iban) DO UPDATE SET name = excluded.name"
        self._store.rows(sql, iban, name)

    def answer(self, body: bytes, message_id: str, day: date) -> bytes:
        """Per check: the name fits, is close (and which it is), does not fit, or is not known."""
        tree = etree.fromstring(body)
        space = {"p": PAYEE}
        rows = []
        for check in tree.iterfind(".//p:Check", space):
            told = [(check.findtext(f"p:{name}", namespaces=space) or "") for name in ("Id", "IBAN", "Nm")]
            code, name = self._judged(told[1], told[2])
            rows.append(
                f"<Answer><Id>{told[0]}</Id><Cd>{code}</Cd>{f'<Nm>{name}</Nm>' if name else ''}</Answer>"
            )
        original = tree.findtext(".//p:MsgId", namespaces=space)
        head = f"<GrpHdr><MsgId>{message_id}</MsgId><CreDtTm>{day}{bank_messages.MORNING}</CreDtTm></GrpHdr>"
        inside = f"<Answered>{head}<OrgnlMsgId>{original}</OrgnlMsgId>\n{''.join(rows)}</Answered>"
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{PAYEE}">{inside}</Document>\n'.encode()

    def _judged(self, iban: str, asked: str) -> tuple[str, str]:
        found = self._store.row("SELECT name FROM named_account WHERE iban = ?", iban)
        if found is None:
            return "RCVC", ""
        known = str(found[0])
        if not known:
            return UNKNOWN, ""
        ours, theirs = set(asked.upper().split()), set(known.upper().split())
        if ours == theirs:
            return "RCVC", ""
        return ("RVMC", known) if ours & theirs else ("RVNM", "")


class Recalls:
    """What becomes of a recall: agreed, unless the act `decline` said otherwise or the money is not there."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.declare(SCHEMA)

    def decline(self, code: str) -> None:
        """The next recall is declined, with this code."""
        self._store.rows("INSERT INTO recall_answer (status, code) VALUES ('RJCR', ?)", code)

    def answer(self, body: bytes, message_id: str, day: date) -> bytes:
        """Agreed: the money comes back on the next bank day after it was booked."""
        tree = etree.fromstring(body)
        space = {"p": RECALL}
        original, reference = (
            tree.findtext(f".//p:{name}", namespaces=space) for name in ("OrgnlMsgId", "OrgnlEndToEndId")
        )
        status, code = self._judged(str(original), str(reference), day)
        why = f"<CxlStsRsnInf><Rsn><Cd>{code}</Cd></Rsn></CxlStsRsnInf>" if code else ""
        inside = (
            f"<Assgnmt><Id>{message_id}</Id><CreDtTm>{day}{bank_messages.MORNING}</CreDtTm></Assgnmt>"
            f"<Sts><Conf>{'CNCL' if status == 'ACCR' else 'RJCR'}</Conf></Sts><CxlDtls><TxInfAndSts>"
            f"<OrgnlEndToEndId>{reference}</OrgnlEndToEndId><TxCxlSts>{status}</TxCxlSts>{why}</TxInfAndSts></CxlDtls>"
        )
        return bank_messages.document(ANSWER, "RsltnOfInvstgtn", inside)

    def _judged(self, original: str, reference: str, day: date) -> tuple[str, str]:
        told = self._store.row(
            "DELETE FROM recall_answer WHERE id = (SELECT min(id) FROM recall_answer) RETURNING status, code"
        )
        if told:
            return str(told[0]), str(told[1])
        sql = "SELECT is_back, execution_date FROM transfer JOIN payment_file USING (message_id) WHERE message_id = ? AND end_to_end_id = ?"
        found = self._store.row(sql, original, reference)
        if found is None:
            return "RJCR", "NOOR"
        if found[0]:
            return "RJCR", "ARDT"
        booked = date.fromisoformat(found[1])
        back = workdays.bank().add(max(booked, day), 1)
        sql = "UPDATE transfer SET code = ?, back_on = ? WHERE message_id = ? AND end_to_end_id = ?"
        self._store.rows(sql, FOLLOWED, str(back), original, reference)
        return "ACCR", ""
