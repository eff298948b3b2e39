"""Addresses of meetings and minutes."""

from django.urls import path

from samspill.apps.governance.meetings import book_pages, editing, public, sending_pages, series_pages, views
from samspill.apps.governance.minutes import views as minutes

urlpatterns = [
    path("moter/", views.meetings, name="meetings"),
    path("moter/nytt", editing.plan, name="plan-meeting"),
    path("moter/rekke", series_pages.plan_series, name="plan-series"),
    path("moter/kalender", editing.subscribe, name="subscribe"),
    path("moter/kalender/<str:token>", views.feed, name="feed"),
    path("moter/annen-kalender", editing.other_calendar, name="other-calendar"),
    path("moter/<uuid:pk>", views.meeting, name="meeting"),
    path("moter/<uuid:pk>/mote.ics", views.event, name="event"),
    path("moter/<uuid:pk>/endre", editing.change, name="change-meeting"),
    path("moter/<uuid:pk>/kall-inn", editing.call, name="call-meeting"),
    path("moter/<uuid:pk>/holdt", editing.held, name="meeting-held"),
    path("moter/<uuid:pk>/avlys", editing.cancel, name="cancel-meeting"),
    path("moter/<uuid:pk>/saker", editing.put_on_agenda, name="put-on-agenda"),
    path("moter/<uuid:pk>/oppmote", editing.attendance, name="attendance"),
    path("moter/punkt/<uuid:pk>", editing.change_item, name="change-item"),
    path("moter/punkt/<uuid:pk>/ta-av", editing.take_off, name="take-off"),
    path("moter/punkt/<uuid:pk>/inhabil", editing.declare, name="declare-conflict"),
    path("moter/habilitet/<uuid:pk>", editing.settle, name="settle-conflict"),
    path("moter/<uuid:pk>/papirer", sending_pages.send_papers, name="send-papers"),
    path("moter/<uuid:pk>/kort", sending_pages.in_plain_words, name="plain"),
    path("moter/<uuid:pk>/bok", book_pages.ask, name="ask-book"),
    path("moter/bok/<uuid:pk>", book_pages.book, name="book"),
    path("moter/bok/<uuid:pk>/fil", book_pages.file, name="book-file"),
    path("moter/bok/<uuid:pk>/stopp", book_pages.stop, name="stop-book"),
    path("moter/<uuid:pk>/referat", minutes.minutes, name="minutes"),
    path("moter/<uuid:pk>/referat/begynn", minutes.begin, name="begin-minutes"),
    path("moter/<uuid:pk>/referat/send", minutes.send, name="send-minutes"),
    path("moter/<uuid:pk>/referat/godkjenn", minutes.approve, name="approve-minutes"),
    path("moter/<uuid:pk>/referat/offentliggjor", minutes.publish, name="publish-minutes"),
    path("moter/referat/<uuid:pk>", minutes.write, name="write-minutes"),
    path("moter/referat/<uuid:pk>/unnta", minutes.exempt, name="exempt-minutes"),
    path("moter/referat/<uuid:pk>/rett", minutes.amend, name="amend-minutes"),
    path("moter/rettelser/<uuid:pk>", minutes.settle_amendment, name="settle-amendment"),
    path("apent/<slug:community>/", public.published, name="public"),
    path("apent/<slug:community>/<uuid:pk>", public.meeting, name="public-meeting"),
]
