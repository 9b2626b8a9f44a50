"""The front door of exchange."""

from capac.exchange.modules import Modules, Retention, Seizure, modules
from capac.exchange.segments import Segment, authorised, changed_since

__all__ = ["Modules", "Retention", "Segment", "Seizure", "authorised", "changed_since", "modules"]
