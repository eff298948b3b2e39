"""One row changed by a file: what it was and what it became, so that it can be shown, and taken back."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.core.refusal import Refused


@dataclass(frozen=True)
class Change:
    """model is "directory.unit"; before is None for a row that was made. Values are texts, as the fields write them."""

    model: str
    key: str
    title: str
    before: dict[str, Any] | None
    after: dict[str, Any] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return self.before is None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def lines(self) -> list[tuple[str, str, str]]:
        """(field, before, after) of what differs, as a person reads it."""
        model = apps.get_model(self.model)
        return [
            (str(model._meta.get_field(name).verbose_name), _said(model, name, (self.before or {}).get(name)), text)
            for name, value in self.after.items()
            if (text := _said(model, name, value)) or self.before
        ]


def values_of(instance: models.Model, related: dict[str, list[Any]] | None = None) -> dict[str, Any]:
    """Every editable column as text, and the keys of many-to-many rows as a sorted list."""
    plain = {
        each.name: None if each.value_from_object(instance) is None else each.value_to_string(instance)
        for each in instance._meta.concrete_fields
        if not each.primary_key and not getattr(each, "auto_now", False)
    }
    return plain | {name: sorted(str(row.pk) for row in rows) for name, rows in (related or {}).items()}


def change_of(instance: models.Model, before: dict[str, Any] | None, after: dict[str, Any]) -> Change | None:
    """What differs; None when nothing does."""
    if before is None:
        return Change(instance._meta.label_lower, str(instance.pk), str(instance), None, after)
    differing = {name: value for name, value in after.items() if before.get(name) != value}
    if not differing:
        return None
    was = {name: before.get(name) for name in differing}
    return Change(instance._meta.label_lower, str(instance.pk), str(instance), was, differing)


def take_back(change: Change) -> None:
    """Undo one change. Raises Refused when the row was changed again afterwards, or is in use."""
    model = apps.get_model(change.model)
    instance = model._default_manager.select_for_update().filter(pk=change.key).first()
    if instance is None:
        raise Refused(_("«%(title)s» er slettet etterpå."), title=change.title)
    now = values_of(instance, _related(instance, change))
    if any(now.get(name) != value for name, value in change.after.items()):
        raise Refused(_("«%(title)s» er endret etterpå."), title=change.title)
    if change.before is None:
        _remove(instance, change.title)
    else:
        _put(instance, change.before)


def _remove(instance: models.Model, title: str) -> None:
    try:
        instance.delete()
    except models.ProtectedError as error:
        raise Refused(_("«%(title)s» er tatt i bruk etterpå, og kan ikke tas bort."), title=title) from error


def _put(instance: models.Model, values: dict[str, Any]) -> None:
    for name, value in values.items():
        each: Any = instance._meta.get_field(name)
        if each.many_to_many:
            getattr(instance, name).set(value or [])
        else:
            setattr(instance, each.attname, each.to_python(value))
    instance.save()


def _related(instance: models.Model, change: Change) -> dict[str, list[Any]]:
    names = [each.name for each in instance._meta.many_to_many if each.name in change.after]
    return {name: list(getattr(instance, name).all()) for name in names}


def _said(model: type[models.Model], name: str, value: Any) -> str:
    """A value as a person reads it: the name of what it refers to, the label of a choice."""
    each: Any = model._meta.get_field(name)
    if value in (None, "", []):
        return ""
    if each.is_relation:
        keys = value if isinstance(value, list) else [value]
        return ", ".join(sorted(str(row) for row in each.related_model._default_manager.filter(pk__in=keys)))
    if each.choices:
        return str(dict(each.flatchoices).get(each.to_python(value), value))
    return str(value)
