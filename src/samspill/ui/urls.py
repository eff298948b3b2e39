from django.urls import path

from samspill.ui import views

urlpatterns = [
    path("komponenter", views.components, name="components"),
    path("sprak", views.set_language, name="set-language"),
    path("utseende", views.set_theme, name="set-theme"),
]
