"""The load on the desk, in a process of its own: so many requests a second for so long, each at its moment.

60 % ask for the queue, 25 % for a file with its timeline, 15 % search. What is told on standard input is what
bench/desk.py prepared; what is printed is how long answers took, in milliseconds from the moment a request was due.
"""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import sys
import time
from typing import Any

import httpx

SHARES = (("queue", 60), ("file", 25), ("search", 15))
TOKEN = "b" * 32
TIMEOUT_SECONDS = 30.0
AT_ONCE = 64
OK = 200
HUNDREDTHS = 100


async def main(told: dict[str, Any]) -> dict[str, Any]:
    """Ask, and tell what was seen after the warm-up."""
    luck = random.Random(20261124)
    names = luck.choices(
        [name for name, _ in SHARES],
        [share for _, share in SHARES],
        k=told["rate"] * (told["seconds"] + told["warm"]),
    )
    seen: dict[str, list[float]] = {name: [] for name, _ in SHARES}
    wrong: list[str] = []
    limits = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{told['port']}", limits=limits, timeout=TIMEOUT_SECONDS
    ) as site:
        began = time.perf_counter()
        running = set()
        for number, name in enumerate(names):
            due = began + number / told["rate"]
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            is_counted = number >= told["warm"] * told["rate"]
            task = asyncio.create_task(_ask(site, name, told, luck, due, seen if is_counted else None, wrong))
            running.add(task)
            task.add_done_callback(running.discard)
        await asyncio.gather(*running)
        spent = time.perf_counter() - began - told["warm"]
    counted = sum(map(len, seen.values()))
    for sentence in wrong[:5]:
        print(sentence, file=sys.stderr)
    return {name: _told(times) for name, times in seen.items()} | {
        "rps": round(counted / spent, 2),
        "errors": len(wrong),
    }


async def _ask(
    site: httpx.AsyncClient, name: str, told: dict[str, Any], luck: random.Random, due: float,
    seen: dict[str, list[float]] | None, wrong: list[str],
) -> None:  # fmt: skip
    cookies = {told["cookie"]: luck.choice(told["sessions"]), "csrftoken": TOKEN}
    headers = {
        "Cookie": "; ".join(f"{key}={value}" for key, value in cookies.items()),
        "Accept-Language": "fr",
    }
    try:
        if name == "queue":
            answer = await site.get(
                "/desk/queue/", params={"kind": luck.choice(told["kinds"])}, headers=headers
            )
        elif name == "file":
            answer = await site.get(f"/desk/files/{luck.choice(told['files'])}/", headers=headers)
        else:
            form = {"words": luck.choice(told["words"]), "csrfmiddlewaretoken": TOKEN}
            answer = await site.post("/desk/search/", data=form, headers=headers)
    except httpx.HTTPError as error:
        wrong.append(f"{name}: {error!r}")
        return
    if answer.status_code not in ({OK, 302} if name == "search" else {OK}):
        wrong.append(f"{name}: {answer.status_code} {answer.text[:300]}")
    if seen is not None:
        seen[name].append(1000 * (time.perf_counter() - due))


def _told(times: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(times, n=HUNDREDTHS)
    return {name: round(cuts[place - 1], 1) for name, place in (("p50", 50), ("p95", 95), ("p99", 99))}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(json.load(sys.stdin)))))
