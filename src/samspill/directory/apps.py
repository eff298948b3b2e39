from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "samspill.directory"
    label = "directory"

    def ready(self) -> None:
        from samspill.directory import lookup
        from samspill.directory.exchange.kinds import declare_all
        from samspill.directory.keeping import room as keeping_room
        from samspill.directory.search import room

        lookup.watch_for_changes()
        room.open_room()
        keeping_room.open_room()
        declare_all()
