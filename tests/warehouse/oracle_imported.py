"""The figures of every imported fact once more, in plain Python that imports nothing of the product.

Written from the contract's text and the readings of the interface. Days of seconds, working days and
calendar days are walked one by one; amounts come in hundredths.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from tests.warehouse.oracle import Key, Office, Row, Told, within_the_month
from tests.warehouse.oracle import _sum as summed

Cases = dict[Key, list[Told]]
Rows = Mapping[str, Sequence[Row]]


def told(given: Rows, *, closures: Iterable[tuple[date, date]], as_of: date) -> dict[Key, Told]:
    """Every figure of imported facts, by year and by month, all together and by group."""
    office = Office(closures, as_of)
    found: Cases = defaultdict(list)
    known = {name: [row for row in rows if _known(name, row, as_of)] for name, rows in given.items()}
    for article, fact, wanted, start, stop, limits, group in CLOCKS:
        for row in filter(wanted, known[fact]):
            started = start(row)
            if started and started <= as_of:
                stopped = row[stop] if row[stop] and row[stop] <= as_of else None
                ends = [end(office, started, row) for end in limits]
                days = _calendar_days if article in ("5.2.1", "18.16.1") else office.between
                _clock(found, (article, group(row)), started, stopped, ends, days, as_of)
    for article, fact, judge in RATIOS:
        for row in known[fact]:
            outcome = judge(row)
            if outcome is not None:
                _add(
                    found,
                    article,
                    1,
                    row,
                    outcome,
                    SECONDS.get(article, _nothing)(row),
                    GROUPS.get(article, ""),
                )
    _means(found, known)
    _videos(found, known["appointment_slots"])
    _genders(found, known["staff"])
    figures = {key: summed(cases) for key, cases in found.items()}
    for key, cases in found.items():
        if "numerator" in cases[0]:
            figures[key] |= {name: sum(case[name] for case in cases) for name in ("numerator", "denominator")}
        if key[0] in COUNTED_OVER_ONE:
            figures[key]["denominator"] = 1
    return figures


DATES = {
    "emails": "received_on", "letters_in": "received_on", "complaints": "received_on",
    "mediator_questions": "received_on", "callbacks": "asked_at", "chats": "started_at", "bot_sessions": "started_at",
    "appointment_slots": "observed_on", "authorisations_by_hand": "received_on", "flow_payments": "received_on",
    "document_payments": "document_received_on", "certified_courses": "held_on", "meetings": "held_on",
    "supplier_invoices": "received_on",
}  # fmt: skip


def _date_of(row: Row) -> date | None:
    names = ("observed_on", "started_at", "held_on")
    return next((row[name] for name in names if name in row), None)


def _known(fact: str, row: Row, as_of: date) -> bool:
    """From its own date, or the end of its period, or the day that the row names. No event is told before it is."""
    if fact not in DATES:
        return bool((row["known_on"] or date(row["period"], 12, 31)) <= as_of)
    return bool(max(row[DATES[fact]], row["known_on"] or date.min) <= as_of)


def _calendar_days(start: date, stop: date) -> int:
    return max((stop - start).days, 0)


def _working(days: int) -> Callable[[Office, date, Row], date]:
    return lambda office, start, row: office.after(start, days)


def _calendar(days: int) -> Callable[[Office, date, Row], date]:
    return lambda office, start, row: start + timedelta(days)


def _month(office: Office, start: date, row: Row) -> date:
    return within_the_month(start)


def _none(office: Office, start: date, row: Row) -> None:
    return None


def _everything(row: Row) -> bool:
    return True


def _together(row: Row) -> str:
    return ""


def _day(name: str) -> Callable[[Row], date]:
    return lambda row: row[name]


def _in_arrears(row: Row) -> date | None:
    """A term that is over, a document that came, an authorisation that is there: the last of the three."""
    three = (row["received_on"], row["period_end"], row["authorised_on"])
    return None if None in three else max(three)


received = _day("received_on")
CLOCKS: tuple[tuple[str, str, Any, Any, str, Any, Any], ...] = (
    ("2.2.1", "callbacks", _everything, _day("asked_at"), "called_at", [_none], _together),
    ("2.5.1", "emails", lambda r: r["line"] == "1", received, "answered_on", [_working(5), _month], _together),
    ("2.5.2", "emails", lambda r: r["line"] == "2" and r["has_attachment"], received, "answered_on", [_none], _together),
    ("2.5.3", "letters_in", _everything, received, "treated_on", [_none], lambda r: r["office"]),
    ("5.2.1", "complaints", lambda r: r["admissible"], received, "replied_on", [_calendar(10), _calendar(28)], _together),
    ("8.1.2", "authorisations_by_hand", _everything, received, "processed_on", [_working(10), _month], _together),
    (
        "8.1.4", "flow_payments", lambda r: r["flow"] in ("WECH508", "WECH510"), _in_arrears, "paid_on",
        [_working(3), _month], lambda r: r["flow"],
    ),
    (
        "8.1.5", "document_payments", _everything, _day("document_received_on"), "paid_on", [_none],
        lambda r: r["payment_type"],
    ),
    (
        "18.16.1", "supplier_invoices", lambda r: r["due_on"], received, "paid_on", [lambda office, start, row: row["due_on"]],
        _together,
    ),
    ("19.4§2a", "mediator_questions", _everything, received, "answered_on", [_working(15)], _together),
)  # fmt: skip


def _clock(
    found: Cases,
    named: tuple[str, str],
    start: date,
    stop: date | None,
    limits: Sequence[date | None],
    days: Callable[[date, date], int],
    as_of: date,
) -> None:
    article, group = named
    for tier, limit in enumerate(limits, 1):
        if stop and (limit is None or stop <= limit):
            outcome = "yes"
        else:
            outcome = "no" if limit and limit < as_of else "open"
        case = {
            "outcome": outcome,
            "days": days(start, stop or as_of),
            "stopped": stop is not None,
            "limit": limit,
        }
        for part in {"", group}:
            for month in (None, start.replace(day=1)):
                found[article, start.year, month, part, tier].append(case)


def _operators(row: Row) -> str | None:
    if not row["to_operator"]:
        return None
    if row["answered"]:
        return "yes"
    return "out" if row["waited_s"] is not None and row["waited_s"] <= 150 else "no"


def _incoming(row: Row) -> str:
    if row["cut_before_ivr"]:
        return "out"
    if row["answered"] or row["served_by_ivr"]:
        return "yes"
    gave_up = row["to_operator"] and row["waited_s"] is not None and row["waited_s"] <= 150
    return "out" if gave_up else "no"


def _accepted(row: Row) -> str:
    if row["technical_incident"]:
        return "out"
    return {None: "open", True: "yes", False: "no"}[row["finally_accepted"]]


def _if(holds: Callable[[Row], Any]) -> Callable[[Row], str]:
    return lambda row: "yes" if holds(row) else "no"


def _meeting(kind: str) -> Callable[[Row], str | None]:
    return lambda row: "yes" if row["kind"] == kind else None


RATIOS: tuple[tuple[str, str, Callable[[Row], str | None]], ...] = (
    ("1.1.1", "info_desks", _if(lambda r: (r["open_half_days_a_week"] or 0) >= 5)),
    ("1.2.1", "appointment_slots", _if(lambda r: r["first_free_on"])),
    ("2.1.1", "calls", _operators),
    ("2.1.2", "calls", _incoming),
    ("2.1.3", "calls", lambda r: "yes" if r["to_operator"] and r["answered"] else None),
    ("2.4.1", "chats", _if(lambda r: r["answered_after_s"] is not None and r["resolved"])),
    ("2.4.2", "bot_sessions", _if(lambda r: r["answered"] and not r["handed_over"])),
    ("6.1.1", "submissions", _if(lambda r: r["returned_c51"] and r["return_due_to_capac"])),
    ("8.1.6", "verified_payments", _accepted),
    ("10.1.1", "training", _if(lambda r: (r["training_days"] or 0) >= 100)),
    ("10.1.4", "team_interviews", _if(lambda r: r["completed"])),
    ("10.1.5", "certified_courses", lambda r: "yes"),
    ("16.6.3", "meetings", _meeting("state_consultation")),
    ("17.1.1-7a", "staff", _if(lambda r: r["disability_recognised"])),
    ("17.3.1e", "meetings", _meeting("platina")),
    ("17.3.1g", "meetings", _meeting("audit_global")),
    ("17.4.1b", "meetings", _meeting("organisation_control")),
    ("17.6.1", "meetings", _meeting("secondary_network")),
)
COUNTED_OVER_ONE = {"10.1.5", "16.6.3", "17.3.1e", "17.3.1g", "17.4.1b", "17.6.1"}
GROUPS = {"1.2.1": "mode"}
SECONDS: dict[str, Callable[[Row], int | None]] = {
    "1.2.1": lambda r: (r["first_free_on"] - r["observed_on"]).days if r["first_free_on"] else None,
    "2.1.3": lambda r: r["waited_s"],
    "2.4.1": lambda r: r["answered_after_s"],
}


def _nothing(row: Row) -> None:
    return None


def _add(
    found: Cases,
    article: str,
    tier: int,
    row: Row,
    outcome: str,
    days: int | None = None,
    group: str = "",
    **more: int,
) -> None:
    """A case without clock: in its year, and in its month where it has a date."""
    day = _date_of(row)
    case = {"outcome": outcome, "days": days, "stopped": days is not None, "limit": None, **more}
    for part in {"", row[group] if group else ""}:
        for month in {None, day.replace(day=1) if day else None}:
            found[article, day.year if day else row["period"], month, part, tier].append(case)


def _means(found: Cases, known: Rows) -> None:
    for row in known["training"]:
        for tier, name in enumerate(("training_days", "core_days"), 1):
            _add(found, "10.1.2", tier, row, "yes", numerator=row[name] or 0, denominator=row["fte"] or 0)
    for row in known["staff"]:
        if row["teleworkable"]:
            _add(
                found, "17.1.1-4a", 1, row, "yes", numerator=row["telework_days_a_week"] or 0, denominator=100
            )


def _videos(found: Cases, slots: Sequence[Row]) -> None:
    seen: dict[tuple[str, int], bool] = defaultdict(bool)
    for row in slots:
        seen[row["office"], row["observed_on"].year] |= (
            row["mode"] == "video" and row["first_free_on"] is not None
        )
    for (_office, year), offered in seen.items():
        _add(found, "2.3.1", 1, {"period": year}, "yes" if offered else "no")


def _genders(found: Cases, staff: Sequence[Row]) -> None:
    high = [row for row in staff if row["grade"] in ("A3", "A4", "A5")]
    for year in {row["period"] for row in high}:
        of_year = [row for row in high if row["period"] == year]
        ranks = Counter(row["gender"] for row in of_year if row["gender"]).most_common()
        fewer = sorted(ranks, key=lambda one: (-one[1], one[0]))[1:2]
        for row in of_year:
            is_fewer = fewer and row["gender"] == fewer[0][0]
            outcome = "out" if not row["gender"] else "yes" if is_fewer else "no"
            _add(found, "17.1.1-7b", 1, row, outcome)
