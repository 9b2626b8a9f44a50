"""The front door of the eBox."""

from capac.channels.ebox.check import check
from capac.channels.ebox.described import Publication
from capac.channels.ebox.events import read_events
from capac.channels.ebox.gateway import Gateway, gateway
from capac.channels.ebox.models import Message
from capac.channels.ebox.publishing import Outcome, deliver, outcomes, publish, settle
from capac.channels.ebox.token import EboxError

__all__ = [
    "EboxError",
    "Gateway",
    "Message",
    "Outcome",
    "Publication",
    "check",
    "deliver",
    "gateway",
    "outcomes",
    "publish",
    "read_events",
    "settle",
]
