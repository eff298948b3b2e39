from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "samspill.ui"
    label = "ui"
