"""Names of the files of a batch with ONSS: FI (data), FS (signature), GO (trigger), and our answers FO, FS, GO.

A name is type.application.sender.date.sequence.environment.number, as in ONSS's own sample
GO.DMPI.012996.20090718.50002.R.1; the last number may be absent. Environment R is real, T test, S simulation
(their meaning is not published: read from ONSS's samples).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from capac.exchange.faults import FileFaultError

DATA, SIGNATURE, GO, OUT = "FI", "FS", "GO", "FO"
_NAME = re.compile(r"(FI|FS|GO)\.(WECH5(?:05|06|08|10))\.(\d{6})\.(\d{8})\.(\d{5})\.([RTS])(?:\.(\d))?")


@dataclass(frozen=True, slots=True)
class BatchName:
    """What a name says. `application` is the form that the batch holds."""

    application: str
    sender: str
    day: str
    sequence: str
    environment: str
    number: str

    def file(self, kind: str, application: str = "") -> str:
        """The name of one file of the batch, or of our answer to it."""
        parts = (
            kind,
            application or self.application,
            self.sender,
            self.day,
            self.sequence,
            self.environment,
        )
        return ".".join((*parts, self.number) if self.number else parts)


def parse(name: str) -> BatchName:
    """The batch of a file name. Raises FileFaultError for a name that is not of a batch that we take."""
    match = _NAME.fullmatch(name)
    if match is None:
        raise FileFaultError("wrong_batch_name", field="name", value=name[:80])
    _, application, sender, day, sequence, environment, number = match.groups()
    return BatchName(application, sender, day, sequence, environment, number or "")
