"""The channels by which clients and we reach each other: a package of rooms, each with its own door.

Top to bottom: letters, ebox. A higher one may ask a lower one, never the other way (pyproject.toml).
"""
