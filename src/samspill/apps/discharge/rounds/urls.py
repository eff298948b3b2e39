from django.urls import path

from samspill.apps.discharge.rounds import views

urlpatterns = [
    path("runder/", views.rounds, name="rounds"),
    path("runder/med/<uuid:pk>/", views.begin, name="begin-round"),
    path("runder/<uuid:pk>/", views.round_page, name="round"),
    path("runder/<uuid:pk>/avslutt/", views.end, name="end-round"),
    path("runder/<uuid:pk>/referat/", views.minutes, name="minutes"),
    path("runder/punkt/<uuid:pk>/", views.settle, name="settle-point"),
]
