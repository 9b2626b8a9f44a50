"""The public pages of the law: every rule, every case computed while it is looked at."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from capac.rules.api import LawPage, law_pages

pytestmark = pytest.mark.django_db


def test_the_index_leads_to_every_rule(client: Client) -> None:
    told = client.get(reverse("site:law")).content.decode()
    assert all(reverse("site:law_rule", args=[page.slug]) in told for page in law_pages())


@pytest.mark.parametrize("page", law_pages(), ids=lambda page: page.slug)
def test_what_must_come_out_of_each_case_comes_out(client: Client, page: LawPage) -> None:
    told = client.get(reverse("site:law_rule", args=[page.slug])).content.decode()
    for case in page.cases:
        address = reverse("site:law_case", args=[page.slug, case.number])
        assert address in told
        response = client.get(address)
        assert (response.status_code, response.context["holds"]) == (200, True), case.name


def test_a_rule_shows_its_figures_with_their_status_and_says_that_its_words_are_english(
    client: Client,
) -> None:
    client.cookies["capac_language"] = "de"
    told = client.get(reverse("site:law_rule", args=["tax"])).content.decode()
    assert "nur auf Englisch" in told and '<blockquote lang="en">' in told
    assert "2675" in told and '<span class="tag ok">bestätigt</span>' in told and 'class="tag warn"' in told


@pytest.mark.parametrize("path", ["/law/pensions/", "/law/tax/0/", "/law/tax/9999/"])
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
