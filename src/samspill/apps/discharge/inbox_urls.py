from django.urls import path

from samspill.apps.discharge.views import inbox

app_name = "inbox"

urlpatterns = [
    path("", inbox.inbox, name="list"),
    path("<uuid:pk>/", inbox.received, name="received"),
    path("<uuid:pk>/innhold/", inbox.body, name="body"),
    path("<uuid:pk>/igjen/", inbox.retry, name="retry"),
]
