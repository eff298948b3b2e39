from django.urls import path

from samspill.accounts.sessions import views

urlpatterns = [
    path("okter", views.sessions, name="sessions"),
    path("okter/avslutt", views.end_one, name="end-session"),
    path("okter/avslutt-andre", views.end_others, name="end-other-sessions"),
    path("okter/logg-ut-overalt", views.end_everywhere, name="sign-out-everywhere"),
    path("okter/igjen", views.time_left, name="session-left"),
    path("okter/fortsett", views.go_on, name="session-go-on"),
    path("okter/utkast", views.draft, name="session-draft"),
]
