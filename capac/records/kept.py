"""Reading what left, as it left: for proofs."""

from __future__ import annotations

from capac.records.models import OutgoingMessage


def sent_body(destination: str, name: str) -> bytes:
    """The bytes of a message that was put. Raises OutgoingMessage.DoesNotExist."""
    return bytes(
        OutgoingMessage.objects.values_list("body", flat=True).get(destination=destination, name=name)
    )
