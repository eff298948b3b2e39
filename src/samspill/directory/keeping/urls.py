"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from samspill.directory.keeping.views import contact, merging, overview, people, squares, units

urlpatterns: list[URLPattern | URLResolver] = [
    path("", overview.overview, name="keeping"),
    path("meg", contact.me, name="keep-me"),
    path("vikar/<uuid:pk>/avslutt", contact.end_substitute, name="end-substitute"),
    path("enheter/ny", units.new_unit, name="new-unit"),
    path("enheter/<uuid:pk>", units.unit, name="keep-unit"),
    path("enheter/<uuid:pk>/kontakt", contact.unit, name="keep-unit-contact"),
    path("enheter/<uuid:pk>/sla-sammen", merging.merge, name="merge-unit"),
    path("enheter/<uuid:pk>/del", merging.split, name="split-unit"),
    path("personer/ny", people.new_person, name="new-person"),
    path("personer/<uuid:pk>", people.person, name="keep-person"),
    path("kart", squares.squares, name="keep-map"),
]
