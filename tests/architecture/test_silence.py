"""Numbers of people are never printed, logged, raised in a message or put into an address."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.house import dotted, product, shown, tree

SECRET = re.compile(
    r"(?i)(^|[._])(niss|inss|insz|iban|national_number|number_of|numbers_of|current_numbers|egovnrn)($|[._(])"
)
SPEAKERS = re.compile(r"(^|\.)(print|debug|info|warning|error|exception|critical|log|warn|write)$")
VOICES = re.compile(r"(^|\.)(log|logger|logging|warnings|stdout|stderr|sys)(\.|$)|^print$")
FORBIDDEN_NAMES = re.compile(r"(?i)niss|inss|insz|nrn|iban|account")
ELEVEN_DIGITS = re.compile(r"\[0-9\]\{11\}|\\d\{11\}")


def secrets_in(node: ast.AST) -> Iterator[str]:
    """Names inside an expression that hold a number of a person."""
    for inner in ast.walk(node):
        name = dotted(inner) if isinstance(inner, ast.Attribute | ast.Name) else ""
        if SECRET.search(name):
            yield name


def spoken(code: ast.Module) -> list[str]:
    """Calls that print or log such a number, and errors whose message holds one."""
    found = []
    for node in ast.walk(code):
        if isinstance(node, ast.Call):
            called = dotted(node.func)
            if SPEAKERS.search(called) and VOICES.search(called):
                found += [f"line {node.lineno}: {name}" for one in node.args for name in secrets_in(one)]
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            texts = [
                part
                for one in node.exc.args
                for part in ast.walk(one)
                if isinstance(part, ast.FormattedValue)
            ]
            found += [f"line {node.lineno}: {name}" for one in texts for name in secrets_in(one.value)]
        elif isinstance(node, ast.FunctionDef) and node.name in {"__str__", "__repr__"}:
            found += [f"line {node.lineno}: {name}" for name in secrets_in(node)]
    return found


def patterns(of: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the site, written out."""
    for one in (of or get_resolver()).url_patterns:
        written = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, written)
        else:
            yield written, one


def telling(found: list[str]) -> list[str]:
    """Addresses that would carry a number of a person."""
    return [
        written
        for written in found
        if any(
            FORBIDDEN_NAMES.search(name)
            for name in re.findall(r"<(?:\w+:)?(\w+)>|\?P<(\w+)>", written)
            for name in name
        )
        or ELEVEN_DIGITS.search(written)
    ]


def test_no_number_of_a_person_is_printed_logged_or_raised() -> None:
    found = {shown(path): spoken(tree(path)) for path in product(migrations=True)}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_a_spoken_number_is_found() -> None:
    bad = [
        "log.info('paid %s', client.niss)",
        "print(people.number_of(x))",
        "self.stdout.write(f'{row.iban} refused')",
        "raise ValueError(f'{niss} is wrong')",
        "class X:\n def __str__(self):\n  return self.niss",
    ]
    assert [line for line in bad if not spoken(ast.parse(line))] == []
    assert (
        spoken(
            ast.parse("log.info('%s rows', count)\nfile.write(niss)\nraise ValueError('the iban is wrong')")
        )
        == []
    )


def test_no_address_can_carry_a_number_of_a_person() -> None:
    assert telling([written for written, _ in patterns()]) == []
    assert telling(["client/<int:niss>/", r"^x/(?P<account>\w+)$", "x/<str:key>/"]) == [
        "client/<int:niss>/",
        r"^x/(?P<account>\w+)$",
    ]
