"""python -m world onem|onss|bank|regions|register|ebox|provider|people|demo: play a part of the outside."""

from __future__ import annotations

import importlib
import sys

PARTS = {
    "onem": "ONEM: authorisations and control cards out, expenditure files in, verification out",
    "onss": "ONSS: employers' declarations out in signed batches, our answers in",
    "bank": "the bank: payment files in, answers and notices out",
    "regions": "a regional service (Actiris, VDAB, Forem, ADG): registrations of job-seekers out",
    "register": "the National Register: questions in, answers and changes out",
    "ebox": "the eBox of citizens: publications in, events out",
    "provider": "the log-in provider of both publics",
    "people": "print synthetic offices, staff and clients as JSON lines",
    "populate": "many invented clients with applications, pieces and tasks, taken over by COPY",
    "demo": "set all up, play a scenario, print its result, and serve if asked",
}


def main() -> None:
    """Dispatch on the first word; exits with the part's status."""
    name, *rest = sys.argv[1:] or [""]
    if name not in PARTS:
        lines = [f"  {part:10} {about}" for part, about in PARTS.items()]
        print("\n".join(["python -m world PART", "", *lines]), file=sys.stderr)
        sys.exit(0 if name in {"--help", "-h"} else 2)
    sys.exit(importlib.import_module(f"world.{name}").main(rest))


if __name__ == "__main__":
    main()
