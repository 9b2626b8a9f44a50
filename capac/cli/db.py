"""capac db start|stop|status|reset|url: our own PostgreSQL server, without Django."""

from __future__ import annotations

import argparse
import sys

from capac import launcher


def run(argv: list[str]) -> int:
    """Do one verb; 0 when it went well, 1 with a sentence when not."""
    parser = argparse.ArgumentParser(prog="capac db", description="The database that this checkout uses.")
    parser.add_argument("verb", choices=["start", "stop", "status", "reset", "url"])
    parser.add_argument("--tcp", type=int, metavar="PORT", help="with start: also listen on 127.0.0.1")
    options = parser.parse_args(argv)
    try:
        return _do(options.verb, options.tcp)
    except launcher.LauncherError as error:
        print(f"capac db: {error}", file=sys.stderr)
        return 1


def _do(verb: str, tcp: int | None) -> int:
    if verb == "start":
        print(launcher.start(tcp_port=tcp))
    elif verb == "stop":
        print("stopped" if launcher.stop() else "nothing was running")
    elif verb == "reset":
        launcher.reset()
    elif verb == "url":
        print(launcher.ensure())
    else:
        print("\n".join(f"{name:9} {value}" for name, value in launcher.status().items()))
    return 0
