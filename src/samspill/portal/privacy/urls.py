from django.urls import path

from samspill.portal.privacy import views, views_order

urlpatterns = [
    path("personvern/", views.overview, name="privacy"),
    path("personvern/pasient", views.patient, name="who-looked"),
    path("personvern/pasient/uttrekk", views.extract, name="patient-extract"),
    path("personvern/slett", views.erase, name="erase-patient"),
    path("personvern/slett/utfor", views.do_erase, name="do-erase-patient"),
    path("personvern/lagring", views_order.periods, name="retention"),
    path("personvern/ansatte", views_order.people, name="former-staff"),
    path("personvern/ansatte/<uuid:pk>", views_order.anonymise, name="anonymise-person"),
    path("meg/data", views_order.my_data, name="my-data"),
    path("meg/data.json", views_order.my_data_file, {"ending": "json"}, name="my-data-json"),
    path("meg/data.csv", views_order.my_data_file, {"ending": "csv"}, name="my-data-csv"),
]
