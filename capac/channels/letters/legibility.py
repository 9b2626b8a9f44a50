"""How easily a letter is read: words a sentence, active voice, and our own score (data/legibility.yaml).

Measured on what is written as sentences: answer, paragraphs, and list items as the end of the sentence that opens
their list. Tables, addresses and headings are not sentences. Voice is found by an auxiliary with a participle:
a rule of thumb that errs on the side of calling a sentence passive.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from capac.channels.letters.composing import Content
from capac.channels.letters.kinds import DATA

_SENTENCE = re.compile(r"(?<=[.!?])[\s»”“’]+(?=[A-ZÀ-ÖØ-Þ«„‘0-9])")
_DAY = re.compile(r"(?<=\d)\.(?= [A-ZÄÖÜ][a-zäöü]+ \d{4})")
"""The dot of a German date ends no sentence."""
_WORD = re.compile(r"[0-9]+(?:[.,\u202f/][0-9]+)*|[^\W\d_]+(?:-[^\W\d_]+)*’?")


@dataclass(frozen=True)
class Figures:
    """What was measured. `score` runs from 0 to 100, higher is easier; `active_percent` of the sentences."""

    sentences: int
    words: int
    mean_words: float
    longest: int
    active_percent: float
    heavy: tuple[str, ...]
    ease: float
    score: float


@dataclass(frozen=True)
class Fault:
    """Why a text does not pass: too_long_on_average, sentence_too_long, too_passive or score_too_low; and where."""

    reason: str
    told: str


@cache
def norms() -> Mapping[str, Any]:
    """Limits, formulas and word lists."""
    found: Mapping[str, Any] = yaml.load((DATA / "legibility.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return found


def measure(texts: Iterable[str], lang: str) -> Figures:
    """The figures of some paragraphs."""
    rules, limits = norms()["languages"][lang], norms()["limits"]
    found = [_words(sentence) for text in texts for sentence in sentences(text)]
    counted = [words for words in found if words]
    words = [word for sentence in counted for word in sentence]
    if not words:
        return Figures(0, 0, 0.0, 0, 100.0, (), 100.0, 100.0)
    mean = len(words) / len(counted)
    active = sum(not _is_passive(sentence, rules) for sentence in counted)
    heavy = tuple(_heavy(" ".join(texts), rules))
    ease = _ease(mean, sum(syllables(word, lang) for word in words) / len(words), rules["formula"])
    score = max(0.0, ease - limits["heavy_weight"] * 100 * len(heavy) / len(words))
    longest = max(len(sentence) for sentence in counted)
    return Figures(len(counted), len(words), mean, longest, 100 * active / len(counted), heavy, ease, score)


def faults(texts: Iterable[str], lang: str) -> list[Fault]:
    """Why these paragraphs do not pass; none when they do."""
    kept, limits = list(texts), norms()["limits"]
    figures = measure(kept, lang)
    found = []
    if figures.mean_words > limits["mean_words"]:
        found.append(Fault("too_long_on_average", f"{figures.mean_words:.1f}"))
    found += [
        Fault("sentence_too_long", sentence)
        for text in kept
        for sentence in sentences(text)
        if len(_words(sentence)) > limits["longest"]
    ]
    if figures.active_percent < limits["active_percent"]:
        found.append(Fault("too_passive", f"{figures.active_percent:.0f}"))
    if figures.score < limits["lowest_score"]:
        found.append(Fault("score_too_low", f"{figures.score:.0f}"))
    return found


def running_text(content: Content) -> list[str]:
    """What of a letter is written as sentences, in its order."""
    texts = [content.answer]
    for block in content.blocks:
        texts += [*block.paragraphs, *block.items]
    return texts


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph."""
    return [part for part in _SENTENCE.split(_DAY.sub("", text.strip())) if part]


def syllables(word: str, lang: str) -> int:
    """Groups of vowels; in French a mute ending is none. A number counts as one."""
    rules = norms()["languages"][lang]
    spoken = word.lower().rstrip("’")
    if rules["silent"]:
        spoken = re.sub(rules["silent"], "", spoken)
    return max(1, len(re.findall(f"[{rules['vowels']}]+", spoken)))


def _words(sentence: str) -> list[str]:
    return _WORD.findall(sentence)


def _ease(mean: float, per_word: float, formula: Mapping[str, float]) -> float:
    found = formula["constant"] - formula["per_sentence"] * mean - formula["per_word"] * per_word
    return max(0.0, min(100.0, found))


def _heavy(text: str, rules: Mapping[str, Any]) -> Iterator[str]:
    lower = text.lower()
    for word in rules["heavy"]:
        for _ in re.finditer(rf"(?<!\w){re.escape(word.lower())}\w{{0,2}}(?!\w)", lower):
            yield word


def _is_passive(sentence: list[str], rules: Mapping[str, Any]) -> bool:
    """An auxiliary of the passive and a participle that belongs to it: after it, in Dutch and German also before."""
    lower = [word.lower() for word in sentence]
    for place, word in enumerate(lower):
        if word in rules["auxiliary"] and (place == 0 or lower[place - 1] not in rules["reflexive"]):
            near = lower[place + 1 : place + 4] if rules["reflexive"] else lower
            if any(_is_participle(other, rules) for other in near):
                return True
    return False


def _is_participle(word: str, rules: Mapping[str, Any]) -> bool:
    return word not in rules["not_passive"] and re.search(rules["participle"], word) is not None
