"""What if: the same question with changed facts, and the difference explained."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from capac.core.money import display, parse, plain
from capac.rules.explain import explain
from capac.rules.render import sentence

SUMS = ("gross", "tax", "net", "payable")


def what_if(case: Any, change: Any, lang: str = "fr") -> dict[str, Any]:
    """The answer as it is, as it would be, and what differs.

    `change` is laid over the case: an object changes its fields, null takes a field away, anything else
    stands in its place. Where one of the two cannot be computed, its error takes the answer's place.
    """
    before, after = explain(case, lang), explain(merged(case, change), lang)
    for answer in (before, after):
        if "error" in answer:
            return answer
    if "payable" not in before or "payable" not in after:
        return {"before": before, "after": after}
    return {"before": before, "after": after, "difference": difference(before, after, lang)}


def merged(case: Any, change: Any) -> Any:
    """The case with the change laid over it (RFC 7396)."""
    if not isinstance(change, dict):
        return change
    found = dict(case) if isinstance(case, dict) else {}
    for name, value in change.items():
        if value is None:
            found.pop(name, None)
        else:
            found[name] = merged(found.get(name), value)
    return found


def difference(before: dict[str, Any], after: dict[str, Any], lang: str) -> dict[str, Any]:
    """What two answers of a month do not share: sums, steps and days, and one sentence about what is paid."""
    sums = {name: plain(parse(after[name]) - parse(before[name])) for name in SUMS}
    return {
        **sums,
        "because": _because(parse(before["payable"]), parse(after["payable"]), lang),
        "steps": list(_steps(before["steps"], after["steps"])),
        "days": dict(_days(before["days"], after["days"])),
    }


def _because(before: int, after: int, lang: str) -> str:
    key = "same" if before == after else "more" if after > before else "less"
    words = {
        "difference": display(abs(after - before), lang),
        "before": display(before, lang),
        "after": display(after, lang),
    }
    return sentence("what_if", key, lang).format(**words)


def _steps(before: list[dict[str, str]], after: list[dict[str, str]]) -> Iterator[dict[str, str | None]]:
    """Steps whose value differs, in the order of the story; a step that repeats is compared place by place."""
    names = list(dict.fromkeys(step["name"] for step in [*after, *before]))
    for name in sorted(names, key=lambda one: _place(one, after, before)):
        old, new = ([step for step in told if step["name"] == name] for told in (before, after))
        for was, now in zip_longest(old, new):
            if (was or {}).get("value") != (now or {}).get("value"):
                told = now or was
                yield {
                    "name": name,
                    "before": was["value"] if was else None,
                    "after": now["value"] if now else None,
                    "because": told["because"],
                    "source": told["source"],
                }


def _place(name: str, after: list[dict[str, str]], before: list[dict[str, str]]) -> tuple[int, bool]:
    """Where a step stands in the new story, or behind which of its steps it would stand by the old one."""
    now = [step["name"] for step in after]
    if name in now:
        return now.index(name), False
    was = [step["name"] for step in before]
    earlier = [now.index(one) for one in was[: was.index(name)] if one in now]
    return max(earlier, default=-1), True


def _days(
    before: dict[str, dict[str, str]], after: dict[str, dict[str, str]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Days whose worth or reason differs."""
    for day in sorted({*before, *after}):
        was, now = before.get(day), after.get(day)
        if was != now:
            yield day, {"before": was, "after": now}
