from django.urls import path

from samspill.accounts.notices import views

urlpatterns = [
    path("varsler/", views.notices, name="notices"),
    path("varsler/valg", views.choices, name="notice-choices"),
    path("varsler/epost", views.letters, name="notice-letters"),
    path("varsler/epost/<uuid:pk>/igjen", views.letter_again, name="notice-letter-again"),
    path("varsler/av/<str:token>", views.off, name="notices-off"),
    path("varsler/<uuid:pk>", views.notice, name="notice"),
]
