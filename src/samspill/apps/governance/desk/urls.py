"""The address of the desk."""

from django.urls import path

from samspill.apps.governance.desk import views

urlpatterns = [path("bord/", views.desk, name="desk")]
