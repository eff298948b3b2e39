"""Addresses of cases."""

from django.urls import path

from samspill.apps.governance.cases import decision_pages, editing, views

urlpatterns = [
    path("", views.cases, name="cases"),
    path("ny", editing.new, name="new-case"),
    path("<uuid:pk>", views.case, name="case"),
    path("<uuid:pk>/endre", editing.change, name="change-case"),
    path("<uuid:pk>/flytt/<slug:deed>", editing.move, name="move-case"),
    path("<uuid:pk>/rad", editing.ask_advice, name="ask-advice"),
    path("<uuid:pk>/rad/<uuid:advice>", editing.answer_advice, name="answer-advice"),
    path("<uuid:pk>/papirer/nytt", editing.add_paper, name="add-paper"),
    path("<uuid:pk>/papirer/<uuid:paper>", views.paper, name="paper"),
    path("<uuid:pk>/papirer/<uuid:paper>/fil", views.paper_file, name="paper-file"),
    path("<uuid:pk>/vedtak", decision_pages.decide, name="decide"),
    path("vedtak/<uuid:pk>/endre", decision_pages.amend, name="amend"),
    path("vedtak/<uuid:pk>/forankring", decision_pages.anchor, name="anchor"),
    path("vedtak/<uuid:pk>/oppgaver", decision_pages.add_follow_up, name="add-follow-up"),
    path("forankring/<uuid:pk>", decision_pages.reply, name="reply-anchoring"),
    path("oppgaver/<uuid:pk>", decision_pages.note_follow_up, name="note-follow-up"),
    path("oppgaver/<uuid:pk>/ble", decision_pages.became, name="follow-up-became"),
]
