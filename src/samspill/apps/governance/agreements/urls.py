"""Addresses of agreements."""

from django.urls import path

from samspill.apps.governance.agreements import change_pages, views

urlpatterns = [
    path("avtaler/", views.agreements, name="agreements"),
    path("avtaler/ny", views.new, name="new-agreement"),
    path("avtaler/<uuid:pk>", views.agreement, name="agreement"),
    path("avtaler/<uuid:pk>/utkast", views.draft, name="draft-version"),
    path("avtaler/versjon/<uuid:pk>", views.version, name="version"),
    path("avtaler/versjon/<uuid:pk>/vedtatt", views.adopt, name="adopt-version"),
    path("avtaler/dokumenter/del", views.share, name="share-document"),
    path("avtaler/dokumenter/<uuid:pk>", views.document, name="document"),
    path("<uuid:pk>/avtalepunkt", change_pages.name_clause, name="name-clause"),
    path("avtalepunkt/<uuid:pk>/ta-bort", change_pages.drop_clause, name="drop-clause"),
]
