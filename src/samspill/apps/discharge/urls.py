from django.urls import include, path

from samspill.apps.discharge.views import access, board, bulk, overview, stay, wall

app_name = "discharge"

urlpatterns = [
    path("", board.board, name="board"),
    path("svar/", bulk.answer_many, name="answer-many"),
    path("tavle/", wall.wall, name="wall"),
    path("oversikt/", overview.community, name="overview"),
    path("", include("samspill.apps.discharge.rounds.urls")),
    path("", include("samspill.apps.discharge.assessment.urls")),
    path("", include("samspill.apps.discharge.coordination.urls")),
    path("", include("samspill.apps.discharge.registering.urls")),
    path("nodtilgang/", access.emergency, name="emergency"),
    path("nodtilgang/kontroll/", access.reviews, name="reviews"),
    path("nodtilgang/kontroll/<uuid:pk>/", access.review, name="review"),
    path("<uuid:pk>/begrunn/", access.afterwards, name="afterwards"),
    path("<uuid:pk>/", stay.stay, name="stay"),
    path("<uuid:pk>/svar/", stay.answer, name="answer"),
    path("<uuid:pk>/nytt/", stay.news, name="news"),
]
