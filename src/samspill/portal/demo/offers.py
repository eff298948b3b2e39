"""The demo's offers with their dates, its joint work and its representatives, from `data/`. Days count from today.

Rows have ids made from their names, so loading again changes only what differs. What somebody has made in the demo
itself is left alone.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from samspill.core import clock
from samspill.directory.models import (
    Community,
    FeeAgreement,
    JointWork,
    OfferDate,
    OverlapAnswer,
    OverlapReply,
    Participant,
    Person,
    Position,
    Representation,
    ServiceOffer,
    StatusChange,
    Support,
    Unit,
)
from samspill.directory.offers.rules import occasions
from samspill.directory.upsert import bring_up_to_date
from samspill.portal.demo.cast import rows_of

# Said when the second of the two that look alike was registered.
ANSWERED = ("dho-lung", "home-follow-up", "Gjelder bare de første seks ukene; møtes i november.")


def load_offers(community: Community, units: Mapping[str, Unit]) -> None:
    """Offers, joint work and representatives of the community. `units` by their name in units.csv."""
    _more_people(community, units)
    people = {row["username"]: _id("person", row["username"]) for row in _everybody()}
    today = clock.today()
    _offers(community, units)
    _dates(today)
    _joint_work(community, units, people, today)
    _participants(units, people, today)
    _said_of_overlap()
    _representations(community, units, people, today)


def _id(what: str, name: str) -> UUID:
    from samspill.portal.demo.community import id_of

    return id_of(what, name)


def _everybody() -> list[dict[str, str]]:
    return [*rows_of("people.csv"), *rows_of("more_representatives.csv")]


def _more_people(community: Community, units: Mapping[str, Unit]) -> None:
    rows = rows_of("more_representatives.csv")
    people = [
        Person(
            id=_id("person", row["username"]),
            given_name=row["given_name"],
            family_name=row["family_name"],
            fictional=True,
        )
        for row in rows
    ]
    _load(Person, people, ["given_name", "family_name"])
    positions = [
        Position(
            id=_id("position", f"{row['username']}/{row['unit']}"),
            person_id=_id("person", row["username"]),
            community=community,
            unit=units[row["unit"]],
            role=row["role"],
            title=row["title"],
            valid_from=date(2010, 1, 1),
        )
        for row in rows
    ]
    _load(Position, positions, ["unit", "role", "title"])


def _offers(community: Community, units: Mapping[str, Unit]) -> None:
    plain = ("kind", "level", "name", "for_whom", "how_to_refer", "boundary", "description", "capacity_note")
    more = ("contact", "topics")
    wanted = [
        ServiceOffer(
            id=_id("offer", row["slug"]),
            community=community,
            provider=units[row["provider"]],
            capacity=int(row["capacity"]) if row["capacity"] else None,
            **{name: row[name] for name in (*plain, *more)},
        )
        for row in rows_of("offers.csv")
    ]
    _load(ServiceOffer, wanted, ["provider", "capacity", *plain, *more])
    _areas({offer.pk for offer in wanted}, units)


def _areas(offers: set[UUID], units: Mapping[str, Unit]) -> None:
    through = ServiceOffer.areas.through
    wanted = {
        (_id("offer", row["slug"]), units[name].pk) for row in rows_of("offers.csv") for name in _list(row["areas"])
    }
    known = {(row.serviceoffer_id, row.unit_id): row.pk for row in through.objects.filter(serviceoffer__in=offers)}
    gone = [pk for pair, pk in known.items() if pair not in wanted]
    if gone:
        through.objects.filter(pk__in=gone).delete()
    through.objects.bulk_create(
        through(serviceoffer_id=offer, unit_id=unit) for offer, unit in sorted(wanted - set(known))
    )


def _dates(today: date) -> None:
    wanted = []
    for row in rows_of("offers.csv"):
        for number, (starts, ends, place) in enumerate(_times(row["dates"], today)):
            wanted.append(
                OfferDate(
                    id=_id("offer date", f"{row['slug']}/{number}"),
                    offer_id=_id("offer", row["slug"]),
                    starts=starts,
                    ends=ends,
                    place=place,
                )
            )
    _load(OfferDate, wanted, ["starts", "ends", "place"])


def _times(text: str, today: date) -> list[tuple[datetime, datetime, str]]:
    """«9;2;12:00;15:00;6;7;place»: from the first Wednesday nine days ahead or later, six times, each week."""
    if not text:
        return []
    ahead, weekday, begins, ends, count, every, place = text.split(";")
    first = today + timedelta(days=int(ahead))
    first += timedelta(days=(int(weekday) - first.weekday()) % 7)
    times = occasions(first, time.fromisoformat(begins), time.fromisoformat(ends), int(count), int(every))
    return [(starts, over, place) for starts, over in times]


def _joint_work(community: Community, units: Mapping[str, Unit], people: Mapping[str, UUID], today: date) -> None:
    plain = ("kind", "name", "aim", "groups", "topics", "status", "status_note")
    wanted = [
        JointWork(
            id=_id("joint work", row["slug"]),
            community=community,
            owner=units[row["owner"]],
            contact_id=people.get(row["contact"]),
            valid_from=_day(today, row["from_days"]),
            valid_to=_after(today, row["to_days"]),
            **{name: row[name] for name in plain},
        )
        for row in rows_of("joint_work.csv")
    ]
    _load(JointWork, wanted, [*plain, "owner", "contact", "valid_from", "valid_to"])
    changes = [
        StatusChange(
            id=_id("status change", row["slug"]),
            work_id=_id("joint work", row["slug"]),
            status=row["status"],
            note=row["status_note"],
            at=datetime.combine(min(_day(today, row["from_days"]) or today, today), time(9), clock.OSLO),
            by_name="Siri Haug",
        )
        for row in rows_of("joint_work.csv")
    ]
    _load(StatusChange, changes, ["status", "note", "at", "by_name"])


def _participants(units: Mapping[str, Unit], people: Mapping[str, UUID], today: date) -> None:
    wanted = []
    for row in rows_of("joint_work.csv"):
        work, since = _id("joint work", row["slug"]), _day(today, row["from_days"])
        for name in _list(row["units"]):
            pk = _id("participant", f"{row['slug']}/{name}")
            wanted.append(Participant(id=pk, work_id=work, unit=units[name], valid_from=since))
        for name, _colon, task in (member.partition(":") for member in _list(row["members"])):
            pk = _id("participant", f"{row['slug']}/{name}")
            wanted.append(Participant(id=pk, work_id=work, person_id=people[name], task=task, valid_from=since))
    _load(Participant, wanted, ["unit", "person", "task", "valid_from"])


def _said_of_overlap() -> None:
    work, similar, note = ANSWERED
    said = OverlapAnswer(
        id=_id("overlap answer", work),
        work_id=_id("joint work", work),
        similar_id=_id("joint work", similar),
        reply=OverlapReply.SPOKEN,
        note=note,
        at=datetime.combine(clock.today(), time(9), clock.OSLO),
        by_name="Lise Myhre",
    )
    _load(OverlapAnswer, [said], ["reply", "note"])


def _representations(community: Community, units: Mapping[str, Unit], people: Mapping[str, UUID], today: date) -> None:
    records, support, fees = [], [], []
    for row in rows_of("representations.csv"):
        pk = _id("representation", row["slug"])
        records.append(
            Representation(
                id=pk,
                community=community,
                person_id=people[row["person"]],
                side=row["side"],
                seat=row["seat"],
                appointed_by=units[row["appointed_by"]],
                appointed_on=_day(today, row["appointed_days"]),
                valid_from=_day(today, row["from_days"]),
                valid_to=_after(today, row["to_days"]),
                alternate_id=people.get(row["alternate"]),
            )
        )
        support += [each for kind in ("training", "practical") for each in _support(row, kind, pk, today)]
        if row["payer"]:
            fees.append(
                FeeAgreement(
                    id=_id("fee", row["slug"]),
                    representation_id=pk,
                    payer=units[row["payer"]],
                    per=row["per"],
                    amount=int(row["amount"]),
                    covers=row["covers"],
                    valid_from=_day(today, row["from_days"]),
                )
            )
    fields = ["person", "side", "seat", "appointed_by", "appointed_on", "valid_from", "valid_to", "alternate"]
    _load(Representation, records, fields)
    _load(Support, support, ["kind", "what", "agreed_on", "given_on"])
    _load(FeeAgreement, fees, ["payer", "per", "amount", "covers", "valid_from"])


def _support(row: Mapping[str, str], kind: str, representation: UUID, today: date) -> list[Support]:
    """«What:given:-380, …» as rows."""
    rows = []
    for what, state, days in (each.split(":") for each in _list(row[kind])):
        day = _day(today, days)
        pk = _id("support", f"{row['slug']}/{kind}/{what}")
        given = day if state == "given" else None
        rows.append(
            Support(id=pk, representation_id=representation, kind=kind, what=what, agreed_on=day, given_on=given)
        )
    return rows


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _day(today: date, days: str) -> date | None:
    return today + timedelta(days=int(days)) if days else None


def _after(today: date, last_day: str) -> date | None:
    """The day after a last day that is counted in."""
    last = _day(today, last_day)
    return last + timedelta(days=1) if last else None


def _load(model: Any, wanted: list[Any], fields: list[str]) -> None:
    known = model.objects.filter(pk__in=[row.pk for row in wanted])
    bring_up_to_date(model, known, wanted, key=_key, fields=fields)


def _key(row: Any) -> Hashable:
    return row.pk  # type: ignore[no-any-return]
