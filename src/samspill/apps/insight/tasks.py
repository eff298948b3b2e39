"""What the worker does: make a publication that was begun."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

from samspill.apps.insight.models import Publication
from samspill.core import walls


@task()
def make_publication(pk: str) -> None:
    """The task holds nothing but the key; all else stands on the publication."""
    from samspill.apps.insight.actions.making import make

    with walls.whole_installation("a publication says itself which community it is of"):
        publication = Publication.objects.select_related("community").get(pk=pk)
    make(publication)


def make_in_background(publication: Publication) -> None:
    """As soon as the present transaction is committed."""
    pk = str(publication.pk)
    transaction.on_commit(lambda: make_publication.enqueue(pk))
