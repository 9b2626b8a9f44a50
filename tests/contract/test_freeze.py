"""A month's result is kept once as known at its close, and counted again: what differs is shown with its cause."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from capac.contract import api as contract
from capac.contract import published
from capac.contract.models import FrozenFigure, Recount
from capac.core.period import Month
from capac.flows.freeze_month import freeze_month
from capac.records import api as records
from capac.records.models import Run, StateLog
from tests.warehouse import live

pytestmark = pytest.mark.django_db
FEBRUARY = date(2027, 2, 28)
DAY = date(2027, 2, 1)


def freeze(**options: Any) -> dict[str, int]:
    return freeze_month(who="test", **options)


def told(tier: int = 1, indicator_id: str = "8.1.2") -> contract.Publication:
    return next(one for one in contract.publications(indicator_id, year=2027) if one.tier == tier)


def counts(one: contract.Publication) -> tuple[int, int, int]:
    return one.numerator, one.denominator, one.still_open


def test_the_close_of_a_month_keeps_every_measured_figure_with_its_versions() -> None:
    live.by_hand("C2-1", DAY, date(2027, 2, 3))
    live.by_hand("C2-2", DAY)
    live.by_hand("C2-3", date(2027, 3, 1))
    done = freeze()
    rows = FrozenFigure.objects.filter(as_of=FEBRUARY)
    assert done == {"kept": rows.count(), "recounted": 1, "differing": 0}
    assert set(rows.values_list("year", flat=True)) == {2026, 2027}
    one = told()
    assert counts(one) == (1, 2, 0)
    assert counts(told(tier=2)) == (1, 1, 1)
    assert (one.as_of, one.verdict, one.norm_version) == (FEBRUARY, "in_progress", 2)
    assert (one.stopped, one.sum_days, one.calendar_version) == (1, 2, "office/2026-11-23")
    assert (len(one.model_version), one.differs, one.causes) == (12, {}, [])
    log = StateLog.objects.filter(subject_kind="contract.FrozenFigure")
    assert log.count() == rows.count()
    assert set(log.values_list("who", "why")) == {("test", "the close of 2027-02")}


def test_a_month_is_kept_once_and_never_changed_by_what_comes_later() -> None:
    live.by_hand("C2-1", DAY, date(2027, 2, 3))
    freeze()
    before = list(FrozenFigure.objects.order_by("pk").values())
    live.by_hand("C2-2", date(2027, 3, 1), date(2027, 3, 2))
    assert freeze() == {"kept": 0, "recounted": 1, "differing": 0}
    assert list(FrozenFigure.objects.order_by("pk").values()) == before
    assert Recount.objects.count() == 0


def test_a_fact_of_a_kept_month_that_came_later_is_shown_and_the_published_figure_stays() -> None:
    live.by_hand("C2-1", DAY, date(2027, 2, 3))
    freeze()
    live.by_hand("C2-late", DAY)
    assert freeze()["differing"] == 2
    one = told()
    assert counts(one) == (1, 1, 0)
    assert one.differs["denominator"] == [1, 2]
    assert one.differs["first_missed"] == [None, "2027-02-15"]
    assert one.causes == [["facts_learnt_later", ""]]
    assert freeze()["differing"] == 2
    assert Recount.objects.count() == 2


def test_an_import_since_is_named_as_the_cause(tmp_path: Path) -> None:
    freeze()
    path = tmp_path / "emails.csv"
    path.write_text("id,received_on,answered_on,line,has_attachment\na,2027-02-01,2027-02-03,1,false\n")
    call_command("import", "emails", str(path), stdout=StringIO())
    freeze()
    assert told(indicator_id="2.5.1").causes == [["facts_imported", "emails"]]
    assert told(indicator_id="2.5.1").differs["numerator"] == [0, 1]
    assert told().differs == {}


def test_a_changed_model_is_named_as_the_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    live.by_hand("C2-1", DAY, date(2027, 2, 3))
    freeze()
    was = told().model_version
    live.by_hand("C2-2", DAY, date(2027, 2, 4))
    monkeypatch.setattr(published, "model_version", lambda _indicator: "another")
    freeze()
    assert told().causes == [["model_changed", f"{was} → another"]]


def test_a_difference_that_is_mended_is_said_to_be_gone() -> None:
    freeze()
    late = live.by_hand("C2-late", DAY, date(2027, 2, 2))
    freeze()
    late.hand_reasons = []
    late.save()
    assert freeze()["differing"] == 0
    assert [row.differs for row in Recount.objects.filter(figure__tier=1).order_by("pk")][-1] == {}
    assert (told().differs, told().causes) == ({}, [])


def test_a_month_that_is_not_over_or_not_built_is_not_kept() -> None:
    why = records.Because("test", "a test")
    with pytest.raises(contract.FreezeError, match="2027-03 is not over"):
        contract.freeze(Month(2027, 3), because=why)
    with pytest.raises(contract.FreezeError, match="the last build does not know 2027-02-28 yet"):
        contract.freeze(Month(2027, 2), because=why)
    with pytest.raises(contract.FreezeError, match="no contract holds in 2021"):
        freeze(month=Month(2021, 12))
    assert FrozenFigure.objects.count() == 0
    assert Run.objects.get(verb="freeze_month").state == "failed"


def test_the_command_keeps_a_month_of_the_past_and_says_its_counters() -> None:
    live.by_hand("C2-1", date(2025, 3, 3), date(2025, 3, 4))
    out = StringIO()
    call_command("freeze_month", "--month", "2025-03", "--all", stdout=out)
    kept = FrozenFigure.objects.count()
    assert out.getvalue() == f"kept={kept} recounted=1 differing=0\n"
    assert set(FrozenFigure.objects.values_list("year", flat=True)) == {2024, 2025}
    with pytest.raises(CommandError, match="2027-03 is not over"):
        call_command("freeze_month", "--month", "2027-03", stdout=out)
    with pytest.raises(CommandError, match="write it as 2026-07"):
        call_command("freeze_month", "--month", "March", stdout=out)
