"""Addresses of the machines' door."""

from __future__ import annotations

from capac.web.api import files, law, reference
from capac.web.api.doors import addresses

__all__ = ["files", "law", "reference"]

app_name = "api"
urlpatterns = list(addresses())
