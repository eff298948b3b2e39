"""A year of one community in «Saker»: 300 cases, 90 meetings, 60 people in its bodies. Made through the deeds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

CASES, MEETINGS, PEOPLE = 300, 90, 60
LIVES = (  # each case lives as far as one of these, so that lists hold some of everything
    (),
    ("accept",),
    ("accept", "prepare"),
    ("accept", "prepare", "agenda"),
    ("accept", "prepare", "agenda"),
    ("accept", "prepare", "agenda", "noted"),
    ("accept", "prepare", "agenda", "noted", "close"),
    ("accept", "prepare", "agenda", "noted", "close"),
)
PAPER = {"title": "Saksframlegg", "text": "Bakgrunn for saken. " * 60, "file": b"", "pages": 0, "access": "open"}
MARKS = {"hospital": ("agrees", ""), "municipality": ("agrees", "")}


def fill() -> None:
    from samspill.apps.governance.models import Body, Case, Meeting, Tenure
    from samspill.directory.models import Community
    from samspill.portal.demo.deciding import load_deciding
    from samspill.portal.demo.members import as_one_of_the_cast

    community = Community.objects.get(slug="fjordheim")
    load_deciding(community)
    siri = as_one_of_the_cast("siri")
    bodies = list(Body.objects.filter(community=community))
    _people(siri, bodies)
    planned = _meetings(siri, bodies)
    for number in range(CASES - Case.objects.count()):
        body = bodies[number % len(bodies)]
        _case(siri, number, planned[body.pk][number % 3 % len(planned[body.pk])])
    sit = Tenure.objects.filter(seat__body__community=community).values("holder").distinct().count()
    print(f"{Case.objects.count()} cases, {Meeting.objects.count()} meetings, {sit} people in {len(bodies)} bodies")


def _people(siri: Any, bodies: list[Any]) -> None:
    """More seats, and somebody new in each, until there are sixty who sit somewhere."""
    from samspill.apps.governance.bodies import actions
    from samspill.apps.governance.models import Tenure
    from samspill.directory.models import Membership, Person, Position

    unit = Membership.objects.filter(community=siri.community_id)[0].unit
    sit = Tenure.objects.filter(seat__body__in=bodies).values("holder").distinct().count()
    for number in range(PEOPLE - sit):
        person = Person.objects.create(given_name="Medlem", family_name=f"Nummer {number}", fictional=True)
        Position.objects.create(person=person, community_id=siri.community_id, unit=unit, role="leader")
        body = bodies[number % len(bodies)]
        side = ("hospital", "municipality")[number % 2]
        seat = actions.add_seat(by=siri, body=body, side=side, title=f"Medlem {number}", unit=None, since=None)
        actions.appoint(by=siri, body=body, seat=seat, holder=person)


def _meetings(siri: Any, bodies: list[Any]) -> dict[Any, list[Any]]:
    """The bodies' meetings through the year, half of them behind us; the coming ones by body."""
    from samspill.apps.governance.meetings import actions
    from samspill.apps.governance.models import Meeting
    from samspill.core import clock

    start = clock.now().replace(hour=9, minute=0)
    wanted = MEETINGS - Meeting.objects.count()
    coming: dict[Any, list[Any]] = {body.pk: [] for body in bodies}
    for number in range(wanted):
        body, starts = bodies[number % len(bodies)], start + timedelta(days=4 * (number - wanted // 2), minutes=number)
        values = {"starts": starts, "ends": starts + timedelta(hours=2), "place": "Rådhuset", "link": ""}
        made = actions.plan(by=siri, body=body, key=uuid4(), values=values)
        if starts > clock.now():
            coming[body.pk].append(made)
    return coming


def _case(siri: Any, number: int, meeting: Any) -> None:
    from samspill.apps.governance.cases import actions, deciding
    from samspill.apps.governance.meetings import actions as meetings
    from samspill.core import clock
    from samspill.portal.demo.deciding import PLAIN

    values = {**PLAIN, "title": f"Sak nummer {number} om samhandling", "background": "Bakgrunn. " * 80}
    case = actions.propose(by=siri, body=meeting.body, key=uuid4(), values=values)
    for step in LIVES[number % len(LIVES)]:
        if step == "agenda":
            actions.add_paper(by=siri, case=case, key=uuid4(), values={**PAPER, "ground": ""})
            meetings.put_on_agenda(by=siri, meeting=meeting, case=case, minutes=10, speaker="")
        elif step == "noted":
            said = {"outcome": "noted", "text": "Tatt til orientering.", "decided_on": clock.today()}
            deciding.decide(by=siri, case=case, views=MARKS, **said)
        else:
            case = actions.move(by=siri, case=case, named=step)
