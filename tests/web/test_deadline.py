"""Time limits as a page: every rule of the public interface has its question, its date and its answer."""

from __future__ import annotations

import pytest
from django.test import Client

from capac.rules import deadlines
from capac.web.site.deadline import for_clients, for_institutions

pytestmark = pytest.mark.django_db

DAYS = {"from": "2026-09-15", "decision_communicated": "2026-03-04", "conditions_met": "2026-03-01"}


def page(path: str, lang: str = "en", **query: str) -> str:
    answer = Client(headers={"accept-language": lang}).get(path, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_rule_has_its_question() -> None:
    asked = [one.rule for one in [*for_clients(), *for_institutions()]]
    assert sorted(asked) == sorted(deadlines.rules())
    listed = page("/deadlines/")
    assert all(f'href="/deadlines/{rule}/"' in listed for rule in asked)


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
@pytest.mark.parametrize("rule", deadlines.rules())
def test_every_question_is_answered_in_every_language(rule: str, lang: str) -> None:
    question = next(one for one in [*for_clients(), *for_institutions()] if one.rule == rule)
    told = page(f"/deadlines/{rule}/", lang, **{name: DAYS[name] for name, _ in question.starts})
    assert '<p class="amount">' in told
    assert deadlines.entry(rule)["source"] in told.replace("&#x27;", "'")


def test_a_limit_that_falls_on_a_sunday_stays_there() -> None:
    told = page("/deadlines/am-92-2-1/", **{"from": "2026-09-15"})
    assert '<time datetime="2026-11-15">Sunday 15 November 2026</time>' in told
    assert "AM 26.11.1991 art. 92 § 2, 1°" in told
    assert "It falls in a weekend and does not move." in told


def test_the_last_day_to_pay_counts_from_two_days() -> None:
    both = {"decision_communicated": "2026-03-04", "conditions_met": "2026-03-01"}
    assert '<time datetime="2026-04-09">' in page("/deadlines/ar-161/", **both)
    later = {**both, "conditions_met": "2026-03-20"}
    assert '<time datetime="2026-04-20">' in page("/deadlines/ar-161/", **later)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"from": ""}, "First day claimed: Fill this in."),
        ({"from": "15/9/2026"}, "First day claimed: “15/9/2026” is not a date. Write year, month and day as 2026-07-01."),
        ({"from": "2026-02-30"}, "First day claimed: “2026-02-30” is not a date. Write year, month and day as 2026-07-01."),
        ({"from": "9999-12-31"}, "First day claimed: The date 9999-12-31 lies outside the years of the calendars (1990-2060)."),
    ],
)  # fmt: skip
def test_a_bad_date_is_named_and_kept(query: dict[str, str], told: str) -> None:
    found = page("/deadlines/am-92-2-1/", **query)
    assert f'<a href="#from">{told}</a>' in found
    assert f'value="{query["from"]}"' in found
    assert '<p class="amount">' not in found


def test_a_date_without_the_other_is_asked_for() -> None:
    found = page("/deadlines/ar-161/", decision_communicated="2026-03-04")
    assert (
        '<a href="#conditions_met">Day on which everything else was in order, your card too: Fill this in.</a>'
        in found
    )
    assert 'value="2026-03-04"' in found


def test_a_rule_that_does_not_exist_is_not_found() -> None:
    assert Client().get("/deadlines/ar-999/").status_code == 404
