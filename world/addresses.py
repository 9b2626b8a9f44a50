"""Where synthetic people live: somewhere in a town of their language, in a street that does not exist."""

from __future__ import annotations

from random import Random

STREETS = {"fr": "Rue des Exemples", "nl": "Voorbeeldstraat", "de": "Musterstraße"}
TOWNS = {
    "fr": (
        ("4000", "Liège"),
        ("5000", "Namur"),
        ("6000", "Charleroi"),
        ("7000", "Mons"),
        ("1030", "Schaerbeek"),
    ),
    "nl": (
        ("2000", "Antwerpen"),
        ("9000", "Gent"),
        ("3000", "Leuven"),
        ("3500", "Hasselt"),
        ("8000", "Brugge"),
    ),
    "de": (("4700", "Eupen"), ("4780", "Sankt Vith")),
}
WITHOUT_ADDRESS = 100
"""One client of so many has told no address."""
HIGHEST_NUMBER, HIGHEST_BOX, WITH_BOX = 180, 9, 4


def address_of(key: str, language: str) -> dict[str, str] | None:
    """The address of one of the people, by key: the same each time. None for the few who told none."""
    rng = Random(f"address/{key}")
    if not rng.randrange(WITHOUT_ADDRESS):
        return None
    postcode, town = rng.choice(TOWNS[language])
    return {
        "street": STREETS[language],
        "number": str(rng.randint(1, HIGHEST_NUMBER)),
        "box": str(rng.randint(1, HIGHEST_BOX)) if not rng.randrange(WITH_BOX) else "",
        "postcode": postcode,
        "town": town,
    }
