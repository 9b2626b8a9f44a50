"""The front door of the rules."""

from capac.rules.bareme_check import Report as BaremeReport
from capac.rules.bareme_check import name as row_name
from capac.rules.bareme_check import report as bareme_report
from capac.rules.bareme_file import RowFault, read_table
from capac.rules.bareme_rows import NO_ROWS, Bareme
from capac.rules.bareme_rows import Row as BaremeRow
from capac.rules.bareme_rows import Table as BaremeTable
from capac.rules.bareme_rows import rows as bareme_rows
from capac.rules.bareme_rows import version as parameters_version
from capac.rules.bareme_words import anomaly_told, fault_told
from capac.rules.calculate import Calculation, Refusal, calculate
from capac.rules.deadlines import deadline_on
from capac.rules.deadlines import entry as deadline_entry
from capac.rules.draft import Draft, DraftError, read_draft
from capac.rules.explain import answer, deadline, explain
from capac.rules.facts import (
    DAY_CODES,
    PHASE_CODES,
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
from capac.rules.figures import figure_units, halves
from capac.rules.law import Page as LawPage
from capac.rules.law import page as law_page
from capac.rules.law import pages as law_pages
from capac.rules.law import pages_with as law_pages_with
from capac.rules.nothing import nothing
from capac.rules.parameters import Parameter, causes, draft, prefixes
from capac.rules.prefix import Opens, opens
from capac.rules.reading import facts_of
from capac.rules.render import LANGUAGES, Day, Rendered, Step, message, parameter_of, render
from capac.rules.reprice import keeps_amounts, repriced
from capac.rules.steps import Steps
from capac.rules.tables import (
    TABLE_ROWS,
    answer_schema,
    answer_table,
    answer_tables,
    digests,
    facts_of_row,
    facts_schema,
    facts_table,
    grid_days,
)
from capac.rules.touched import touched
from capac.rules.touched import words as step_words
from capac.rules.vector import unpack
from capac.rules.what_if import difference, what_if
from capac.rules.why import Why
from capac.rules.writing import case_of

__all__ = [
    "DAY_CODES",
    "LANGUAGES",
    "NO_ROWS",
    "PHASE_CODES",
    "SCHEMES",
    "TABLE_ROWS",
    "Activation",
    "Bareme",
    "BaremeReport",
    "BaremeRow",
    "BaremeTable",
    "Calculation",
    "CaseError",
    "Day",
    "Draft",
    "DraftError",
    "Facts",
    "HolidayHours",
    "IncomeGuarantee",
    "LawPage",
    "Occupation",
    "Opens",
    "Parameter",
    "Refusal",
    "Rendered",
    "RowFault",
    "Segment",
    "Seizure",
    "Step",
    "Steps",
    "Why",
    "Withholdings",
    "anomaly_told",
    "answer",
    "answer_schema",
    "answer_table",
    "answer_tables",
    "bareme_report",
    "bareme_rows",
    "calculate",
    "case_of",
    "causes",
    "deadline",
    "deadline_entry",
    "deadline_on",
    "difference",
    "digests",
    "draft",
    "explain",
    "facts_of",
    "facts_of_row",
    "facts_schema",
    "facts_table",
    "fault_told",
    "figure_units",
    "grid_days",
    "halves",
    "keeps_amounts",
    "law_page",
    "law_pages",
    "law_pages_with",
    "message",
    "nothing",
    "opens",
    "parameter_of",
    "parameters_version",
    "prefixes",
    "read_draft",
    "read_table",
    "render",
    "repriced",
    "row_name",
    "step_words",
    "touched",
    "unpack",
    "what_if",
]  # fmt: skip
