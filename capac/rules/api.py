"""The front door of the rules."""

from capac.rules.calculate import Calculation, Refusal, calculate
from capac.rules.deadlines import deadline_on
from capac.rules.explain import answer, deadline, explain
from capac.rules.facts import DAY_CODES, CaseError, Facts, Segment, Seizure, Withholdings
from capac.rules.full_unemployment import Why
from capac.rules.nothing import nothing
from capac.rules.parameters import prefixes
from capac.rules.parameters import version as parameters_version
from capac.rules.render import LANGUAGES, Day, Rendered, Step, halves, message, render
from capac.rules.vector import Steps, unpack

__all__ = [
    "DAY_CODES", "LANGUAGES", "Calculation", "CaseError", "Day", "Facts", "Refusal", "Rendered", "Segment", "Seizure", "Step",
    "Steps", "Why", "Withholdings", "answer", "calculate", "deadline", "deadline_on", "explain", "halves", "message", "nothing",
    "parameters_version", "prefixes", "render", "unpack",
]  # fmt: skip
