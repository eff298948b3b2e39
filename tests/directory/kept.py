"""What the tests of offers, joint work and representatives share: people, units and rows of the demo by short names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from tests.cast import CAST, actor

from samspill.core.audit.models import AuditRow
from samspill.core.refusal import Refused
from samspill.directory.models import Community, JointWork, Representation, ServiceOffer, Unit
from samspill.portal.demo.community import id_of

EVERYBODY = CAST
FORM_422, CONFLICT = 422, 409


def unit(slug: str) -> Unit:
    return Unit.objects.get(pk=id_of("unit", slug))


def offer(slug: str) -> ServiceOffer:
    return ServiceOffer.objects.get(pk=id_of("offer", slug))


def work(slug: str) -> JointWork:
    return JointWork.objects.get(pk=id_of("joint work", slug))


def record(slug: str) -> Representation:
    return Representation.objects.get(pk=id_of("representation", slug))


def stranger(name: str) -> Any:
    """The same person in the same role, in the neighbouring community."""
    return replace(actor(name), community_id=Community.objects.get(slug="innlandsvik").pk)


def may(by: Any, deed: Any, /, **values: Any) -> bool:
    """Does the deed let them? One that does leaves one row in the audit trail, one that does not leaves none."""
    before = AuditRow.objects.count()
    try:
        deed(by=by, **values)
    except Refused:
        assert AuditRow.objects.count() == before
        return False
    assert AuditRow.objects.count() == before + 1
    return True


def hidden(html: str, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', html)
    assert found, f"the page has no hidden {name}"
    return found[1]
