"""Addresses of the pages for files in and out."""

from django.urls import path

from samspill.directory.exchange import views

urlpatterns = [
    path("", views.files, name="exchange"),
    path("<slug:key>.csv", views.take_out, {"kind": "csv"}, name="exchange-csv"),
    path("<slug:key>.xlsx", views.take_out, {"kind": "xlsx"}, name="exchange-xlsx"),
    path("<slug:key>/hent-inn/", views.bring, name="exchange-bring"),
    path("fil/<uuid:pk>/", views.file, name="exchange-file"),
    path("fil/<uuid:pk>/hent-inn/", views.take_in, name="exchange-take-in"),
    path("fil/<uuid:pk>/angre/", views.undo, name="exchange-undo"),
]
