"""«Hvem er hvem»: each part brings its own addresses."""

from django.urls import include, path

urlpatterns = [
    path("hvem-er-hvem/", include("samspill.directory.search.urls")),
    path("hvem-er-hvem/", include("samspill.directory.cards.urls")),
    path("tilbud/", include("samspill.directory.offers.urls")),
    path("samarbeid/", include("samspill.directory.joint_work.urls")),
    path("representanter/", include("samspill.directory.representation.urls")),
    path("forvaltning/", include("samspill.directory.keeping.urls")),
    path("forvaltning/filer/", include("samspill.directory.exchange.urls")),
]
