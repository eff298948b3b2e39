from django.urls import path

from samspill.api import directory, messages, places

app_name = "api"

urlpatterns = [
    path("messages", messages.receive, name="messages"),
    path("places", places.places, name="places"),
    path("directory", directory.sheets, name="directory"),
    path("directory/search", directory.search, name="directory-search"),
    path("directory/<slug:key>", directory.sheet, name="directory-sheet"),
    path("directory/files/<uuid:pk>/undo", directory.undo, name="directory-undo"),
]
