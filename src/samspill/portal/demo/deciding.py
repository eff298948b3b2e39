"""A living «Saker» in the demo: cases in different states, the last and the next meetings, agreements, a hearing.

Made through the room's own deeds, at the times they would have happened, so nothing stands in an impossible state.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from samspill.apps.governance.agreements import actions as agreements
from samspill.apps.governance.agreements import changing
from samspill.apps.governance.cases import actions as cases
from samspill.apps.governance.cases import deciding
from samspill.apps.governance.hearings import actions as hearings
from samspill.apps.governance.meetings import actions as meetings
from samspill.apps.governance.minutes import actions as minutes
from samspill.apps.governance.models import Body, Case, Clause, Hearing, Meeting, MinutesPart
from samspill.apps.governance.wheel import actions as wheel
from samspill.core import clock
from samspill.directory.models import Community, Person, Unit
from samspill.portal.demo.cast import rows_of
from samspill.portal.demo.community import id_of
from samspill.portal.demo.members import as_leader_of, as_one_of_the_cast, load_bodies

WHY = {"postpone": "Mangler tall fra analysegruppen."}
AGREED = {"hospital": ("agrees", ""), "municipality": ("agrees", "")}
PLAIN: dict[str, Any] = {
    "kind": "decision",
    "plain": "",
    "background": "",
    "proposal": "",
    "groups": "",
    "focus_area": "",
    "due": None,
    "access": "open",
    "ground": "",
}


def load_deciding(community: Community) -> None:
    bodies = load_bodies(community)
    story = _Story(bodies)
    story.tell()
    _agreements()
    _propose_a_clause(story.cases["rounds"])
    _hearing(bodies)
    _wheel(bodies)


@contextmanager
def ago(days: int, hour: int = 10) -> Iterator[datetime]:
    """So many days before the demo's now; negative: after."""
    at = (clock.now() - timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)
    at -= timedelta(days=max(0, at.weekday() - 4))  # nobody meets at the weekend
    with clock.stopped_at(at):
        yield at


class _Story:
    """What happened in the bodies, from the oldest on. Cases by a short name of ours."""

    def __init__(self, bodies: dict[str, Body]) -> None:
        self.bodies = bodies
        self.siri = as_one_of_the_cast("siri")
        self.cases: dict[str, Case] = {}

    def tell(self) -> None:
        for row in rows_of("cases.csv"):
            self._propose(row)
        for short_name, days in (("SSU", 63), ("FSU", 40), ("SSU", 21)):
            self._held(short_name, days, [row for row in rows_of("cases.csv") if row["met"] == f"{short_name} {days}"])
        self._lift()
        self._anchor()
        for short_name, days in (("SSU", -12), ("FSU", -20), ("FR digital", -26)):
            self._next(short_name, days, [row for row in rows_of("cases.csv") if row["met"] == f"{short_name} {days}"])

    def _propose(self, row: dict[str, str]) -> None:
        by = as_one_of_the_cast(row["by"])
        columns = ("title", "kind", "plain", "background", "proposal", "groups", "focus_area", "access", "ground")
        values = {**PLAIN, **{name: row[name] for name in columns if row[name]}}
        with ago(int(row["days"])):
            case = cases.propose(by=by, body=self.bodies[row["body"]], key=uuid4(), values=values)
            for named in filter(None, row["moves"].split()):
                case = cases.move(by=self.siri, case=case, named=named, reason=WHY.get(named, ""))
            for title in filter(None, row["papers"].split("; ")):
                paper = {"title": title, "text": f"{title}\n\n{row['background']}", "file": b"", "pages": 0}
                access = {"access": case.access, "ground": case.ground}
                cases.add_paper(by=self.siri, case=case, key=uuid4(), values={**paper, **access})
            if row["advice"]:
                due = clock.today() + timedelta(days=45)
                what = "Hva må være på plass før dette kan tas i bruk?"
                cases.ask_advice(by=self.siri, case=case, to=self.bodies[row["advice"]], what=what, due=due)
        self.cases[row["key"]] = case

    def _planned(self, short_name: str, days: int) -> Meeting:
        with ago(days, 9) as at:
            starts = at
        values = {"starts": starts, "ends": starts + timedelta(hours=3), "place": "Rådhuset i Fjordby", "link": ""}
        return meetings.plan(by=self.siri, body=self.bodies[short_name], key=uuid4(), values=values)

    def _put_on(self, meeting: Meeting, rows: list[dict[str, str]]) -> None:
        for row in rows:
            case = Case.objects.get(pk=self.cases[row["key"]].pk)
            meetings.put_on_agenda(by=self.siri, meeting=meeting, case=case, minutes=25, speaker=case.proposed_by)
        meetings.call(by=self.siri, meeting=meeting)

    def _next(self, short_name: str, days: int, rows: list[dict[str, str]]) -> None:
        self._put_on(self._planned(short_name, days), rows)

    def _held(self, short_name: str, days: int, rows: list[dict[str, str]]) -> None:
        with ago(days + 14):
            meeting = self._planned(short_name, -14)
            self._put_on(meeting, rows)
        with ago(days, 13):
            seats = meeting.body.seats.all()
            meetings.note_attendance(by=self.siri, meeting=meeting, presences={seat.pk: "present" for seat in seats})
            meetings.held(by=self.siri, meeting=meeting)
            for row in rows:
                self._decide(row)
            self._minutes(meeting, rows)
        if days > 30 and short_name == "SSU":
            with ago(days - 20):
                minutes.approve(by=self.siri, minutes=meeting.minutes)
                minutes.publish(by=self.siri, minutes=meeting.minutes)

    def _decide(self, row: dict[str, str]) -> None:
        views: Any = AGREED
        if row["outcome"] == "not_agreed":
            views = {
                "hospital": ("disagrees", "Sykehuset mener at kommunene bør møte i avdelingen hver dag."),
                "municipality": (
                    "disagrees",
                    "Kommunene mener at dette kan gjøres på video, og ikke tar dem fra tjenestene.",
                ),
            }
        if row["dissent"]:
            views = {**views, "user": ("reserves", row["dissent"])}
        case = Case.objects.get(pk=self.cases[row["key"]].pk)
        wanted: dict[str, Any] = {"outcome": row["outcome"], "text": row["decided"], "decided_on": clock.today()}
        decision = deciding.decide(by=self.siri, case=case, views=views, **wanted)
        if row["task"]:
            what, owner = row["task"].split("; ")
            given, family = owner.split(" ", 1)
            person = Person.objects.filter(given_name=given, family_name=family)[0]
            due = clock.today() + timedelta(days=50)
            deciding.add_follow_up(by=self.siri, decision=decision, what=what, owner=person, due=due)

    def _minutes(self, meeting: Meeting, rows: list[dict[str, str]]) -> None:
        made = minutes.begin(by=self.siri, meeting=meeting)
        said = {self.cases[row["key"]].pk: row["decided"] for row in rows}
        for part in MinutesPart.objects.filter(minutes=made).select_related("item"):
            case_id = part.item.case_id
            text = (
                f"Saken ble lagt fram og drøftet.\n\n{said[case_id]}" if case_id in said else "Godkjent uten merknader."
            )
            minutes.write(by=self.siri, part=part, text=text, seen=0, told=[])
        due = clock.today() + timedelta(days=25)
        minutes.send_for_amendments(by=self.siri, minutes=made, amend_by=due)

    def _lift(self) -> None:
        with ago(35):
            case = Case.objects.get(pk=self.cases["rounds"].pk)
            to, reason = self.bodies["SSU"], "Partene er uenige i et prinsipielt spørsmål."
            cases.send(by=self.siri, case=case, to=to, named="send_up", reason=reason)
            for named in ("prepare",):
                cases.move(by=self.siri, case=Case.objects.get(pk=case.pk), named=named)

    def _anchor(self) -> None:
        """Most have confirmed; two have not answered yet, Jon Eide's Fjordby one of them."""
        slugs = ["trust", "fjordby", "nordvik", "solvag", "innmarka", "elvedal", "havsund", "bakkeland"]
        parties = [Unit.objects.get(pk=id_of("unit", slug)) for slug in slugs]
        with ago(20):
            decision = Case.objects.get(pk=self.cases["model"].pk).decisions.get()
            due = clock.today() + timedelta(days=42)
            deciding.ask_to_anchor(by=self.siri, decision=decision, parties=parties, due=due)
        with ago(9):
            for slug in slugs:
                if slug not in {"fjordby", "havsund"}:
                    row = decision.anchorings.select_related("decision", "party").get(party=id_of("unit", slug))
                    deciding.reply_anchoring(by=as_leader_of(slug), anchoring=row, reply="confirmed", reason="")


FIRST = """1 Formål
Avtalen skal gi pasientene et sammenhengende tilbud.

2 Varsling
2.1 Tidlig melding
Sykehuset melder fra innen 24 timer etter innleggelse når det er behov for kommunale tjenester.

2.2 Svar fra kommunen
Kommunen svarer så snart den kan.

3 Uenighet
Uenighet løses så nær pasienten som mulig."""
SECOND = """1 Formål
Avtalen skal gi pasientene et trygt og sammenhengende tilbud.

2 Varsling
2.1 Tidlig melding
Sykehuset melder fra innen 24 timer etter innleggelse når det er behov for kommunale tjenester.

2.2 Svar fra kommunen
Kommunen svarer innen klokken tolv neste dag.

2.3 Daglig kontakt
Sykehuset og tildelingskontoret snakker sammen to ganger om dagen når noen venter.

3 Uenighet
Uenighet løses så nær pasienten som mulig, og løftes ellers til FSU."""


def _agreements() -> None:
    siri, today = as_one_of_the_cast("siri"), clock.today()
    values = {"kind": "cooperation", "number": "", "title": "Samarbeidsavtalen", "parent_id": None}
    top = agreements.make(by=siri, key=uuid4(), values=values)
    for text, days in ((FIRST, 900), (SECOND, 120)):
        version = agreements.draft(by=siri, agreement=top, text=text)
        first = today - timedelta(days=days)
        dates = {"valid_from": first, "revise_by": first + timedelta(days=730)}
        agreements.adopt(by=siri, version=version, decision_id=None, **dates)
    for number, title in (("3", "Delavtale om innleggelse og utskrivning"), ("9", "Delavtale om IKT")):
        under = {"kind": "sub_agreement", "number": number, "title": title, "parent_id": top.pk}
        agreements.draft(by=siri, agreement=agreements.make(by=siri, key=uuid4(), values=under), text=FIRST)
    document = {
        "kind": "development_plan",
        "title": "Utviklingsplan for Fjordheim sykehus",
        "year": today.year - 1,
        "text": "Sykehuset vil bygge ut hjemmesykehus og ha færre senger på geriatri fra neste år.",
        "web": "",
    }
    trust = Unit.objects.get(pk=id_of("unit", "trust"))
    agreements.share(by=as_one_of_the_cast("tone"), owner=trust, key=uuid4(), values=document)


def _propose_a_clause(case: Case) -> None:
    clause = Clause.objects.get(version__status="adopted", mark="2.3")
    wording = "Sykehuset og tildelingskontoret snakker sammen på video hver morgen klokken åtte når noen venter."
    changing.name_clause(by=as_one_of_the_cast("siri"), case=case, clause=clause, wording=wording)


def _hearing(bodies: dict[str, Body]) -> None:
    siri, today = as_one_of_the_cast("siri"), clock.today()
    questions = [
        "Hvilke erfaringer har dere med samarbeidet så langt?",
        "Hva skal til for at beslutninger blir fulgt opp?",
        "Hvordan kan fastleger og brukere få mer å si?",
        "Hvilke tjenester bør planlegges sammen?",
        "Hvordan følger dere dem som bruker tjenestene mest?",
        "Hva annet bør departementet vite?",
    ]
    values = {
        "title": "Departementets seks spørsmål",
        "asked_by": "Helsedepartementet",
        "due": today + timedelta(days=50),
    }
    made: Hearing = hearings.make(by=siri, body=bodies["SSU"], key=uuid4(), values=values, questions=questions)
    asked = [bodies[name].pk for name in ("FSU", "FR pasient", "FR lege", "TMG eldre")]
    made = hearings.send_out(by=siri, hearing=made, bodies=asked, due=today + timedelta(days=25))
    place = made.invitations.get(body=bodies["FR pasient"])
    text = "Dialogen er god, men det tar lang tid før noe er i drift.\n\nEn felles daglig rutine har hjulpet mest."
    question = made.questions.get(order=1).pk
    hearings.answer(by=siri, invitation=place, question=question, text=text, seen="", told=[])


def _wheel(bodies: dict[str, Body]) -> None:
    siri, year = as_one_of_the_cast("siri"), clock.today().year
    rows = (
        ("data", "Felles tall legges fram for SSU", 5, 20, "SSU"),
        ("plan", "Handlingsplanen revideres", 6, 10, "FSU"),
        ("theme_day", "Felles temadag", 9, 16, None),
        ("report", "Årsrapport fra fagrådene", 10, 14, "FSU"),
        ("data", "Felles tall legges fram for SSU, høst", 11, 18, "SSU"),
        ("election", "Ledelsen av SSU skifter side", 12, 9, "SSU"),
    )
    for kind, title, month, day, body in rows:
        on = date(year, month, day)
        values = {"kind": kind, "title": title, "day": on, "body_id": bodies[body].pk if body else None}
        wheel.enter(by=siri, values={**values, "done": on < clock.today()})
    wheel.make_next(by=siri, year=year)
