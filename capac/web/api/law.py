"""What the law says, without a person: a month from the facts in the body, a time limit from a day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Body

from capac.rules import api as rules
from capac.web.api import schemas, telling
from capac.web.api.doors import operation
from capac.web.api.problems import Issue, ProblemError, bad
from capac.web.api.queries import DeadlineQuery, MonthCase
from capac.web.api.words import case_of, field_of

USE = "law.use"
NOT_KNOWN = "docs/coverage.md"
"""The rule that an error names when a figure of the law is not known."""


@operation("POST", "/months/simulate", name="simulateMonth", scope=USE, response=schemas.Explanation)
def simulate_month(request: HttpRequest, case: Body[MonthCase]) -> schemas.Explanation:
    """What would be owed for a month of these facts. Only months are asked here, not the other questions of the rules."""
    del request
    unknown = sorted(set(case) & {"wage", "right", "interest"})
    if unknown:
        raise bad(*(Issue("unknownInput", "body", one, "This is not known here.") for one in unknown))
    return telling.explanation(_or_problem(rules.explain(case_of(case), _lang())))


@operation("POST", "/deadlines/compute", name="computeDeadline", scope=USE, response=schemas.Deadline)
def compute_deadline(request: HttpRequest, asked: DeadlineQuery) -> schemas.Deadline:
    """The last day of a time limit."""
    del request
    two = {"decision_communicated": asked.decision_communicated, "conditions_met": asked.conditions_met}
    given = {name: str(day) for name, day in two.items() if day}
    if given and asked.from_:
        raise bad(Issue("invalidInput", "body", "from", "Give one day, or the two days by name; not both."))
    start = {"from": given or str(asked.from_)} if given or asked.from_ else {}
    return schemas.Deadline(**_or_problem(rules.deadline({"rule": asked.rule, **start}, _lang())))


def _or_problem(answer: dict[str, Any]) -> dict[str, Any]:
    if "error" not in answer:
        return answer
    error = answer["error"]
    kind = "parameterMissing" if error["rule"] == NOT_KNOWN else "invalidInput"
    raise _refused(Issue(kind, "body", field_of(error["field"]), error["message"]), error["rule"])


def _refused(issue: Issue, rule: str) -> ProblemError:
    told = f"The month or the limit cannot be computed: {rule}." if rule else "It cannot be computed."
    return ProblemError("badRequest", told, (issue,))


def _lang() -> str:
    return (get_language() or "fr")[:2]
