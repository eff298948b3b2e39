"""What Samspill does by the clock: a small table, since the task queue has no calendar of its own."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import models, transaction

from samspill.core import clock, walls

_log = logging.getLogger(__name__)
_jobs: dict[str, tuple[timedelta, Callable[[], object]]] = {}


class Scheduled(models.Model):
    """When a job ran last. One row a job; whoever locks the row runs the job."""

    name = models.CharField(max_length=80, primary_key=True)
    last_run = models.DateTimeField(null=True)

    class Meta:
        app_label = "core"


def every(interval: timedelta, name: str, job: Callable[[], object]) -> None:
    """Run `job()` each `interval`. Register in AppConfig.ready."""
    _jobs[name] = (interval, job)


def run_due_jobs() -> list[str]:
    """Run what is due, once, however many schedulers there are; the names of what ran."""
    last_runs = dict(Scheduled.objects.values_list("name", "last_run"))
    due = [name for name, (interval, _) in _jobs.items() if _is_due(last_runs.get(name), interval)]
    return [name for name in due if _run_if_still_due(name)]


def _is_due(last_run: datetime | None, interval: timedelta) -> bool:
    # A last run in the future: the clock was set back. Then it is better to run once too often than never.
    return last_run is None or not timedelta(0) <= clock.now() - last_run < interval


def _run_if_still_due(name: str) -> bool:
    interval, job = _jobs[name]
    if not _take(name, interval):
        return False
    try:
        with walls.whole_installation(f"scheduled: {name}"):
            job()
    except Exception as error:
        # Where, but not the error's text: it may hold a patient's values.
        where = traceback.extract_tb(error.__traceback__)[-1]
        _log.error(
            "The scheduled job «%s» failed (%s, %s line %s); it is tried again next time.",
            *(name, type(error).__name__, where.filename, where.lineno),
        )
    return True


def _take(name: str, interval: timedelta) -> bool:
    """Ask again with the row locked: another scheduler may have been quicker."""
    with transaction.atomic():
        Scheduled.objects.get_or_create(name=name)
        row = Scheduled.objects.select_for_update().get(name=name)
        if not _is_due(row.last_run, interval):
            return False
        row.last_run = clock.now()
        row.save(update_fields=["last_run"])
        return True
