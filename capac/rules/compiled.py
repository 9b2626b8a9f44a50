"""Rules as one compiled loop over people (numba). Asked by fused.py alone; nothing else knows the compiler.

The loop is made from the rule itself: the same code, with each operation of sets.py and core.money that is written for
columns in its form for one number (FORMS; a test holds each pair to the same answers). What is compiled is kept on
disk under a name made from every source of the rules, so that a changed rule is never answered by an old loop.
"""

# The compiler has no types of its own that a checker could read.
# mypy: disable-error-code="misc,no-untyped-call,untyped-decorator"

from __future__ import annotations

import hashlib
import logging
import os
import re
from collections.abc import Callable, Iterator
from dis import get_instructions
from functools import cache, partial
from pathlib import Path
from threading import RLock
from types import FunctionType, ModuleType
from typing import Any

import numpy as np

from capac.core import money
from capac.rules import sets
from capac.rules.fused import in_order, like, mapped

log = logging.getLogger(__name__)
OURS, ROOM = "capac.", "capac.rules."
"""Only what the room's own sources say is kept on disk: they name the place."""
OPTIONS = {"nogil": True, "error_model": "numpy"}
INSIDE = {**OPTIONS, "forceinline": True}
_one_at_a_time = RLock()


def loop(rule: Callable[..., Any]) -> Callable[[tuple[Any, ...]], Any] | None:
    """The rule as a function of all that it is given, or None where it cannot be compiled here."""
    return partial(_run, rule) if _numba() and rule not in _in_columns else None


def _run(rule: Callable[..., Any], given: tuple[Any, ...]) -> Any:
    leaves, shape = _taken_apart(given)
    key = rule, shape, tuple(one.dtype if isinstance(one, np.ndarray) else None for one in leaves)
    with _one_at_a_time:
        if key not in _loops:
            _loops[key] = _Loop(rule, given, shape)
        made = _loops[key]
    size = max(len(one) for one in leaves if isinstance(one, np.ndarray))
    room = [np.empty(size, kind) for kind in made.kinds]
    try:
        made.run(size, *leaves, *room)
    except _numba().core.errors.NumbaError:
        log.warning("%s runs over columns: it cannot be compiled", rule.__qualname__, exc_info=True)
        _in_columns.add(rule)
        return in_order(rule, given)
    return _put_together(made.answer, iter(room))[0]


class _Loop:
    """A rule over columns of some kinds: how its answer hangs together, of what kinds, and the loop that finds it."""

    def __init__(self, rule: Callable[..., Any], given: tuple[Any, ...], shape: tuple[Any, ...]) -> None:
        first = in_order(rule.__wrapped__, mapped(given, lambda column: column[:1]))  # type: ignore[attr-defined]
        leaves, self.answer = _taken_apart((first,))
        self.kinds = [np.asarray(one).dtype for one in leaves]
        self.run = _made(rule, shape, self.answer)


_loops: dict[Any, _Loop] = {}
_in_columns: set[Callable[..., Any]] = set()
"""Rules that the compiler refused."""


def _taken_apart(values: tuple[Any, ...]) -> tuple[list[Any], tuple[Any, ...]]:
    """Numbers and columns side by side, and how they hang together: "c" a column, "n" a number, or a kind of tuple and its parts."""
    leaves: list[Any] = []

    def shape(value: Any) -> Any:
        if isinstance(value, tuple):
            return type(value), tuple(map(shape, value))
        leaves.append(value)
        return "c" if isinstance(value, np.ndarray) else "n"

    return leaves, tuple(map(shape, values))


def _put_together(shape: tuple[Any, ...], leaves: Iterator[Any]) -> tuple[Any, ...]:
    return tuple(
        next(leaves) if isinstance(one, str) else like(one[0], _put_together(one[1], leaves)) for one in shape
    )


@cache
def _numba() -> Any:
    try:
        import numba
    except ImportError:
        log.warning("rules run over columns: the compiler is not there", exc_info=True)
        return None
    numba.config.CACHE_DIR = str(_place())  # type: ignore[attr-defined]
    return numba


def _place() -> Path:
    """Where what is compiled is kept: named by all on which it rests."""
    import numba

    said = hashlib.sha256(f"{numba.__version__} {np.__version__}".encode())
    for path in [*sorted(Path(__file__).parent.glob("*.py")), Path(str(money.__file__))]:
        said.update(path.read_bytes())
    home = os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()
    return Path(home) / "capac" / "rules" / said.hexdigest()[:32]


def _made(rule: Callable[..., Any], given: tuple[Any, ...], answers: tuple[Any, ...]) -> Any:
    """The loop, written for these shapes, and compiled when first called."""
    names: dict[str, Any] = {"__name__": __name__, "rule": _twin(rule)}
    asked, told = _Writer(names, "a"), _Writer(names, "r")
    call = ", ".join(asked.expression(one) for one in given)
    kept = "\n        ".join(told.assignments(answers[0], "found"))
    name = re.sub(r"\W", "_", f"loop_{rule.__module__}_{rule.__qualname__}_{_mark(given)}")
    text = f"def {name}(size, {', '.join([*asked.names, *told.names])}):\n    for i in range(size):\n"
    text += f"        found = rule({call})\n        {kept}\n"
    exec(compile(text, __file__, "exec"), names)  # noqa: S102 - the text holds names of ours alone
    try:
        return _numba().njit(cache=rule.__module__.startswith(ROOM), **OPTIONS)(names[name])
    except RuntimeError:  # there is no folder to keep it in
        return _numba().njit(**OPTIONS)(names[name])


def _mark(shape: Any) -> str:
    return hashlib.sha256(repr(shape).encode()).hexdigest()[:12]


class _Writer:
    """Writes the arguments of a loop: a name each, and how the rule's own arguments are made of them."""

    def __init__(self, known: dict[str, Any], letter: str) -> None:
        self.known, self.letter, self.names = known, letter, list[str]()

    def _name(self) -> str:
        self.names.append(f"{self.letter}{len(self.names)}")
        return self.names[-1]

    def expression(self, shape: Any) -> str:
        """What the rule is given for this person."""
        if isinstance(shape, str):
            return f"{self._name()}[i]" if shape == "c" else self._name()
        kind, parts = shape
        inside = "".join(f"{self.expression(one)}, " for one in parts)
        if kind is tuple:
            return f"({inside})"
        name = f"{kind.__module__}_{kind.__qualname__}".replace(".", "_")
        self.known[name] = kind
        return f"{name}({inside})"

    def assignments(self, shape: Any, value: str) -> Iterator[str]:
        """Lines that keep what the rule found for this person."""
        if isinstance(shape, str):
            yield f"{self._name()}[i] = {value}"
            return
        for place, one in enumerate(shape[1]):
            yield from self.assignments(one, f"{value}[{place}]")


@cache
def _twin(function: Callable[..., Any]) -> Any:
    """The function as the compiler takes it: with the form for one number of whatever it calls."""
    plain: Any = getattr(function, "__wrapped__", function)
    if plain in FORMS:
        return FORMS[plain]()
    code = plain.__code__
    names: dict[str, Any] = {"__name__": plain.__module__, "__builtins__": __builtins__}
    for name in {one.argval for one in get_instructions(code) if one.opname == "LOAD_GLOBAL"}:
        if name in plain.__globals__:
            names[name] = _seen(plain.__globals__[name], code.co_names)
    every = code.co_argcount + code.co_kwonlyargcount
    found = FunctionType(
        code.replace(co_argcount=every, co_kwonlyargcount=0),
        names,
        plain.__name__,
        _defaults(plain),
        plain.__closure__,
    )
    return _numba().njit(**INSIDE)(found)


def _defaults(plain: Any) -> tuple[Any, ...]:
    """The values of arguments that may be left out, those by name after the others."""
    code = plain.__code__
    named = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
    by_name = plain.__kwdefaults__ or {}
    return (*(plain.__defaults__ or ()), *(by_name[name] for name in named if name in by_name))


def _seen(value: Any, names: tuple[str, ...]) -> Any:
    """What a name means to the compiler: functions and modules of ours are replaced, all else stays."""
    if isinstance(value, ModuleType) and value.__name__.startswith(OURS):
        shown = ModuleType(value.__name__)
        for name in names:
            if hasattr(value, name):
                setattr(shown, name, _seen(getattr(value, name), ()))
        return shown
    if isinstance(value, FunctionType) and value.__module__.startswith(OURS):
        return _twin(value)
    return value


def _some() -> Any:
    return _numba().njit(**INSIDE)(lambda value: value != 0)


def _where() -> Any:
    def where(holds: Any, this: Any, other: Any) -> Any:
        return this if holds else other

    return _numba().njit(**INSIDE)(where)


def _count() -> Any:
    """How many bits, by the processor's own instruction."""
    from numba import types
    from numba.extending import intrinsic

    @intrinsic
    def bits(_context: Any, _value: Any) -> Any:
        def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
            return builder.ctpop(args[0])

        return types.int64(types.uint64), code

    return _numba().njit(**INSIDE)(lambda value: bits(value))  # type: ignore[call-arg]


def _signed() -> Any:
    def signed(magnitude: Any, numerator: Any) -> Any:
        return -magnitude if numerator < 0 else magnitude

    return _numba().njit(**INSIDE)(signed)


FORMS: dict[Callable[..., Any], Callable[[], Any]] = {
    sets.some: _some, sets.where: _where, sets.count: _count, money._signed: _signed
}  # fmt: skip
"""Operations that are written for columns, each with its form for one number."""
