"""The exchange with the outside: collect what waits for us, read it, deliver what leaves.

The outside is ONEM, ONSS, the bank, the four regional services and the National Register. Each step stands
alone: one that fails or dies leaves its work waiting for the next round, which nothing does twice. A channel that
is not configured is said and passed over.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from django.conf import settings

from capac.dossier import api as dossier
from capac.exchange import api as exchange
from capac.payment import api as payment
from capac.records import api as records
from capac.verification import api as verification

CHANNELS = ("onem", "onss", "bank", "actiris", "vdab", "forem", "adg", "register")
COUNTERS = ("kept", "known", "unread", "sent", "refused", "undelivered", "not_configured", "readers")
Reader = Callable[..., dict[str, int]]
Open = Callable[[str], records.Mailbox | None]
"""The mailbox of a channel by its name."""
READERS: tuple[Reader, ...] = (
    dossier.read_registrations,
    dossier.read_register,
    exchange.read_c9_answers,
    exchange.read_c2,
    exchange.read_declarations,
    payment.read_ec3,
    payment.read_bank,
    verification.read_outcomes,
)
"""Each room's verb for the kinds of file that it understands, in the order in which facts build on each other."""


def mailbox_of(name: str) -> records.Mailbox | None:
    """The mailbox of a channel, or None where it is not configured."""
    configured = settings.MAILBOXES.get(name)
    return records.Mailbox(*configured) if configured else None


def exchange_day(*, who: str, open_mailbox: Open = mailbox_of) -> dict[str, int]:
    """One round over every channel. Returns its counters; the readers' own runs hold theirs."""
    with records.running("exchange_day", COUNTERS, who=who) as progress:
        for name in CHANNELS:
            if mailbox := open_mailbox(name):
                _exchange(name, mailbox, progress, who=who)
            else:
                progress.count("not_configured")
        _read_all(progress, who=who)
        return progress.counters


def _read_all(progress: records.Progress, *, who: str) -> None:
    """Every reader reads, also after one that fails; what failed is raised when all have had their turn."""
    with ExitStack() as turns:
        for read in reversed(READERS):
            turns.callback(_read, read, progress, who=who)


def _read(read: Reader, progress: records.Progress, *, who: str) -> None:
    read(who=who)
    progress.count("readers")


def not_configured() -> list[str]:
    """The channels without address, for who asks why nothing comes."""
    return [name for name in CHANNELS if mailbox_of(name) is None]


def _exchange(name: str, mailbox: records.Mailbox, progress: records.Progress, *, who: str) -> None:
    """Collect first: an answer that waits may settle what would be sent again."""
    collected = records.collect(name, mailbox, who=who)
    delivered = records.deliver(name, mailbox.send)
    for counter, number in {
        "kept": collected["kept"],
        "known": collected["known"],
        "unread": collected["later"],
        "sent": delivered["sent"],
        "refused": delivered["refused"],
        "undelivered": delivered["later"],
    }.items():
        progress.count(counter, number)
