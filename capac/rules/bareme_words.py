"""Faults and anomalies of a barème in words, for the command and for the desk."""

from __future__ import annotations

from capac.rules.bareme_check import Anomaly
from capac.rules.bareme_file import RowFault
from capac.rules.render import message


def fault_told(fault: RowFault, lang: str) -> str:
    """What is wrong in a file, without its place."""
    return message(fault.reason, lang, dict(fault.arguments))


def anomaly_told(anomaly: Anomaly, lang: str) -> str:
    """One odd thing of a table."""
    return message(f"bareme_{anomaly.kind}", lang, dict(anomaly.arguments))
