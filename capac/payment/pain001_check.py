"""A written pain.001 read back: against the official schema, as a stream, with its transfers counted again."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any, cast

from lxml import etree

from capac.payment.official_schemas import namespace, schema
from capac.payment.pain001 import MESSAGE, BankFileError

_NAMESPACE = f"{{{namespace(MESSAGE)}}}"
_TRANSFER = f"{_NAMESPACE}CdtTrfTxInf"
_AMOUNT = f"{_NAMESPACE}Amt/{_NAMESPACE}InstdAmt"


def count(body: bytes) -> tuple[int, int]:
    """How many transfers a file holds, and their cents. Raises BankFileError for what the schema does not allow."""
    transfers, cents = 0, 0
    try:
        for _, element in etree.iterparse(BytesIO(body), tag=_TRANSFER, schema=schema(MESSAGE)):
            transfers += 1
            cents += int((element.findtext(_AMOUNT) or "").replace(".", ""))
            element.clear()
    except etree.XMLSyntaxError as error:
        raise BankFileError("Document", _sentence(error)) from error
    return transfers, cents


def _sentence(error: etree.XMLSyntaxError) -> str:
    """The kind of fault alone: the schema's own sentence may repeat a name or an account."""
    kinds = [entry.type_name for entry in cast("Iterable[Any]", error.error_log)]
    return (
        f"the official schema does not allow what was written ({kinds[-1] if kinds else 'not well formed'})"
    )
