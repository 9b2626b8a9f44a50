"""Texts in every language; templates without foreign addresses, inline scripts or styles."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts import messages
from tests.architecture.house import ROOT, files, shown

OUTSIDE = re.compile(r"""(?i)(?:https?:)?//(?!www\.w3\.org/)[a-z0-9.-]+\.[a-z]{2,}""")
INLINE = re.compile(r"""(?i)<style|\sstyle\s*=|\son[a-z]+\s*=\s*["']|<script(?![^>]*\ssrc=)|javascript:""")
UNTRANSLATED = re.compile(r">[^<>{}]*[A-Za-zÀ-ÿ]{3,}[^<>{}]*<")
NAMES = {"CAPAC", "CAPAC – CAPAC", "Français", "Nederlands", "Deutsch", "English"}


def loose_words(page: str) -> list[str]:
    """Words on a page that no translation can reach. Names of the institution stay as they are."""
    page = re.sub(r"(?s){%\s*comment.*?endcomment\s*%}|{#.*?#}|<!--.*?-->|<(code|kbd)\b.*?</\1>", "", page)
    page = re.sub(r"(?s){%\s*blocktranslate.*?endblocktranslate\s*%}", "", page)
    page = re.sub(r"(?s){[{%].*?[%}]}", "", page)
    found = [text.strip("<> \n") for text in UNTRANSLATED.findall(page)]
    return [text for text in found if text.strip(" –-·:") not in NAMES]


def test_every_text_stands_in_every_language() -> None:
    assert messages.problems() == []


def test_a_text_without_translation_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.html"
    page.write_text("{% load i18n %}{% translate 'A sentence that nobody translated' %}", encoding="utf-8")
    monkeypatch.setattr(messages, "_texts", lambda _path: ["A sentence that nobody translated"])
    assert "nl: no translation of 'A sentence that nobody translated'" in messages.problems()


@pytest.mark.parametrize("path", files(".html", under=("capac",)), ids=shown)
def test_a_page_asks_nothing_of_others_and_holds_no_inline_code(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    assert OUTSIDE.findall(page) == []
    assert INLINE.findall(page) == []
    assert loose_words(page) == []


def test_styles_and_scripts_ask_nothing_of_others() -> None:
    found = {
        shown(path): OUTSIDE.findall(path.read_text(encoding="utf-8"))
        for path in files(".css", ".js", ".svg", under=("capac",))
    }
    assert {path: addresses for path, addresses in found.items() if addresses} == {}


def test_what_does_not_belong_on_a_page_is_found() -> None:
    assert OUTSIDE.findall('<img src="//cdn.example.org/x.png">')
    assert all(
        INLINE.search(bad)
        for bad in (
            '<p style="x">',
            "<style>",
            "<script>x</script>",
            '<a onclick="x">',
            '<a href="javascript:x">',
        )
    )
    assert not INLINE.search('<script type="module" src="x.js"></script><p class="one">')
    assert loose_words("<p>Some words</p><b>{{ x }}</b><i>{% translate 'y' %}</i>") == ["Some words"]


def test_nothing_of_this_machine_is_written_down() -> None:
    places = re.compile(
        "(?<![\\w./~-])/(" + "|".join(["wo" + "rk", "ho" + "me", "ro" + "ot", "mnt"]) + r")/\w"
    )
    kept = files(".py", ".html", ".sql", ".js", ".css", ".yaml", ".md", ".toml", ".svg", ".xml", ".xsd")
    kept += files(".md", ".yaml", under=("docs",))
    kept += tuple(
        ROOT / name
        for name in ("README.md", "Makefile", "pyproject.toml", ".ci/run")
        if (ROOT / name).exists()
    )
    found = {shown(path): places.findall(path.read_text(encoding="utf-8")) for path in kept}
    assert {path: hits for path, hits in found.items() if hits} == {}
    assert places.search("see /wo" + "rk/main for it")
