"""Asking the law from the command line: one case or a list, from a file or standard input."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

FAILED = 2
Answer = Callable[[Any, str], dict[str, Any]]
WhatIf = Callable[[Any, Any, str], dict[str, Any]]


def ask(answer: Answer, argv: list[str], *, name: str, about: str, what_if: WhatIf | None = None) -> int:
    """Read, answer, print. Exit status 2 when a case failed or the input cannot be read.

    With `what_if` a second file may say what changes: each case is answered as it is and as it would be;
    and a file of barème rows may be tried: its amounts win over the formula from their date on.
    """
    from capac.rules.api import LANGUAGES

    parser = argparse.ArgumentParser(prog=f"capac {name}", description=about)
    parser.add_argument("case", help="a JSON file, or - for standard input")
    parser.add_argument("--lang", choices=LANGUAGES, default="fr", help="the language of the sentences")
    if what_if:
        parser.add_argument("--if", dest="change", help="a JSON file: what would be different in the case")
        parser.add_argument("--bareme", help="a CSV file of barème rows to try (docs/imports.md)")
    options = parser.parse_args(argv)
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    cases = _read(options.case, options.lang)
    many = isinstance(cases, list)
    asked = cases if many else [cases]
    with _tried(getattr(options, "bareme", None), options.lang):
        if what_if and options.change:
            change = _read(options.change, options.lang)
            answers = [what_if(case, change, options.lang) for case in asked]
        else:
            answers = [answer(case, options.lang) for case in asked]
    print(json.dumps(answers if many else answers[0], ensure_ascii=False, indent=2))
    return FAILED if any("error" in told for told in answers) else 0


def _tried(source: str | None, lang: str) -> AbstractContextManager[None]:
    """The rows of a file laid over the law; nothing without one. A file with faults ends the command."""
    from capac.rules.api import Bareme, bareme_rows, fault_told, read_table

    if source is None:
        return nullcontext()
    table, faults = read_table(_bytes(source))
    if table is None:
        for fault in faults:
            place = f"{source}, line {fault.line}{f', {fault.column}' if fault.column else ''}"
            print(f"capac: {place}: {fault_told(fault, lang)}", file=sys.stderr)
        sys.exit(FAILED)
    return bareme_rows(Bareme((table,)))


def _read(source: str, lang: str) -> Any:
    from capac.rules.api import message

    try:
        return json.loads(_bytes(source).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        line = str(getattr(error, "lineno", 1))
        told = {
            "fact": "case",
            "field": "case",
            "rule": "",
            "message": message("not_json", lang, {"line": line}),
        }
        print(json.dumps({"error": told}, ensure_ascii=False, indent=2))
        sys.exit(FAILED)


def _bytes(source: str) -> bytes:
    """What a file holds, or standard input for -. A file that cannot be read ends the command."""
    try:
        return sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        print(
            f"capac: {source} cannot be read: {error.strerror}. Give an existing file, or -.", file=sys.stderr
        )
        sys.exit(FAILED)
