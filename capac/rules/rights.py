"""What the right to allowances and interest on late payment share: their dated parameters and their sentences."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import yaml

from capac.rules.layer import note, remembered
from capac.rules.parameters import DATA, MissingParameterError, Parameter
from capac.rules.render import sentence


@remembered
def held(name: str, on: date) -> Parameter:
    """A parameter of rights.yaml on a day. Raises MissingParameterError when nothing is known, or it is null."""
    note(name)
    entry = rights()[name]
    since = max((day for day in entry["values"] if day <= on), default=None)
    value = entry["values"][since] if since else None
    if since is None or value is None or value["value"] is None:
        raise MissingParameterError(name, on)
    return Parameter(name, value["value"], since, entry["source"], value["status"])


@cache
def rights() -> dict[str, Any]:
    """The parameters as they are written, by name."""
    loaded: dict[str, Any] = yaml.load((DATA / "rights.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return loaded


def step(name: str, value: object, source: str, *, lang: str, **words: str) -> dict[str, str]:
    """One step of an answer: its value and its sentence, which may need more words."""
    told = sentence("rights", name, lang)
    return {
        "name": name,
        "value": str(value),
        "because": told.format(value=value, **words),
        "source": source,
    }


def comma(text: str, lang: str) -> str:
    """A decimal as the language writes it."""
    return text if lang == "en" else text.replace(".", ",")
