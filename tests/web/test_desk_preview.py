"""The preview of a run: who changes by which fact, who is not paid any more, and whether the money suffices."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from capac.core.money import display
from capac.payment import api as payment
from capac.people import api as people
from tests.flows.paying import AUGUST, DAILY, WHOLE_JULY, Calendar
from tests.web import desk, previewing

pytestmark = pytest.mark.django_db
WHOLE_AUGUST = 26 * DAILY


@pytest.fixture
def run_id(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> int:
    return previewing.august_prepared(Calendar(monkeypatch), settings)


def told(visitor: Client, path: str) -> str:
    page = visitor.get(path)
    assert page.status_code == 200, page.status_code
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode())).replace(" .", ".")


def test_totals_stand_by_scheme_and_cause_and_each_kind_is_counted(run_id: int) -> None:
    groups = payment.preview.groups(run_id)
    (amina,) = payment.preview.changes(run_id, "outliers")
    assert [(one.cause, one.number, one.gross_cents, one.before_cents) for one in groups] == [
        ("allowances", 1, WHOLE_AUGUST, WHOLE_JULY),
        ("daily_amount", 1, amina.gross_cents, WHOLE_JULY),
        ("first", 1, WHOLE_AUGUST, 0),
    ]
    assert payment.preview.kinds(run_id) == payment.preview.Kinds(new=1, more=0, less=2, same=0, outliers=1)
    shown = told(desk.visitor("rita"), f"/desk/runs/{run_id}/")
    for words in (
        "What stands out 1 New 1 More 0 Less 2 The same 0 Not paid for August 2026 1",
        "Full unemployment another number of allowances 1 €1,947.14 €2,022.03",
        "not covered €6,273.84 is missing on 2 September 2026.",
    ):
        assert words in shown, words


def test_what_stands_out_says_which_facts_changed(run_id: int) -> None:
    people.Access.objects.all().delete()
    shown = told(desk.visitor("rita"), f"/desk/runs/{run_id}/changes/outliers/")
    for words in (
        "What stands out (1)", "Baert Amina Full unemployment August 2026",
        "19 before 27", "another daily amount", "19 allowances, before 27.",
        "The card marks 6 × worked; before nothing.",
        "Days from Monday to Saturday: 26 in August, 27 in July.",
        "Daily amount €69.13, before €74.89.",
    ):  # fmt: skip
        assert words in shown, words
    assert "Emonts" not in shown and "Dupré" not in shown
    (look,) = people.Access.objects.all()
    assert (look.route, look.why, look.clients) == (
        "desk:run_changes", f"run {run_id}, preview: outliers", [people.Client.objects.get(given_name="Amina").pk],
    )  # fmt: skip


def test_lists_go_on_after_a_mark_and_refuse_a_wrong_one(run_id: int) -> None:
    rows = payment.preview.changes(run_id, "less")
    assert [row.size for row in rows] == sorted((row.size for row in rows), reverse=True)
    first = rows[0]
    assert payment.preview.changes(run_id, "less", after=(first.size, first.payment_id)) == rows[1:]
    visitor = desk.visitor("rita")
    page = told(visitor, f"/desk/runs/{run_id}/changes/less/?after={first.size}~{first.payment_id}")
    assert "Emonts Dieter" in page and "Baert Amina" not in page
    for path in (
        "changes/less/?after=x~1",
        "changes/less/?after=1~x",
        "changes/nothing/",
        "changes/ended/?after=x",
    ):
        assert visitor.get(f"/desk/runs/{run_id}/{path}").status_code == 404, path


def test_who_was_paid_before_and_is_not_now_stands_with_why_and_whose_turn(run_id: int) -> None:
    (group,) = payment.preview.ended_groups(AUGUST.replace(month=9))
    assert (group.reason, group.turn, group.number, group.before_cents) == (
        "card_missing",
        "client",
        1,
        WHOLE_JULY,
    )
    people.Access.objects.all().delete()
    shown = told(desk.visitor("rita"), f"/desk/runs/{run_id}/changes/ended/")
    bram = "Claes Bram Full unemployment €2,022.03 The control card is missing. the client&#x27;s turn"
    assert "Not paid for August 2026 (1)" in shown and bram in shown
    assert people.Access.objects.get().clients == [people.Client.objects.get(given_name="Bram").pk]


def test_the_money_by_day_is_foreseen_from_what_left_and_what_onem_advanced(run_id: int) -> None:
    out = payment.run_view(run_id).audit["transfer_cents"]
    shown = told(desk.visitor("rita"), f"/desk/runs/{run_id}/money/")
    opening, left = -3 * WHOLE_JULY, 500_000 - 3 * WHOLE_JULY - out
    assert left < 0
    for words in (
        f"not covered {display(-left, 'en')} is missing on 2 September 2026.",
        f"No statement of the bank before the first day: {display(opening, 'en')}",
        f"2 Sep {display(out, 'en')} {display(out, 'en')} not gone {display(left, 'en')}",
    ):  # fmt: skip
        assert words in shown, words
    rows = desk.visitor("rita").get(f"/desk/runs/{run_id}/money.csv").content.decode().splitlines()
    assert (
        f"2026-09-02,0.00,{out // 100}.{out % 100:02d},0.00,0.00,-{-left // 100}.{-left % 100:02d},no" in rows
    )
    assert "2026-08-31,0.00,0.00,0.00,5000.00," in "\n".join(rows)


def test_who_releases_sees_the_preview_and_the_money_first(run_id: int) -> None:
    shown = told(desk.visitor("rita"), f"/desk/runs/{run_id}/release/")
    assert "What stands out 1" in shown and "not covered" in shown


def test_pages_ask_as_often_however_many_stand_on_them(
    run_id: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    visitor = desk.visitor("rita")
    for path in ("changes/outliers/", "changes/less/", "changes/ended/", "money/"):
        with django_assert_max_num_queries(20):
            assert visitor.get(f"/desk/runs/{run_id}/{path}").status_code == 200
    for path in ("changes/outliers/", "changes/ended/", "money/", "money.csv"):
        assert desk.visitor("agnes").get(f"/desk/runs/{run_id}/{path}").status_code == 403, path
