"""One clock: nothing else reads the time of business."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.house import dotted, files, shown, tree

READERS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns", "time.localtime",
    "time.gmtime", "time.ctime", "time.strftime", "timezone.now", "timezone.localtime", "timezone.localdate",
    "Now", "CurrentTimestamp", "functions.Now",
}  # fmt: skip
FROM_NAMES = {
    "time": {"time", "time_ns", "localtime", "gmtime", "strftime"},
    "django.utils.timezone": {"now"},
}
SQL = re.compile(
    r"(?i)\b(now\(\)|current_date\b|current_timestamp\b|localtimestamp\b|clock_timestamp\(|statement_timestamp\()"
)
TAG = re.compile(r"{%\s*now\b")
ALLOWED = {
    "capac/core/clock.py": "the clock itself",
    "capac/channels/ebox/token.py": "what asks for a token lives by the system's time",
    "capac/people/sessions.py": "log-ins live by the database's time",
    "capac/records/outbox.py": "leases live by the database's time",
}


def readers(code: ast.Module) -> list[str]:
    """Calls that ask the machine, or columns that fill themselves with its time."""
    found = []
    taken = {
        name.asname or name.name: f"{node.module}.{name.name}"
        for node in ast.walk(code)
        if isinstance(node, ast.ImportFrom)
        for name in node.names
        if name.name in FROM_NAMES.get(node.module or "", set())
    }
    for node in ast.walk(code):
        if isinstance(node, ast.Call):
            called = dotted(node.func)
            if any(called == one or called.endswith(f".{one}") for one in READERS) or called in taken:
                found.append(f"line {node.lineno}: {called}")
        elif isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            found.append(f"line {node.value.lineno}: {node.arg}")
        elif isinstance(node, ast.keyword) and node.arg in {"default", "default_factory"}:
            found += [f"line {node.value.lineno}: {node.arg}"] * (dotted(node.value) in READERS)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value):
            found += [f"line {node.lineno}: SQL"] * looks_like_sql(node.value)
    return found


def looks_like_sql(text: str) -> bool:
    """A statement, not a sentence about one."""
    return bool(re.search(r"\b(SELECT|UPDATE|INSERT|DELETE|VALUES|SET)\b", text))


def test_nothing_but_the_clock_reads_the_time() -> None:
    found = {shown(path): readers(tree(path)) for path in files(".py", under=("capac",))}
    wrong = {path: lines for path, lines in found.items() if lines and path not in ALLOWED}
    assert wrong == {}
    assert all(found[path] for path in ALLOWED), "an exception that is no longer needed"


def test_no_sql_and_no_template_reads_the_time() -> None:
    sql = [shown(path) for path in files(".sql", under=("capac",)) if SQL.search(_without_comments(path))]
    pages = [shown(path) for path in files(".html", under=("capac",)) if TAG.search(path.read_text())]
    assert (sql, pages) == ([], [])


def _without_comments(path: Path) -> str:
    return re.sub(r"--.*", "", path.read_text(encoding="utf-8"))


def test_a_reading_of_the_time_is_found() -> None:
    bad = [
        "datetime.now(tz)",
        "date.today()",
        "datetime.date.today()",
        "import time\ntime.time()",
        "from time import time\ntime()",
        "from django.utils.timezone import now as moment\nmoment()",
        "timezone.now()",
        "Row.objects.filter(at__lt=Now())",
        "models.DateTimeField(auto_now=True)",
        "models.DateTimeField(default=timezone.now)",
        'run("UPDATE x SET y = now()")',
        'run("SELECT 1 WHERE at < CURRENT_DATE")',
    ]
    assert [line for line in bad if not readers(ast.parse(line))] == []
    assert (
        readers(ast.parse('"""Sessions live by now()."""\nclock.now()\nclock.today()\ntime.monotonic()'))
        == []
    )
    assert SQL.search("SELECT current_date")
    assert TAG.search('{% now "Y" %}')
