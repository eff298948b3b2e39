from django.urls import path

from samspill.apps.discharge.places import views, views_kinds

app_name = "places"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("publiser", views.publish, name="publish"),
    path("sted", views.add_site, name="add-site"),
    path("fil", views.file, name="file"),
    path("plasser.csv", views.as_csv, name="csv"),
    path("hold-av", views.reserve, name="reserve"),
    path("reservasjon/<uuid:pk>/bekreft", views.move, {"deed": "confirm"}, name="confirm"),
    path("reservasjon/<uuid:pk>/i-bruk", views.move, {"deed": "take"}, name="take"),
    path("reservasjon/<uuid:pk>/frigjor", views.move, {"deed": "release"}, name="release"),
    path("typer", views_kinds.kinds, name="kinds"),
]
