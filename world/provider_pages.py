"""The provider's pages: plain HTML that needs no script, in four languages, usable by keyboard and screen reader."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any

import yaml

from world import cast
from world.tokens import FAULTS

LEVELS = (400, 500, 350)
STYLE = """
body{margin:0;font:18px/1.5 system-ui,sans-serif;color:#16202e;background:#fff}
main{max-width:44rem;margin:0 auto;padding:16px} *{box-sizing:border-box}
h1{font-size:28px;line-height:1.25} h2{font-size:22px}
form{margin:0} fieldset{min-width:0;border:1px solid #7b8797;border-radius:6px;margin:0 0 16px;padding:12px 16px}
legend{font-weight:650;padding:0 4px} label{display:block;padding:4px 0}
button,input,select{font:inherit;padding:8px 12px;border:1px solid #7b8797;border-radius:6px;max-width:100%}
button{background:#fff;color:#0b4f6c;min-height:44px;text-align:left} button.main{background:#0a6b4b;color:#fff}
ul{list-style:none;margin:0;padding:0} li{border-top:1px solid #d5dbe1} li label{padding:8px 0} li span{color:#46536a}
input[type=radio]{width:20px;height:20px;vertical-align:-3px;margin:0 8px 0 0}
:focus-visible{outline:3px solid #ffbf47;outline-offset:2px;box-shadow:0 0 0 2px #16202e}
"""


def choose(lang: str, *, request_id: str, people: Sequence[dict[str, Any]], who: str) -> str:
    """The page on which one chooses whom to be, how strongly, and what goes wrong."""
    levels = "".join(_option(str(level), word(f"level_{level}", lang)) for level in LEVELS)
    faults = "".join(_option(name, word(f"fault_{name}", lang)) for name in FAULTS)
    rows = "".join(_person(person, lang, with_role=who == "staff") for person in people)
    inner = f"""<h1>{word("title", lang)}</h1><p>{word("about", lang)}</p>
<form method="post" action="choose"><input type="hidden" name="request" value="{escape(request_id)}">
<fieldset><legend>{word("people", lang)}</legend><ul>{rows}</ul>{_other(lang) if who == "client" else ""}</fieldset>
<fieldset><legend>{word("level", lang)}</legend><label for="level">{word("level", lang)}</label>
<select id="level" name="level">{levels}</select>
<label for="fault">{word("fault", lang)}</label><select id="fault" name="fault">{faults}</select></fieldset>
<p><button class="main">{word("go", lang)}</button>
<button name="cancel" value="1" formnovalidate>{word("cancel", lang)}</button></p></form>"""
    return _page(lang, word("title", lang), inner)


def wrong(lang: str, reason: str) -> str:
    """The page that says why nothing can be done, and what to do."""
    inner = f"<h1>{word('wrong', lang)}</h1><p>{word(f'wrong_{reason}', lang)}</p><p>{word('wrong_again', lang)}</p>"
    return _page(lang, word("wrong", lang), inner)


def language(header: str) -> str:
    """The first language of Accept-Language that we have; French otherwise."""
    asked = [part.split(";")[0].strip()[:2].lower() for part in header.split(",")]
    return next((lang for lang in asked if lang in cast.LANGUAGES), "fr")


def word(name: str, lang: str) -> str:
    """One text, ready for HTML."""
    return escape(_texts()[name][lang])


def _person(person: dict[str, Any], lang: str, *, with_role: bool) -> str:
    name, why = person["name"], person["why"][lang]
    role = f"{escape(person['role'][lang])}. " if with_role else ""
    radio = f'<input type="radio" name="person" value="{escape(person["subject"])}" required>'
    return f"<li><label>{radio} {escape(name)} <span>{role}{escape(why)}</span></label></li>"


def _other(lang: str) -> str:
    """Any other invented client, by number."""
    radio = '<input type="radio" name="person" value="" required>'
    number = '<input id="number" name="number" inputmode="numeric" pattern="[0-9]*" autocomplete="off">'
    return f"""<p><label>{radio} {word("other", lang)}</label>
<label for="number">{word("other_hint", lang)}</label> {number}</p>"""


def _option(value: str, text: str) -> str:
    return f'<option value="{value}">{text}</option>'


def _page(lang: str, title: str, inner: str) -> str:
    return f"""<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>
<body><main>{inner}</main></body></html>"""


@cache
def _texts() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = yaml.load(
        (cast.DATA / "provider.yaml").read_bytes(), Loader=yaml.CSafeLoader
    )
    return found
