"""Every address of the site asks who may; every job of the schedule is a command."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pytest
from django.core.management import get_commands, load_command_class
from django.http import HttpRequest, HttpResponse
from django.urls import path

from capac.records.api import Job, schedule
from capac.web.permit import permit, public
from tests.architecture.test_silence import patterns

View = Callable[..., HttpResponse]
CRON = re.compile(r"(\*|\*/\d+|\d+(-\d+)?(,\d+)*)( (\*|\*/\d+|\d+(-\d+)?(,\d+)*)){4}")


def open_doors(views: Iterable[tuple[str, View]]) -> list[str]:
    """Addresses whose view carries no permission function."""
    return [written for written, view in views if not callable(getattr(view, "permission", None))]


def test_every_route_carries_a_permission() -> None:
    found = list(patterns())
    assert len(found) > 10
    assert open_doors((written, one.callback) for written, one in found) == []


def test_a_route_without_a_permission_is_found() -> None:
    def bare(request: HttpRequest) -> HttpResponse:
        del request
        return HttpResponse()

    bad, good = path("bare/", bare), path("good/", permit(public)(bare))
    assert open_doors([("bare/", bad.callback), ("good/", good.callback)]) == ["bare/"]


def test_every_route_has_a_name() -> None:
    assert [written for written, one in patterns() if not one.name] == []


@pytest.mark.parametrize("job", schedule(), ids=lambda job: job.job)
def test_a_job_of_the_schedule_is_a_command_that_runs_without_options(job: Job) -> None:
    name, cron, lane, why = job.job, job.cron, job.lane, job.why
    app = get_commands()[name]
    parser = load_command_class(str(app), name).create_parser("capac", name)
    parser.parse_args([])
    assert CRON.fullmatch(cron)
    assert lane in {"urgent", "bulk"}
    assert why


def test_no_job_stands_twice_in_the_schedule() -> None:
    names = [job.job for job in schedule()]
    assert len(set(names)) == len(names)
