"""Publications: begun, made in the background, opened to the community, cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from samspill.apps.insight import permissions
from samspill.apps.insight.models import Publication
from samspill.apps.insight.states import PublicationState, check_publication_may_become
from samspill.core import clock, events
from samspill.core.deeds import deed
from samspill.core.doer import Machine
from samspill.core.refusal import Refused
from samspill.directory.models import Community

MAKER = Machine(name="figures", deeds=frozenset({"insight.publish"}))
OWN = "own"
GIVEN_UP_AFTER = timedelta(hours=6)  # what has been in the making this long was left by a process that died
OPENED = "insight.publication_opened"


@deed("insight.begin_publication", permission=permissions.check_publish_for)
def begin(
    *,
    by: Any,
    community: Community,
    public_keys: Sequence[str] = (),
    source: str = OWN,
    open_at_once: bool = False,
) -> Publication:
    """A publication to be made; `making.make` does it. Raises Refused while another is being made."""
    Community.objects.select_for_update().get(pk=community.pk)
    made = Publication.objects.filter(community=community)
    for other in made.filter(state=PublicationState.MAKING):
        if clock.now() - other.made_at < GIVEN_UP_AFTER:
            raise Refused(_("Tallene regnes ut nå. Vent til det er ferdig, eller avbryt det."))
        _end(other, PublicationState.FAILED, str(_("Ble aldri ferdig.")))
    number = (made.aggregate(most=Max("number"))["most"] or 0) + 1
    return Publication.objects.create(
        community=community,
        number=number,
        source=source,
        public_keys=list(public_keys),
        open_at_once=open_at_once,
        made_at=clock.now(),
        made_by=getattr(by, "name", "") or by.audit_id,
        sentence=str(_("Venter på tur.")),
    )


@deed("insight.open_publication", permission=permissions.check_open)
def open_(*, by: Any, publication: Publication) -> Publication:
    """Let the whole community read it (and everybody what is public), in place of the one before."""
    now = _locked(publication)
    if now.state == PublicationState.OPEN:
        return now  # a double click
    check_publication_may_become(now.state, PublicationState.OPEN)
    Publication.objects.filter(community=now.community_id, state=PublicationState.OPEN).update(
        state=PublicationState.REPLACED
    )
    now.state, now.opened_at, now.opened_by = PublicationState.OPEN, clock.now(), getattr(by, "name", by.audit_id)
    now.save()
    events.tell(OPENED, community=now.community_id, publication=now.pk)
    return now


@deed("insight.cancel_publication", permission=permissions.check_open)
def cancel(*, by: Any, publication: Publication) -> Publication:
    """Stop it while it is made. What is being counted is thrown away."""
    now = _locked(publication)
    check_publication_may_become(now.state, PublicationState.CANCELLED)
    return _end(now, PublicationState.CANCELLED, "")


def fail(publication: Publication, sentence: str) -> None:
    """Say why it did not go. Nothing of it was stored."""
    with transaction.atomic():
        now = _locked(publication)
        if now.state == PublicationState.MAKING:
            _end(now, PublicationState.FAILED, sentence)


def say(publication: Publication, percent: int, sentence: str) -> bool:
    """How far it has come; False when somebody cancelled it."""
    return bool(
        Publication.objects.filter(pk=publication.pk, state=PublicationState.MAKING).update(
            progress=max(0, min(99, percent)), sentence=sentence[:400]
        )
    )


def _end(publication: Publication, state: PublicationState, sentence: str) -> Publication:
    publication.state, publication.sentence = state, sentence[:400]
    publication.save(update_fields=["state", "sentence"])
    return publication


def _locked(publication: Publication) -> Publication:
    return Publication.objects.select_for_update().get(pk=publication.pk)
