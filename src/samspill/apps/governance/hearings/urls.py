"""Addresses of hearings."""

from django.urls import path

from samspill.apps.governance.hearings import views

urlpatterns = [
    path("horinger/", views.hearings, name="hearings"),
    path("horinger/ny", views.new, name="new-hearing"),
    path("horinger/<uuid:pk>", views.hearing, name="hearing"),
    path("horinger/<uuid:pk>/send", views.send_out, name="send-hearing"),
    path("horinger/<uuid:pk>/flett", views.begin_merge, name="begin-merge"),
    path("horinger/<uuid:pk>/godkjenn", views.approve, name="approve-hearing"),
    path("horinger/<uuid:pk>/dokument", views.export, name="export-hearing"),
    path("horinger/svar/<uuid:pk>", views.answers, name="answers"),
    path("horinger/svar/<uuid:pk>/lagre", views.answer, name="answer-hearing"),
    path("horinger/svar/<uuid:pk>/send", views.send_answers, name="send-answers"),
    path("horinger/avsnitt/<uuid:pk>", views.paragraph, name="paragraph"),
    path("horinger/sporsmal/<uuid:pk>/kommenter", views.comment, name="comment-hearing"),
]
