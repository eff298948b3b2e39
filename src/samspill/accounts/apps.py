from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "samspill.accounts"
    label = "accounts"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from samspill.accounts.giving.sheet import SHEET
        from samspill.accounts.notices import invitations, letters
        from samspill.accounts.notices import retention as notices_retention
        from samspill.accounts.oidc import ending as oidc_ending
        from samspill.accounts.sessions import beginning, retention
        from samspill.core import schedule
        from samspill.directory.exchange.sheets import declare
        from samspill.ui.navigation import Entry, add, add_to_person_menu

        user_logged_in.connect(beginning.begin, dispatch_uid="samspill session")
        retention.register()
        schedule.every(timedelta(minutes=5), "close sessions that are over", retention.close_what_is_over)
        schedule.every(timedelta(minutes=10), "forget sign-ins that came to nothing", oidc_ending.forget_old)
        schedule.every(timedelta(seconds=30), "send notices by e-mail", letters.send_what_is_due)
        schedule.every(timedelta(seconds=30), "send invitations by e-mail", invitations.send_what_is_due)
        notices_retention.register()
        add(
            Entry(
                label=_("E-postfeil"), url_name="notice-letters", deed="notices.mend", icon="EnvelopeClosed", order=82
            )
        )
        declare(SHEET)
        add_to_person_menu(Entry(label=_("Bytt rolle"), url_name="choose-position", icon="ArrowsSquarepath", order=10))
        add_to_person_menu(
            Entry(
                label=_("Lån bort rollen"),
                url_name="delegate",
                deed="accounts.delegate",
                icon="HandShakeHeart",
                order=20,
            )
        )
        add(Entry(label=_("Roller"), url_name="give-roles", deed="accounts.give_role", icon="Briefcase", order=75))
        add_to_person_menu(
            Entry(
                label=_("Varsler"), url_name="notices", deed="notices.see", icon="Bell", order=70, also=("/varsler/",)
            )
        )
        add_to_person_menu(
            Entry(
                label=_("Her er du logget inn"),
                url_name="sessions",
                deed="accounts.keep_sessions",
                icon="Laptop",
                order=80,
            )
        )
        add_to_person_menu(Entry(label=_("Logg ut"), url_name="sign-out", icon="Leave", order=90, post=True))
