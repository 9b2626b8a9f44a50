"""The schedule as periodic jobs: each runs the command of its name, never twice at once."""

from __future__ import annotations

from django.core.management import call_command
from procrastinate.contrib.django import app

from capac.records.schedule import Job, schedule


def _declare(job: Job) -> None:
    """A job waits at most once in its lane and never overlaps itself."""

    def run(timestamp: int) -> None:
        del timestamp
        call_command(job.job)

    task = app.task(name=job.job, queue=job.lane, queueing_lock=job.job, lock=job.job)(run)
    app.periodic(cron=job.cron, periodic_id=job.job)(task)


for _job in schedule():
    _declare(_job)
