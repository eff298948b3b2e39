"""Addresses of the pages where roles are given, ended and lent."""

from django.urls import path

from samspill.accounts.giving import views

urlpatterns = [
    path("roller/", views.roles, name="give-roles"),
    path("roller/<uuid:pk>/", views.roles_of, name="roles-of"),
    path("roller/<uuid:pk>/avslutt/", views.end, name="end-role"),
    path("roller/<uuid:pk>/logg-ut/", views.sign_out, name="sign-out-person"),
    path("lan-bort/", views.delegate, name="delegate"),
]
