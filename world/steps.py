"""The steps of an act: what the outside does, what a scheduled job does, what a person at a desk does.

The product is moved only through its commands and through the verbs that its pages call. Imported only
when the product has been set up.

outside {cut}      ONEM, ONSS and the bank do all that is due up to the day
exchange           capac exchange_day
prepare            capac pay_month
release LOGIN      every prepared run: capac pay_month --release … --by LOGIN --go
verify, indicators, freeze, books, unclaimed, remind, letters, check, seal    capac verify_month, refresh_indicators,
                   freeze_month, close_books, unclaimed, remind, send_letters, check_all, seal_register
bareme {file, by}, rehearse {file}    capac import_bareme, rehearse, with a file of world/data
faulty {person, kinds}, faults {onem, bank}    something goes wrong outside
c2 {by, most, leave}   an expert settles the C2s that have waited longest, but the first `leave` of them
paper {by}         an agent keys the cards on paper that came in
rejects {by, most} an agent settles what was rejected
accounts {by, most}    clients whose money came back tell an agent of a new account
apply {by, from, most, leave}    an agent takes applications in, the last `leave` without a paper
claims, submit     capac file_claim, submit_files
complete {by, most}    what ONEM sent back is gathered, with why it came back
items {kind, by, most, outcome}    an agent finishes items of a kind
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command

from capac.core import clock, workdays
from capac.core.period import Month, Span
from capac.dossier import api as dossier
from capac.exchange import api as exchange
from capac.flows import api as flows
from capac.payment import api as payment
from capac.people import api as people
from capac.records import api as records
from capac.work import api as work
from world import cast, population
from world.files import Card, File
from world.processes import Part, StartError
from world.scenario import Act, Step, StepError

DATA = Path(__file__).parent / "data"
APPLICATION = ("C1", "C4", "registration_certificate")
SITUATION = {
    "ground": "work", "secondary_activity": "no", "pension": "no", "mandate": "no", "incapacity": "no",
    "after_sickness": "no", "nationality": "belgian", "residence": "belgium",
}  # fmt: skip
"""What a client who asks again says, and brings."""
COMMANDS = {
    "exchange": "exchange_day",
    "prepare": "pay_month",
    "verify": "verify_month",
    "indicators": "refresh_indicators",
    "freeze": "freeze_month",
    "books": "close_books",
    "unclaimed": "unclaimed",
    "claims": "file_claim",
    "submit": "submit_files",
    "remind": "remind",
    "letters": "send_letters",
    "check": "check_all",
    "seal": "seal_register",
}


@dataclass(frozen=True)
class Play:
    """A scenario being played: its people and the simulators that run."""

    wish: population.Wish
    parts: dict[str, Part]

    def play(self, act: Act) -> None:
        """Every step of an act, in order. The clock stands on its moment already. Raises StepError."""
        for step in act.steps:
            try:
                self._do(step)
            except (CommandError, StartError) as error:
                raise StepError(f"{act.on}, {step.verb}: {error}") from error

    def _do(self, step: Step) -> None:
        if step.verb in COMMANDS:
            command(COMMANDS[step.verb])
        else:
            STEPS[step.verb](self, step.told or {})

    def file(self, key: str) -> File:
        """One of the people by key."""
        return next(file for file in population.files(self.wish) if file.key == key)

    def by_number(self) -> dict[str, File]:
        """Everybody by national number."""
        return {file.niss: file for file in population.files(self.wish)}


def command(name: str, *arguments: str) -> str:
    """Run one of the product's commands; what it says."""
    said = io.StringIO()
    call_command(name, *arguments, stdout=said)
    return said.getvalue()


def staff_of(login: str) -> people.Staff:
    """A member of staff."""
    return people.Staff.objects.get(login=login)


def _outside(play: Play, told: Any) -> None:
    day = str(clock.today())
    play.parts["onem"].act("day", date=day, **told)
    play.parts["onss"].act("day", date=day)
    play.parts["bank"].act("day", date=day)
    play.parts["register"].act("day", date=day)


def _release(_play: Play, login: Any) -> None:
    for run in payment.runs(10):
        if run.state == "prepared":
            command("pay_month", "--release", str(run.id), "--by", str(login), "--go")


def _faulty(play: Play, told: Any) -> None:
    play.parts["onem"].act("faulty", date=str(clock.today()), **told)


def _faults(play: Play, told: Any) -> None:
    for name, text in told.items():
        play.parts[name].faults(text)


def _c2(play: Play, told: Any) -> None:
    """An expert takes the messages that have waited longest, looks, and settles them."""
    staff, known = staff_of(told["by"]), play.by_number()
    first = told.get("leave", 0)
    for case in exchange.by_hand()[first : first + told["most"]]:
        item = work.waiting_for("exchange.C2Message", [case.c2_id])[case.c2_id]
        if work.take(item, staff):
            _settle_c2(case, staff, known.get(exchange.message_of(case.c2_id).number))


def _settle_c2(case: exchange.HandCase, staff: people.Staff, file: File | None) -> None:
    """Somebody unknown is registered where ONEM's file is one of ours to be; a stranger's message is sent back."""
    because = records.Because(staff.login, f"C2 {case.message_id} looked at")
    if file is None:
        exchange.reject_by_hand(case.c2_id, reason="not our client", because=because)
        return
    if case.client_id is None:
        row = people.NewClient(
            niss=file.niss, given_name=file.given, family_name=file.family_name, language=file.language,
            since=file.since, iban=file.iban or None, office_code=file.office,
        )  # fmt: skip
        people.register_clients([row], source="application at the desk")
    client = people.by_niss(file.niss)
    actor = people.Actor("staff", staff.login)
    people.write(actor, [client.pk], route="desk:item", action="view", why=f"C2 {case.message_id}")
    exchange.apply_by_hand(case.c2_id, client.pk, because=because)


def _paper(play: Play, told: Any) -> None:
    """An agent keys the cards on paper that have come in since the last time."""
    staff, today = staff_of(told["by"]), clock.today()
    for file in (one for one in population.files(play.wish) if one.paper):
        came = [card for cards in file.cards.values() for card in cards if card.sent < today]
        client = people.by_niss(file.niss)
        keyed = {str(Month.of(card.month)) for card in payment.cards_of(client.pk)}
        for card in (one for one in came if one.month not in keyed):
            _key(client, card, staff)


def _key(client: people.Client, card: Card, staff: people.Staff) -> None:
    actor = people.Actor("staff", staff.login)
    people.write(actor, [client.pk], route="desk:card", action="key", why=f"card on paper {card.month}")
    payment.key_card(
        client.pk, Month.parse(card.month), dict(card.marks),
        paid_holidays_left_halves=2 * int(card.left) if card.left else None,
        received_on=clock.today(), staff=staff, because=records.Because(staff.login, "keyed from paper"),
    )  # fmt: skip


def _rejects(_play: Play, told: Any) -> None:
    """An agent settles what was rejected longest ago: ONEM has been told."""
    staff = staff_of(told["by"])
    rows = work.queue(work.Filters(kinds=["rejected_message"], states=["open"]), limit=told["most"])
    for item in rows:
        if work.take(item.pk, staff):
            work.settle_by_hand(item.pk, staff, "asked ONEM to send it again")


def _accounts(_play: Play, told: Any) -> None:
    """Clients whose money came back are asked, and tell of a new account (C1E). Nobody asks those who died."""
    staff = staff_of(told["by"])
    waiting = work.queue(work.Filters(kinds=["returned_payment"], states=["open"]), limit=200)
    living = [item for item in waiting if item.arguments.get("meaning") != "deceased"]
    for client in (item.client for item in living[: told["most"]] if item.client):
        number, holder = cast.account(7_000_000 + client.pk), f"{client.given_name} {client.family_name}"
        actor = people.Actor("staff", staff.login)
        people.write(actor, [client.pk], route="desk:item", action="account", why="payment came back")
        people.change_account(client.pk, number, holder=holder, since=clock.today(), source="C1E")
    payment.accounts_changed(because=records.Because(staff.login, "another account is known"))


def _items(_play: Play, told: Any) -> None:
    """An agent takes items of a kind and finishes them."""
    staff = staff_of(told["by"])
    for item in work.queue(work.Filters(kinds=[told["kind"]], states=["open"]), limit=told["most"]):
        if work.take(item.pk, staff):
            work.done(item.pk, staff, told["outcome"])


def _bareme(_play: Play, told: Any) -> None:
    """Rows of ONEM's barème come in by hand and wait on the desk."""
    command("import_bareme", str(DATA / told["file"]), "--go", "--by", staff_of(told["by"]).login)


def _rehearse(_play: Play, told: Any) -> None:
    """A draft of the law is replayed."""
    command("rehearse", str(DATA / told["file"]))


def _apply(_play: Play, told: Any) -> None:
    """Clients ask again: an agent takes their applications in; of the last `leave` a paper is missing still."""
    staff, today = staff_of(told["by"]), clock.today()
    clients = list(
        people.Client.objects.filter(deceased_on=None).order_by("pk")[
            told["from"] : told["from"] + told["most"]
        ]
    )
    for place, client in enumerate(clients):
        actor = people.Actor("staff", staff.login)
        people.write(actor, [client.pk], route="desk:intake", action="intake", why="application at the desk")
        here = APPLICATION if place < len(clients) - told["leave"] else APPLICATION[:1]
        told_by_client = SITUATION | {"household": _household(client.pk)}
        flows.take_in(
            client.pk, "full_unemployment", situation=told_by_client, asked_on=today, received_on=today, here=here,
            because=records.Because(staff.login, "taken in at the desk"),
        )  # fmt: skip


def _household(client_id: int) -> str:
    """What a client says of the household: as ONEM decided last."""
    segments = exchange.authorised([client_id], Span(workdays.FIRST), known=clock.now()).get(client_id, ())
    return "alone" if segments and segments[-1].family == "N" else "with_others"


def _complete(_play: Play, told: Any) -> None:
    """What ONEM sent back is gathered, and the agent says why it came back."""
    staff = staff_of(told["by"])
    because = records.Because(staff.login, "received at the desk")
    items = work.queue(work.Filters(kinds=["file_returned"], states=["open"]), limit=told["most"])
    for one in filter(None, (dossier.application_by_id(item.subject_id) for item in items)):
        for lack in one.missing:
            dossier.receive_piece(
                one.id, lack.code, document_id=None, received_on=clock.today(), because=because
            )
        back = exchange.submissions_of(one.id)[0].came_back
        if back is not None:
            exchange.judge_return(one.id, cause=back.proposed, ours=back.proposed_ours, because=because)


Verb = Callable[[Play, Any], None]
STEPS: dict[str, Verb] = {
    "outside": _outside,
    "release": _release,
    "faulty": _faulty,
    "faults": _faults,
    "c2": _c2,
    "paper": _paper,
    "rejects": _rejects,
    "accounts": _accounts,
    "items": _items,
    "bareme": _bareme,
    "rehearse": _rehearse,
    "apply": _apply,
    "complete": _complete,
}
VERBS = frozenset({*COMMANDS, *STEPS})
