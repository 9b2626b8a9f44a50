"""Compile the message catalogues (.po to .mo) where the sources are newer. Run by `make setup`."""

from __future__ import annotations

from pathlib import Path

LOCALE = Path(__file__).resolve().parents[1] / "web" / "locale"


def stale(source: Path) -> bool:
    """True when the compiled catalogue is missing or older than its source."""
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def compile_catalogues() -> int:
    """Compile every stale catalogue; returns how many were written."""
    sources = [source for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")) if stale(source)]
    for source in sources:
        compile_one(source)
    return len(sources)


def compile_one(source: Path) -> None:
    """Write the .mo beside one .po. Fuzzy entries are left out: an unchecked text is not a text."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as text:
        catalogue = read_po(text)
    with source.with_suffix(".mo").open("wb") as binary:
        write_mo(binary, catalogue)


if __name__ == "__main__":
    compile_catalogues()
