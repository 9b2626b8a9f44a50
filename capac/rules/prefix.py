"""What the prefix of a C2 code opens: a scheme and its regime, or the reason why nothing is computed from it."""

from __future__ import annotations

from dataclasses import dataclass

from capac.rules.parameters import prefixes


@dataclass(frozen=True)
class Opens:
    """`scheme` is empty where there is a `refusal`. `temporary` is the regime of temporary unemployment beside it.

    A refusal is put into words by `message(f"prefix_{refusal}", lang, {"prefix": prefix})`.
    """

    prefix: str
    scheme: str = ""
    regime: str = ""
    temporary: str = ""
    refusal: str = ""


def opens(prefix: str) -> Opens:
    """What a prefix opens. Raises KeyError for a prefix that ONEM does not use."""
    return Opens(prefix, **prefixes()[prefix])
