"""A month's result is kept at its close, and counted again whenever asked: a difference is shown with its cause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from capac.contract.models import FrozenFigure, Recount
from capac.contract.published import COUNTS, FreezeError, Key, Published, published
from capac.contract.states import FROZEN, RECOUNTS
from capac.core import clock
from capac.core.period import Month
from capac.records import api as records
from capac.warehouse import api as warehouse

VERSIONS = {
    "model_changed": "model_version",
    "norm_changed": "norm_version",
    "calendar_changed": "calendar_version",
}
IMPORT = "import_facts"
LOCK = 4_190_119


def freeze(month: Month, *, because: records.Because) -> int:
    """Keep a month's result as known on its last day; returns how many rows, none when it is kept already.

    Raises FreezeError for a month that is not over or that the last build does not know.
    """
    as_of = month.last
    if as_of >= clock.today():
        raise FreezeError(f"{month} is not over")
    if FrozenFigure.objects.filter(as_of=as_of).exists():
        return 0
    found = published(as_of)
    with transaction.atomic():
        _one_at_a_time()
        if FrozenFigure.objects.filter(as_of=as_of).exists():
            return 0
        kept = FrozenFigure.objects.bulk_create(_frozen(as_of, key, row) for key, row in found.items())
        records.born(FROZEN, [one.pk for one in kept], state="frozen", because=because)
        return len(kept)


def frozen_months() -> list[date]:
    """The last days of the months whose result is kept, oldest first."""
    return list(FrozenFigure.objects.order_by("as_of").values_list("as_of", flat=True).distinct())


def recount(as_of: date, *, because: records.Because) -> int:
    """Compute a kept month anew, as known on its last day, and keep what differs from what was last said.

    Returns how many of its figures differ from what was published. Raises FreezeError for a build that is too old.
    """
    now = published(as_of)
    rows = list(FrozenFigure.objects.filter(as_of=as_of).order_by("pk"))
    said = _last_said([row.pk for row in rows])
    found = [(row, *_difference(row, now.get(_key(row)))) for row in rows]
    fresh = [one for one in found if one[1] != said.get(one[0].pk, {})]
    with transaction.atomic():
        kept = Recount.objects.bulk_create(
            Recount(figure=row, found_at=clock.now(), differs=differs, causes=causes if differs else [])
            for row, differs, causes in fresh
        )
        records.born(RECOUNTS, [one.pk for one in kept], state="found", because=because)
    return sum(1 for _row, differs, _causes in found if differs)


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _frozen(as_of: date, key: Key, row: Published) -> FrozenFigure:
    indicator_id, year, part, tier = key
    return FrozenFigure(
        as_of=as_of,
        indicator_id=indicator_id,
        year=year,
        part=part,
        tier=tier,
        verdict=row.verdict,
        norm_version=row.norm_version,
        calendar_version=row.calendar_version,
        model_version=row.model_version,
        frozen_at=clock.now(),
        **row.counts,
    )


def _key(row: FrozenFigure) -> Key:
    return row.indicator_id, row.year, row.part, row.tier


def _last_said(ids: Iterable[int]) -> Mapping[int, Any]:
    """What the last recount said of each figure."""
    last = Recount.objects.filter(figure_id__in=list(ids)).values("figure_id").annotate(last=Max("pk"))
    rows = Recount.objects.filter(pk__in=[one["last"] for one in last])
    return {row.figure_id: row.differs for row in rows}


def _difference(row: FrozenFigure, now: Published | None) -> tuple[dict[str, list[Any]], list[list[str]]]:
    """What differs as column to [published, recounted], and why. A figure that is no more counts nothing."""
    told = now.counts if now else {}
    pairs = {name: [_plain(getattr(row, name)), _plain(told.get(name, _nothing(name)))] for name in COUNTS}
    differs = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    return differs, _causes(row, now) if differs else []


def _nothing(name: str) -> int | None:
    return 0 if name in COUNTS[:5] else None


def _plain(value: int | date | None) -> int | str | None:
    return str(value) if isinstance(value, date) else value


def _causes(row: FrozenFigure, now: Published | None) -> list[list[str]]:
    """Each version that changed; where none did, facts: those imported since, or those that rooms learnt later."""
    changed = [
        [code, f"{getattr(row, name)} → {getattr(now, name)}"]
        for code, name in VERSIONS.items()
        if now and getattr(row, name) != getattr(now, name)
    ]
    imported = _imported_since(row.indicator_id, row.frozen_at)
    if imported:
        return [*changed, ["facts_imported", " ".join(imported)]]
    return changed or [["facts_learnt_later", ""]]


def _imported_since(indicator_id: str, moment: datetime) -> list[str]:
    """The facts under an indicator of which a file came in since."""
    reads = {name for model in warehouse.lineage(indicator_id) for name in model.reads}
    runs = records.Run.objects.filter(verb=IMPORT, state="finished", started_at__gte=moment)
    came = set(runs.values_list("about", flat=True))
    return sorted(fact for fact in came if warehouse.facts()[fact].source in reads)
