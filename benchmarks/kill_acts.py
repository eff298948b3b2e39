"""The load under which things are killed: people who click and a hospital that sends, and what each was told."""

from __future__ import annotations

import json
import random
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from benchmarks.installation import House
from benchmarks.visitor import Broke, Visitor, hidden_fields
from samspill.messages import Envelope, Party, Patient, synthetic_number, write_logistics
from samspill.stay import OSLO, Kind

NUDGE = 0.3  # seconds until a sender tries a message again
WHO = """
import json
from samspill.accounts.models import Account
from samspill.directory.models import Unit, UnitKind
ward = Unit.objects.select_related("parent__parent").get(name="Geriatri 2", kind=UnitKind.WARD)
office = Unit.objects.get(parent__number="9901", kind=UnitKind.ALLOCATION_OFFICE)
party = lambda unit: [unit.top.her_id, unit.top.name, unit.her_id, unit.name]
accounts = {name: str(Account.objects.get(username=name).pk) for name in ("kari", "ola")}
print(json.dumps({"ward": party(ward), "office": party(office), **accounts}))
"""


@dataclass
class Act:
    """kind: message, answer, note or withdrawal. key: what finds it in the database again, of no other act.

    taken: True when it was acknowledged, False when it was refused, None when no answer came.
    """

    kind: str
    key: str
    taken: bool | None = None
    tries: int = 1


class Load:
    """Clients in threads, until `end`. A client that meets something that it does not understand says so."""

    def __init__(self, house: House, *, seed: int, rest: float) -> None:
        self.acts: list[Act] = []
        self.troubles: list[str] = []
        self._house, self._seed, self._rest = house, seed, rest
        self._who: dict[str, Any] = house.facts(WHO)
        self._key = house.copy.run("keys", "--make", "kill benchmark").stdout.strip()
        self._over = threading.Event()
        self._ready: list[str] = []  # stays that both sides may act on
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []

    def begin(self) -> None:
        clients: list[Callable[[random.Random], None]] = [
            self._sender,
            self._sender,
            self._office,
            self._office,
            self._ward,
        ]
        for number, client in enumerate(clients):
            thread = threading.Thread(
                target=self._live, args=(client, random.Random(f"{self._seed} {number}")), daemon=True
            )
            thread.start()
            self._threads.append(thread)

    def end(self) -> None:
        """No more acts; waits for those under way."""
        self._over.set()
        for thread in self._threads:
            thread.join(timeout=120)
            if thread.is_alive():
                self.troubles.append("A client does not come to an end.")

    def _live(self, client: Callable[[random.Random], None], chance: random.Random) -> None:
        try:
            client(chance)
        except Exception as error:
            self.troubles.append(f"{client.__name__}: {type(error).__name__}: {error}")

    def _note(self, act: Act) -> Act:
        with self._lock:
            self.acts.append(act)
        return act

    # The hospital's system: it sends until it has a receipt, or gives up after the first try.

    def _sender(self, chance: random.Random) -> None:
        visitor = Visitor(self._house.address)
        while not self._over.is_set():
            n, now = chance.randrange(10**9), datetime.now(OSLO)
            admitted = now - timedelta(days=chance.randint(1, 12), minutes=n % 600)
            self._send(visitor, chance, n, "LOG_INNLAGT", admitted, {Kind.ADMITTED: admitted})
            happened = {Kind.ADMITTED: admitted, Kind.READY: now.date()}
            stay = self._send(visitor, chance, n, "LOG_UTSKRIVNINGSKLAR", now, happened)
            if stay:
                with self._lock:
                    self._ready.append(stay)
            self._pause(chance, 4)

    def _send(
        self, visitor: Visitor, chance: random.Random, n: int, type_: str, when: datetime, happened: Any
    ) -> str | None:
        """The stay that it became part of, when there was a receipt."""
        act = self._note(Act("message", str(uuid.uuid4())))
        body = write_logistics(self._envelope(n, act.key, when), type_, happened)
        stubborn = chance.random() < 0.7
        headers = {
            "Authorization": f"Bearer {self._key}",
            "Accept": "application/json",
            "Content-Type": "application/xml",
        }
        while True:
            try:
                status, _where, said = visitor.ask("POST", "/api/messages", body, headers)
            except Broke:
                status, said = 0, ""
            if status == 200:
                line = json.loads(said)
                act.taken = True
                return str(line["stay"]) if line["stay"] else None
            if 400 <= status < 500:
                act.taken = False
                self.troubles.append(f"A message was answered with {status}: {said[:300]}")
                return None
            if not stubborn:
                return None
            act.tries += 1
            time.sleep(NUDGE)

    def _envelope(self, n: int, message_id: str, when: datetime) -> Envelope:
        born = date(1925, 1, 1) + timedelta(days=n % 9000)
        named = [Party(organisation_her=a, organisation_name=b, unit_her=c, unit_name=d) for a, b, c, d in self._ends()]
        return Envelope(
            message_id=message_id,
            generated_at=when,
            sender=named[0],
            receiver=named[1],
            patient=Patient(
                number=synthetic_number(born, n // 9000 % 100, "1"),
                number_kind="FNR",
                family_name="Hatt",
                given_name="Rask",
                born=born,
            ),
        )

    def _ends(self) -> list[list[str]]:
        return [self._who["ward"], self._who["office"]]

    # People at their pages: what was on its way when the server died is not sent again.

    def _office(self, chance: random.Random) -> None:
        visitor = self._person("ola")
        while not self._over.is_set():
            stay = self._any_stay(chance)
            if stay and chance.random() < 0.7:
                self._answer(visitor, chance, stay)
            elif stay:
                self._write(visitor, chance, stay)
            self._pause(chance)

    def _ward(self, chance: random.Random) -> None:
        visitor = self._person("kari")
        withdrawn: set[str] = set()
        while not self._over.is_set():
            stay = self._any_stay(chance)
            if stay and stay not in withdrawn and chance.random() < 0.3:
                withdrawn.add(stay)
                self._withdraw(visitor, stay)
            elif stay:
                self._write(visitor, chance, stay)
            self._pause(chance)

    def _person(self, name: str) -> Visitor:
        visitor = Visitor(self._house.address)
        while True:
            try:
                visitor.sign_in(self._who[name])
                return visitor
            except (Broke, AssertionError):
                if self._over.is_set():
                    raise
                time.sleep(NUDGE)

    def _any_stay(self, chance: random.Random) -> str | None:
        with self._lock:
            return chance.choice(self._ready[-40:]) if self._ready else None

    def _answer(self, visitor: Visitor, chance: random.Random, stay: str) -> None:
        """A day that no other answer about this stay gives is what the answer is known by."""
        with self._lock:
            given = {act.key for act in self.acts if act.kind == "answer"}
            days = [date.today() + timedelta(days=n) for n in range(1, 360)]
            free = [day for day in days if f"{stay} {day}" not in given]
            act = Act("answer", f"{stay} {chance.choice(free)}")
        day = act.key.split()[1]
        can = chance.choice(["can", "cannot"])
        self._click(visitor, f"/pasienter/{stay}/", f"/pasienter/{stay}/svar/", {"answer": can, "day": day}, act)

    def _write(self, visitor: Visitor, chance: random.Random, stay: str) -> None:
        act = Act("note", f"Notat {uuid.uuid4()}")
        shared = chance.choice(["yes", "no"])
        said = {"text": act.key, "shared": shared}
        self._click(visitor, f"/pasienter/{stay}/", f"/pasienter/{stay}/notater/", said, act)

    def _withdraw(self, visitor: Visitor, stay: str) -> None:
        path = f"/pasienter/{stay}/registrer/?hva=withdrawn"
        self._click(visitor, path, path, {}, Act("withdrawal", stay), form="")

    def _click(
        self, visitor: Visitor, page: str, goal: str, said: dict[str, str], act: Act, form: str | None = None
    ) -> None:
        """Open the page, and send its form once. The act counts from the moment that the form is sent."""
        try:
            status, shown = visitor.get(page)
        except Broke:
            return
        if status != 200:
            if status < 500:
                self.troubles.append(f"{page.split('/')[1]} was answered with {status}.")
            return
        fields = hidden_fields(shown, goal if form is None else form)
        if "csrfmiddlewaretoken" not in fields:
            return  # there is nothing to answer on this page now
        self._note(act)
        try:
            status, _where = visitor.post(goal, {**fields, **said})
        except Broke:
            return
        act.taken = True if status == 302 else False if status < 500 else None

    def _pause(self, chance: random.Random, times: float = 1) -> None:
        self._over.wait(chance.uniform(0, self._rest * times))
