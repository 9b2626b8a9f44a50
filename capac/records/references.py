"""References that the database does not hold row by row, looked for as a set.

A foreign key is looked up row by row when a row is written, some eight microseconds each: more than all else of a mass
write. Tables that are written by the million (db_constraint=False) are checked here instead, every day.
"""

from __future__ import annotations

from django.db.models import Exists, ForeignKey, Model, OuterRef

from capac.records.models import StateLog


def dangling(model: type[Model]) -> int:
    """How many rows of a table point to a row that is not there. One query for each reference."""
    rows = model._default_manager
    found = 0
    for one in model._meta.fields:
        if isinstance(one, ForeignKey) and not getattr(one, "db_constraint", True):
            there = Exists(one.related_model._default_manager.filter(pk=OuterRef(one.attname)))
            found += rows.filter(~there, **{f"{one.attname}__isnull": False}).count()
    return found


def check() -> list[str]:
    """What is wrong, one sentence each."""
    number = dangling(StateLog)
    return [f"{number} rows of the state log name a run that is not there"] if number else []
