from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

# Short, so that little can be altered before it is sealed; long enough that a seal closes more than a row or two.
SEALING = timedelta(seconds=10)


class CoreConfig(AppConfig):
    name = "samspill.core"
    label = "core"

    def ready(self) -> None:
        post_migrate.connect(_walls_follow_the_tables, sender=self, dispatch_uid="walls")
        from samspill.core import audit, limits, retention, schedule
        from samspill.core.audit.retention import register

        register()
        schedule.every(SEALING, "seal the logs", audit.seal_new_rows)
        schedule.every(timedelta(days=1), "remove what is too old", retention.remove_what_is_too_old)
        schedule.every(timedelta(hours=1), "forget old counts", limits.forget_old)


def _walls_follow_the_tables(*, using: str, plan: Any = None, **_: Any) -> None:
    """The tables are as they should be; now the walls, and what the application's role is granted."""
    from django.db import connections

    from samspill.core.walls import raising, roles

    if plan is not None:  # emptying a test database sends the same signal, without a plan
        raising.raise_walls(connections[using])
        roles.grant(connections[using])
