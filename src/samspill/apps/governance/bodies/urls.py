"""Addresses of bodies."""

from django.urls import path

from samspill.apps.governance.bodies import views

urlpatterns = [
    path("organer/", views.bodies, name="bodies"),
    path("organer/nytt", views.new, name="new-body"),
    path("organer/hent-inn", views.load, name="load-structure"),
    path("organer/<uuid:pk>", views.body, name="body"),
    path("organer/<uuid:pk>/endre", views.change, name="change-body"),
    path("organer/<uuid:pk>/seter/nytt", views.add_seat, name="add-seat"),
    path("organer/<uuid:pk>/seter/<uuid:seat>/oppnevn", views.appoint, name="appoint"),
    path("organer/<uuid:pk>/seter/<uuid:seat>/avvikle", views.end_seat, name="end-seat"),
    path("organer/verv/<uuid:pk>/slutt", views.end_tenure, name="end-tenure"),
    path("organer/<uuid:pk>/leder", views.leader, name="leader"),
    path("organer/<uuid:pk>/mandat", views.mandate, name="mandate"),
]
