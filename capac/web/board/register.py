"""The register of measures: what each is, where it comes from, who answers for it, when it was reviewed."""

from __future__ import annotations

import csv
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from capac.commitments import api as commitments
from capac.commitments.api import Indicator, Measure
from capac.contract import api as contract
from capac.core import clock
from capac.web.board import definitions, sentences, words
from capac.web.board.figures import lang
from capac.web.board.numbers import plain
from capac.web.permit import permit, public

COLUMNS = (
    "article", "title", "measured", "wording", "lines", "shape", "population", "start", "stop", "unit", "calendar",
    "norm", "norm_versions", "exclusions", "readings", "sources", "sql", "model_version", "owner", "documented_on",
    "reviewed_on", "reviewed_by", "next_review_on", "changes",
)  # fmt: skip


@permit(public)
@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """Every measure of the contract, those overdue for review marked."""
    rows = [_row(one, measure) for one, measure in _documented()]
    context = {
        "rows": rows,
        "measured": sum(1 for row in rows if row["source"]),
        "overdue": sum(1 for row in rows if row["is_overdue"]),
        "trail": [(_("The contract"), reverse("board:tree")), (_("Register of measures"), "")],
    }
    return render(request, "board/measures.html", context)


@permit(public)
@require_safe
def measures_csv(_request: HttpRequest) -> HttpResponse:
    """The register whole, a line a measure."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="measures.csv"'
    rows = [[plain(str(cell)) for cell in _line(one, measure)] for one, measure in _documented()]
    csv.writer(response).writerows([COLUMNS, *rows])
    return response


def documentation(indicator: Indicator) -> dict[str, Any] | None:
    """What the page of one measure shows of its register; nothing where the contract keeps none."""
    found = [measure for measure in commitments.measures() if measure.id == indicator.id]
    return _row(indicator, found[0]) if found else None


def _documented() -> list[tuple[Indicator, Measure]]:
    return list(zip(commitments.indicators(), commitments.measures(), strict=True))


def _row(indicator: Indicator, measure: Measure) -> dict[str, Any]:
    sources = _sources(indicator.id)
    return {
        "id": indicator.id,
        "title": indicator.title[lang()],
        "what": definitions.population(indicator) or definitions.unmeasured(indicator),
        "source": ", ".join(_source(name) for name in sources),
        "clock": sentences.unit_name(indicator.unit) if indicator.unit in sentences.CLOCKED else "",
        "norms": len(indicator.versions),
        "norm": "; ".join(words.norm_in_words(indicator)),
        "measure": measure,
        "owner": owners().get(measure.owner, measure.owner),
        "is_overdue": _is_overdue(measure, clock.today()),
    }


def owners() -> dict[str, str]:
    """Who can answer for a measure."""
    return {"steering": _("the steering unit")}


def _is_overdue(measure: Measure, today: date) -> bool:
    return measure.next_review_on < today


def _sources(indicator_id: str) -> list[str]:
    """The facts on which a measure stands, by the name that its SELECTs read; none where it is not measured."""
    return list(contract.sources(indicator_id))


def _source(name: str) -> str:
    imported, _mark, fact = name.partition("imported_")
    if not imported:
        return _("file: %(fact)s") % {"fact": fact}
    return _("application: %(fact)s") % {"fact": name}


def _line(indicator: Indicator, measure: Measure) -> tuple[object, ...]:
    sources = _sources(indicator.id)
    return (
        indicator.id, indicator.title[lang()], "yes" if sources else "no", indicator.sentence.text,
        "-".join(map(str, indicator.sentence.lines)), indicator.shape, indicator.population, indicator.start,
        indicator.stop, indicator.unit, indicator.calendar, "; ".join(words.norm_in_words(indicator)),
        "; ".join(_version(one) for one in indicator.versions), "; ".join(one.what for one in indicator.exclusions),
        " | ".join(f"{one.when} {one.who}: {one.why}" for one in indicator.interpretation), " ".join(sources),
        " ".join(f"{model.layer}/{model.name}.sql" for model in contract.definition(indicator.id)) if sources else "",
        contract.model_version(indicator) if sources else "", measure.owner, measure.documented_on,
        measure.reviewed_on, measure.reviewed_by, measure.next_review_on,
        " | ".join(f"{change.since}: {change.what}" for change in measure.changes),
    )  # fmt: skip


def _version(norm: commitments.Norm) -> str:
    return f"{norm.number} from {norm.since} to {norm.until or 'now'} {norm.role} {norm.status}"
