"""What lies over the book of parameters for the length of a calculation: a draft's figures, or a pen that notes reads.

Whatever reads parameters and remembers its answers does so with `remembered`, never with functools.cache: an
answer found under a draft is kept with that draft alone and forgotten with it, and the book's own stay as they are.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
Book = Mapping[str, Mapping[str, Any]]
"""Name to unit, source and values by date, as data/parameters.yaml has them."""
Read = tuple[str, str]
"""A file of the rules, without its folder, and the parameter that it read."""
ROOM = "capac.rules."
SHELVES = {"layer", "parameters", "render"}
"""Files that hand a parameter on, or show it, and need none themselves."""


@dataclass(frozen=True)
class Layer:
    """A draft's book, or None for the book as shipped; the answers found under it; what was read, where that is noted."""

    book: Book | None
    read: set[Read] | None = None
    answers: dict[Any, Any] = field(default_factory=dict)


_laid: ContextVar[Layer | None] = ContextVar("laid", default=None)


def book() -> Book | None:
    """The book of the draft that is laid now; None: the book as shipped."""
    layer = _laid.get()
    return layer.book if layer else None


def remembered(function: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """functools.cache for what reads parameters: answers are apart for each layer, and a noted read is never skipped."""
    plain = cache(function)

    @wraps(function)
    def asked(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        layer = _laid.get()
        if layer is None:
            return plain(*args, **kwargs)  # type: ignore[arg-type]
        if layer.read is not None:
            return function(*args, **kwargs)
        key = (function, args, tuple(kwargs.items()))
        if key not in layer.answers:
            layer.answers[key] = function(*args, **kwargs)
        found: Answer = layer.answers[key]
        return found

    return asked


def note(name: str) -> None:
    """A parameter is read: remember by which file of the rules, where that is asked."""
    layer = _laid.get()
    if layer is not None and layer.read is not None:
        layer.read.add((_reader(), name))


@contextmanager
def laid(over: Book) -> Iterator[None]:
    """This book in the place of the shipped one, in this thread and task, until the end of the block."""
    with _layer(Layer(over)):
        yield


@contextmanager
def noted() -> Iterator[set[Read]]:
    """What is read in the block. Nothing is remembered meanwhile, so that nothing is missed."""
    read: set[Read] = set()
    with _layer(Layer(book(), read)):
        yield read


@contextmanager
def _layer(layer: Layer) -> Iterator[None]:
    token = _laid.set(layer)
    try:
        yield
    finally:
        _laid.reset(token)


def _reader() -> str:
    """The innermost file of the rules that asked."""
    frame = sys._getframe(1)
    while frame.f_back is not None:
        module = str(frame.f_globals.get("__name__", ""))
        if module.startswith(ROOM) and module.removeprefix(ROOM) not in SHELVES:
            return module.removeprefix(ROOM)
        frame = frame.f_back
    return ""
