"""A rule changed by one word is caught by the second opinion: each change is made, compared and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import pytest

from capac.rules.fused import compiled_from
from tests.rules.compare import differences

SEED, NUMBER = 77, 2500
CHANGES = [
    ("week", "LOST_FROM, HALVED_FROM = 4, 2", "LOST_FROM, HALVED_FROM = 5, 2", "full_unemployment"),
    ("week", "LOST_FROM, HALVED_FROM = 4, 2", "LOST_FROM, HALVED_FROM = 4, 3", "insertion_allowance"),
    ("week", " & ~five_before(said.sick)", "", "full_unemployment"),
    ("week", "said.holiday | said.paid_holiday", "said.holiday", "full_unemployment"),
    ("week", "range(sets.WIDTH - 1, -1, -1) if backwards else ", "", "full_unemployment"),
    ("full_unemployment", "counted - WHOLE * sets.count(", "counted - sets.count(", "full_unemployment"),
    ("voluntary_part_time", "whole=lost | by_employer, half=halved)", "whole=lost | halved | by_employer, half=halved)", "voluntary_part_time"),
    ("voluntary_part_time", "half_up(q * HALVES_A_WEEK, s)", "q * HALVES_A_WEEK // s", "voluntary_part_time"),
    ("voluntary_part_time", "free & _days(pattern)", "free", "voluntary_part_time"),
    ("voluntary_part_time", "week.taken(mine & ~halved, mine & halved,", "week.taken(mine, mine & ~mine,", "voluntary_part_time"),
    ("temporary_unemployment", '("full_time", "part_time_with_rights")', '("full_time",)', "temporary_unemployment"),
    ("temporary_unemployment", "occupations.rest_days & sets.from_first(free)", "occupations.rest_days", "temporary_unemployment"),
    ("temporary_unemployment", "- ALLOWANCE * hours.rest_days", "- hours.rest_days", "temporary_unemployment"),
    ("temporary_unemployment", "days & ~grid.marked[person]", "days", "temporary_unemployment"),
    ("holiday_hours", "- left * weekly", "- 2 * left * weekly", "youth_holiday"),
    ("activation", "np.minimum(reckoned, theoretical)", "reckoned", "activation"),
    ("activation", "half_up(theoretical * hours, WEEKS * weekly)", "theoretical * hours // (WEEKS * weekly)", "activation"),
    ("income_guarantee", "np.asarray(up(np.maximum(0, net)", "np.asarray(half_up(np.maximum(0, net)", "income_guarantee"),
    ("income_guarantee", "free = down(FREE_HOURS", "free = half_up(FREE_HOURS", "income_guarantee"),
    ("income_guarantee", "up(lines.daily * law.net_part, BASIS)", "half_up(lines.daily * law.net_part, BASIS)", "income_guarantee"),
    ("wage_net", "np.where(family_head, 2, 1)", "1", "income_guarantee"),
    ("wage_net", "up(gross * (BASIS - contribution), BASIS)", "half_up(gross * (BASIS - contribution), BASIS)", "income_guarantee"),
    ("withholdings", "FIFTH, THIRTY, TWO_FIFTHS, PER_CENT = 20, 30,", "FIFTH, THIRTY, TWO_FIFTHS, PER_CENT = 20, 40,", "full_unemployment"),
    ("withholdings", "return part - sum(cents for other, cents in taken.items() if other in SHARED)", "return part", "full_unemployment"),
    ("tax", "down(taxed_cents * basis_points, BASIS)", "half_up(taxed_cents * basis_points, BASIS)", "temporary_unemployment"),
    ("sheet", "(halves & 1) * half", "(halves & 1) * (daily // 2)", "temporary_unemployment"),
]  # fmt: skip
"""Module, what stands there, what is put in its place, the scheme whose comparison must notice."""


@contextmanager
def changed(name: str, before: str, after: str) -> Iterator[None]:
    """The module with one change, and as it was again afterwards."""
    module = import_module(f"capac.rules.{name}")
    source = Path(str(module.__file__)).read_text(encoding="utf-8")
    assert source.count(before) == 1, f"{name} must hold {before!r} once"
    kept = dict(vars(module))
    own = "from capac.core.money import down, half_up, up\n" if "half_up" in after else ""
    try:
        exec(compile(source.replace(before, after), name, "exec"), vars(module))
        if own:
            exec(own, vars(module))
        yield
    finally:
        vars(module).clear()
        vars(module).update(kept)


@pytest.mark.parametrize(("name", "before", "after", "scheme"), CHANGES, ids=lambda text: text[:40])
def test_a_changed_rule_is_caught(name: str, before: str, after: str, scheme: str) -> None:
    with compiled_from(None), changed(name, before, after):
        assert next(differences(scheme, NUMBER, SEED), None)
    assert next(differences(scheme, 100, SEED), None) is None
