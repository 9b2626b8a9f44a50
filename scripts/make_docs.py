"""Write docs/map.md, docs/coverage.md, docs/letters.md and docs/law again from the code, the dated data and the cases. A test compares them.

Needs neither Django nor a database: rooms are read from their files, arrows from their imports.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def pages() -> dict[Path, str]:
    """Every generated page and what it must say."""
    from scripts import coverage_page, law_pages, letters_page, map_page

    docs = ROOT / "docs"
    return {
        docs / "map.md": map_page.page(),
        docs / "coverage.md": coverage_page.page(),
        docs / "letters.md": letters_page.page(),
        **law_pages.pages(),
    }


def table(heads: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    for path, text in pages().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
