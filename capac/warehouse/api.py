"""The front door of the warehouse."""

from capac.warehouse.engines import ENGINES
from capac.warehouse.facts import Fact, facts
from capac.warehouse.read_rows import ImportFault
from capac.warehouse.reading import Asked, Case, Cause, Counted, Told, Wait, told
from capac.warehouse.refresh import Refreshed, WarehouseTestError, refresh
from capac.warehouse.selects import Model, ModelError, indicators, lineage
from capac.warehouse.take_in import BadRow, TakenIn, take_in

__all__ = [
    "ENGINES", "Asked", "BadRow", "Case", "Cause", "Counted", "Fact", "ImportFault", "Model", "ModelError", "Refreshed", "TakenIn",
    "Told", "Wait", "WarehouseTestError", "facts", "indicators", "lineage", "refresh", "take_in", "told",
]  # fmt: skip
