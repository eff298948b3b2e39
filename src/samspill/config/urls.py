"""The addresses: every room brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("samspill.portal.urls")),
    path("", include("samspill.accounts.urls")),
    path("", include("samspill.accounts.sessions.urls")),
    path("", include("samspill.accounts.giving.urls")),
    path("", include("samspill.accounts.notices.urls")),
    path("", include("samspill.ui.urls")),
    path("", include("samspill.directory.urls")),
    path("pasienter/", include("samspill.apps.discharge.urls")),
    path("plan/", include("samspill.apps.plans.urls")),
    path("plasser/", include("samspill.apps.discharge.places.urls")),
    path("oppgjor/", include("samspill.apps.discharge.settlement.urls")),
    path("ventetid/", include("samspill.apps.discharge.long_waits.urls")),
    path("meldinger/", include("samspill.apps.discharge.inbox_urls")),
    path("tall/", include("samspill.apps.insight.urls")),
    path("saker/", include("samspill.apps.governance.urls")),
    path("api/", include("samspill.api.urls")),
]
