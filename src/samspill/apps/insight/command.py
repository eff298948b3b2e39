"""What the `samspill figures publish` command does."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from samspill.analysis.indicators import INDICATORS
from samspill.apps.insight.actions import publishing
from samspill.apps.insight.actions.making import make
from samspill.apps.insight.models import Audience, Publication
from samspill.apps.insight.states import PublicationState
from samspill.core.refusal import Refused
from samspill.directory.models import Community


def publish(slug: str, tables: str | None, public: Sequence[str] | None, open_: bool) -> int:
    """0 when it was made; 1, with a sentence on standard error, when it was not."""
    community = Community.objects.filter(slug=slug).first()
    if community is None:
        known = ", ".join(Community.objects.order_by("slug").values_list("slug", flat=True))
        return _no(f"There is no community called {slug}. Choose one of: {known}.")
    if unknown := sorted(set(public or ()) - set(INDICATORS)):
        return _no(f"There is no indicator called {', '.join(unknown)}. Choose among: {', '.join(INDICATORS)}.")
    if tables is not None and not Path(tables).is_dir():
        return _no(f"{tables} is not a folder with loaded tables.")
    last = Publication.objects.filter(community=community).order_by("-number").first()
    keys = list(public) if public is not None else (last.public_keys if last else [])
    try:
        begun = publishing.begin(
            by=publishing.MAKER, community=community, public_keys=keys, source=_source(tables), open_at_once=open_
        )
    except Refused as no:
        return _no(str(no))
    return _tell(make(begun, Path(tables) if tables else None))


def _source(tables: str | None) -> str:
    return publishing.OWN if tables is None else Path(tables).resolve().name


def _tell(made: Publication) -> int:
    if made.state not in (PublicationState.DRAFT, PublicationState.OPEN):
        return _no(made.sentence or str(made.get_state_display()))
    for row in made.indicators.order_by("place_in_order"):
        whom = "everybody" if row.audience == Audience.PUBLIC else "the community"
        print(f"{row.key}: {row.shown} numbers for {whom}, {row.hidden} hidden")
        for warning in row.warnings:
            print(f"  {warning}")
    if made.sentence:
        print(f"Left out: {made.sentence}", file=sys.stderr)
    state = "open" if made.state == PublicationState.OPEN else "a draft"
    print(f"Edition {made.number} is {state}; data up to and including {made.data_until}.")
    return 0


def _no(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
