from django.urls import path

from samspill.apps.discharge.assessment import views

urlpatterns = [
    path("peker-seg-ut/", views.pointed, name="pointed-out"),
    path("<uuid:pk>/avklaring/", views.assessment, name="assessment"),
    path("<uuid:pk>/peker-seg-ut/", views.decide, name="decide-pointing"),
]
