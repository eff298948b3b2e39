from django.urls import path

from samspill.apps.discharge.coordination.views import acts, lists, pages

urlpatterns = [
    path("lister/", lists.lists, name="lists"),
    path("<uuid:pk>/oppgaver/", acts.add_task, name="add-task"),
    path("<uuid:pk>/notater/", acts.write_note, name="write-note"),
    path("<uuid:pk>/viktig/", acts.say_what_matters, name="what-matters"),
    path("<uuid:pk>/dokumenter/", acts.mark_document, name="mark-document"),
    path("<uuid:pk>/arsaker/", pages.edit_causes, name="causes"),
    path("<uuid:pk>/funksjon/", pages.edit_function, name="function"),
    path("<uuid:pk>/mote/", pages.call_meeting, name="call-meeting"),
    path("oppgave/<uuid:pk>/", acts.close_task, name="close-task"),
    path("notat/<uuid:pk>/", acts.pull_back_note, name="pull-back-note"),
    path("mote/<uuid:pk>/", pages.move_meeting, name="move-meeting"),
    path("mote/<uuid:pk>/til/", pages.go_to_meeting, name="meeting"),
    path("mote/<uuid:pk>/avlys/", pages.call_off_meeting, name="call-off-meeting"),
    path("mote/<uuid:pk>/kalender.ics", pages.meeting_calendar, name="meeting-calendar"),
]
