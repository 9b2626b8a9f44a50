"""Take applications over in bulk. Arrow is loaded on first use."""

from __future__ import annotations

from pathlib import Path

from capac.records import api as records


def load(applications: Path, pieces: Path, *, because: records.Because) -> dict[str, int]:
    """Load two Parquet files (loading.py tells their columns), all or nothing; returns how many applications and pieces.

    Every state that the days tell of is a row of the log, in the same transaction. Raises DossierError:
    not_as_described (a column that is missing or of another kind), unknown_person, form_unknown,
    application_unknown, already_open (one client, type and day twice), and those of a situation.
    """
    from capac.dossier.loading import load_files

    return load_files(applications, pieces, because=because)
