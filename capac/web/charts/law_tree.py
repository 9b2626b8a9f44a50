"""A tree of two steps: a rule, the files that read for it, the figures that they read. Each name a line of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LINE, TOP = 24, 14
LEFT, MIDDLE, RIGHT, WIDTH = 8, 210, 400, 760
GAP = 8


@dataclass(frozen=True)
class Name:
    """A name at its place."""

    x: int
    y: int
    text: str


@dataclass(frozen=True)
class Branch:
    """A line from one name to the next."""

    path: str


@dataclass(frozen=True)
class LawTree:
    """The drawing."""

    width: int
    height: int
    names: tuple[Name, ...]
    branches: tuple[Branch, ...]


def law_tree(root: str, parts: Sequence[tuple[str, Sequence[str]]]) -> LawTree:
    """The tree of a rule: files with the names of their figures. A file stands in the middle of its figures."""
    names, branches, middles = list[Name](), list[Branch](), list[int]()
    y = TOP
    for part, figures in parts:
        rows = [y + LINE * n for n in range(len(figures))]
        middle = (rows[0] + rows[-1]) // 2
        middles.append(middle)
        names += [
            Name(MIDDLE, middle, part),
            *(Name(RIGHT, row, one) for row, one in zip(rows, figures, strict=True)),
        ]
        branches += [_branch(_end(MIDDLE, part), middle, RIGHT, row) for row in rows]
        y = rows[-1] + LINE
    height = max(y, TOP + LINE)
    centre = (height - LINE + TOP) // 2
    branches += [_branch(_end(LEFT, root), centre, MIDDLE, middle) for middle in middles]
    return LawTree(WIDTH, height, (Name(LEFT, centre, root), *names), tuple(branches))


def _end(x: int, text: str) -> int:
    """Where a name ends: 14 px monospaced letters are 8.5 wide."""
    return x + len(text) * 17 // 2 + GAP


def _branch(x: int, y: int, to_x: int, to_y: int) -> Branch:
    turn = to_x - 2 * GAP
    return Branch(f"M{x} {y}H{turn - GAP}L{turn} {to_y}H{to_x - GAP // 2}")
