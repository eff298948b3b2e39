from django.apps import AppConfig


class DischargeConfig(AppConfig):
    name = "samspill.apps.discharge"
    label = "discharge"

    def ready(self) -> None:
        from samspill.apps.discharge import room

        room.open_room()
