"""The pages of the law: every rule has its words, its articles, its figures over time and the cases that prove it."""

from __future__ import annotations

import pytest

from capac.rules import law, parameters, rights
from capac.rules.api import LANGUAGES, law_page, law_pages, law_pages_with

STATUSES = {"confirmed", "derived", "uncertain"}


@pytest.mark.parametrize("page", law_pages(), ids=lambda page: page.slug)
def test_a_rule_has_words_articles_and_cases(page: law.Page) -> None:
    assert page.title and page.title != page.told
    assert page.articles
    assert [case.number for case in page.cases] == list(range(1, len(page.cases) + 1)) and page.cases
    for step in page.steps:
        assert all(step.words(lang) and "{" not in step.words(lang) for lang in LANGUAGES)
    for figure in page.figures:
        assert figure.lines and figure.source
        assert {line.status for line in figure.lines} <= STATUSES
        assert [line.since for line in figure.lines] == sorted(line.since for line in figure.lines)


def test_a_rule_tells_the_files_that_read_its_figures() -> None:
    parts = {part: names for part, _told, names in law_page("full-unemployment").parts}
    assert parts["withholdings"] == ("recovery_ex_officio_rate", "seizure_scale", "withholding_precedence")
    assert "limit_a1" in parts["bareme"]
    assert "render" not in parts


def test_the_rules_that_rest_on_a_figure_are_found() -> None:
    assert [page.slug for page in law_pages_with({"income_guarantee_ceiling"})] == ["income-guarantee"]
    assert law_pages_with({"limit_zz"}) == []


def test_every_figure_that_a_case_reads_can_be_told_and_only_those() -> None:
    told = {figure.name for page in law_pages() for figure in page.figures}
    own = {"seizure_scale", "withholding_precedence", "work_bonus", "wage_tax_scale", "wage_codes"}
    assert told <= {*parameters.names(), *rights.rights(), *own}
    assert own <= told


def test_another_rule_is_not_there() -> None:
    with pytest.raises(KeyError):
        law_page("pensions")
