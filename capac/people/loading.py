"""Load offices, staff and clients from JSON lines, one object a line with its "type".

`address` of a client (street, number, box, postcode, town, country) may be left out.
Used to take over an institution's people; the demonstration's synthetic people come the same way.
All of a file is loaded or nothing; a fault names the line, the field and what to write.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any, TypeVar

from django.db import transaction

from capac.core import iban, niss
from capac.core.niss import IdentifierError
from capac.people.addresses import AddressError, PostalAddress, check_address, keep_addresses
from capac.people.clients import NewClient, current_numbers, register_clients
from capac.people.models import WHOLE_WEEK, Language, Office, OfficeHours, Role, Staff

Value = TypeVar("Value")
KINDS = ("office", "staff", "client")
SUNDAY = 6
TEXTS = ("name_fr", "name_nl", "name_de", "region", "language")


class LoadError(ValueError):
    """A line that cannot be loaded: says which line, which field and what to write."""


@dataclass(frozen=True)
class Row:
    """One line as read: its number in the file and what it says."""

    number: int
    told: dict[str, Any]

    def text(self, name: str) -> str:
        """A field that must be there."""
        value = self.told.get(name)
        if value is None or value == "":
            raise self.fault(f"{name} is missing")
        return str(value)

    def day(self, name: str) -> date:
        """A date that must be there."""
        return self._parsed(name, date.fromisoformat, "a date as 2026-07-01")

    def hour(self, name: str) -> time:
        """A time of day; a fault names the hours that it is of."""
        return self._parsed(name, time.fromisoformat, "a time as 08:30", called="hours")

    def language(self) -> str:
        """One of the three languages."""
        value = self.text("language")
        if value not in Language.values:
            raise self.fault(f"language is {value!r}; write fr, nl or de")
        return value

    def identifier(self, name: str, check: Callable[[str], str]) -> str:
        """A number that can exist; a fault never repeats it."""
        try:
            return check(self.text(name))
        except IdentifierError as error:
            raise self.fault(f"{name}: {error}") from error

    def fault(self, what: str) -> LoadError:
        """What is wrong, with the line in front."""
        return LoadError(f"line {self.number}: {what}")

    def _parsed(self, name: str, parse: Callable[[str], Value], how: str, *, called: str = "") -> Value:
        value = self.text(name)
        try:
            return parse(value)
        except ValueError as error:
            raise self.fault(f"{called or name} is {value!r}; write {how}") from error


def load(lines: Iterable[str], *, source: str) -> dict[str, int]:
    """Load lines; a second load of the same lines changes nothing. Returns how many were new, by type.

    Raises LoadError for the first line that cannot be loaded; then nothing of the file is.
    """
    rows: dict[str, list[Row]] = {kind: [] for kind in KINDS}
    for number, line in enumerate(lines, 1):
        if line.strip():
            row = _parsed(line, number)
            rows[row.told["type"]].append(row)
    with transaction.atomic():
        offices = sum(_office(row) for row in rows["office"])
        codes = dict(Office.objects.values_list("code", "id"))
        staff = sum(_staff(row, codes) for row in rows["staff"])
        told = _new_clients(rows["client"], codes)
        known = current_numbers([one.niss for one in told])
        clients = register_clients(told, source=source)
        _addresses(rows["client"], told, known.keys(), source=source)
    return {"office": offices, "staff": staff, "client": clients}


def _parsed(line: str, number: int) -> Row:
    try:
        told = json.loads(line)
        kind = told["type"]
    except (ValueError, KeyError, TypeError) as error:
        raise LoadError(f"line {number}: not a JSON object with a type") from error
    if kind not in KINDS:
        raise LoadError(f"line {number}: type is {kind!r}; write office, staff or client")
    return Row(number, told)


def _office(row: Row) -> bool:
    fields = {name: row.text(name) for name in TEXTS} | {"language": row.language()}
    office, fresh = Office.objects.get_or_create(code=row.text("code"), defaults=fields)
    if fresh:
        OfficeHours.objects.bulk_create(_slot(row, office, slot) for slot in row.told.get("hours") or [])
    return fresh


def _slot(row: Row, office: Office, told: dict[str, Any]) -> OfficeHours:
    slot = Row(row.number, told)
    for name in ("weekday", "opens", "closes"):
        if told.get(name) is None:
            raise row.fault(f"hours: {name} is missing")
    if told["weekday"] not in range(SUNDAY + 1):
        raise row.fault(f"hours: weekday is {told['weekday']}; write 0 (Monday) to 6")
    opens, closes = slot.hour("opens"), slot.hour("closes")
    if closes <= opens:
        raise row.fault(f"hours: {closes:%H:%M} is not after {opens:%H:%M}")
    return OfficeHours(office=office, weekday=told["weekday"], opens=opens, closes=closes)


def _staff(row: Row, offices: dict[str, int]) -> bool:
    roles = row.told.get("roles")
    if not isinstance(roles, list):
        raise row.fault(f"roles is {roles!r}; write a list of roles")
    unknown = sorted({str(role) for role in roles} - set(Role.values))
    if unknown:
        raise row.fault(f"roles {unknown} do not exist; use {', '.join(Role.values)}")
    code = _office_code(row, offices)
    _, fresh = Staff.objects.get_or_create(
        login=row.text("login"),
        defaults={
            "name": row.text("name"),
            "language": row.language(),
            "roles": roles,
            "office_id": offices[code] if code else None,
            **_abilities(row),
        },
    )
    return fresh


def _abilities(row: Row) -> dict[str, Any]:
    """What somebody speaks and can do beside what everybody of the role can, and how much of a week."""
    languages, skills = row.told.get("languages") or [], row.told.get("skills") or []
    if unknown := sorted({str(one) for one in languages} - set(Language.values)):
        raise row.fault(f"languages {unknown} do not exist; use fr, nl or de")
    halves = row.told.get("weekly_halves", WHOLE_WEEK)
    if halves not in range(WHOLE_WEEK + 1):
        raise row.fault(f"weekly_halves is {halves!r}; write the half days of a week, 0 to {WHOLE_WEEK}")
    return {"languages": languages, "skills": skills, "weekly_halves": halves}


def _new_clients(rows: list[Row], offices: dict[str, int]) -> list[NewClient]:
    """Clients of the file, none twice."""
    seen: dict[str, int] = {}
    found = []
    for row in rows:
        client = _new_client(row, offices)
        before = seen.setdefault(client.niss, row.number)
        if before != row.number:
            raise row.fault(f"niss stands on line {before} already")
        found.append(client)
    return found


def _new_client(row: Row, offices: dict[str, int]) -> NewClient:
    return NewClient(
        niss=row.identifier("niss", niss.check),
        given_name=row.text("given_name"),
        family_name=row.text("family_name"),
        language=row.language(),
        since=row.day("since"),
        iban=row.identifier("iban", iban.check) if row.told.get("iban") else None,
        office_code=_office_code(row, offices),
        deceased_on=row.day("deceased_on") if row.told.get("deceased_on") else None,
    )


def _addresses(rows: list[Row], clients: list[NewClient], known: Collection[str], *, source: str) -> None:
    """The addresses of those who are new, where the file tells one."""
    ids = current_numbers([one.niss for one in clients])
    found = []
    for row, one in zip(rows, clients, strict=True):
        told = row.told.get("address")
        if told and one.niss not in known:
            found.append((ids[one.niss], _address(Row(row.number, told), one)))
    for since in sorted({since for _, (_, since) in found}):
        keep_addresses([(pk, one) for pk, (one, day) in found if day == since], since=since, source=source)


def _address(row: Row, client: NewClient) -> tuple[PostalAddress, date]:
    told = {name: str(row.told.get(name) or "") for name in ("street", "number", "box", "postcode", "town")}
    address = PostalAddress(**told, country=str(row.told.get("country") or "BE"))
    try:
        check_address(address)
    except AddressError as error:
        raise row.fault(f"address: {error.field} cannot be used; write street, postcode, town") from error
    return address, client.since


def _office_code(row: Row, offices: dict[str, int]) -> str | None:
    """The office, where one is named."""
    code = row.told.get("office")
    if code and code not in offices:
        raise row.fault(f"office {code!r} is not known; load it first, or in the same file")
    return str(code) if code else None
