"""What a payment body sends after its C10: the bank file, the list of papers, its answers to a phase.

A contest with papers is looked at once more in the next phase. What ONEM found by its own means is given up for
one contest in two, drawn from the line: papers convince or they do not.
"""

from __future__ import annotations

import hashlib
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, cast

from lxml import etree

import capac
from world.mailbox import RefusedError
from world.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS proof (name TEXT PRIMARY KEY, month TEXT NOT NULL, count INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS answered (line_id TEXT NOT NULL, phase INTEGER NOT NULL, kind TEXT NOT NULL,
    PRIMARY KEY (line_id, phase));
"""
PREFIXES = ("OF-", "PAPERS-", "ANSWERS-")
SPACE = "{urn:capac:own-interface:proofs:1}"


class Answers:
    """Proofs and answers, beside the mailbox on disk."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.declare(SCHEMA)

    def receive(self, name: str, body: bytes) -> None:
        """Check a file and keep what it says. Raises RefusedError with what is wrong."""
        root = _read(body)
        month, phase = root.get("introductionMonth", ""), int(root.get("phase", "0"))
        known = {row[0] for row in self._store.rows("SELECT line_id FROM line WHERE month = ?", month)}
        lines = [row.findtext(f"{SPACE}lineId") or "" for row in root]
        strange = next((line for line in lines if line not in known), None)
        if strange is not None:
            raise RefusedError(422, f"{strange} is not a line of the C10 of {month}")
        if len(lines) != int(root.get("count", "0")):
            raise RefusedError(422, f"count says {root.get('count')}, {len(lines)} are there")
        self._store.rows("INSERT OR REPLACE INTO proof VALUES (?, ?, ?)", name, month, len(lines))
        if etree.QName(root).localname == "Answers":
            kinds = [row.findtext(f"{SPACE}kind") or "" for row in root]
            rows = [(line, phase, kind) for line, kind in zip(lines, kinds, strict=True)]
            self._store.many("INSERT OR REPLACE INTO answered VALUES (?, ?, ?)", rows)

    def convinced(self, line_id: str, phase: int) -> bool:
        """A contest of an outcome of a phase that ONEM follows."""
        row = self._store.row("SELECT kind FROM answered WHERE line_id = ? AND phase = ?", line_id, phase)
        return (
            row is not None and row[0] == "contest" and hashlib.sha256(line_id.encode()).digest()[0] % 2 == 0
        )


def _read(body: bytes) -> etree._Element:
    try:
        root = etree.parse(BytesIO(body), etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    except etree.XMLSyntaxError as error:
        raise RefusedError(422, f"line {error.lineno}: not XML, or cut: {error.msg}") from error
    if not _schema().validate(root):
        first = cast(Any, _schema().error_log)[0]
        raise RefusedError(422, f"line {first.line}: {first.message}")
    return root


@cache
def _schema() -> etree.XMLSchema:
    formats = Path(capac.__file__).parent / "verification" / "formats"
    return etree.XMLSchema(etree.parse(str(formats / "proofs.xsd")))
