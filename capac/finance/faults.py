"""What cannot be done with the books, as a code with arguments."""

from __future__ import annotations


class BooksError(ValueError):
    """A reason code of the books and its arguments; pages put it into words."""

    def __init__(self, reason: str, **arguments: str) -> None:
        told = ", ".join(f"{name} {value}" for name, value in arguments.items())
        super().__init__(f"{reason}: {told}" if told else reason)
        self.reason, self.arguments = reason, arguments
