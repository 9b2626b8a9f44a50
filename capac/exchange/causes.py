"""Why ONEM sends a file back (C51): the cause that our own data suggest. Pure: what is missing and our pieces in, a cause out.

waived      we introduced it without a piece that the rules ask for: our doing
unchecked   the piece was there, unsigned, unreadable or on the wrong form: our doing, the intake should have seen it
contradictory  what the client or the employer said contradicts itself
sent        the piece left with the file, and ONEM does not find it
outside     ONEM asks for more than the rules that we know ask
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

CAUSES = ("waived", "unchecked", "contradictory", "sent", "outside")
"""Which one counts where a file lacks several: the first of these."""
OURS = frozenset({"waived", "unchecked"})
FORMAL = frozenset({"unsigned", "unreadable", "wrong_form"})


def proposed(
    missing: Sequence[tuple[str, str]], *, asked: Mapping[str, str], forms: Mapping[str, Collection[str]]
) -> str:
    """The cause of a file that came back. `missing` is (form, what is wrong); `asked` is piece to state, `forms` piece to forms."""
    found = {_cause(form, due, asked, forms) for form, due in missing}
    return next((one for one in CAUSES if one in found), "outside")


def _cause(form: str, due: str, asked: Mapping[str, str], forms: Mapping[str, Collection[str]]) -> str:
    piece = next((code for code in asked if form == code or form in forms.get(code, ())), None)
    if due == "contradictory":
        return "contradictory"
    if piece is None:
        return "outside"
    if due in FORMAL:
        return "unchecked"
    return "sent" if asked[piece] == "received" else "waived"
