"""The bank's statement of a day (camt.053.001.08): what stood on the account, every booking, what stands on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from world import bank_messages
from world.bank_messages import Line, Notice
from world.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS other_entry (id INTEGER PRIMARY KEY, day TEXT NOT NULL, cents INTEGER NOT NULL,
    reference TEXT NOT NULL);
"""
BEGINNING_CENTS = 5_000_000_000
"""What stands on the account before the first booking: fifty million euro."""
MESSAGE = "camt.053.001.08"


class Statements:
    """Statements over the bank's books. Call it in the mailbox's transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.declare(SCHEMA)

    def other(self, day: date, cents: int, reference: str) -> None:
        """Money that comes (above zero) or goes beside our transfers: an advance, charges, a stranger's."""
        sql = "INSERT INTO other_entry (day, cents, reference) VALUES (?, ?, ?)"
        self._store.rows(sql, str(day), cents, reference)

    def of(self, day: date, account: str, number: int, *, wrong_by: int = 0) -> bytes:
        """The statement of a day. `wrong_by`: so many cents the closing balance is off."""
        opening = self._balance(str(day))
        notices, others = list(self._notices(day, account)), self._others(day)
        moved = sum(_cents(notice) for notice in notices) + sum(cents for cents, _ in others)
        entries = "".join(bank_messages.entries(notice) for notice in notices)
        entries += "".join(bank_messages.other_entry(day, *row) for row in others)
        statement_id = f"STM-{day:%Y%m%d}-{number}"
        balances = bank_messages.balance("OPBD", opening, day)
        balances += bank_messages.balance("CLBD", opening + moved + wrong_by, day)
        head = (
            f"<GrpHdr><MsgId>{statement_id}</MsgId><CreDtTm>{day}{bank_messages.EVENING}</CreDtTm></GrpHdr>\n"
        )
        told = f"<Id>STM-{day:%Y%m%d}</Id>{bank_messages.account(account)}{balances}{entries}"
        return bank_messages.document(MESSAGE, "BkToCstmrStmt", f"{head}<Stmt>{told}</Stmt>")

    def _balance(self, before: str) -> int:
        """What stood on the account at the end of the day before."""
        number = self._store.number
        booked = "FROM transfer JOIN payment_file USING (message_id) WHERE booked_on <> '' AND booked_on < ?"
        back = "FROM transfer WHERE is_back AND back_on < ?"
        return (
            BEGINNING_CENTS
            + number("SELECT coalesce(sum(cents), 0) FROM other_entry WHERE day < ?", before)
            - number(f"SELECT coalesce(sum(cents), 0) {booked}", before)
            + number(f"SELECT coalesce(sum(cents), 0) {back}", before)
        )

    def _notices(self, day: date, account: str) -> Iterator[Notice]:
        """The files booked on a day, and what came back on it."""
        for (name,) in self._store.rows(
            "SELECT message_id FROM payment_file WHERE booked_on = ? ORDER BY 1", str(day)
        ):
            sql = "SELECT end_to_end_id, cents FROM transfer WHERE message_id = ? ORDER BY 1"
            lines = tuple(Line(*row) for row in self._store.rows(sql, name))
            if lines:
                yield Notice("", account, day, name, lines, False)
        sql = "SELECT message_id, end_to_end_id, cents, code FROM transfer WHERE is_back AND back_on = ? ORDER BY 2"
        for name, *row in self._store.rows(sql, str(day)):
            yield Notice("", account, day, name, (Line(*row),), True)

    def _others(self, day: date) -> list[tuple[int, str]]:
        sql = "SELECT cents, reference FROM other_entry WHERE day = ? ORDER BY id"
        return [(row[0], row[1]) for row in self._store.rows(sql, str(day))]


def _cents(notice: Notice) -> int:
    total = sum(line.cents for line in notice.lines)
    return total if notice.came_back else -total
