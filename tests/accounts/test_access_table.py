"""The table of who may do what: the same in the code, in the docs and on the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.html import escape
from tests.cast import CAST, actor

from samspill.accounts import table
from samspill.accounts.access import MAY
from samspill.accounts.asking import deeds_asked, roles_that_may
from samspill.accounts.words import SENTENCES
from samspill.directory.models import Community
from samspill.directory.roles import Role
from samspill.portal.explaining import why_closed


@pytest.mark.once
def test_the_docs_are_what_the_code_says() -> None:
    assert table.FILE.read_text(encoding="utf-8") == table.written(), "run: python -m samspill.accounts.table"


@pytest.mark.once
def test_every_deed_stands_in_the_docs_with_all_its_roles() -> None:
    lines = table.written().splitlines()
    for deed, roles in MAY.items():
        sentence = str(SENTENCES[deed])
        line = next(line for line in lines if line.startswith(f"| {sentence[0].upper()}{sentence[1:]} |"))
        assert all(str(role.label) in line for role in roles) or line.endswith("| Alle som er logget inn |")


@pytest.mark.parametrize("name", [name for name in CAST if name != "jon"])  # who must choose a role first
def test_the_page_says_what_one_can_and_who_does_the_rest(signed_in: Callable[[str], Client], name: str) -> None:
    person = actor(name)
    page = signed_in(name).get("/hva-kan-jeg").content.decode()
    can, cannot = page.split('id="kan"')[1].split('id="andre"')
    for deed in MAY:
        sentence = escape(str(SENTENCES[deed])[1:])
        assert (sentence in can, sentence in cannot) == (person.may(deed), not person.may(deed)), deed
        if not person.may(deed):
            assert all(escape(str(role.label)) in cannot for role in roles_that_may([deed]))


def test_a_refused_page_leads_to_why_and_to_who_may(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("kari")
    refused = client.get("/meldinger/")
    assert refused.status_code == 403
    assert "/hva-kan-jeg?side=%2Fmeldinger%2F" in refused.content.decode()
    page = client.get("/hva-kan-jeg?side=/meldinger/").content.decode()
    assert "Innboksen er for systemansvarlig." in page
    assert str(SENTENCES["messages.see_inbox"]) in page
    assert "Systemansvarlig" in page and "Arne Nilsen" in page


@pytest.mark.parametrize("address", ["", "/", "/finnes-ikke", "https://example.org/", "/pasienter/", "x" * 3000])
def test_nothing_is_explained_that_was_not_closed(fjordheim: Community, address: str) -> None:
    assert why_closed(actor("kari"), address) is None


def test_nobody_of_another_community_is_named(fjordheim: Community) -> None:
    from dataclasses import replace

    other = Community.objects.exclude(pk=fjordheim.pk)[0]
    closed = why_closed(replace(actor("kari"), community_id=other.pk), "/meldinger/")
    assert closed is not None and closed.asks_for and closed.whom == []


def test_a_check_tells_which_deeds_would_open_it(fjordheim: Community) -> None:
    from samspill.apps.discharge.permissions import check_see_board

    assert deeds_asked(check_see_board, actor("siri")) == ["discharge.see_board"]
    assert roles_that_may(["discharge.answer"]) == [Role.ALLOCATION_OFFICER]
    assert roles_that_may([]) == []
