"""Makes the whole demonstration: Norway, the demo community with its people, and a year of stays. All or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from samspill.apps.discharge.actions.bulk import History, record_history
from samspill.apps.discharge.models import StayEvent
from samspill.core import clock
from samspill.core.doer import Machine
from samspill.core.installation import Installation, WrongMode, claim_database
from samspill.directory.loading import load_norway
from samspill.directory.models import Community, Unit
from samspill.messages import message
from samspill.portal.demo import cast
from samspill.portal.demo.community import id_of, load_demo_community
from samspill.portal.demo.coordination import load_coordination
from samspill.portal.demo.deciding import load_deciding
from samspill.portal.demo.figures_room import load_figures
from samspill.portal.demo.places import load_places
from samspill.portal.demo.plans import load_plans
from samspill.portal.demo.statements import load_statements
from samspill.portal.demo.stays import DemoStay, generate
from samspill.stay.events import Event

LOADER = Machine(name="demo loader", deeds=frozenset({"discharge.record_history"}))
SEED = 2026
SOURCES = "demo-"  # what the sources of all generated events begin with
NEIGHBOURS_SERIAL = 100  # of some 200 numbers to a day and sex; the demo community uses a handful


def load_demo(now: datetime, seed: int = SEED, progress: Callable[[str], None] = lambda sentence: None) -> bool:
    """Load the demonstration as it looks at `now`; True if it was loaded, False if it was there already.

    In one transaction, so that it is never half loaded. `progress` is told in a sentence what comes next. Raises
    WrongMode outside demo mode.
    """
    if not settings.DEMO:
        raise WrongMode("The demonstration can be loaded in demo mode only (SAMSPILL_MODE=demo).")
    claim_database()
    with transaction.atomic(), clock.stopped_at(now):
        Installation.objects.select_for_update().get(pk=1)  # one loader at a time
        if is_loaded():
            return False
        progress("Loading the 19 communities and all municipalities …")
        load_norway()
        progress("Loading Helsefellesskapet Fjordheim and its people …")
        community = load_demo_community()
        progress("Loading a year of hospital stays …")
        stays = list(generate(seed, now, cast.municipalities(), cast.wards()))
        record_history(by=LOADER, community=community, histories=histories(stays))
        progress("Loading the joint plan …")
        load_plans(community, lambda slug: Unit.objects.get(pk=id_of("unit", slug)), stays)
        if settings.DEMO_FIGURES:
            load_figures(community, _neighbour(seed, now))
        load_places(community)
        load_coordination(community, stays)
        progress("Loading bodies, cases and meetings …")
        load_deciding(community)
        load_statements(community)
    return True


def is_loaded() -> bool:
    community = Community.objects.filter(slug=cast.COMMUNITY).first()
    return community is not None and StayEvent.objects.filter(community=community, source__startswith=SOURCES).exists()


def _neighbour(seed: int, now: datetime) -> Community:
    """The neighbouring community with a year of its own, so that there is somebody to compare with."""
    neighbour = Community.objects.get(slug=cast.NEIGHBOUR)
    stays = generate(
        seed,
        now,
        cast.neighbours_municipalities(),
        cast.neighbours_wards(),
        name=f"{SOURCES}neighbour",
        first_serial=NEIGHBOURS_SERIAL,
        today=False,
    )
    record_history(by=LOADER, community=neighbour, histories=histories(stays, "neighbour-trust"))
    return neighbour


def histories(stays: Iterable[DemoStay], hospital: str = "trust") -> list[History]:
    """What the municipalities know of each patient at the demo hospital. hospital: its name in the file of units."""
    trust = Unit.objects.get(pk=id_of("unit", hospital))
    events: dict[message.Patient, list[Event]] = {}
    for stay in stays:
        if stay.known_to_municipality:
            events.setdefault(_told(stay), []).extend(stay.events)
    return [History(patient, trust, tuple(told)) for patient, told in events.items()]


def _told(stay: DemoStay) -> message.Patient:
    patient = stay.patient
    return message.Patient(
        number=patient.number,
        number_kind="FNR",
        family_name=patient.family_name,
        given_name=patient.given_name,
        born=patient.born,
        sex=patient.sex,
    )
