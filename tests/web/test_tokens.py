"""Colours are computed: every text pair at least 5.4:1 in both schemes, borders of controls 3:1 (look.md)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "capac" / "web" / "static" / "css" / "tokens.css"
TEXT, CONTROL = 5.4, 3.0
PAIRS = [
    ("ink", "paper"), ("ink", "wash"), ("muted", "paper"), ("muted", "wash"), ("brand", "paper"), ("brand", "wash"),
    ("on-brand", "brand"), ("on-mast", "mast"), ("on-action", "action"), ("ok", "ok-wash"), ("warn", "warn-wash"),
    ("bad", "bad-wash"), ("info", "info-wash"), ("bad", "paper"), ("bad", "wash"), ("ok", "paper"), ("info", "paper"),
]  # fmt: skip


def schemes() -> dict[str, dict[str, str]]:
    """The tokens of the light scheme, and those of the dark one over them."""
    light, dark = CSS.read_text(encoding="utf-8").split("@media", 1)
    found = [dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})", part)) for part in (light, dark)]
    return {"light": found[0], "dark": {**found[0], **found[1]}}


def luminance(colour: str) -> float:
    """Relative luminance of WCAG."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_formula_gives_the_known_ends() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("pair", PAIRS)
def test_text_stands_out(scheme: str, pair: tuple[str, str]) -> None:
    tokens = schemes()[scheme]
    assert contrast(*(tokens[name] for name in pair)) >= TEXT


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "wash"])
def test_borders_of_controls_and_the_ring_of_focus_are_seen(scheme: str, ground: str) -> None:
    tokens = schemes()[scheme]
    assert contrast(tokens["line"], tokens[ground]) >= CONTROL
    ring = max(contrast(tokens["focus"], tokens[ground]), contrast(tokens["focus-ink"], tokens[ground]))
    assert ring >= CONTROL


def test_the_dark_scheme_has_its_own_value_for_every_colour() -> None:
    light, dark = CSS.read_text(encoding="utf-8").split("@media", 1)
    names = [set(re.findall(r"--([a-z0-9-]+):\s*#", part)) for part in (light, dark)]
    assert names[0] == names[1]
