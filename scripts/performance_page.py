"""Write docs/performance.md from what was measured and proved on this machine (build/bench.json, build/prove.xml)."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import Any

from scripts.make_docs import ROOT, table

BENCH, PROVE = ROOT / "build" / "bench.json", ROOT / "build" / "prove.xml"
PAGE = ROOT / "docs" / "performance.md"
HEAD = """# How fast it is, and what was proved at length

Written by `make bench` and `make prove` from what they measured; the figures are medians of whole runs on the machine named.
Figures of another machine are other figures: measure there with the same command.
"""
WHAT = {
    "python_ms": "a Python that starts and ends, for comparison",
    "explain_ms": "`capac explain`, the whole process; must stay below 500",
    "deadline_ms": "`capac deadline`, the whole process; must stay below 500",
    "commitments_ms": "`capac commitments --json`, the whole process; must stay below 500",
    "rules_100000_months_s": "100 000 months computed at once, with every step kept",
    "rules_against_plain_ratio": "how many times faster than the second opinion, a month at a time in decimals",
    "rules_1m2_seconds": "1 200 000 months of the real mix, days in, every step out, in memory; should stay below 2",
    "rules_peak_gib": "memory of that process; should stay below 3",
    "rules_growth": "time a month for ten million over time a month for 1.2 million; should stay below 1.1",
    "rules_10m_peak_gib": "memory of the process of ten million, in batches",
    "rules_subset_s": "the simple sub-set (days, gross, tax, seizure) for 1 200 000 by our rules' own functions, compiled (decision 0030)",
    "rules_whole_s": "the same people by our whole rule, every reason, figure and parameter kept",
    "rules_polars_ratio": "our sub-set over Polars written for it; should stay below 2",
    "rules_openfisca_ratio": "OpenFisca-core written for that sub-set over ours; should be above 10",
    "kpi_rebuild_seconds": "twelve million events, five years, every indicator; must stay below 30",
    "kpi_peak_gib": "memory of that process; must stay below 3",
    "kpi_duckdb_ratio": "the models over SQL written by hand for 2.5.1, 5.2.1 and 8.1.4, the largest; must stay below 1.5",
    "pain001_sepaxml_ratio": "sepaxml building and exporting without validation over our pain.001; must be above 10",
    "month_1m2_seconds": "1 200 000 people from stored facts to released, explained, logged payments and checked files; should stay below 90",
    "month_1m2_cpu_seconds": "processor time of that month's own processes, PostgreSQL's not in it",
    "month_peak_gib": "memory of those processes and of their servers in PostgreSQL; must stay below 4",
    "month_delta_seconds": "5 000 clients changed among 1 200 000: prepared, released, filed; should stay below 5",
    "month_growth": "time a person for 1 200 000 over that for 100 000; should stay below 1.15",
    "month_clerk_wait_ms": "the longest of a clerk's updates (the run: how many) during that month; must stay below 200",
    "month_kills": "deaths of workers, each before one of its effects, in five seeded walks of nine months",
    "month_kill_errors": "sentences of what did not hold after these deaths; must be 0",
    "onemonth_decisions_s": "5 000 clients: C2 messages collected, read, applied",
    "onemonth_cards_s": "5 000 clients: control cards collected, read, kept",
    "onemonth_prepare_s": "5 000 clients: facts, rules, differences, a prepared run with its audit table",
    "onemonth_release_and_file_s": "5 000 clients: released, pain.001 written and held against the official schema",
    "onemonth_deliver_s": "5 000 clients: the file delivered to the bank",
    "onemonth_answers_s": "5 000 clients: pain.002 collected and read",
    "onemonth_notices_s": "5 000 clients: camt.054 collected and read, payments settled",
    "onemonth_seconds": "the month of 5 000 clients, all of the above; must stay below 10",
    "desk_queue_p95_ms": "the queue, with 1 000 000 files and 10 000 000 pieces, at 50 requests a second (here 90 s after 20 s of warm-up); should stay below 60",
    "desk_file_p95_ms": "a file with its timeline, under that load; should stay below 120",
    "desk_search_p95_ms": "a search by name or number, under that load; should stay below 100",
    "desk_rps": "answers a second under that load; should reach 49",
    "desk_errors": "answers of that load that were wrong or did not come; must be 0",
    "letter_ms": "a decision of two pages, from its data to PDF/A-2a with PDF/UA-1, 1 000 times; must stay below 20",
    "letter_p95_ms": "what nineteen of twenty of these stay below",
    "demo_seconds": "the whole demonstration, June 2026 to March 2027, the simulators' work included; must stay below 120",
}


def write() -> None:
    """The page anew."""
    PAGE.write_text(page(), encoding="utf-8")


def page() -> str:
    """What is known on this machine."""
    known: dict[str, Any] = json.loads(BENCH.read_text(encoding="utf-8")) if BENCH.exists() else {}
    order = [*(key for key in WHAT if key in known), *sorted(known.keys() - WHAT.keys())]
    machines = sorted({known[key]["machine"] for key in order})
    rows = [
        [key, f"{known[key]['value']:g}", known[key]["unit"], str(len(known[key]["runs"])), WHAT.get(key, "")]
        for key in order
    ]
    parts = [
        HEAD,
        "## Measured",
        "",
        "`make bench` (one group: `make bench ONLY=desk`). Machine: " + "; ".join(machines) + ".",
        "",
    ]
    parts += [table(["key", "value", "unit", "runs", "what"], rows), "", *_proofs()]
    return "\n".join(parts).rstrip() + "\n"


def _proofs() -> list[str]:
    """The long proofs of the last `make prove`."""
    if not PROVE.exists():
        return []
    rows = [
        [
            case.get("name", ""),
            "failed" if case.find("failure") is not None else "held",
            f"{float(case.get('time', 0)):.0f} s",
            "; ".join(told.get("value", "") for told in case.iter("property")),
        ]
        for case in ET.parse(PROVE).getroot().iter("testcase")
    ]
    return [
        "## Proved",
        "",
        "`make prove`: long proofs, each with its seed in the test.",
        "",
        table(["proof", "result", "time", "told"], rows),
    ]


if __name__ == "__main__":
    write()
