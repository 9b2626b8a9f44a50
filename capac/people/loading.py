"""Load offices, staff and clients from JSON lines, one object a line with its "type".

Used to take over an institution's people; the demonstration's synthetic people come the same way.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django.db import transaction

from capac.people.clients import NewClient, register_clients
from capac.people.models import Office, OfficeHours, Role, Staff


class LoadError(ValueError):
    """A line that cannot be loaded: says which line, which field and what to write."""


def load(lines: Iterable[str], *, source: str) -> dict[str, int]:
    """Load lines; a second load of the same lines changes nothing. Returns how many were new, by type."""
    rows: dict[str, list[dict[str, Any]]] = {"office": [], "staff": [], "client": []}
    for number, line in enumerate(lines, 1):
        if line.strip():
            row = _parsed(line, number)
            rows[row["type"]].append(row)
    with transaction.atomic():
        offices = sum(_office(row) for row in rows["office"])
        staff = sum(_staff(row) for row in rows["staff"])
        clients = register_clients([_new_client(row) for row in rows["client"]], source=source)
    return {"office": offices, "staff": staff, "client": clients}


def _parsed(line: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
        if row["type"] not in {"office", "staff", "client"}:
            raise LoadError(f"line {number}: type is {row['type']!r}; write office, staff or client")
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, LoadError):
            raise
        raise LoadError(f"line {number}: not a JSON object with a type") from error
    return {**row, "line": number}


def _office(row: dict[str, Any]) -> bool:
    office, fresh = Office.objects.get_or_create(
        code=_field(row, "code"),
        defaults={key: _field(row, key) for key in ("name_fr", "name_nl", "name_de", "region", "language")},
    )
    if fresh:
        OfficeHours.objects.bulk_create(
            OfficeHours(
                office=office,
                weekday=slot["weekday"],
                opens=time.fromisoformat(slot["opens"]),
                closes=time.fromisoformat(slot["closes"]),
            )
            for slot in row.get("hours", [])
        )
    return fresh


def _staff(row: dict[str, Any]) -> bool:
    unknown = set(_field(row, "roles")) - set(Role.values)
    if unknown:
        raise LoadError(
            f"line {row['line']}: roles {sorted(unknown)} do not exist; use {', '.join(Role.values)}"
        )
    _, fresh = Staff.objects.get_or_create(
        login=_field(row, "login"),
        defaults={
            "name": _field(row, "name"),
            "language": _field(row, "language"),
            "roles": row["roles"],
            "office": Office.objects.filter(code=row.get("office")).first(),
        },
    )
    return fresh


def _new_client(row: dict[str, Any]) -> NewClient:
    return NewClient(
        niss=_field(row, "niss"),
        given_name=_field(row, "given_name"),
        family_name=_field(row, "family_name"),
        language=_field(row, "language"),
        since=date.fromisoformat(_field(row, "since")),
        iban=row.get("iban"),
        office_code=row.get("office"),
        deceased_on=date.fromisoformat(row["deceased_on"]) if row.get("deceased_on") else None,
    )


def _field(row: dict[str, Any], name: str) -> Any:
    if row.get(name) is None:
        raise LoadError(f"line {row['line']}: {name} is missing")
    return row[name]
