"""What a client would read differently: the sentences of a calculation whose figure another calculation changes."""

from __future__ import annotations

from collections import Counter

from capac.rules.render import sentence
from capac.rules.steps import Steps
from capac.rules.tell import lines

PLACES = ("value", "since", "allowances", "whole", "halves", "daily", "half", "occupation", "rate")
"""What a sentence of a step leaves open."""


def touched(before: Steps, after: Steps) -> frozenset[str]:
    """Keys of the sentences that one of the two tells with a figure that the other does not tell."""
    told = [
        Counter((line.key, line.written, line.segment) for line in lines(steps)) for steps in (before, after)
    ]
    return frozenset(key for key, _written, _segment in (told[0] - told[1]) + (told[1] - told[0]))


def words(key: str, lang: str) -> str:
    """The sentence of a step, with a gap for each figure."""
    return sentence("steps", key, lang).format(**dict.fromkeys(PLACES, "…"))
