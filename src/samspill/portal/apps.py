from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "samspill.portal"
    label = "portal"

    def ready(self) -> None:
        from samspill.portal.demo import figures_room
        from samspill.portal.privacy.room import open_room
        from samspill.ui.navigation import Entry, add, add_to_person_menu

        add(Entry(label=_("I dag"), url_name="home", deed="home.see", icon="Sun", order=10))
        add(Entry(label=_("Innsynslogg"), url_name="access-log", deed="access_log.read", icon="Eye", order=80))
        add_to_person_menu(
            Entry(label=_("Hva kan jeg gjøre her?"), url_name="what-can-i-do", icon="QuestionmarkCircle", order=20)
        )
        open_room()
        figures_room.listen()
