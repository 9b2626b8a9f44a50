"""The front door of the contract."""

from capac.contract.cases import OF_STAFF, OUTCOMES, CasePage, CasesError, cases
from capac.contract.figures import Figure, TierFigure, YearError, contract_of, figures, latest
from capac.contract.freeze import freeze, frozen_months, recount
from capac.contract.publications import Publication, publications
from capac.contract.published import FreezeError, model_version
from capac.contract.sheets import Sheet, definition, has_clock, sheet, sources
from capac.warehouse.api import Case, Cause

__all__ = [
    "OF_STAFF", "OUTCOMES", "Case", "CasePage", "CasesError", "Cause", "Figure", "FreezeError", "Publication", "Sheet",
    "TierFigure", "YearError", "cases", "contract_of", "definition", "figures", "freeze", "frozen_months", "has_clock", "latest", "model_version",
    "publications", "recount", "sheet", "sources",
]  # fmt: skip
