"""The inside of the installation that a story is played in.

What happened before is told to it by official messages, and what came of the story is read from its database.

One process for all stories, since starting Django costs more than a story. It reads one JSON line for each thing asked.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

from tests.running import Copy

RATE = 6_000  # kroner, made up: the demo has none for these years
READY = "ready"
BORN = date(1936, 3, 14)  # with high numbers of that day, which chance has given to nobody in the demo


class Inside:
    """The process as the tests see it."""

    def __init__(self, copy: Copy) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            env={**copy.environment, "SAMSPILL_MODE": "demo", "DJANGO_SETTINGS_MODULE": "samspill.config.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._one_at_a_time = threading.Lock()
        assert self._answer() == READY

    def ask(self, what: str, **values: Any) -> Any:
        assert self._process.stdin
        with self._one_at_a_time:
            print(json.dumps({"what": what, **values}), file=self._process.stdin, flush=True)
            return self._answer()

    def _answer(self) -> Any:
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, "the process within the installation has ended; its error stands above"
        return json.loads(line)

    def stop(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(30)
        assert self._process.stdout
        self._process.stdout.close()


def days_ago(days: int, hour: int = 9) -> datetime:
    from samspill.core import clock

    return datetime.combine(clock.today() - timedelta(days=days), time(hour), clock.OSLO)


def tell(number: int, given: str, admitted: int, ready: int | None, municipality: str, ward: str) -> dict[str, str]:
    """A patient admitted and declared ready so many days ago, by messages from Kari's ward."""
    from tests.discharge.stories import Story

    from samspill.core import clock

    story = Story(municipality, ward, 150 + number, born=BORN, given_name=given, family_name="Prøveperm")
    # Somebody admitted today came an hour ago, whatever the time is.
    came = days_ago(admitted) if admitted else clock.now() - timedelta(hours=1)
    told = [story.admitted(came.isoformat()[:16])]
    if ready is not None:
        told.append(story.ready(came.isoformat()[:16], days_ago(ready).isoformat()[:16]))
    assert {row.outcome for row in told} == {"accepted"}, [row.error for row in told]
    stay = story.stay()
    return {"stay": str(stay.pk), "name": stay.patient.name, "initials": stay.patient.initials}


def rates(known: bool) -> None:
    """Enter the made-up rate for the days of the stories, or take it away again."""
    from samspill.apps.discharge.actions.rating import enter_rate
    from samspill.apps.discharge.models import DailyRate
    from samspill.apps.discharge.models.pulse import beat
    from samspill.apps.discharge.receiver import OPERATOR
    from samspill.core import clock
    from samspill.directory.models import Community

    years = [clock.today().year - 1, clock.today().year]
    if known:
        for year in years:
            enter_rate(by=OPERATOR, year=year, kroner=RATE, source="made up for the stories")
    else:
        DailyRate.objects.filter(year__in=years).delete()
        for community in Community.objects.values_list("pk", flat=True):
            beat(community)


def ending(stay: str) -> dict[str, Any]:
    """How it stands with a stay: state, days and kroner, what was done by whom, and who was shown the patient."""
    from samspill.apps.discharge import rules
    from samspill.apps.discharge.models import OutgoingMessage, RoundPoint, Stay
    from samspill.apps.discharge.queries.cards import cards_of
    from samspill.apps.discharge.queries.stay_page import StayPage
    from samspill.core import clock
    from samspill.stay import payable_days

    row = Stay.objects.select_related("patient", "municipality", "ward").get(pk=stay)
    card, shown = cards_of([row])[0], StayPage(row)
    paid = Counter(each.municipality for each in payable_days(shown.folded, clock.today(), rules.stay_rules()))
    return {
        "state": row.state,
        "with": card.municipality_name,
        "ward": row.ward_name,
        "place_from": row.place_from.isoformat() if row.place_from else None,
        "waited": card.waiting_days,
        "days": card.payable_days,
        "days_of": dict(paid),
        "kroner": card.kroner,
        "points": RoundPoint.objects.filter(stay=row, settled_at=None).count(),
        "sent": sorted(OutgoingMessage.objects.filter(stay=row).values_list("type", flat=True)),
        "taken_back": [each.what for each in shown.timeline if not each.counts],
        "deeds": _deeds(row),
        **_openings(row),
    }


def _deeds(stay: Any) -> list[str]:
    """«who: deed» of everything in the audit trail about the stay, its messages, and what was added to it; in order."""
    from django.apps import apps

    from samspill.accounts.models import Account
    from samspill.apps.discharge.models import OfStay, ReceivedMessage
    from samspill.core.audit.models import AuditRow

    about = {str(stay.pk), *_ids(ReceivedMessage.objects.filter(stay=stay))}
    for model in apps.get_app_config("discharge").get_models():
        if issubclass(model, OfStay):
            about |= _ids(model._default_manager.filter(stay=stay))
    names = {f"account:{each.pk}": each.person.given_name for each in Account.objects.select_related("person")}
    rows = AuditRow.objects.filter(about_id__in=about).order_by("pk")
    return [f"{names.get(row.who, row.who)}: {row.deed}" for row in rows]


def _ids(rows: Any) -> set[str]:
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


def _openings(stay: Any) -> dict[str, Any]:
    from samspill.core.audit.models import AccessRow

    rows = list(AccessRow.objects.filter(patient=stay.patient_id).order_by("pk"))
    assert {row.stay for row in rows} <= {stay.pk}
    return {
        "opened": dict(Counter(row.who_name for row in rows)),
        "reasons": {row.who_name: row.reason for row in rows},
    }


def verify() -> list[str]:
    """What does not add up in the logs."""
    from samspill.core import audit

    audit.seal_new_rows()
    return list(audit.verify())


ASKED = {"tell": tell, "rates": rates, "ending": ending, "verify": verify}


def main() -> None:
    import django

    django.setup()
    from samspill.core import walls

    walls.whole_installation_from_here("the stories")
    print(json.dumps(READY), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(ASKED[asked.pop("what")](**asked)), flush=True)


if __name__ == "__main__":
    main()
