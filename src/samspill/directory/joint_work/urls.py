"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from samspill.directory.joint_work import editing, registering, views

app_name = "joint_work"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.register, name="list"),
    path("nytt", registering.new, name="new"),
    path("overlapp", views.alike, name="alike"),
    path("<uuid:pk>", views.work, name="work"),
    path("<uuid:pk>/endre", editing.change, name="change"),
    path("<uuid:pk>/status", editing.status, name="status"),
    path("<uuid:pk>/deltakere", editing.add_participant, name="add-participant"),
    path("<uuid:pk>/deltakere/<uuid:row>/avslutt", editing.end_participation, name="end-participation"),
]
