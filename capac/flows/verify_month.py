"""ONEM's verification: what was spent goes out month by month, what ONEM says of it comes in, we answer.

What ONEM would reject is looked for first, so that it can be mended before it leaves. A file is written once its
month is over and due on the 20th of the next (AR 25.11.1991 art. 164); the bank file, the papers and our answers
follow on their days. What an outcome takes away lowers what is owed: the difference, and the debt that follows
from it, is found by the next preparation of payments (flows/pay_month.py), the one place that computes differences.
Each step stands alone: one that fails leaves its work to the next round, which does nothing twice.
"""

from __future__ import annotations

from capac.core.period import Month
from capac.records import api as records
from capac.verification import api as verification

COUNTERS = (
    "foreseen", "mended", "written", "waiting", "unwritten", "sent", "refused", "files", "outcomes", "rejected",
    "bank_file", "papers", "answers", "late",
)  # fmt: skip
STEPS = (
    verification.foresee_due,
    verification.write_due,
    verification.follow_files,
    verification.read_outcomes,
    verification.write_dispatches,
    verification.follow_steps,
)


def verify_month(*, who: str) -> dict[str, int]:
    """One round of all steps. Returns counters."""
    with records.running("verify_month", COUNTERS, who=who) as progress:
        for step in STEPS:
            for name, number in step(who=who).items():
                if name in COUNTERS:
                    progress.count(name, number)
        return progress.counters


def write_again(introduction_month: Month, *, who: str, why: str) -> str:
    """Write a file that ONEM refused once more; returns its new name. Raises verification.VerificationError."""
    return verification.write_again(introduction_month, because=records.Because(who, why)).name
