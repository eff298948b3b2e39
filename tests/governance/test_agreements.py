"""Agreements: versions with clauses, side by side; the parties' own documents, shared and searchable."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import CAST, actor
from tests.signing_in import signed_in

from samspill.apps.governance.agreements import actions, queries
from samspill.apps.governance.agreements.compare import ClauseText, clauses_in, compare, pieces
from samspill.apps.governance.models import Agreement, AgreementVersion, WheelEntry
from samspill.core import clock, references
from samspill.core.references import Reference
from samspill.core.refusal import Refused
from samspill.directory.models import Community, Unit

FIRST = """Innledning uten nummer.

1 Formål
Vi skal samarbeide.

2 Varsling
2.1 Frist
Svar innen 24 timer.

3 Tvist
Løses lokalt."""
SECOND = "1 Formål\nVi skal samarbeide.\n\n2 Varsling\n2.1 Frist\nSvar innen 12 timer.\n\n4 Oppsigelse\nEtt års frist."


@pytest.mark.once
def test_clauses_are_found_by_their_numbers() -> None:
    assert [(each.mark, each.heading) for each in clauses_in(FIRST)] == [
        *(("0", ""), ("1", "Formål"), ("2", "Varsling"), ("2.1", "Frist"), ("3", "Tvist"))
    ]
    assert clauses_in("") == [] and clauses_in("Bare tekst")[0].mark == "0"
    assert len(clauses_in("1 A\n1 B")) == 1  # the second is part of the first's text


@pytest.mark.once
def test_two_versions_side_by_side() -> None:
    rows = {row.mark: row for row in compare(clauses_in(FIRST), clauses_in(SECOND))}
    assert {mark: row.what for mark, row in rows.items()} == {
        "0": "gone",
        "1": "same",
        "2": "same",
        "2.1": "changed",
        "3": "gone",
        "4": "new",
    }
    assert [piece.words for piece in rows["2.1"].old if piece.change] == ["24"]
    assert [piece.words for piece in rows["2.1"].new if piece.change] == ["12"]


TEXT = st.text(alphabet="ab \n", max_size=40)


@pytest.mark.once
@given(TEXT, TEXT)
def test_each_side_shows_the_whole_of_its_text(old: str, new: str) -> None:
    left, right = pieces(old, new)
    assert "".join(piece.words for piece in left) == old and "".join(piece.words for piece in right) == new


@pytest.mark.once
@given(st.lists(st.sampled_from("123456"), unique=True), st.lists(st.sampled_from("123456"), unique=True))
def test_no_clause_falls_between(old: list[str], new: list[str]) -> None:
    rows = compare([ClauseText(m, "", "x") for m in old], [ClauseText(m, "", "x") for m in new])
    assert sorted(row.mark for row in rows) == sorted({*old, *new})
    assert [row.mark for row in rows if row.what != "gone"] == new


def an_agreement(text: str = FIRST) -> AgreementVersion:
    values = {"kind": "cooperation", "number": "1", "title": "Samarbeidsavtalen", "parent_id": None}
    made = actions.make(by=actor("siri"), key=uuid4(), values=values)
    return actions.draft(by=actor("siri"), agreement=made, text=text)


def adopted(version: AgreementVersion, days: int = 0) -> AgreementVersion:
    day = clock.today() + timedelta(days=days)
    wanted = {"valid_from": day, "revise_by": day + timedelta(days=365), "decision_id": None}
    return actions.adopt(by=actor("siri"), version=version, **wanted)


@pytest.mark.django_db
def test_an_adopted_version_stands_and_the_next_takes_its_place(fjordheim: Community) -> None:
    first = adopted(an_agreement())
    with pytest.raises(Refused, match="alt vedtatt"):
        adopted(first)
    second = actions.draft(by=actor("siri"), agreement=first.agreement, text=SECOND)
    assert second.number == 2 and first.clauses.count() == 5
    with pytest.raises(Refused, match="samme dag eller senere"):
        adopted(second)
    adopted(second, days=30)
    first = AgreementVersion.objects.get(pk=first.pk)
    assert first.status == "replaced" and first.valid_to == clock.today() + timedelta(days=30)
    assert WheelEntry.objects.filter(kind="revision").count() == 2
    page = signed_in("ola").get(f"/saker/avtaler/versjon/{second.pk}?mot=forrige").content.decode()
    assert "<del>24</del>" in page and "<ins>12</ins>" in page
    assert queries.text_of(second).startswith("1 Formål")
    assert [c.mark for c in clauses_in(queries.text_of(second))] == [c.mark for c in queries.clauses_of(second)]


@pytest.mark.django_db
def test_a_clause_can_be_pointed_to(fjordheim: Community) -> None:
    clause = adopted(an_agreement()).clauses.get(mark="2.1")
    thing = Reference("governance.clause", clause.pk)
    assert references.resolve([thing], seen_by=actor("lise"))[thing].title == "1 Samarbeidsavtalen, 2.1 Frist"
    assert references.offers("governance.clause", "2.1", seen_by=actor("lise"))[0][0] == thing
    assert not references.resolve([thing], seen_by=actor("public"))


@pytest.mark.django_db
def test_steering_documents_are_shared_by_their_own_and_found_by_all(fjordheim: Community) -> None:
    trust, fjordby = (
        Unit.objects.get(name="Fjordheim sykehus HF"),
        Unit.objects.get(name="Fjordby", kind="municipality"),
    )
    values = {"kind": "development_plan", "title": "Utviklingsplan 2035", "year": 2026, "web": ""}
    text = "Vi vil legge ned tolv senger på geriatri i 2027, og bygge opp hjemmesykehus."
    shared = actions.share(by=actor("tone"), owner=trust, key=uuid4(), values={**values, "text": text})
    for name in CAST:
        if name not in {"siri", "jon"}:
            with pytest.raises(Refused):
                actions.share(by=actor(name), owner=fjordby, key=uuid4(), values={**values, "text": text})
    with pytest.raises(Refused, match="Lim inn"):
        actions.share(by=actor("tone"), owner=trust, key=uuid4(), values={**values, "text": " "})
    adopted(an_agreement())
    page = signed_in("ola").get("/saker/avtaler/?sok=tolv senger").content.decode()
    assert f"/saker/avtaler/dokumenter/{shared.pk}" in page and "tolv senger" in page
    assert "2.1" in signed_in("ola").get("/saker/avtaler/?sok=24 timer").content.decode()
    assert "Antall treff: 0" in signed_in("ola").get("/saker/avtaler/?sok=finnesikke").content.decode()


@pytest.mark.django_db
def test_a_text_without_a_word_is_no_version(fjordheim: Community) -> None:
    made = Agreement.objects.create(community=fjordheim, kind="guideline", title="Tom")
    with pytest.raises(Refused, match="Skriv eller lim inn"):
        actions.draft(by=actor("siri"), agreement=made, text=" \n ")
