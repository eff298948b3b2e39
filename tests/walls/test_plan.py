"""Which tables are walled: every one that leads to a community, unless its model says why not."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model

from samspill.core.walls import Open, Walled, plan
from samspill.directory.models import Community


def leads_to_a_community(model: type[Model]) -> bool:
    """By any reference that a row must have, however far."""
    for field in model._meta.concrete_fields:
        if field.name == "community":
            return True
        obliged = isinstance(field, ForeignKey) and not field.null and field.related_model is not model
        if obliged and (field.related_model is Community or leads_to_a_community(field.related_model)):
            return True
    return False


def test_every_table_that_leads_to_a_community_is_walled_or_says_why_not() -> None:
    walled = {wall.table for wall in plan.walls()}
    leading = [model for model in apps.get_models(include_auto_created=True) if leads_to_a_community(model)]
    assert len(leading) > 15
    for model in leading:
        statement = plan.statement_of(model)
        assert model._meta.db_table in walled or isinstance(statement, Open) or behind_an_open_one(model), model


def behind_an_open_one(model: type[Model]) -> bool:
    """It leads to a community only through tables that are open, and say why."""
    fields = [field for field in plan.references_of(model) if leads_to_a_community(field.related_model)]
    return bool(fields) and all(isinstance(plan.statement_of(field.related_model), Open) for field in fields)


def test_what_is_open_says_why() -> None:
    stated = [plan.statement_of(model) for model in apps.get_models()]
    assert all(each.why for each in stated if isinstance(each, Open))
    with pytest.raises(ValueError, match="Say why"):
        Open("")


def test_a_table_of_its_own_and_one_through_its_parents() -> None:
    walls = {wall.table: wall for wall in plan.walls()}
    assert "community_id" in walls["discharge_stay"].seen
    assert 'FROM "directory_serviceoffer"' in walls["directory_offerdate"].seen
    assert 'FROM "directory_serviceoffer"' in walls["directory_serviceoffer_areas"].seen
    assert {"directory_unit", "directory_membership", "directory_community", "accounts_account"}.isdisjoint(walls)


def test_rows_of_nobody_are_hidden_unless_stated() -> None:
    stated = {model._meta.label: plan.statement_of(model) for model in apps.get_models()}
    seen = {label for label, wall in stated.items() if isinstance(wall, Walled) and wall.of_nobody == "seen"}
    assert "discharge.ReceivedMessage" in seen
    assert "discharge.Patient" not in seen and "core.AuditRow" not in seen
