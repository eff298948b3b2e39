from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "samspill.apps.governance"
    label = "governance"

    def ready(self) -> None:
        from samspill.apps.governance import room

        room.open_room()
