"""How each letter leaves: the eBox where its client has one, else paper. A round can die at any line.

Who has an eBox is asked outside the transaction; that a letter goes there and its publication are written in one.
A registered letter, and one that the eBox does not take, goes by post; where no address is known, to a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from capac.channels.ebox import api as ebox
from capac.channels.letters.models import Letter
from capac.channels.letters.states import LETTERS
from capac.core import clock
from capac.people import api as people
from capac.records import api as records
from capac.work import api as work

SUBJECT = "letters.Letter"
UNDELIVERABLE = "letter_without_address"
COUNTERS = ("to_ebox", "to_print", "without_address", "later", "sent", "opened", "events", "undelivered")
PAGE = 500
FALLS_BACK = {"unused": "unused", "refused": "refused"}
"""What the eBox says, and why the letter is then printed."""


def send_letters(*, who: str) -> dict[str, int]:
    """One round: what was written is given its way, what waits is delivered, what came of it is noted. A run."""
    gateway = ebox.gateway()
    with records.running("send_letters", COUNTERS, who=who) as progress:
        choose_ways(gateway, progress, who=who)
        if gateway is not None:
            progress.count("undelivered", ebox.deliver(gateway)["later"])
            follow(progress, who=who)
            events = ebox.read_events(gateway, lambda kind, ids: _opened(kind, ids, progress))
            progress.count("events", events["events"])
        return progress.counters


def choose_ways(gateway: ebox.Gateway | None, progress: records.Progress, *, who: str) -> None:
    """Every written letter gets its way; those for which the eBox cannot be asked now wait for the next round."""
    after = 0
    while rows := list(_written(after)):
        after = rows[-1].pk
        try:
            having = _have_ebox(gateway, rows)
        except ebox.EboxError:
            progress.count("later", len(rows))
            return
        _give_ways(rows, having, gateway, because=records.Because(who, "its way", progress.run.pk))
        states = list(Letter.objects.filter(pk__in=[row.pk for row in rows]).values_list("state", flat=True))
        progress.count("to_ebox", states.count("in_ebox"))
        progress.count("to_print", states.count("to_print"))
        progress.count("without_address", states.count("failed"))


def follow(progress: records.Progress, *, who: str) -> None:
    """Note what became of the letters that lie with the eBox: sent, or printed after all. Repeatable."""
    after = 0
    while ids := list(_ids("in_ebox", after)):
        after = ids[-1]
        found = ebox.outcomes(SUBJECT, ids)
        because = records.Because(who, "the eBox", progress.run.pk)
        progress.count("sent", _note_sent([pk for pk in ids if _is_there(found.get(pk))], because))
        _opened(SUBJECT, [pk for pk in ids if pk in found and found[pk].state == "read"], progress)
        for state, why in FALLS_BACK.items():
            fallen = [pk for pk in ids if pk in found and found[pk].state == state]
            _print_after_all(fallen, why, because=because)
            progress.count("to_print", len(fallen))


def _written(after: int) -> Iterable[Letter]:
    rows = Letter.objects.filter(state="written", pk__gt=after)
    return rows.defer("body", "content", "data").order_by("pk")[:PAGE]


def _ids(state: str, after: int) -> Iterable[int]:
    rows = Letter.objects.filter(state=state, pk__gt=after).order_by("pk")
    return rows.values_list("pk", flat=True)[:PAGE]


def _have_ebox(gateway: ebox.Gateway | None, rows: Sequence[Letter]) -> set[int]:
    """Ids of the clients who receive in their eBox what need not be registered. Raises EboxError."""
    wanted = {row.client_id for row in rows if not row.registered}
    if gateway is None or not wanted:
        return set()
    numbers = people.numbers_of(wanted)
    used = gateway.have_ebox(sorted(set(numbers.values())))
    return {client_id for client_id, number in numbers.items() if number in used}


def _give_ways(
    rows: Sequence[Letter], having: set[int], gateway: ebox.Gateway | None, *, because: records.Because
) -> None:
    digital = [row.pk for row in rows if not row.registered and row.client_id in having]
    if gateway is not None:
        _to_ebox(digital, gateway, because=because)
    reasons: dict[str, list[int]] = {}
    for row in rows:
        if row.pk not in set(digital):
            why = "registered" if row.registered else "no_ebox" if gateway else "not_configured"
            reasons.setdefault(why, []).append(row.pk)
    for why, ids in reasons.items():
        _print_after_all(ids, why, because=because)


@transaction.atomic
def _to_ebox(ids: Sequence[int], gateway: ebox.Gateway, *, because: records.Because) -> None:
    moved = records.move(LETTERS, ids, to="in_ebox", because=because)
    rows = Letter.objects.filter(pk__in=moved)
    ebox.publish([_publication(row) for row in rows], gateway.sender, because=because)
    rows.update(channel="ebox")


def _publication(row: Letter) -> ebox.Publication:
    """The reference is in the file's name; no number and no name is."""
    return ebox.Publication(
        subject=(SUBJECT, row.pk),
        client_id=row.client_id,
        name=f"letter-{row.key}",
        lang=row.language,
        title=row.title,
        reference=row.reference,
        file_name=f"{row.reference}.pdf",
        content=bytes(row.body),
    )


@transaction.atomic
def _print_after_all(ids: Sequence[int], why: str, *, because: records.Because) -> None:
    """To the next batch, or to a person where no address is known."""
    rows = Letter.objects.filter(pk__in=ids).values_list("pk", "postcode", "client_id", "written_at")
    reached = [pk for pk, postcode, _, _ in rows if postcode]
    lost = [row for row in rows if not row[1]]
    printed = records.move(LETTERS, reached, to="to_print", because=because)
    failed = set(records.move(LETTERS, [pk for pk, *_ in lost], to="failed", because=because))
    Letter.objects.filter(pk__in=[*printed, *failed]).update(channel="paper", why_paper=why)
    work.open_items(
        [
            work.NewItem(UNDELIVERABLE, (SUBJECT, pk), since, client_id=client_id)
            for pk, _, client_id, since in lost
            if pk in failed
        ],
        because=because,
    )


@transaction.atomic
def _note_sent(ids: Sequence[int], because: records.Because) -> int:
    """The eBox has them: sent, at this moment."""
    held = list(
        Letter.objects.select_for_update().filter(pk__in=ids, state="in_ebox").values_list("pk", flat=True)
    )
    Letter.objects.filter(pk__in=held).update(sent_at=clock.now())
    return len(records.move_all(LETTERS, held, to="sent", because=because))


def _opened(kind: str, ids: Sequence[int], progress: records.Progress) -> None:
    """Somebody has opened these in the eBox: delivered. Others are not ours or wait for their turn in `follow`."""
    if kind == SUBJECT:
        because = records.Because("ebox", "opened", progress.run.pk)
        progress.count("opened", len(records.move(LETTERS, ids, to="delivered", because=because)))


def _is_there(outcome: ebox.Outcome | None) -> bool:
    return outcome is not None and outcome.state in ("published", "read")
