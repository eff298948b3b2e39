"""What may stand beside a series: another place of the same community, or another community's public figures."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from samspill.apps.insight.models import Audience, Publication, PublishedIndicator
from samspill.apps.insight.places import Place, community_by_slug, names_of
from samspill.apps.insight.queries import reading
from samspill.apps.insight.queries.reading import Asked
from samspill.apps.insight.queries.showing import Beside
from samspill.apps.insight.states import PublicationState
from samspill.core import walls
from samspill.directory.models import Community

OTHERS = "f:"  # before the slug of another community


def beside(indicator: PublishedIndicator, asked: Asked, community_id: UUID) -> Beside | None:
    """The series asked for; None where there is none to see."""
    if asked.beside.startswith(OTHERS):
        return _other_community(indicator, asked, community_id)
    if asked.beside == asked.place or not asked.beside:
        return None
    place = "" if asked.beside == "alle" else asked.beside
    names = names_of(community_id)
    if place not in names:
        return None
    other = Asked(place=place, sector="" if place else asked.sector, kind=asked.kind)
    made = reading.drawn_for(indicator, other)
    return Beside(name=names[place], made=made, indicator=indicator) if made.points else None


def _other_community(indicator: PublishedIndicator, asked: Asked, own: UUID) -> Beside | None:
    """What everybody may read of another community, of the same definition."""
    community = community_by_slug(asked.beside.removeprefix(OTHERS))
    if community is None or community.pk == own:
        return None
    with walls.within(community.pk):
        publication = reading.open_publication(community.pk)
        theirs = publication and reading.indicator_in(publication, Audience.PUBLIC, indicator.key)
        if not theirs or theirs.version != indicator.version:
            return None
        made = reading.drawn_for(theirs, Asked(sector=asked.sector, kind=asked.kind))
    return Beside(name=community.name, made=made, indicator=theirs) if made.points else None


def others_with_public_figures(own: UUID | None) -> list[Community]:
    """Communities, other than one's own, whose figures everybody may read."""
    with walls.whole_installation("which communities have figures that are open to everybody"):
        rows = PublishedIndicator.objects.filter(
            audience=Audience.PUBLIC, publication__state=PublicationState.OPEN
        ).values_list("publication__community", flat=True)
        ids = set(rows.distinct()) - {own}
    return list(Community.objects.filter(pk__in=ids).order_by("name"))


def choices(places: tuple[Place, ...], asked: Asked, own: UUID) -> list[tuple[str, str]]:
    """For the form: nothing, the whole, each place, each community with public figures."""
    found = [("", _("ingen"))]
    if asked.place:
        found.append(("alle", _("hele fellesskapet")))
    found += [(place.number, place.name) for place in places if place.number != asked.place]
    return found + [(f"{OTHERS}{each.slug}", each.name) for each in others_with_public_figures(own)]


def public_publication(slug: str) -> tuple[Community, Publication] | None:
    """A community with its open publication, for whoever is not signed in."""
    community = community_by_slug(slug)
    if community is None:
        return None
    with walls.within(community.pk):
        publication = reading.open_publication(community.pk)
    return (community, publication) if publication else None
