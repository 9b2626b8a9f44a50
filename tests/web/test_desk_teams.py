"""Teams, the rota of the experts, and how long clients wait: numbers and colleagues, no client."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from capac.core.clock import now
from capac.people import api as people
from capac.work import api as work
from capac.work.models import Duty, Item
from tests import world
from tests.web import desk

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 8, 3)


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-03T12:00")


def told(page: object) -> str:
    return page.content.decode()  # type: ignore[attr-defined,no-any-return]


def opened(number: int, client: str = "amina") -> Item:
    row = work.NewItem("returned_payment", ("x.Y", number), now(), client_id=world.client(client).pk)
    work.open_items([row], because=world.because())
    return Item.objects.get(subject_id=number)


def finished(number: int, client: str, name: str, days: int) -> None:
    """An item that somebody did after so many working days."""
    item, staff = opened(number, client), world.staff(name)
    work.take(item.pk, staff)
    work.done(item.pk, staff, "done")
    Item.objects.filter(pk=item.pk).update(waited_days=days, is_kept=days <= 5)


def test_an_office_says_what_waits_who_is_there_and_how_long_it_lasts() -> None:
    for number in range(4):
        opened(number)
    Item.objects.filter(subject_id=3).update(due_on=date(2026, 7, 31), placed_on=date(2026, 7, 31))
    Item.objects.filter(subject_id=2).update(due_on=MONDAY, placed_on=MONDAY)
    for number in (10, 11):
        finished(number, "amina", "agnes", 1)
    work.take(Item.objects.get(subject_id=0).pk, world.staff("agnes"))
    people.note_absence(world.staff("agnes"), date(2026, 8, 6), date(2026, 8, 7), who="mia")
    (load,) = [one for one in work.office_loads() if one.office.code == "BP01"]
    # Agnes: three of the next five days, six half days; two done in 20 days of 40 half days: 5 in a hundred.
    assert (load.waiting, load.late, load.at_risk, load.people, load.there, load.halves, load.done, load.pace) == (
        4, 1, 1, 1, 1, 6, 2, 5,
    )  # fmt: skip
    assert load.lasts == -(-4 * 100 * 5 // (5 * 6))
    shown = told(desk.visitor("agnes").get("/desk/teams/"))
    assert "4 tasks wait for the clients of this office: 67 working days of work at its usual pace." in shown
    assert "1 late" in shown and "1 at risk" in shown and "6 Aug – 7 Aug" in shown
    assert "Baert" not in shown


def test_a_member_notes_their_own_absence_and_who_leads_anybody_s() -> None:
    agnes, pol = world.staff("agnes"), world.staff("pol")
    days = {"first": "2026-08-10", "last": "2026-08-14"}
    page = desk.visitor("agnes").post("/desk/teams/absences/", {"who": str(agnes.pk), **days}, follow=True)
    assert page.redirect_chain == [("/desk/teams/?office=BP01", 302)] and "10 Aug – 14 Aug" in told(page)
    assert (
        desk.visitor("agnes").post("/desk/teams/absences/", {"who": str(pol.pk), **days}).status_code == 404
    )
    page = desk.visitor("mia").post("/desk/teams/absences/", {"who": str(pol.pk), **days}, follow=True)
    assert "Noted. Pol is offered nothing on these days." in told(page)
    (own, other) = people.absences_of([agnes.pk, pol.pk], since=MONDAY)
    assert desk.visitor("agnes").post(f"/desk/teams/absences/{other.pk}/there/").status_code == 404
    page = desk.visitor("agnes").post(f"/desk/teams/absences/{own.pk}/there/", follow=True)
    assert "Agnes is there after all." in told(page)
    assert desk.visitor("agnes").post(f"/desk/teams/absences/{own.pk}/there/").status_code == 404
    assert people.absent_on(date(2026, 8, 12)) == {pol.pk}


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [
        ("", "", "Write the first and the last day."),
        ("2026-08-14", "2026-08-10", "The last day comes before the first."),
        ("2026-07-01", "2026-07-31", "These days are over"),
    ],
)
def test_days_that_cannot_be_noted_are_said_beside_their_field(first: str, last: str, message: str) -> None:
    agnes = world.staff("agnes")
    page = desk.visitor("agnes").post(
        "/desk/teams/absences/", {"who": str(agnes.pk), "first": first, "last": last}
    )
    assert page.status_code == 422 and message in told(page)
    assert people.Absence.objects.count() == 0


def test_the_page_of_teams_takes_the_same_queries_however_many_offices(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    visitor = desk.visitor("agnes")
    opened(1)
    with django_assert_num_queries(16):
        visitor.get("/desk/teams/")
    for number, name in enumerate(("bram", "chloe", "dieter"), 2):
        opened(number, name)
    with django_assert_num_queries(16):
        visitor.get("/desk/teams/")


def test_the_rota_says_which_working_days_nobody_covers() -> None:
    carla = world.staff("carla")
    work.put_on(MONDAY, carla, who="mia")
    work.put_on(date(2026, 8, 4), carla, who="mia")
    people.note_absence(carla, date(2026, 8, 4), date(2026, 8, 4), who="mia")
    shown = told(desk.visitor("agnes").get("/desk/teams/rota/?month=2026-08"))
    # August 2026 has 21 working days: 21 weekdays, the 15th is a Saturday.
    assert "20 working days are covered by nobody:" in shown
    assert "planned, not there" in shown and 'name="put"' not in shown
    planner = told(desk.visitor("carla").get("/desk/teams/rota/?month=2026-08"))
    assert planner.count('name="off"') == 2 and planner.count('name="put"') == 19


def test_empty_days_are_covered_fairly_by_who_is_there() -> None:
    carla, dora = (
        world.staff("carla"),
        people.Staff.objects.create(login="dora", name="Dora", language="nl", roles=["c2_expert"]),
    )
    people.note_absence(dora, date(2026, 8, 10), date(2026, 8, 14), who="mia")
    page = desk.visitor("mia").post("/desk/teams/rota/fill/", {"month": "2026-08"}, follow=True)
    assert "21 days are covered now." in told(page) and "All 21 working days are covered." in told(page)
    days = {one.pk: Duty.objects.filter(staff=one).count() for one in (carla, dora)}
    assert sorted(days.values()) == [10, 11]
    assert not Duty.objects.filter(staff=dora, day__range=("2026-08-10", "2026-08-14")).exists()
    assert work.fill_gaps(MONDAY, date(2026, 8, 31), who="mia") == 0


def test_an_expert_is_put_on_a_day_and_taken_off() -> None:
    carla, visitor = world.staff("carla"), desk.visitor("carla")
    sent = {"month": "2026-08", "put": f"2026-08-05_{carla.pk}"}
    assert (
        visitor.post("/desk/teams/rota/plan/", sent)["Location"]
        == "/desk/teams/rota/?month=2026-08#d2026-08-05"
    )
    assert [(one.day, one.staff, one.planned_by) for one in Duty.objects.all()] == [
        (date(2026, 8, 5), carla, "carla")
    ]
    visitor.post("/desk/teams/rota/plan/", {"month": "2026-08", "off": f"2026-08-05_{carla.pk}"})
    assert Duty.objects.count() == 0


@pytest.mark.parametrize(
    ("day", "message"), [("2026-07-31", "A day that has passed"), ("2026-08-08", "Nobody works on that day.")]
)
def test_a_day_that_cannot_be_planned_is_said(day: str, message: str) -> None:
    sent = {"month": "2026-08", "put": f"{day}_{world.staff('carla').pk}"}
    assert message in told(desk.visitor("carla").post("/desk/teams/rota/plan/", sent, follow=True))
    assert Duty.objects.count() == 0


@pytest.mark.parametrize("placed", ["", "x_1", "2026-08-05_999999", "2026-08-05"])
def test_a_button_of_nobody_is_not_found(placed: str) -> None:
    sent = {"month": "2026-08", "put": placed}
    assert desk.visitor("carla").post("/desk/teams/rota/plan/", sent).status_code == 404


def test_who_is_no_expert_or_is_absent_covers_nothing() -> None:
    agnes, carla = world.staff("agnes"), world.staff("carla")
    people.note_absence(carla, MONDAY, MONDAY, who="mia")
    for staff, reason in ((agnes, "no_expert"), (carla, "absent")):
        with pytest.raises(work.RotaError) as error:
            work.put_on(MONDAY, staff, who="mia")
        assert error.value.reason == reason
    with pytest.raises(work.RotaError):
        work.take_off(date(2026, 7, 31), carla)


def test_delays_are_compared_by_office_language_and_kind() -> None:
    for number, days in enumerate((1, 2, 3, 4, 9)):
        finished(number, "amina", "agnes", days)
    for number, days in enumerate((5, 5, 6, 7, 8), 10):
        finished(number, "bram", "agnes", days)
    finished(20, "dieter", "agnes", 1)
    found = work.delays(date(2026, 8, 1), MONDAY, by="language")
    assert found == [
        work.Delay("de", 1, 1, 1, 1, 1), work.Delay("fr", 5, 3, 4, 9, 4), work.Delay("nl", 5, 6, 7, 8, 2),
    ]  # fmt: skip
    assert work.spread(found) == (found[1], found[2])
    assert work.spread(found[:2]) is None
    assert work.delays(date(2026, 8, 1), date(2026, 8, 2), by="office") == []
    shown = told(desk.visitor("sam").get("/desk/teams/delays/?by=language"))
    assert (
        "From 1 May 2026 to 3 August 2026 half of the tasks were done within 3 working days for Français, within 6 working days for Nederlands."
        in shown
    )
    assert shown.count('<circle class="half') == 3 and shown.count('class="half few"') == 1
    assert told(desk.visitor("aude").get("/desk/teams/delays.csv?by=office")).splitlines() == [
        "group,done,half_within_working_days,80_percent_within_working_days,longest_working_days,kept",
        "BP01,5,3,4,9,4",
        "BP02,6,5,7,8,3",
    ]


def test_what_an_address_cannot_mean_is_left_aside() -> None:
    page = desk.visitor("agnes").get("/desk/teams/delays/?by=x&months=99&kind=y")
    assert page.status_code == 200 and "No task of a client was done in these months." in told(page)
    assert desk.visitor("agnes").get("/desk/teams/?office=BP99").status_code == 200
    assert "August 2026" in told(desk.visitor("agnes").get("/desk/teams/rota/?month=nothing"))


@pytest.mark.parametrize(
    ("name", "teams", "rota", "delays"),
    [
        ("agnes", 200, 200, 200), ("mia", 200, 200, 200), ("sam", 200, 200, 200),
        ("aude", 403, 403, 200), ("rita", 403, 403, 403), ("fien", 403, 403, 403),
    ],
)  # fmt: skip
def test_who_sees_which_page(name: str, teams: int, rota: int, delays: int) -> None:
    visitor = desk.visitor(name)
    found = [visitor.get(f"/desk/teams/{page}").status_code for page in ("", "rota/", "delays/")]
    assert found == [teams, rota, delays]
    assert people.Access.objects.count() == 0


def test_only_experts_and_who_leads_plan_the_rota() -> None:
    for verb in ("plan", "fill"):
        assert desk.visitor("agnes").post(f"/desk/teams/rota/{verb}/").status_code == 403
