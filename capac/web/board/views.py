"""The contract as a tree of its items, and one item with the text that it stands on and, if measured, its figures."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from capac.commitments import api as commitments
from capac.contract import api as contract
from capac.core import clock
from capac.web.board.definitions import unmeasured
from capac.web.board.figures import Card, lang, live
from capac.web.board.measured import measured, year_of
from capac.web.board.register import documentation
from capac.web.board.words import kind_names, norm_in_words, part_names, roles, statuses
from capac.web.permit import permit, public

COUNTS = (
    "numerator", "denominator", "still_open", "left_out", "stopped", "sum_days", "p80_days", "p95_days",
    "oldest_open_days",
)  # fmt: skip


@permit(public)
@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """Parts, objectives and items; by kind, and by words of the title or the text."""
    kind, words = request.GET.get("kind", ""), request.GET.get("words", "").strip()
    chosen = _chosen(kind, words)
    cards, told = live(clock.today())
    context = {
        "parts": _parts(chosen, {card.id: card for card in cards}),
        "kinds": kind_names(),
        "kind": kind,
        "words": words,
        "found": len(chosen),
        "all": len(commitments.items()),
        "indicators": len(commitments.indicators()),
        "open": bool(kind or words),
        "cards": cards,
        "told": told,
    }
    return render(request, "board/tree.html", context)


@permit(public)
@require_safe
def item(request: HttpRequest, item_id: str) -> HttpResponse:
    """One item: what is measured, what the contract says, how it is read, which norm held when."""
    one = _item(item_id)
    indicator = next((found for found in commitments.indicators() if found.id == item_id), None)
    context = {
        "one": one,
        "kind": kind_names()[one.kind],
        "part": part_names()[one.part],
        "lines": commitments.quoted(one),
        "traps": commitments.traps_of(item_id),
        "trail": [(_("The contract"), reverse("board:tree")), (one.id, "")],
        **(_norm(indicator) if indicator else {}),
        **(_figures(request, indicator) if indicator else {"is_measured": False}),
    }
    return render(request, "board/item.html", context)


@permit(public)
@require_safe
def figures_csv(request: HttpRequest, item_id: str) -> HttpResponse:
    """A year of an indicator by month, group and tier: the counts behind figure and chart.

    Where facts have no month, the counts of every year.
    """
    sheet = _sheet(request, item_id)
    rows = [
        (row.year, row.month.strftime("%Y-%m") if row.month else "", row.part, row.tier, *_counts(row))
        for row in sheet.months
    ] or [
        (figure.year, "", "", number, tier.numerator, tier.denominator, tier.open, tier.left_out,
         *(getattr(figure, name) for name in COUNTS[4:]))
        for figure in sheet.by_year
        for number, tier in enumerate(figure.tiers, 1)
    ]  # fmt: skip
    return _csv(f"{item_id}-{sheet.figure.year}", ("year", "month", "group", "tier", *COUNTS), rows)


@permit(public)
@require_safe
def waits_csv(request: HttpRequest, item_id: str) -> HttpResponse:
    """How many cases of a year took how many days (or seconds, as the column says), by group."""
    sheet = _sheet(request, item_id)
    rows = [(sheet.figure.year, wait.part, wait.days, wait.cases) for wait in sheet.waits]
    unit = commitments.indicator(item_id).unit
    column = unit if unit == "seconds" else f"{unit}s"
    return _csv(f"{item_id}-{sheet.figure.year}-days", ("year", "group", column, "cases"), rows)


def _item(item_id: str) -> commitments.Item:
    try:
        return commitments.item(item_id)
    except KeyError as error:
        raise Http404(item_id) from error


def _norm(indicator: commitments.Indicator) -> dict[str, Any]:
    """The norm of today in words, and its versions."""
    norm = indicator.norm_on(clock.today())
    return {
        "indicator": indicator,
        "title": indicator.title[lang()],
        "norm": norm,
        "documentation": documentation(indicator),
        "norm_words": norm_in_words(indicator),
        "role": roles()[norm.role] if norm else "",
        "status": statuses()[norm.status] if norm else "",
        "versions": [(one, roles()[one.role], statuses()[one.status]) for one in indicator.versions],
    }


def _figures(request: HttpRequest, indicator: commitments.Indicator) -> dict[str, Any]:
    try:
        return {"is_measured": True, **measured(request, indicator, today=clock.today())}
    except KeyError:
        return {"is_measured": False, "unmeasured": unmeasured(indicator)}


def _sheet(request: HttpRequest, item_id: str) -> contract.Sheet:
    """The sheet of what is measured. Raises Http404 for the rest, and before the first refresh."""
    try:
        sheet = contract.sheet(item_id, as_of=clock.today(), year=year_of(request))
    except (KeyError, contract.YearError) as error:
        raise Http404(item_id) from error
    if sheet is None:
        raise Http404(item_id)
    return sheet


def _counts(row: object) -> Iterable[object]:
    return (getattr(row, name) for name in COUNTS)


def _csv(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    csv.writer(response).writerows([columns, *rows])
    return response


def _parts(chosen: set[str], cards: dict[str, Card]) -> list[dict[str, Any]]:
    """The branches that hold something chosen, with the kind of each leaf and its verdict where it is measured."""
    kinds = kind_names()
    found = []
    for part in commitments.tree():
        objectives = [_objective(branch, chosen, kinds, cards) for branch in part.branches]
        kept = [(name, leaves) for name, leaves in objectives if leaves]
        if kept:
            found.append(
                {
                    "name": part_names()[part.name],
                    "size": sum(len(leaves) for _name, leaves in kept),
                    "objectives": kept,
                    "is_live": any(leaf["card"] for _name, leaves in kept for leaf in leaves),
                }
            )
    return found


def _objective(
    branch: commitments.Branch, chosen: set[str], kinds: dict[str, str], cards: dict[str, Card]
) -> tuple[str, list[dict[str, Any]]]:
    leaves = [
        {"one": one, "kind": kinds[one.kind], "card": cards.get(one.id)}
        for one in branch.items
        if one.id in chosen
    ]
    return branch.name, leaves


def _chosen(kind: str, words: str) -> set[str]:
    wanted = words.lower()
    return {
        one.id
        for one in commitments.items(kind if kind in commitments.KINDS else None)
        if not wanted or wanted in _text(one)
    }


def _text(one: commitments.Item) -> str:
    quoted = " ".join(text for _number, text in commitments.quoted(one))
    return f"{one.id} {one.title} {one.party} {quoted}".lower()
