"""Read settings from the environment. A bad value stops the start and says what to write."""

from __future__ import annotations

import os
from urllib.parse import parse_qs, unquote, urlsplit


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


def database(url: str) -> dict[str, object]:
    """Django's description of a PostgreSQL URL: postgresql://user:password@host:port/name?host=/socket."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SettingError("DATABASE_URL must start with postgresql:// : no other database is supported.")
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or query.pop("dbname", "capac"),
        "USER": unquote(parts.username or query.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or (parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
