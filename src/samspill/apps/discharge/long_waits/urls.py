from django.urls import path

from samspill.apps.discharge.long_waits import views, views_minutes

app_name = "long_waits"

urlpatterns = [
    path("", views.waits, name="list"),
    path("referat/", views_minutes.write, name="write-minutes"),
    path("referat/<uuid:pk>/", views_minutes.read, name="minutes"),
    path("referat/punkt/<uuid:pk>/", views_minutes.remark, name="remark"),
    path("<uuid:pk>/", views.follow, name="follow"),
    path("grenser", views.limits, name="limits"),
]
