"""The contract as a tree of its items, and one item with the text that it stands on."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from capac.commitments import api as commitments
from capac.core import clock
from capac.web.board.figures import figure_of, live
from capac.web.board.words import kind_names, norm_in_words, part_names, statuses
from capac.web.permit import permit, public


@permit(public)
@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """Parts, objectives and items; by kind, and by words of the title or the text."""
    kind, words = request.GET.get("kind", ""), request.GET.get("words", "").strip()
    chosen = _chosen(kind, words)
    parts = [
        {
            "name": part_names()[part.name],
            "size": sum(1 for one in _leaves(part) if one.id in chosen),
            "objectives": [
                {"name": branch.name, "items": inside}
                for branch in part.branches
                if (inside := [one for one in branch.items if one.id in chosen])
            ],
        }
        for part in commitments.tree()
    ]
    context = {
        "parts": [part for part in parts if part["size"]],
        "kinds": kind_names(),
        "kind": kind,
        "words": words,
        "found": len(chosen),
        "all": len(commitments.items()),
        "open": bool(kind or words),
        "live": live(clock.today()),
    }
    return render(request, "board/tree.html", context)


@permit(public)
@require_safe
def item(request: HttpRequest, item_id: str) -> HttpResponse:
    """One item: what the contract says, how it is read, which norm holds today."""
    try:
        one = commitments.item(item_id)
    except KeyError as error:
        raise Http404(item_id) from error
    lang = (get_language() or "fr")[:2]
    indicator = next((i for i in commitments.indicators() if i.id == item_id), None)
    norm = indicator.norm_on(clock.today()) if indicator else None
    context = {
        "one": one,
        "kind": kind_names()[one.kind],
        "lines": commitments.quoted(one),
        "indicator": indicator,
        "title": indicator.title[lang] if indicator else "",
        "norm": norm,
        "norm_words": norm_in_words(indicator) if indicator else [],
        "status": statuses().get(norm.status if norm else "", ""),
        "traps": commitments.traps_of(item_id),
        "figure": figure_of(item_id, clock.today()),
        "trail": [(_("The contract"), reverse("board:tree")), (one.id, "")],
    }
    return render(request, "board/item.html", context)


def _chosen(kind: str, words: str) -> set[str]:
    wanted = words.lower()
    return {
        one.id
        for one in commitments.items(kind if kind in commitments.KINDS else None)
        if not wanted
        or wanted
        in f"{one.id} {one.title} {one.party} {' '.join(t for _n, t in commitments.quoted(one))}".lower()
    }


def _leaves(part: commitments.Branch) -> list[commitments.Item]:
    return [one for branch in part.branches for one in branch.items]
