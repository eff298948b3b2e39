from collections import defaultdict
from uuid import UUID

from django.apps import AppConfig


class NoticeboardConfig(AppConfig):
    name = "tests.config.noticeboard"

    def ready(self) -> None:
        from samspill.core import live

        live.room_with_marks("noticeboard", _marks)


def _marks() -> dict[UUID, set[str]]:
    from samspill.core.schedule import Scheduled

    found: dict[UUID, set[str]] = defaultdict(set)
    for name in Scheduled.objects.filter(name__contains="/").values_list("name", flat=True):
        found[UUID(name.split("/")[0])].add(name)
    return found
