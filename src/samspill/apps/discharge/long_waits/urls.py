from django.urls import path

from samspill.apps.discharge.long_waits import views

app_name = "long_waits"

urlpatterns = [
    path("", views.waits, name="list"),
    path("<uuid:pk>/", views.follow, name="follow"),
    path("grenser", views.limits, name="limits"),
]
