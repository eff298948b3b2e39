from django.urls import path

from samspill.apps.discharge.registering import views

urlpatterns = [
    path("<uuid:pk>/registrer/", views.register, name="register"),
    path("<uuid:pk>/angre/", views.undo, name="undo"),
]
