"""Addresses of the annual wheel."""

from django.urls import path

from samspill.apps.governance.wheel import views

urlpatterns = [
    path("arshjul/", views.wheel, name="wheel"),
    path("arshjul/nytt", views.enter, name="enter-in-wheel"),
    path("arshjul/neste", views.make_next, name="next-wheel"),
    path("arshjul/<uuid:pk>", views.change, name="change-wheel"),
]
