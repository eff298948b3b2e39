from django.conf import settings
from django.urls import include, path

from samspill.accounts import views

urlpatterns = [
    path("logg-inn", views.sign_in_page, name="sign-in"),
    path("logg-ut", views.sign_out, name="sign-out"),
    path("rolle", views.choose_position, name="choose-position"),
    path("", include("samspill.accounts.oidc.urls")),
]

if settings.DEMO:
    # In production this address does not exist, and demo accounts are turned away besides.
    urlpatterns += [path("logg-inn/demo", views.sign_in_as_demo_person, name="sign-in-demo")]
