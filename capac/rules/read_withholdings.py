"""Reading what must be kept back from the net of a case."""

from __future__ import annotations

from typing import Any

from capac.rules.facts import CaseError, Seizure, Withholdings
from capac.rules.read_values import an_amount, an_object, boolean, optional, small_number

FIELDS = {"seizure", "assignment", "recovery_ex_officio", "full_recovery", "collective_debt_settlement"}
SEIZURE_FIELDS = {"children", "maintenance", "other_income", "other_income_is_wage"}
PLACE = "withholdings"
MOST_CHILDREN = 30


def withholdings(value: Any) -> Withholdings:
    """Everything asked to be kept back; what is absent is not asked."""
    body = an_object(value, PLACE, FIELDS)
    return Withholdings(
        seizure=optional(body, "seizure", _seizure, place=PLACE),
        assignment_cents=optional(body, "assignment", an_amount, place=PLACE) or 0,
        recovery_ex_officio=bool(boolean(body, "recovery_ex_officio", place=PLACE)),
        full_recovery=bool(boolean(body, "full_recovery", place=PLACE)),
        collective_debt_settlement=bool(boolean(body, "collective_debt_settlement", place=PLACE)),
    )


def _seizure(value: Any, place: str) -> Seizure:
    """Without children and with maintenance there is only maintenance; an ordinary seizure needs the children."""
    body = an_object(value, place, SEIZURE_FIELDS)
    maintenance = optional(body, "maintenance", an_amount, place=place) or 0
    if body.get("children") is None and not maintenance:
        raise CaseError(
            "missing", fact="children", field=f"{place}.children", rule="Judicial Code art. 1409 § 1bis"
        )
    return Seizure(
        children=optional(body, "children", _children, place=place),
        maintenance_cents=maintenance,
        other_income_cents=optional(body, "other_income", an_amount, place=place) or 0,
        other_income_is_wage=bool(boolean(body, "other_income_is_wage", place=place)),
    )


def _children(value: Any, field: str) -> int:
    return small_number(value, field, MOST_CHILDREN)
