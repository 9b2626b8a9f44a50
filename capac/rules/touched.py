"""What a client would read differently: the sentences of a calculation whose figure another calculation changes."""

from __future__ import annotations

from collections import Counter, defaultdict

from capac.rules.render import sentence
from capac.rules.steps import Steps
from capac.rules.tell import lines

GAP = "…"


def touched(before: Steps, after: Steps) -> frozenset[str]:
    """Keys of the sentences that one of the two tells with a figure that the other does not tell."""
    told = [
        Counter((line.key, line.written, line.segment) for line in lines(steps)) for steps in (before, after)
    ]
    return frozenset(key for key, _written, _segment in (told[0] - told[1]) + (told[1] - told[0]))


def words(key: str, lang: str, section: str = "steps") -> str:
    """The sentence of a step (or of another section of the sentences), with a gap for each figure."""
    return sentence(section, key, lang).format_map(defaultdict(lambda: GAP))
