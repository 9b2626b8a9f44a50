"""Codes and names as the API writes them: lowerCamelCase there, snake_case here."""

from __future__ import annotations

import re
from typing import Any

from capac.rules.api import DAY_CODES, SCHEMES

_CODES = ("scheme", "regime", "cause")
_BRITISH = {"authorization": "authorisation"}
_AMERICAN = {here: there for there, here in _BRITISH.items()}
_CAPITAL = re.compile(r"(?<=[a-z0-9])([A-Z])")
_UNDERSCORE = re.compile(r"_([a-z0-9])")
_NAME = re.compile(r"[A-Za-z_]+")
BY_CODE = {_UNDERSCORE.sub(lambda found: found[1].upper(), one): one for one in (*SCHEMES, *DAY_CODES)}


def camel(code: str) -> str:
    """A code of ours as the API writes it."""
    return _UNDERSCORE.sub(lambda found: found[1].upper(), code.replace("-", "_"))


def snake(code: str) -> str:
    """The inverse."""
    return _CAPITAL.sub(lambda found: f"_{found[1].lower()}", code)


def case_of(body: Any, name: str = "") -> Any:
    """A month's facts as the rules read them. What is no code or name stays as it is, to be refused by them."""
    if isinstance(body, dict):
        if name == "days":
            return {day: snake(code) if isinstance(code, str) else code for day, code in body.items()}
        return {_BRITISH.get(key, snake(key)): case_of(value, key) for key, value in body.items()}
    if isinstance(body, list):
        return [case_of(one, name) for one in body]
    return snake(body) if name in _CODES and isinstance(body, str) else body


def field_of(field: str) -> str:
    """A field's path as the API writes it: authorisation[0].daily_amount becomes authorization[0].dailyAmount."""
    return _NAME.sub(lambda found: _AMERICAN.get(found[0], camel(found[0])), field)
