"""The front door of the rules."""

from capac.rules.calculate import Calculation, Refusal, calculate
from capac.rules.deadlines import deadline_on
from capac.rules.explain import answer, deadline, explain
from capac.rules.facts import (
    DAY_CODES,
    SCHEMES,
    Activation,
    CaseError,
    Facts,
    HolidayHours,
    IncomeGuarantee,
    Occupation,
    Segment,
    Seizure,
    Withholdings,
)
from capac.rules.figures import halves
from capac.rules.nothing import nothing
from capac.rules.parameters import prefixes
from capac.rules.parameters import version as parameters_version
from capac.rules.prefix import Opens, opens
from capac.rules.render import LANGUAGES, Day, Rendered, Step, message, render
from capac.rules.steps import Steps
from capac.rules.vector import unpack
from capac.rules.what_if import what_if
from capac.rules.why import Why

__all__ = [
    "DAY_CODES", "LANGUAGES", "SCHEMES", "Activation", "Calculation", "CaseError", "Day", "Facts", "HolidayHours", "IncomeGuarantee",
    "Occupation", "Opens", "Refusal", "Rendered", "Segment", "Seizure", "Step", "Steps", "Why", "Withholdings", "answer", "calculate",
    "deadline", "deadline_on", "explain", "halves", "message", "nothing", "opens", "parameters_version", "prefixes", "render",
    "unpack", "what_if",
]  # fmt: skip
