"""A rehearsal in words and tables, the same for the page and for the PDF. Hidden cells say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from capac.core.clock import BRUSSELS
from capac.core.money import display
from capac.core.period import in_full, month_name
from capac.rules import api as rules
from capac.web.board import numbers
from capac.web.words import figure_statuses, schemes, tied

Chosen = Mapping[str, str]
NO_CHANGE = "0"


@dataclass(frozen=True)
class Cell:
    """A cell: what it says, whether it is a number, which cases stand behind it, its language where it is another one."""

    text: str
    is_number: bool = True
    outcome: str = ""
    chosen: Chosen | None = None
    lang: str = ""


@dataclass(frozen=True)
class Table:
    """A table with its heading; the first cell of a row names the row."""

    id: str
    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    hint: str = ""


def families() -> dict[str, str]:
    """Categories of family."""
    return {
        "A": _("A, head of a family"),
        "N": _("N, living alone"),
        "B": _("B, living together"),
        "P": _("P, living together, privileged"),
        "": _("not told"),
    }


def regions() -> dict[str, str]:
    """Regions of the offices."""
    return {
        "wallonia": _("Wallonia"),
        "flanders": _("Flanders"),
        "brussels": _("Brussels"),
        "german": _("German-speaking Community"),
        "": _("no office"),
    }


def outcomes() -> dict[str, tuple[str, str]]:
    """What happens to people, and how it looks."""
    return {"more": (_("more"), "ok"), "less": (_("less"), "bad"), "same": (_("the same"), "plain")}


def dimensions() -> dict[str, str]:
    """By what people are grouped."""
    return {
        "family": _("By family"),
        "phase": _("By phase"),
        "band": _("By wage code"),
        "region": _("By region of the office"),
        "scheme": _("By scheme"),
    }


def group_word(dimension: str, name: str, lang: str) -> str:
    """A group in words; its code where it has none."""
    if dimension == "month":
        return month_word(name, lang)
    if dimension == "band" and name:
        first, _dash, last = name.partition("-")
        return f"{int(first)}–{last}"
    known = {"family": families(), "region": regions(), "scheme": schemes()}.get(
        dimension, {"": _("not told")}
    )
    return known.get(name, name)


def month_word(day: str, lang: str) -> str:
    """juillet 2026."""
    first = date.fromisoformat(day)
    return f"{month_name(first.month, lang)} {first.year}"


def told(result: dict[str, Any], lang: str) -> dict[str, Any]:
    """Everything that page and PDF say of a rehearsal."""
    known = datetime.fromisoformat(result["known"]).astimezone(BRUSSELS).date()
    return {
        "title": result["title"],
        "title_lang": result["lang"],
        "about": _("Drafted by %(who)s. It holds from %(since)s. Replayed on %(known)s, with the facts known then.")
        % {
            "who": result["drafted_by"],
            "since": in_full(date.fromisoformat(result["since"]), lang),
            "known": in_full(known, lang),
        },
        "answer": _answer(result, lang),
        "tables": [_cost(result, lang), *_groups(result, lang)] if result["all"] else [],
        "parameters": _parameters(result, lang),
        "uncertain": _uncertain(result, lang),
        "doubts": _doubts(result),
        "sentences": _sentences(result, lang),
        "hint": _("Groups of fewer than %(few)s people are not told.") % {"few": result["fewest"]},
    }  # fmt: skip


def _answer(result: dict[str, Any], lang: str) -> list[str]:
    """Who gains, who loses, what it costs: the answer in two sentences."""
    whole = result["all"]
    if whole is None:
        return [_("No computed month is touched by this draft.")]
    counts = {name: _count(whole[name], result) for name in ("more", "less", "same")}
    people = _("%(less)s people receive less, %(more)s receive more, for %(same)s nothing changes.") % counts
    cents = _change(whole["amounts"], "net")
    if cents is None:
        return [people]
    words = {"amount": display(abs(cents), lang), "months": len(result["months"])}
    if cents == 0:
        return [people, _("The net amount of all months stays the same.")]
    cost = (
        _("Over %(months)s months %(amount)s more is paid, net of tax.")
        if cents > 0
        else _("Over %(months)s months %(amount)s less is paid, net of tax.")
    )
    return [people, cost % words]


def _cost(result: dict[str, Any], lang: str) -> Table:
    rows = [
        [
            Cell(month_word(row["name"], lang), is_number=False),
            *(_money(_change(row["amounts"], name), lang) for name in ("gross", "tax", "net")),
            *_counts("month", row, result),
        ]
        for row in result["months"]
    ]
    rows.append(_sum(result, lang))
    columns = (
        _("month"), _("gross"), _("tax"), _("net"), _("receive less"), _("receive more"), _("nothing changes")
    )  # fmt: skip
    hint = _("Changes of the amounts owed, in euro: by the draft less by the law.")
    return Table("cost", _("Cost per month"), columns, rows, hint)


def _sum(result: dict[str, Any], lang: str) -> list[Cell]:
    whole = result["all"]
    amounts = [_money(_change(whole["amounts"], name), lang) for name in ("gross", "tax", "net")]
    return [Cell(_("all months"), is_number=False), *amounts, *_counts("", whole, result)]


def _groups(result: dict[str, Any], lang: str) -> list[Table]:
    columns = (
        _("receive less"),
        _("they lose"),
        _("receive more"),
        _("they gain"),
        _("nothing changes"),
        _("net change"),
    )
    found = []
    for dimension, heading in dimensions().items():
        rows = [_group(dimension, row, result, lang=lang) for row in result["groups"][dimension]]
        if len(rows) > 1:
            found.append(Table(dimension, heading, (_("group"), *columns), rows))
    return found


def _group(dimension: str, row: dict[str, Any], result: dict[str, Any], *, lang: str) -> list[Cell]:
    less, more, same = _counts(dimension, row, result)
    amounts = row["amounts"]
    return [
        Cell(group_word(dimension, row["name"], lang), is_number=False),
        less, _money(amounts["lost"], lang), more, _money(amounts["gained"], lang), same,
        _money(_change(amounts, "net"), lang),
    ]  # fmt: skip


def _counts(dimension: str, row: dict[str, Any], result: dict[str, Any]) -> list[Cell]:
    """People who lose, who gain, for whom nothing changes; each with its cases."""
    chosen = {dimension: row["name"]} if dimension else {}
    return [
        Cell(_count(row[name], result), outcome=name if row[name] else "", chosen=chosen)
        for name in ("less", "more", "same")
    ]


def _count(number: int | None, result: dict[str, Any]) -> str:
    return f"< {result['fewest']}" if number is None else numbers.count(number)


def _money(cents: int | None, lang: str) -> Cell:
    if cents is None:
        return Cell(_("not told"))
    return Cell(NO_CHANGE if cents == 0 else f"{'+' if cents > 0 else '−'} {display(abs(cents), lang)}")


def _change(amounts: dict[str, int | None], name: str) -> int | None:
    before, after = amounts[f"before_{name}"], amounts[f"after_{name}"]
    return None if before is None or after is None else after - before


def _parameters(result: dict[str, Any], lang: str) -> Table:
    columns = (
        _("figure of the law"),
        _("from"),
        _("by the law"),
        _("by the draft"),
        _("unit"),
        _("status"),
        _("source"),
    )
    rows = [
        [
            Cell(one["name"], is_number=False), Cell(in_full(date.fromisoformat(line["since"]), lang), is_number=False),
            Cell(line["before"] or _("not known")), Cell(line["value"] or _("not known")), Cell(one["unit"], is_number=False, lang="en"),
            Cell(figure_statuses()[line["status"]][0], is_number=False), Cell(one["source"], is_number=False, lang=result["lang"]),
        ]
        for one in result["parameters"] for line in one["lines"]
    ]  # fmt: skip
    return Table("draft", _("What the draft changes"), columns, rows)


def _uncertain(result: dict[str, Any], lang: str) -> Table | None:
    """Figures that are not confirmed and on which months rest."""
    rows = [
        [
            Cell(one["name"], is_number=False), Cell(one["value"]),
            Cell(in_full(date.fromisoformat(one["since"]), lang), is_number=False),
            Cell(figure_statuses()[one["status"]][0], is_number=False), Cell(numbers.count(one["months"])),
        ]
        for one in result["uncertain"] if one["months"] >= result["fewest"]
    ]  # fmt: skip
    columns = (_("figure of the law"), _("value"), _("from"), _("status"), _("months that rest on it"))
    return Table("uncertain", _("Figures that are not confirmed"), columns, rows) if rows else None


def _doubts(result: dict[str, Any]) -> list[str]:
    """What the sums cannot know, in sentences."""
    found = []
    kept = result["kept"]
    if kept != 0:
        found.append(
            _("%(people)s people have an amount that ONEM decided and that the barème does not give for their month. It is kept as it is.")
            % {"people": _count(kept, result)}
        )  # fmt: skip
    words = {
        "refused_before": _("%(months)s months cannot be computed by the law: a figure is not known."),
        "refused_after": _("%(months)s months cannot be computed by the draft: it takes away a figure that they need."),
        "no_facts": _("%(months)s months cannot be computed: a card or an authorisation is missing, or no longer holds."),
    }  # fmt: skip
    for state, sentence in words.items():
        counted = [one["months"] for one in result["not_computed"] if one["state"] == state]
        if counted:
            hidden = None in counted
            months = (
                f"< {result['fewest']}"
                if hidden and len(counted) == 1
                else numbers.count(sum(one or 0 for one in counted))
            )
            found.append(sentence % {"months": months})
    found.append(
        _("Only months that were computed are replayed: nobody claims more or less because of the draft.")
    )
    found.append(_("Age is no group here: a date of birth is no fact of a file."))
    return found


def _sentences(result: dict[str, Any], lang: str) -> list[tuple[str, str]]:
    """Sentences of the explanation that would tell another figure, with the number of months."""
    fewest = result["fewest"]
    return [
        (
            tied(rules.step_words(key, lang), lang),
            numbers.count(months) if months >= fewest else f"< {fewest}",
        )
        for key, months in result["sentences"]
    ]
