"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from samspill.directory.search import views

urlpatterns: list[URLPattern | URLResolver] = [path("", views.who_is_who, name="who-is-who")]
