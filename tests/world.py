"""The small world of the tests: the same few people everywhere, and builders of what they receive.

Everybody here is invented. Numbers, accounts and names belong to nobody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from xml.sax.saxutils import escape

from capac.core import iban, niss
from capac.core.clock import BRUSSELS
from capac.people import api as people
from capac.people.clients import NewClient
from capac.records import api as records
from capac.records.states import INCOMING

C2_NAMESPACE = "urn:capac:own-interface:c2:1"
EC3_NAMESPACE = "urn:capac:own-interface:ec3:1"
SINCE = date(2020, 1, 1)
NOON = datetime(2026, 7, 1, 12, 0, tzinfo=BRUSSELS)

_CLIENTS = {
    "amina": ("Amina", "Baert", "fr", date(1980, 5, 17), 11, "1"),
    "bram": ("Bram", "Claes", "nl", date(1975, 2, 28), 23, "2"),
    "chloe": ("Chloé", "Dupré", "fr", date(2001, 12, 31), 38, "1"),
    "dieter": ("Dieter", "Emonts", "de", date(1968, 9, 3), 45, "2"),
}
_STAFF = {
    "agnes": ("Agnes", "fr", [people.Role.AGENT]),
    "pol": ("Pol", "nl", [people.Role.PAYMENT_OFFICER]),
    "rita": ("Rita", "fr", [people.Role.RELEASER]),
    "fien": ("Fien", "nl", [people.Role.FINANCE_OFFICER]),
    "carla": ("Carla", "fr", [people.Role.C2_EXPERT]),
    "sam": ("Sam", "nl", [people.Role.STEERING]),
    "aude": ("Aude", "fr", [people.Role.AUDITOR]),
    "mia": ("Mia", "nl", [people.Role.MANAGER]),
}
_OFFICES = {"1": ("BP 01", "fr", "wallonia"), "2": ("BP 02", "nl", "flanders")}


def number_of(name: str) -> str:
    """The national number of one of the cast."""
    return niss.make(_CLIENTS[name][3], _CLIENTS[name][4])


def account_of(name: str) -> str:
    """The account of one of the cast."""
    return iban.make("BE", f"{_CLIENTS[name][4]:03d}0000000")


def office(key: str = "1") -> people.Office:
    """BP 01 or BP 02."""
    name, language, region = _OFFICES[key]
    row, _ = people.Office.objects.get_or_create(
        code=f"BP0{key}",
        defaults={"name_fr": name, "name_nl": name, "name_de": name, "region": region, "language": language},
    )
    return row


def client(name: str = "amina", *, account: bool = True) -> people.Client:
    """One of the cast, registered since 2020, with an account unless told otherwise."""
    given, family, language, _, _, bureau = _CLIENTS[name]
    row = NewClient(
        niss=number_of(name),
        given_name=given,
        family_name=family,
        language=language,
        since=SINCE,
        iban=account_of(name) if account else None,
        office_code=office(bureau).code,
    )
    people.register_clients([row], source="test")
    return people.by_niss(number_of(name))


def staff(name: str = "agnes") -> people.Staff:
    """One of the staff, by first name."""
    called, language, roles = _STAFF[name]
    row, _ = people.Staff.objects.get_or_create(
        login=name, defaults={"name": called, "language": language, "roles": roles, "office": office()}
    )
    return row


def because(who: str = "test", why: str = "test") -> records.Because:
    """Who and why, for verbs that leave a log."""
    return records.Because(who, why)


def body(first: str, last: str | None = None, *, code: str = "01/43AA1", **s04: str) -> str:
    """One dated body of a C2. Amounts and hours by the names of S04; code 00 carries none."""
    facts = {"dailyAmount": "74.89", "Q": "38", "S": "38"} if code != "00" else {}
    facts = {key: value for key, value in {**facts, **s04}.items() if value}
    inner = "".join(
        f"<{key}>{facts[key]}</{key}>"
        for key in ("dailyAmount", "halfAmount", "firstYear", "Q", "S")
        if key in facts
    )
    end = f"<to>{last}</to>" if last else ""
    return f"<body><from>{first}</from>{end}<S04><code>{code}</code>{inner}</S04></body>"


def c2(
    name: str = "amina",
    *,
    bodies: Sequence[str] = (),
    message_id: str = "",
    reference: str = "",
    sequence: int = 1,
    issued: str = "2026-06-15",
    notified: str = "2026-06-16",
    modules: str = "",
    number: str = "",
    called: str = "",
) -> str:
    """One C2 for one of the cast (or for any number and name): open-ended from 1 July 2026 by default."""
    given, family = _CLIENTS[name][:2]
    identity = f"<S01><inss>{number or number_of(name)}</inss><name>{escape(called or f'{family} {given}')}</name></S01>"
    header = (
        f"<header><messageId>{message_id or f'C2-{name}-{sequence}'}</messageId>"
        f"<reference>{reference or f'F/{name}'}</reference><sequence>{sequence}</sequence>"
        f"<issuedOn>{issued}</issuedOn><notifiedOn>{notified}</notifiedOn></header>"
    )
    return f"<C2>\n{header}\n{identity}\n" + "\n".join(bodies or [body("2026-07-01")]) + f"\n{modules}</C2>\n"


def c2_batch(*messages: str, count: int | None = None) -> bytes:
    """A file of C2 messages as ONEM sends it; the first message starts on line 2."""
    announced = len(messages) if count is None else count
    root = f'<C2Batch xmlns="{C2_NAMESPACE}" fileId="B1" createdAt="2026-06-16T08:00:00+02:00" count="{announced}">\n'
    return f"{root}{''.join(messages)}</C2Batch>".encode()


def incoming(
    content: bytes, kind: str = "C2", *, name: str = "", at: datetime = NOON
) -> records.IncomingFile:
    """A file as the collector keeps it, waiting for its room."""
    number = records.IncomingFile.objects.count() + 1
    file = records.IncomingFile.objects.create(
        mailbox="onem",
        item=str(number),
        name=name or f"{kind}-{number}.xml",
        kind=kind,
        sha256=hashlib.sha256(content).hexdigest(),
        body=content,
        received_at=at,
    )
    records.born(INCOMING, [file.pk], state="waiting", because=because())
    return file


def card(
    name: str,
    month: str = "2026-07",
    days: Mapping[str, str] | None = None,
    *,
    version: int = 1,
    confirmed: str = "",
    left: str = "",
    number: str = "",
    card_id: str = "",
) -> str:
    """One electronic control card (EC3): ISO date to what happened on it. `left`: paid holidays not taken."""
    facts = {
        "cardId": card_id or f"EC3-{name}-{month}-{version}",
        "inss": number or number_of(name),
        "month": month,
        "confirmedOn": confirmed or f"{month}-28",
        "version": str(version),
        "daysLeft": left,
    }
    inner = "".join(f"<{key}>{value}</{key}>" for key, value in facts.items() if value)
    marks = "".join(f'<day date="{day}" code="{code}"/>' for day, code in sorted((days or {}).items()))
    return f"<EC3>{inner}{marks}</EC3>\n"


def ec3_batch(*cards: str, count: int | None = None) -> bytes:
    """A file of electronic control cards as ONEM passes them on."""
    announced = len(cards) if count is None else count
    root = f'<EC3Batch xmlns="{EC3_NAMESPACE}" fileId="E1" createdAt="2026-08-01T08:00:00+02:00" count="{announced}">\n'
    return f"{root}{''.join(cards)}</EC3Batch>".encode()
