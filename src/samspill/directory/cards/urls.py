"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from samspill.directory.cards.views import community, paper, person, unit

urlpatterns: list[URLPattern | URLResolver] = [
    path("personer/<uuid:pk>", person.person, name="person-card"),
    path("personer/<uuid:pk>/kort", paper.person_on_paper, name="person-print-card"),
    path("personer/<uuid:pk>/vcard", paper.person_download, name="person-vcard"),
    path("enheter/<uuid:pk>", unit.unit, name="unit-card"),
    path("enheter/<uuid:pk>/kort", paper.unit_on_paper, name="unit-print-card"),
    path("enheter/<uuid:pk>/vcard", paper.unit_download, name="unit-vcard"),
    path("fellesskapet", community.community, name="community-card"),
    path("kart", community.community_map, name="community-map"),
    path("norge", community.norway, name="norway"),
]
