from django.urls import path

from samspill.apps.discharge.settlement import views

app_name = "settlement"

urlpatterns = [
    path("", views.overview, name="list"),
    path("lag", views.make, name="make"),
    path("<uuid:pk>/", views.statement, name="statement"),
    path("<uuid:pk>/oppgjor.csv", views.file, {"ending": "csv"}, name="csv"),
    path("<uuid:pk>/oppgjor.xlsx", views.file, {"ending": "xlsx"}, name="xlsx"),
    path("<uuid:pk>/oppgjor.pdf", views.file, {"ending": "pdf"}, name="pdf"),
    path("<uuid:pk>/godkjenn", views.approve, name="approve"),
    path("<uuid:pk>/innsigelse", views.objection, name="object"),
    path("<uuid:pk>/dokumentasjon", views.documents, name="documents"),
    path("innsigelser/<uuid:pk>", views.move, name="move"),
]
