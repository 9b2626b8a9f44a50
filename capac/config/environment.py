"""Read settings from the environment. A bad value stops the start and says what to write."""

from __future__ import annotations

import os
import re
from urllib.parse import parse_qs, unquote, urlsplit

from capac.core import clock, iban
from capac.core.niss import IdentifierError


class SettingError(SystemExit):
    """A setting of the environment that cannot be used."""


def text(name: str, default: str | None = None) -> str:
    """The value of a variable; without default it must be there."""
    value = os.environ.get(name, default)
    if value is None:
        raise SettingError(
            f"{name} is not set. Set it in the environment; docs/operations.md lists them all."
        )
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """A yes-or-no variable: 1 or 0."""
    value = os.environ.get(name, "1" if default else "0")
    if value not in {"0", "1"}:
        raise SettingError(f"{name} is {value!r}: write 1 for yes or 0 for no.")
    return value == "1"


def listed(name: str, default: str) -> list[str]:
    """A list separated by commas."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def channels(*names: str) -> dict[str, tuple[str, str]]:
    """Address and token of each mailbox that is configured (CAPAC_ONEM_URL …, CAPAC_MAILBOX_TOKEN)."""
    addresses = {name: os.environ.get(f"CAPAC_{name.upper()}_URL", "").rstrip("/") for name in names}
    for name, address in addresses.items():
        if address and urlsplit(address).scheme not in {"http", "https"}:
            raise SettingError(f"CAPAC_{name.upper()}_URL must start with http:// or https://")
    return {name: (address, text("CAPAC_MAILBOX_TOKEN")) for name, address in addresses.items() if address}


def whole(name: str, default: int) -> int:
    """A whole number above zero."""
    value = os.environ.get(name, str(default))
    if not (value.isascii() and value.isdecimal() and int(value) > 0):
        raise SettingError(f"{name} is {value!r}: write a whole number above zero.")
    return int(value)


def debtor() -> tuple[str, str, str] | None:
    """Name, account and BIC from which benefits are paid; None where none is set. All three or none."""
    names = ("CAPAC_DEBTOR_NAME", "CAPAC_DEBTOR_IBAN", "CAPAC_DEBTOR_BIC")
    name, account, bic = (os.environ.get(each, "").strip() for each in names)
    if not (name or account or bic):
        return None
    if not name or not account:
        raise SettingError(f"{', '.join(names)} belong together: set all three, or none.")
    try:
        account = iban.check(account)
    except IdentifierError as error:
        raise SettingError(f"CAPAC_DEBTOR_IBAN cannot be used: {error}.") from error
    if not re.fullmatch(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?", bic):
        raise SettingError("CAPAC_DEBTOR_BIC must be the bank's code of 8 or 11 capitals and digits.")
    return name, account, bic


POOL = {"min_size": 2, "max_size": 16, "timeout": 10}
"""Connections of one process of the site. A request runs in a thread of its own, which would open its own."""


def database(url: str, *, pooled: bool = False) -> dict[str, object]:
    """Django's description of a PostgreSQL URL: postgresql://user:password@host:port/name?host=/socket."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SettingError("DATABASE_URL must start with postgresql:// : no other database is supported.")
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    try:
        port = parts.port
    except ValueError as error:
        raise SettingError("DATABASE_URL has a port that is no number from 1 to 65535.") from error
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or query.pop("dbname", "capac"),
        "USER": unquote(parts.username or query.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or (parts.hostname or ""),
        "PORT": str(port or query.pop("port", "")),
        "CONN_MAX_AGE": 0 if pooled else 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**query, "pool": POOL} if pooled else query,
    }


def clamd() -> str:
    """Where the virus check listens: tcp://host:port or unix:///path/of/the/socket; empty for none."""
    address = os.environ.get("CAPAC_CLAMD", "").strip()
    parts = urlsplit(address)
    known = (parts.scheme == "tcp" and parts.hostname) or (parts.scheme == "unix" and parts.path)
    if address and not known:
        raise SettingError("CAPAC_CLAMD must be tcp://host:port or unix:///path/of/the/socket.")
    return address


def one_of(name: str, known: tuple[str, ...], default: str) -> str:
    """One of some words."""
    value = os.environ.get(name, default)
    if value not in known:
        raise SettingError(f"{name} is {value!r}: write one of {', '.join(known)}.")
    return value


def check_clock() -> None:
    """CAPAC_NOW must tell a moment before the first page or job asks for it."""
    try:
        clock.now()
    except clock.ClockError as error:
        raise SettingError(f"{error}.") from error
