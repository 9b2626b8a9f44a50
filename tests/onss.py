"""ONSS for the tests: its keys, and batches as the collector keeps them. Declarations are written by world's ONSS."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from joserfc.jwk import KeySet, OKPKey

from capac.exchange import batch_signatures
from capac.records import api as records
from tests import world
from world import onss_messages
from world.onss_messages import SENDER, Declared, form

JUNE = date(2026, 6, 1)
DAY = date(2026, 7, 1)
NEXT = {"number": 0}


@cache
def sender_key() -> OKPKey:
    """The key of our one sender."""
    return OKPKey.generate_key("Ed25519", {"kid": SENDER})


@cache
def own_key() -> OKPKey:
    """The key with which we sign our answers."""
    return OKPKey.generate_key("Ed25519", {"kid": "capac"})


def keys() -> tuple[KeySet, OKPKey]:
    """As settings.ONSS holds them."""
    public = OKPKey.import_key(sender_key().as_dict(private=False))
    return KeySet([public]), own_key()


def declared(form: str = "WECH505", name: str = "amina", **facts: Any) -> Declared:
    """A declaration of June for one of the cast: a day of temporary unemployment of 7.60 hours, unless told otherwise."""
    codes = {"WECH505": "5.1", "WECH506": "1", "WECH510": "3.4"}
    days = {date(2026, 6, 3): {codes[form]: 760}} if form in codes else {}
    given = {
        "ticket": f"0340000{name.upper()[:6]}",
        "number": world.number_of(name),
        "month": JUNE,
        "days": days,
    }
    return Declared(form, **{**given, **facts})


def body_of(*rows: Declared | str, form_name: str = "") -> bytes:
    """A data file of declarations, or of forms as text."""
    root = form_name or next(row.form for row in rows if isinstance(row, Declared))
    return onss_messages.file(root, [row if isinstance(row, str) else form(row) for row in rows])


def deliver(
    content: bytes,
    *,
    application: str = "WECH505",
    sequence: int = 1,
    kinds: Sequence[str] = ("FI", "FS", "GO"),
    signature: bytes | None = None,
    at: datetime = world.NOON,
) -> list[records.IncomingFile]:
    """A batch, as it came: its data, its signature and its trigger, or some of them in any order."""
    names = {kind: onss_messages.name(kind, application, DAY, sequence) for kind in ("FI", "FS", "GO")}
    if signature is None:
        signature = batch_signatures.sign(names["FI"], content, sender_key())
    bodies = {"FI": content, "FS": signature, "GO": b""}
    return [world.incoming(bodies[kind], f"WECH_{kind}", name=names[kind], at=at) for kind in kinds]
