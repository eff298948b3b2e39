"""Two communities to try the walls between: Fjordheim with something of everything in it, each thing marked; and in the
neighbour a twin of each of the cast, in the same role, in a unit of the same kind.

Of each model that belongs to a community there is something in Fjordheim to try with: what the demo community lacks is
made from the model's columns. A column that needs a certain value gets a line in `PLANTED`.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db.models import AutoField, CharField, Model, TextField
from django.test import Client
from tests.cast import CAST
from tests.discharge.stories import Story

from samspill.accounts.actor import Actor
from samspill.accounts.models import Account, AccountSession
from samspill.accounts.positions import actor_in, positions_of
from samspill.core import clock
from samspill.core.walls import plan
from samspill.directory import lookup
from samspill.directory.exchange.sheets import SHEETS
from samspill.directory.models import Community, Membership, Person, Position, Unit
from samspill.directory.roles import Role
from samspill.directory.seen import OFFICIAL, units_in

MARK = "zqhemmelig"
MARKS = (MARK, "Sporadisk")  # the patient's given name, which lies encrypted
# Columns in which people write words of their own: these carry the mark.
WORDS = {
    *("name", "family_name", "title", "words", "aim", "for_whom", "description", "seat", "what", "note", "reason"),
    *("who_name", "unit", "who_name", "status_note", "by_name", "topics", "how_to_refer", "covers"),
}


@dataclass
class World:
    home: Community
    neighbour: Community
    insiders: dict[str, Client] = field(default_factory=dict)
    strangers: dict[str, Client] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)  # of both: "kari", "twin of kari"
    things: dict[str, list[Model]] = field(default_factory=dict)  # label of the model -> what of it is in Fjordheim

    def ids(self) -> dict[str, list[Any]]:
        return {label: [row.pk for row in rows] for label, rows in self.things.items()}


def build(home: Community, sign_in: Callable[[str], Client]) -> World:
    neighbour = Community.objects.get(slug="innlandsvik")
    world = World(home, neighbour)
    _plant(home)
    _mark_everything(home)
    for name in CAST:
        _twin(name, neighbour)
    lookup.forget()
    for name in CAST:
        for whose, clients in ((name, world.insiders), (f"twin-of-{name}", world.strangers)):
            account = Account.objects.get(username=whose)
            world.actors[whose] = actor_in(account, positions_of(account)[0])
            clients[whose] = sign_in(whose)
    world.things = {model._meta.label: list(things_of(model, home)[:1]) for model in tenant_models()}
    world.things |= {
        "accounts.Account": list(Account.objects.filter(username__in=CAST)[:1]),
        "accounts.AccountSession": list(AccountSession.objects.filter(account__username__in=CAST)[:1]),
        "directory.Person": [Position.objects.filter(community=home)[0].person, _former(home)],
        "directory.Unit": list(_own_units(home)[:1]),
        "plans.Measure": list(things_of(apps.get_model("plans", "Measure"), home)),
    }
    return world


def tenant_models() -> list[type[Model]]:
    """The models behind the walls."""
    return [model for model in apps.get_models() if plan.is_walled(model)]


def things_of(model: type[Model], community: Community) -> Any:
    """What of a walled model is in the community: by its own column, or by what it must belong to."""
    rows = model._default_manager.all()
    if plan.community_column(model):
        field_ = model._meta.get_field("community")
        return rows.filter(community=community if field_.is_relation else community.pk)
    for parent in plan.parents_of(model):
        rows = rows.filter(**{f"{parent.name}__in": things_of(parent.related_model, community)})
    return rows


def _mark_everything(home: Community) -> None:
    for model in tenant_models():
        for row in things_of(model, home):
            _mark(row)
    for row in Person.objects.filter(positions__community=home).distinct():
        _mark(row)
    for row in _own_units(home):
        _mark(row)


def _former(home: Community) -> Person:
    """Somebody who worked there until yesterday."""
    person = Person.objects.create(given_name="Tidlig", family_name=MARK)
    unit, yesterday = _own_units(home)[0], clock.today() - timedelta(days=1)
    Position.objects.create(person=person, community=home, unit=unit, role=Role.NURSE, valid_to=yesterday)
    return person


def _own_units(home: Community) -> Any:
    """Without trusts and municipalities, which the whole country may see."""
    return Unit.objects.filter(pk__in=units_in(home.pk, clock.today())).exclude(kind__in=OFFICIAL)


def _mark(row: Model) -> None:
    marked = [each for each in row._meta.concrete_fields if each.name in WORDS and _has_room(each, row)]
    for each in marked:
        setattr(row, each.name, f"{getattr(row, each.name)} {MARK}".strip())
    if marked:
        row.save(update_fields=[each.name for each in marked])


def _has_room(column: Any, row: Model) -> bool:
    if not isinstance(column, CharField | TextField) or column.choices or column.unique:
        return False
    longest = column.max_length
    return longest is None or len(getattr(row, column.name) or "") + len(MARK) + 1 <= longest


def _twin(name: str, neighbour: Community) -> None:
    position = positions_of(Account.objects.get(username=name))[0]
    person = Person.objects.create(given_name="Nabo", family_name=name.title())
    Position.objects.create(
        person=person, community=neighbour, unit=_like(position.unit, neighbour), role=position.role
    )
    Account.objects.create(username=f"twin-of-{name}", person=person, demo=True)


def _like(unit: Unit, neighbour: Community) -> Unit:
    """A unit of the same kind, with parents of the same kinds; the top of them is in the neighbour."""
    line = [each for each in unit.line() if each.kind != "health_region"]
    parent: Unit | None = None
    for each in reversed(line):
        key = uuid.uuid5(each.pk, "twin")
        made, new = Unit.objects.get_or_create(
            pk=key, defaults={"kind": each.kind, "name": f"Nabo {each.get_kind_display()}", "parent": parent}
        )
        if new and parent is None:
            Membership.objects.create(community=neighbour, unit=made)
        parent = made
    assert parent is not None
    return parent


def _plant(home: Community) -> None:
    """A patient's story, told as messages; and one of whatever is lacking still, made from its columns."""
    story = Story(municipality="9901")
    story.admitted("2026-11-16T10:00")
    story.ready("2026-11-16T10:00", "2026-11-19T09:00")
    for model in sorted(tenant_models(), key=lambda model: not plan.community_column(model)):
        if not things_of(model, home).exists():
            _make(model, home)


def _make(model: type[Model], home: Community) -> None:
    columns = [each for each in model._meta.concrete_fields if _planted(each) or not (each.null or each.blank)]
    columns += [each for each in model._meta.concrete_fields if each.name == "community"]
    model._default_manager.create(
        **{each.name: _value(each, home) for each in columns if not isinstance(each, AutoField)}
    )


# What a column of that name (in one room or model, where it has that before it) must hold, where its kind alone does
# not say it.
PLANTED: dict[str, Callable[[Community], Any]] = {
    "community": lambda home: home,
    "person": lambda home: Person.objects.create(given_name="Nykommer", family_name=MARK),
    "sheet": lambda home: next(iter(SHEETS)),
    "file": lambda home: b"%PDF-1.4",
    "rows": lambda home: [],
    "changes": lambda home: [],
    "key": lambda home: MARK,
    "action": lambda home: _an_action(home),
    "insight.card": lambda home: {"title": MARK, "unit": "", "per": 1, "better": "down", "mode": "share"},
    "insight.period": lambda home: "2026-10",
    "insight.rule": lambda home: {"threshold": 3},
    "discharge.trust": lambda home: positions_of(Account.objects.get(username="kari"))[0].unit.top,
    "discharge.municipality": lambda home: Unit.objects.get(number="9901"),
    "discharge.by_organisation": lambda home: positions_of(Account.objects.get(username="kari"))[0].unit.top.pk,
    "discharge.year": lambda home: 2026,
    "discharge.month": lambda home: 10,
    "discharge.Objection.ground": lambda home: "no_documents",
    "discharge.shared": lambda home: True,
    "plans.PublishedLink.measure": lambda home: _a_measure(home),
    "plans.EditionVerdict.verdict": lambda home: "too_early",
    "governance.MeetingBook.status": lambda home: "ready",
    "governance.MeetingBook.content": lambda home: b"%PDF-1.4",
    "account": lambda home: Account.objects.get(username="kari").pk,
    "url": lambda home: "/",
}


def _an_action(home: Community) -> Model:
    """Of the plan: what is measured must be of something."""
    plans = apps.get_model("plans", "ActionPlan")
    said = {"title": MARK, "first_year": 2026, "last_year": 2027, "created_at": clock.now()}
    plan, _new = plans.objects.get_or_create(community=home, defaults=said)
    return apps.get_model("plans", "Action").objects.get_or_create(plan=plan)[0]  # type: ignore[no-any-return]


def _a_measure(home: Community) -> Model:
    """Of its own: figures that are linked are not entered by hand."""
    measures = apps.get_model("plans", "Measure")
    said = {"name": MARK, "kind": "process", "better": "down", "starts_on": clock.today(), "created_at": clock.now()}
    return measures.objects.create(community=home, action=_an_action(home), **said)  # type: ignore[no-any-return]


def _planted(column: Any) -> Callable[[Community], Any] | None:
    """The most exact of what is said of the column."""
    model = column.model._meta
    said = (PLANTED.get(f"{of}{column.name}") for of in (f"{model.label}.", f"{model.app_label}.", ""))
    return next(filter(None, said), None)


def _value(column: Any, home: Community) -> Any:
    if column.name == "community" and not column.is_relation:
        return home.pk
    if planted := _planted(column):
        return planted(home)
    if column.is_relation:
        found = things_of(column.related_model, home) if plan.is_walled(column.related_model) else None
        return (found if found is not None else column.related_model._default_manager.all())[0]
    if column.choices:
        return column.choices[0][0]
    if column.has_default():
        return column.get_default()
    kinds = {"DateTimeField": clock.now(), "DateField": clock.today(), "UUIDField": uuid.uuid4(), "JSONField": {}}
    kinds |= {
        "EncryptedJSON": {"text": MARK},
        "EncryptedBytes": MARK.encode(),
        "BinaryField": b"",
        "BooleanField": True,
    }
    if column.get_internal_type() in kinds or type(column).__name__ in kinds:
        return kinds.get(type(column).__name__, kinds.get(column.get_internal_type()))
    return MARK[: column.max_length] if isinstance(column, CharField | TextField) else 1
