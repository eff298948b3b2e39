from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "samspill.apps.plans"
    label = "plans"

    def ready(self) -> None:
        from samspill.apps.plans import room

        room.open_room()
