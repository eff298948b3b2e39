"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from samspill.directory.representation import editing, views

app_name = "representation"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.overview, name="list"),
    path("fil.csv", views.as_file, name="csv"),
    path("mine", views.mine, name="mine"),
    path("nytt", editing.new, name="new"),
    path("<uuid:pk>", views.record, name="record"),
    path("<uuid:pk>/endre", editing.change, name="change"),
    path("<uuid:pk>/stotte", editing.add_support, name="add-support"),
    path("<uuid:pk>/stotte/<uuid:support>/gitt", editing.support_given, name="support-given"),
    path("<uuid:pk>/honorar", editing.add_fee, name="add-fee"),
    path("<uuid:pk>/honorar/<uuid:fee>/avslutt", editing.end_fee, name="end-fee"),
]
