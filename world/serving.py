"""Serving a simulator: its port (0 takes a free one), its address on disk, its end with its parent."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

WITH_PARENT = "WORLD_WITH_PARENT"
"""Set to the parent's process id, a simulator ends when that parent is gone."""
HOST = "127.0.0.1"
GLANCE_SECONDS = 0.5


class PortTakenError(RuntimeError):
    """The port is in use."""


TOKEN = "CAPAC_MAILBOX_TOKEN"  # the name of a variable, not a token


def parser(
    name: str, about: str, *, parents: Sequence[argparse.ArgumentParser] = ()
) -> argparse.ArgumentParser:
    """What every simulator is told: --port, --folder, --faults. Its mailbox's token comes from the environment."""
    found = argparse.ArgumentParser(prog=f"python -m world {name}", description=about, parents=list(parents))
    found.add_argument("--port", type=int, default=0, help="0, the default, takes a free one")
    found.add_argument("--folder", type=Path, required=True, help="where its state and its address are kept")
    found.add_argument("--faults", default="", help="what goes wrong first: duplicate,half:2,503:3")
    return found


def token() -> str:
    """The bearer token of the mailboxes."""
    found = os.environ.get(TOKEN, "")
    if not found:
        sys.exit(f"set {TOKEN}: the token that the payment body brings to its mailboxes")
    return found


def bound(port: int) -> socket.socket:
    """A socket on a port of this machine. Raises PortTakenError with what to do."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise PortTakenError(
            f"port {port} is in use: stop what runs there, or choose another port"
        ) from error
    return listener


def serve(application: Starlette, *, port: int, folder: Path) -> None:
    """Serve until told to end. The address stands in the folder's file `address` while we listen."""
    listener = bound(port)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    told = folder / "address"
    draft = folder / "address.new"
    draft.write_text(f"http://{HOST}:{listener.getsockname()[1]}", encoding="ascii")
    draft.replace(told)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    config = uvicorn.Config(application, log_level="warning", access_log=False, lifespan="off")
    try:
        asyncio.run(_until_the_end(uvicorn.Server(config), listener))
    except KeyboardInterrupt:
        sys.exit(0)
    finally:
        told.unlink(missing_ok=True)


async def _until_the_end(server: uvicorn.Server, listener: socket.socket) -> None:
    watch = asyncio.create_task(_end_with_parent(server))
    await server.serve(sockets=[listener])
    watch.cancel()


async def _end_with_parent(server: uvicorn.Server) -> None:
    """Nobody is left behind when the parent dies, however it died."""
    parent = os.environ.get(WITH_PARENT)
    while parent and str(os.getppid()) == parent:
        await asyncio.sleep(GLANCE_SECONDS)
    if parent:
        server.should_exit = True
