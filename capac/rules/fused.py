"""A rule is written once, of numbers. For few people it runs over columns; for many, compiled, as one loop over them.

A rule that may be compiled is a plain function of numbers and of named tuples of numbers. Each number is a column
(a person each) or a figure that is the same for all; it uses nothing but operators, the operations of sets.py and
core.money, and other such functions. Both ways give the same bytes; where the compiler is not there, or does not
work, columns do. Only `compiled.py` knows it, and it is loaded when first needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

import numpy as np

from capac.rules.sets import Flags, Wide

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
MANY = 5_000
"""From so many people on, a loop is worth its compiler; what it compiled is kept on disk (compiled.py)."""
_from: ContextVar[int | None] = ContextVar("from", default=MANY)


def by_person(rule: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """The rule for as many people as its columns have."""
    names = tuple(signature(rule).parameters)

    @wraps(rule)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        least = _from.get()
        given = (*args, *(kwargs[name] for name in names[len(args) :]))
        if least is not None and length(given) >= max(1, least):
            from capac.rules.compiled import loop

            if found := loop(run):
                answer: Answer = found(given)
                return answer
        return rule(*args, **kwargs)

    return run


def for_some(rule: Callable[..., Answer], who: Flags, **given: Any) -> Answer:
    """What the rule says of those whom it touches; of the others, zeros."""
    rows = np.flatnonzero(who)
    touched = {name: mapped(value, lambda column: column[rows]) for name, value in given.items()}
    answer: Answer = mapped(rule(**touched), lambda column: _spread(column, rows, len(who)))
    return answer


def in_order(rule: Callable[..., Answer], given: tuple[Any, ...]) -> Answer:
    """The rule, called with all its arguments in their order."""
    return rule(**dict(zip(signature(rule).parameters, given, strict=True)))


def mapped(values: Any, change: Callable[[Any], Any]) -> Any:
    """The same numbers, with each column changed."""
    if isinstance(values, np.ndarray):
        return change(values)
    if not isinstance(values, tuple):
        return values
    return like(values, (mapped(one, change) for one in values))


def like(kind: Any, values: Iterable[Any]) -> Any:
    """These values as a tuple of the same kind."""
    kind = kind if isinstance(kind, type) else type(kind)
    return tuple(values) if kind is tuple else kind(*values)


def _spread(column: Any, rows: Wide, size: int) -> Any:
    whole = np.zeros(size, column.dtype)
    whole[rows] = column
    return whole


@contextmanager
def compiled_from(people: int | None) -> Iterator[None]:
    """Compile from so many people on, in this thread and task; None: never."""
    token = _from.set(people)
    try:
        yield
    finally:
        _from.reset(token)


def length(values: Any) -> int:
    """How many people the columns hold; 0 where there is no column."""
    if isinstance(values, np.ndarray):
        return len(values)
    return max(map(length, values), default=0) if isinstance(values, tuple) else 0
