"""The law, rule by rule: its words, articles, sentences, figures over time, what it rests on, cases computed here and now."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from capac.core.period import in_full
from capac.rules import api as rules
from capac.web.charts.law_tree import law_tree
from capac.web.permit import permit, public
from capac.web.words import COUNTS, figure_statuses, law_title, stairs, tied

NOTHING = "–"
STAIRS = COUNTS | {
    "segment", "gross", "tax", "net", "payable", "secondary_income", "maintenance", "seizure", "assignment",
    "recovery_ex_officio", "full_recovery", "collective_debt_settlement",
}  # fmt: skip
"""Steps of counts and money; the figures between them have units of their own."""


@permit(public)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every rule."""
    return render(
        request, "site/law.html", {"rules": [(one, law_title(one.slug)) for one in rules.law_pages()]}
    )


@permit(public)
@require_safe
def rule(request: HttpRequest, slug: str) -> HttpResponse:
    """One rule."""
    one, lang = _page(slug), _lang()
    context = {
        "one": one,
        "title": law_title(slug),
        "steps": [(tied(step.words(lang), lang), step.source) for step in one.steps],
        "figures": [_figure(figure, lang) for figure in one.figures],
        "tree": law_tree(slug, [(part, names) for part, _told, names in one.parts]) if one.parts else None,
        "trail": [(_("The law"), reverse("site:law")), (law_title(slug), "")],
    }
    return render(request, "site/law_rule.html", context)


@permit(public)
@require_safe
def case(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One case, computed now: what is asked, what must come out, what comes out, and why."""
    one, lang = _page(slug), _lang()
    found = next((each for each in one.cases if each.number == number), None)
    if found is None:
        raise Http404(str(number))
    answer = rules.deadline(found.case, lang) if "rule" in found.case else rules.explain(found.case, lang)
    context = {
        "one": one,
        "case": found,
        "asked": _flat(found.case),
        "outcomes": [(name, _plain(wanted), _plain(answer.get(name))) for name, wanted in found.expect.items()],
        "holds": all(answer.get(name) == wanted for name, wanted in found.expect.items()),
        "steps": _steps(answer, lang),
        "because": tied(answer["because"], lang) if "because" in answer else "",
        "last": number == len(one.cases),
        "trail": [
            (_("The law"), reverse("site:law")), (law_title(slug), reverse("site:law_rule", args=[slug])),
            (_("Case %(number)s") % {"number": number}, ""),
        ],
    }  # fmt: skip
    return render(request, "site/law_case.html", context)


def _page(slug: str) -> rules.LawPage:
    try:
        return rules.law_page(slug)
    except KeyError as error:
        raise Http404(slug) from error


def _lang() -> str:
    return (get_language() or "fr")[:2]


def _figure(figure: Any, lang: str) -> dict[str, Any]:
    lines = [
        {"since": in_full(line.since, lang), "value": line.value, "status": figure_statuses()[line.status]}
        for line in figure.lines
    ]
    return {"name": figure.name, "unit": figure.unit, "source": figure.source, "lines": lines}


def _flat(told: Any, name: str = "") -> list[tuple[str, str]]:
    """A case as names and values, one a line: authorisation.0.family, B."""
    if isinstance(told, dict):
        pairs = [(f"{name}.{key}" if name else str(key), value) for key, value in told.items()]
    elif isinstance(told, list) and told and isinstance(told[0], dict):
        pairs = [(f"{name}.{place}", value) for place, value in enumerate(told, 1)]
    else:
        return [(name, _plain(told))]
    return [line for key, value in pairs for line in _flat(value, key)]


def _plain(value: Any) -> str:
    """A value as files write it."""
    if isinstance(value, list):
        return "; ".join(_plain(one) for one in value) or NOTHING
    if isinstance(value, dict):
        return ", ".join(f"{name} {_plain(one)}" for name, one in value.items()) or NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return NOTHING if value is None else str(value)


def _steps(answer: dict[str, Any], lang: str) -> list[dict[str, str]]:
    """The steps of an answer: money as the language writes it, hours and shares as files do."""
    found = []
    for one in answer.get("steps", []):
        if "payable" in answer and one["name"] in STAIRS:
            found += stairs([(one["name"], one["value"], one["because"], one["source"])], lang)
        else:
            because = tied(one["because"], lang)
            found.append({**one, "because": because, "kind": "plain", "shown": _number(one["value"], lang)})
    return found


def _number(value: str, lang: str) -> str:
    return value if lang == "en" else value.replace(".", ",")
