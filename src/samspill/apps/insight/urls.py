from django.urls import path

from samspill.apps.insight.views import lists, publishing, quality, reading, reports, requests
from samspill.apps.insight.views import open as open_

app_name = "insight"

urlpatterns = [
    path("", reading.index, name="index"),
    path("endringer", reading.changes, name="changes"),
    path("datakvalitet", quality.quality, name="quality"),
    path("apne", open_.communities, name="open"),
    path("apne/<slug:slug>", open_.index, name="open-index"),
    path("apne/<slug:slug>/<slug:key>", open_.indicator, name="open-indicator"),
    path("apne/<slug:slug>/<slug:key>/fil.<slug:ending>", open_.file, name="open-file"),
    path("utgaver", publishing.editions, name="editions"),
    path("utgaver/ny", publishing.begin, name="begin"),
    path("utgaver/<uuid:pk>", publishing.edition, name="edition"),
    path("utgaver/<uuid:pk>/apne", publishing.open_edition, name="open-edition"),
    path("utgaver/<uuid:pk>/avbryt", publishing.cancel, name="cancel"),
    path("linjer/<uuid:pk>/trekk", publishing.withdraw, name="withdraw"),
    path("om/<slug:key>", reading.indicator, name="indicator"),
    path("om/<slug:key>/fil.<slug:ending>", reading.file, name="file"),
    path("om/<slug:key>/linjer", publishing.decide, name="decide"),
    path("om/<slug:key>/folg", publishing.watch, name="watch"),
    path("rapporter", reports.reports, name="reports"),
    path("rapporter/ny", reports.new, name="new-report"),
    path("rapporter/<uuid:pk>", reports.report, name="report"),
    path("rapporter/<uuid:pk>/skriv", reports.write, name="write-report"),
    path("rapporter/<uuid:pk>/fil.<slug:paper>", reports.file, name="report-file"),
    path("bestillinger", requests.requests, name="requests"),
    path("bestillinger/ny", requests.new, name="new-request"),
    path("bestillinger/<uuid:pk>", requests.one, name="request"),
    path("bestillinger/<uuid:pk>/svar", requests.answer, name="answer-request"),
    path("bestillinger/<uuid:pk>/trekk", requests.withdraw, name="withdraw-request"),
    path("utleveringer", requests.register, name="register"),
    path("lister", lists.lists, name="lists"),
    path("lister/apninger", lists.openings, name="openings"),
    path("lister/<slug:kind>", lists.one, name="list"),
    path("lister/<slug:kind>/navn", lists.names, name="names"),
]
