"""What is known outside of a file when it is opened or corrected: the registration, and the register's word."""

from __future__ import annotations

from collections.abc import Collection

from capac.dossier.models import Application
from capac.dossier.register import check_register
from capac.dossier.registrations import follow_applications
from capac.records import api as records


def check_outside(rows: Collection[Application], *, because: records.Because) -> None:
    """Take what is known already, ask for what is not, and let the files stand where they stand then."""
    check_register(rows, because=because)
    follow_applications(rows, because=because)
