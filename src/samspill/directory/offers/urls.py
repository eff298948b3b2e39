"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from samspill.directory.offers import editing, views

app_name = "offers"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.catalogue, name="list"),
    path("nytt", editing.new, name="new"),
    path("kalender", views.my_feed, name="my-feed"),
    path("kalender/adresse", views.make_feed, name="make-feed"),
    path("kalender/<str:token>.ics", views.feed, name="feed"),
    path("<uuid:pk>", views.offer, name="offer"),
    path("<uuid:pk>/kalender.ics", views.offer_calendar, name="calendar"),
    path("<uuid:pk>/endre", editing.change, name="change"),
    path("<uuid:pk>/avslutt", editing.end, name="end"),
    path("<uuid:pk>/datoer", editing.dates, name="dates"),
    path("<uuid:pk>/datoer/<uuid:day>", editing.cancel, name="cancel-date"),
]
