"""The named people of the demonstration, read from data/*.yaml: staff, offices, and clients with their situation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from capac.core import iban, niss
from world import marks
from world.files import FULL_TIME, Body, Card, Decision, File, Job, Seizure, Verdict

DATA = Path(__file__).parent / "data"
FIRST_SERIAL = 801
"""Serial numbers of the cast; drawn people stay below."""
FIRST_ISSUED = date(2026, 6, 15)
KNOWN_SINCE = date(2024, 1, 1)
BANK = "990"
"""No Belgian bank has this number, so no account of ours is anybody's."""
LANGUAGES = ("fr", "nl", "de", "en")


def clients() -> tuple[File, ...]:
    """The named clients, first in every population."""
    return tuple(_file(number, row) for number, row in enumerate(_data("clients")["clients"]))


def staff() -> list[dict[str, Any]]:
    """Rows for capac.people: login, name, language, office, roles."""
    keys = ("login", "name", "language", "office", "roles")
    return [{"type": "staff", **{key: row[key] for key in keys}} for row in _data("staff")["staff"]]


def offices() -> list[dict[str, Any]]:
    """Rows for capac.people: 35 offices with fictitious names, their region, language and hours."""
    return [
        {
            "type": "office",
            "code": code,
            "region": region,
            "language": language,
            **{f"name_{lang}": f"BP {code[2:]} {name}" for lang, name in zip(LANGUAGES, names, strict=False)},
            "hours": _hours(number),
        }
        for number, (code, region, language, *names) in enumerate(_data("offices"))
    ]


def who_can_log_in() -> dict[str, list[dict[str, Any]]]:
    """Staff and client to the people of whom the provider knows: subject, name, role and why to look, by language."""
    roles = _data("staff")["roles"]
    here = [
        {
            "subject": row["login"],
            "name": row["name"],
            "role": _joined(roles, row["roles"]),
            "why": row["why"],
        }
        for row in _data("staff")["staff"]
    ]
    role = _data("clients")["role"]
    there = [
        {"subject": file.key, "name": f"{file.given} {file.family_name}", "role": role, "why": row["why"]}
        for file, row in zip(clients(), _data("clients")["clients"], strict=True)
    ]
    return {"client": there, "staff": here}


def account(number: int) -> str:
    """The account of the n-th synthetic person: a possible number of a bank that does not exist."""
    return iban.make("BE", f"{BANK}{number:07d}")


def _file(number: int, row: Mapping[str, Any]) -> File:
    given, family_name, sex = row["name"]
    first, *later = _decisions(number, row)
    return File(
        key=row["key"],
        niss=niss.make(row["born"], FIRST_SERIAL + 2 * number + (sex == "f")),
        given=given,
        family_name=family_name,
        sex=sex,
        born=row["born"],
        language=row["language"],
        office=row["office"],
        iban=account(number + 1),
        since=KNOWN_SINCE,
        decisions=(first, *later),
        panel=True,
        paper=row.get("paper", False),
        job=_job(row["job"]) if "job" in row else None,
        cards={
            month: _cards(month, row.get("cards", {}).get(month, {}))
            for month in marks.MONTHS
            if month >= f"{first.bodies[0].first:%Y-%m}"
            and not first.refusal
            and row.get("sends_cards", True)
        },
        verdicts={str(month): Verdict(**told) for month, told in row.get("verified", {}).items()},
    )


def _decisions(number: int, row: Mapping[str, Any]) -> list[Decision]:
    """The first decision with its modules, then those that follow it."""
    first = Decision(
        FIRST_ISSUED,
        _bodies(row["bodies"]),
        seizures=tuple(_seizure(one) for one in row.get("seizures", [])),
        guardian=(row["guardian"], account(9_000_000 + number)) if "guardian" in row else ("", ""),
        refusal=row.get("refusal", ""),
        activation=row.get("activation", ""),
    )
    later = enumerate(row.get("later", []), 2)
    return [first, *(Decision(one["issued"], _bodies(one["bodies"]), sequence=n) for n, one in later)]


def _bodies(rows: list[dict[str, Any]]) -> tuple[Body, ...]:
    return tuple(
        Body(row["from"], row.get("to"), row["code"], row.get("wage", 0), row.get("hours", FULL_TIME))
        for row in rows
    )


def _job(row: Mapping[str, Any]) -> Job:
    """Weekly hours are written in hours."""
    hours = {name: int(row[name] * 100) for name in ("q", "s") if name in row}
    return Job(row["form"], row["risk"], **hours, months=tuple(row.get("months", ())))


def _seizure(row: Mapping[str, Any]) -> Seizure:
    return Seizure(row["kind"], row["creditor"], row["from"], row.get("amount", ""), row.get("children"))


def _cards(month: str, told: Mapping[str, Any]) -> tuple[Card, ...]:
    """A month that is not told had no event; `again` is a later version."""
    if told.get("missing"):
        return ()
    sent = told.get("sent", marks.penultimate_weekday(month))
    first = Card(month, 1, sent, marks.spread(told.get("days", {})), told.get("left", ""))
    if "again" not in told:
        return (first,)
    again = told["again"]
    return first, Card(
        month, 2, again["sent"], marks.spread(again.get("days", {})), again.get("left", first.left)
    )


def _hours(number: int) -> list[dict[str, Any]]:
    """Open each morning from Monday to Friday, and on one afternoon that differs from office to office."""
    mornings = [{"weekday": day, "opens": "08:30", "closes": "12:00"} for day in range(5)]
    return [*mornings, {"weekday": number % 5, "opens": "13:00", "closes": "16:00"}]


def _joined(roles: Mapping[str, Mapping[str, str]], names: list[str]) -> dict[str, str]:
    return {lang: ", ".join(roles[name][lang] for name in names) for lang in LANGUAGES}


@cache
def _data(name: str) -> Any:
    return yaml.load((DATA / f"{name}.yaml").read_bytes(), Loader=yaml.CSafeLoader)
