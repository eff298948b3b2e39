from django.urls import include, path

from samspill.portal import views

urlpatterns = [
    path("", views.home, name="home"),
    path("hva-kan-jeg", views.what_can_i_do, name="what-can-i-do"),
    path("", include("samspill.portal.privacy.urls")),
    path("personvern/innsyn", views.access_log, name="access-log"),
]
