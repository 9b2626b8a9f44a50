"""Write the shipped calendars of capac/core/data from the holidays package and the TARGET rule.

Run by hand when a year or a rule changes; a test compares the files with the package.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import holidays
from dateutil.easter import easter

DATA = Path(__file__).resolve().parents[1] / "capac" / "core" / "data"
YEARS = range(1990, 2061)


def legal(year: int) -> list[date]:
    """The ten legal holidays: the package's list less the two Sundays that it adds."""
    sundays = {easter(year), easter(year) + timedelta(49)}
    return sorted(day for day in holidays.country_holidays("BE", years=year) if day not in sundays)


def target(year: int) -> list[date]:
    """Closing days of TARGET: New Year, Good Friday, Easter Monday, 1 May, 25 and 26 December."""
    return [
        date(year, 1, 1),
        easter(year) - timedelta(2),
        easter(year) + timedelta(1),
        date(year, 5, 1),
        date(year, 12, 25),
        date(year, 12, 26),
    ]


def write(name: str, heading: str, days: dict[int, list[date]]) -> None:
    """One file: source, edition, then a line for each year."""
    lines = [f"# {heading}", "edition: 2026-11-23", "years:"]
    lines += [f"  {year}: [{', '.join(map(str, listed))}]" for year, listed in days.items()]
    (DATA / f"{name}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    DATA.mkdir(exist_ok=True)
    write(
        "legal_holidays",
        "The ten legal holidays of Belgium (law of 4.1.1974, royal decree of 18.4.1974).",
        {year: legal(year) for year in YEARS},
    )
    write(
        "target_closing_days",
        "Closing days of the TARGET system beside Saturdays and Sundays (European Central Bank).",
        {year: target(year) for year in YEARS},
    )
