"""A batch of C2 messages, as ONEM sends it. Own interface, to be replaced by the official one (formats/c2.xsd)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from capac.records import api as records

NAMESPACE = "urn:capac:own-interface:c2:1"
BATCH = records.Layout(
    namespace=NAMESPACE,
    root="C2Batch",
    element="C2",
    header={"fileId": records.IDENTIFIER, "count": re.compile(r"[1-9]\d{0,8}")},
    stranger="not_a_c2",
)


def messages(body: bytes) -> Iterator[etree._Element]:
    """Every C2 element of a batch, in order. Raises FileFaultError (see records.elements)."""
    return (element for _, element in records.elements(body, BATCH))
