"""The catalogues of the pages: `update` merges what the sources say, `fill FILE` also adds translations,
without argument what is missing is named.

Sources are the templates and Python files of capac/web; the msgids are plain English sentences. FILE is
YAML: a text, then its fr, nl and de ({one, other} lists where it has a plural). Two callers wait for each other.
"""

from __future__ import annotations

import fcntl
import io
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "capac" / "web"
LANGUAGES = ("fr", "nl", "de", "en")
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "gettext_lazy": None,
    "gettext_noop": None,
}
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%")


def sources() -> Catalog:
    """Every text of the pages, with the files that use it."""
    found = Catalog()
    for path in sorted([*WEB.rglob("*.py"), *WEB.rglob("*.html")]):
        for text in _texts(path):
            found.add(text, locations=[(str(path.relative_to(ROOT)), 0)])
    return found


def _texts(path: Path) -> list[str | tuple[str, str]]:
    code = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        code = _templatized(code, path)
    found = extract_python(io.BytesIO(code.encode()), KEYWORDS, [], {"encoding": "utf-8"})
    texts: list[str | tuple[str, str]] = []
    for _line, name, text, _comments in found:
        if name == "ngettext":
            texts.append((text[0], text[1]))
        elif text:
            texts.append(text if isinstance(text, str) else text[0])
    return [text for text in texts if text]


def _templatized(code: str, path: Path) -> str:
    """A template as lines of Python. Their indentation is the template's and would mislead the tokenizer."""
    import django
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "capac.config.settings")
        settings.configure(USE_I18N=True)
        django.setup()
    lines = str(templatize(code, origin=str(path))).splitlines()
    return "\n".join(line.lstrip() for line in lines)


def catalogue(lang: str) -> Path:
    """Where a language's texts stand."""
    return WEB / "locale" / lang / "LC_MESSAGES" / "django.po"


def load(lang: str) -> Catalog:
    """The catalogue as it is; empty where there is none."""
    path = catalogue(lang)
    if not path.exists():
        return Catalog(locale=lang)
    with path.open("rb") as text:
        return read_po(text, locale=lang)


@contextmanager
def _alone() -> Iterator[None]:
    """One writer of the catalogues at a time."""
    with Path(__file__).open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def update(translations: dict[str, dict[str, Any]] | None = None) -> None:
    """Add new texts and the translations given, drop unused ones, keep the others. English says what the source says.

    A catalogue is written whole before it replaces the one that is there: a fault in FILE loses nothing.
    """
    template = sources()
    for lang in LANGUAGES:
        merged = load(lang)
        merged.update(template, no_fuzzy_matching=True)
        merged.obsolete.clear()
        for text, told in (translations or {}).items():
            message = merged.get(text)
            if message is not None and lang in told:
                message.string = tuple(told[lang]) if isinstance(told[lang], list) else told[lang]
                message.flags.discard("fuzzy")
        if lang == "en":
            for message in merged:
                if message.id:
                    message.string = message.id
                    message.flags.discard("fuzzy")
        catalogue(lang).parent.mkdir(parents=True, exist_ok=True)
        written = io.BytesIO()
        write_po(written, merged, width=120, no_location=True, omit_header=False, sort_output=True)
        catalogue(lang).write_bytes(written.getvalue())


def problems() -> list[str]:
    """Texts that a language lacks, and placeholders that differ; a sentence each."""
    wanted = {message.id for message in sources() if message.id}
    found = []
    for lang in LANGUAGES:
        catalog = load(lang)
        for text in sorted(wanted, key=str):
            message = catalog.get(text if isinstance(text, str) else text[0])
            told = message.string if message else ""
            strings = [told] if isinstance(told, str) else list(told or ())
            if not all(strings) or not strings or (message and message.fuzzy):
                found.append(f"{lang}: no translation of {text!r}")
            elif any(_placeholders(one) not in _forms(text) for one in strings):
                found.append(f"{lang}: other placeholders than {text!r}")
    return found


def _forms(text: str | Sequence[str]) -> list[list[str]]:
    """The placeholders of each form: "One month waits" needs none, "%(n)s months wait" has one."""
    return [_placeholders(one) for one in ([text] if isinstance(text, str) else text)]


def _placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


if __name__ == "__main__":
    if sys.argv[1:] == ["update"] or sys.argv[1:2] == ["fill"]:
        given = yaml.safe_load(Path(sys.argv[2]).read_text(encoding="utf-8")) if sys.argv[2:] else None
        with _alone():
            update(given)
    else:
        wrong = problems()
        print("\n".join(wrong) or "every text stands in every language")
        sys.exit(bool(wrong))
