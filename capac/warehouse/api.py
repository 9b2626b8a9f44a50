"""The front door of the warehouse."""

from capac.warehouse.reading import Asked, Case, Cause, Counted, Told, Wait, told
from capac.warehouse.refresh import Refreshed, WarehouseTestError, refresh
from capac.warehouse.selects import Model, ModelError, indicators, lineage

__all__ = [
    "Asked", "Case", "Cause", "Counted", "Model", "ModelError", "Refreshed", "Told", "Wait", "WarehouseTestError",
    "indicators", "lineage", "refresh", "told",
]  # fmt: skip
