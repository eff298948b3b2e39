from django.urls import path

from samspill.accounts.oidc import binding_views, views

urlpatterns = [
    path("logg-inn/med/<slug:provider>", views.start, name="oidc-start"),
    path("logg-inn/med/<slug:provider>/tilbake", views.back, name="oidc-back"),
    path("logg-inn/med/<slug:provider>/utlogget", views.signed_out_there, name="oidc-signed-out-there"),
    path("logg-ut/ferdig", views.signed_out, name="oidc-signed-out"),
    path("roller/<uuid:pk>/innlogging", binding_views.sign_in_of, name="bind-identity"),
]
