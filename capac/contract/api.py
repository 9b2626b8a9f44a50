"""The front door of the contract."""

from capac.contract.cases import OUTCOMES, CasePage, CasesError, cases
from capac.contract.figures import Figure, TierFigure, YearError, contract_of, figures, latest
from capac.contract.sheets import Sheet, definition, sheet
from capac.warehouse.api import Case

__all__ = [
    "OUTCOMES", "Case", "CasePage", "CasesError", "Figure", "Sheet", "TierFigure", "YearError", "cases", "contract_of",
    "definition", "figures", "latest", "sheet",
]  # fmt: skip
