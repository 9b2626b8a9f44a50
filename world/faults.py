"""Faults of a line on request, each for the next so many times it can happen; they survive a kill too."""

from __future__ import annotations

from world.store import Store

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS fault (id INTEGER PRIMARY KEY, name TEXT NOT NULL, left INTEGER NOT NULL)"
)
NAMES = {
    "duplicate": "the next file that we post waits twice",
    "half": "the next file read arrives cut in half",
    "late": "the next list of what waits is empty, though files wait",
    "reorder": "the next list of what waits is turned round",
    "lost": "the next file left with us is kept, but its sender hears an error",
    "never": "the next message left with the eBox is kept, and its sender hears nothing at all",
}
"""Beside these, a status from 400 to 599 answers the next request of the payment body with it."""
LOWEST, HIGHEST = 400, 599


class FaultError(ValueError):
    """A fault that does not exist."""


class Faults:
    """What is still to go wrong, oldest first."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.declare(SCHEMA)

    def ask(self, text: str) -> None:
        """Ask for faults: "duplicate,half:2,503:3". Raises FaultError for one that does not exist."""
        for name, times in parse(text):
            self._store.rows("INSERT INTO fault (name, left) VALUES (?, ?)", name, times)

    def happens(self, name: str) -> bool:
        """True when this fault was asked for; it is used up once."""
        with self._store.transaction():
            found = self._store.row("SELECT id FROM fault WHERE name = ? AND left > 0 ORDER BY id", name)
            if found:
                self._store.rows("UPDATE fault SET left = left - 1 WHERE id = ?", found[0])
            return found is not None

    def status(self) -> int | None:
        """The status with which the next request is refused, or None."""
        sql = "SELECT name FROM fault WHERE left > 0 AND name GLOB '[45][0-9][0-9]' ORDER BY id"
        found = self._store.row(sql)
        return int(found[0]) if found and self.happens(found[0]) else None

    def waiting(self) -> dict[str, int]:
        """What is still to go wrong, and how often."""
        return dict(self._store.rows("SELECT name, sum(left) FROM fault WHERE left > 0 GROUP BY name"))

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self._store.rows("DELETE FROM fault")


def parse(text: str) -> list[tuple[str, int]]:
    """Faults by name with how often each happens. Raises FaultError with what may be asked."""
    found = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, times = part.partition(":")
        is_status = name.isdecimal() and LOWEST <= int(name) <= HIGHEST
        if not (is_status or name in NAMES) or not (times or "1").isdecimal():
            may = ", ".join([*NAMES, f"{LOWEST} to {HIGHEST}"])
            raise FaultError(f"{part!r} is not a fault: ask for {may}, with :TIMES if more than once")
        found.append((name, int(times or "1")))
    return found
