from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "samspill.apps.insight"
    label = "insight"

    def ready(self) -> None:
        from samspill.apps.insight import room

        room.open_room()
