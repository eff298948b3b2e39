"""Each finds what is theirs to find; nobody ever finds a patient."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.cast import CAST, actor
from tests.directory.search_ground import elsewhere, employ, names, unit
from tests.signing_in import signed_in

from samspill.accounts.actor import Actor
from samspill.core import clock
from samspill.directory.models import (
    Community,
    JointWork,
    Membership,
    Person,
    SearchEntry,
    SearchPosting,
    SearchWord,
    ServiceOffer,
    Topic,
    Unit,
)
from samspill.directory.search import index
from samspill.directory.search.documents import OFFICIAL
from samspill.directory.search.hits import hits_for
from samspill.directory.search.queries import find, search
from samspill.directory.search.walls import findable, scopes_of
from samspill.directory.seen import people_seen_by, units_seen_by


def test_a_stranger_is_found_in_their_own_community_only(fjordheim: Community) -> None:
    other, place = elsewhere(fjordheim)
    stranger = employ(other, "Ulrik", "Fremmedmann", place, phone="911 22 333")
    Topic.objects.create(person=stranger, words="fremmedspråk i havna")
    for who in ("kari", "nina"):
        for text in ("Ulrik Fremmedmann", "fremmedmann", "fremedman", "91122333", "fremmedspråk", "ulrik havna"):
            answer = search(actor(who), text)
            assert "Fremmed" not in str(answer.hits) and "fremmed" not in str(answer.hits), (who, text)
            assert not any("remmed" in each for each in answer.suggestions), (who, text)
    stranger.positions.create(community=fjordheim, unit=unit("Lunge"), role="nurse")
    hit = find(actor("kari"), "fremmedmann", kinds={"person"})[0]
    assert "Lunge" in hit.subtitle and "Havna" not in hit.subtitle, "their other community's position is not shown"
    assert names("kari", "ulrik havna", kinds={"person"}) == []


def test_units_of_another_community_are_not_found_but_official_norway_is(fjordheim: Community) -> None:
    _other, place = elsewhere(fjordheim)
    Unit.objects.create(kind="ward", name="Smuglerhulen", parent=place, fictional=True, phone="55 44 33 22")
    Topic.objects.create(unit=unit("Smuglerhulen"), words="kistebunn")
    assert names("kari", "smuglerhulen") == [] == names("kari", "55443322")
    assert "kistebunn" not in names("kari", "kistebunn")
    assert "Havna" in names("kari", "havna"), "a district is an official fact"


def test_offers_and_joint_work_of_another_community_are_not_found(fjordheim: Community) -> None:
    other, place = elsewhere(fjordheim)
    said = {"kind": "other", "level": "joint", "for_whom": "Alle", "how_to_refer": "Ring"}
    ServiceOffer.objects.create(community=other, provider=place, name="Saltvannsgurgling", **said)
    JointWork.objects.create(community=other, owner=place, name="Skvulpenettverket", kind="network", aim="Skvulpe")
    assert names("nina", "saltvannsgurgling") == [] == names("nina", "skvulpenettverket")
    theirs = employ(other, "Havne", "Vakt", place)
    asker = actor("kari")
    assert isinstance(asker, Actor)
    there = Actor(**{**vars(asker), "community_id": other.pk})
    assert {hit.title for hit in find(there, "saltvannsgurgling")} == {"Saltvannsgurgling"}
    assert {hit.title for hit in find(there, "skvulpe")} == {"Skvulpenettverket"}
    assert str(theirs) in {hit.title for hit in find(there, "havne vakt")}
    assert not find(there, "kari lund")


def test_the_public_finds_nobody(fjordheim: Community) -> None:
    for text in ("kari", "fjordby", "tildelingskontoret", "x", ""):
        assert find(actor("public"), text) == []
    assert scopes_of(actor("public")) == [] and findable(actor("public"), Unit.objects.all()) == set()
    answer = signed_in("public").get("/hvem-er-hvem/?q=kari")
    assert answer.status_code == 302 and "Lund" not in answer.content.decode()


@pytest.mark.parametrize("who", CAST)
def test_everything_that_can_be_found_may_be_seen_and_the_other_way_round(fjordheim: Community, who: str) -> None:
    other, place = elsewhere(fjordheim)
    employ(other, "Ulrik", "Fremmedmann", place)
    Unit.objects.create(kind="ward", name="Smuglerhulen", parent=place, fictional=True)
    Membership.objects.create(
        community=other, unit=unit("Solvåg"), valid_from=clock.today() - timedelta(days=9), valid_to=clock.today()
    )
    index.freshen()
    person = actor(who)
    within = SearchEntry.objects.filter(scope__in=scopes_of(person))
    people = {each.hex for each in people_seen_by(person).values_list("pk", flat=True)}
    units = {each.hex for each in units_seen_by(person).values_list("pk", flat=True)}
    assert set(within.filter(kind="person").values_list("ref", flat=True)) == people
    assert set(within.filter(kind="unit").values_list("ref", flat=True)) == units


def test_a_membership_that_ends_or_begins_by_its_date_moves_the_wall(fjordheim: Community) -> None:
    other, _place = elsewhere(fjordheim)
    nordvik = unit("Nordvik")
    nordvik.memberships.all().delete()
    tomorrow = clock.today() + timedelta(days=1)
    Membership.objects.create(community=fjordheim, unit=nordvik, valid_to=tomorrow)
    Membership.objects.create(community=other, unit=nordvik, valid_from=tomorrow)
    text = "tildelingskontoret nordvik"
    assert len(find(actor("kari"), text, kinds={"unit"})) == 1
    with clock.stopped_at(clock.now() + timedelta(days=1)):
        assert find(actor("kari"), text, kinds={"unit"}) == []


def test_an_index_that_is_wrong_cannot_show_what_may_not_be_seen(fjordheim: Community) -> None:
    other, place = elsewhere(fjordheim)
    stranger = employ(other, "Ulrik", "Fremmedmann", place)
    ward = Unit.objects.create(kind="ward", name="Smuglerhulen", parent=place, fictional=True)
    topic = Topic.objects.create(person=stranger, words="kistebunn")
    of_unit = Topic.objects.create(unit=ward, words="kistelokk")
    work = JointWork.objects.create(community=other, owner=place, name="Skvulp", kind="network", aim="Skvulpe")
    said = {"kind": "other", "level": "joint", "for_whom": "Alle", "how_to_refer": "Ring"}
    offer = ServiceOffer.objects.create(community=other, provider=place, name="Salt", **said)
    wanted = {
        "person": {stranger.pk.hex},
        "unit": {ward.pk.hex},
        "topic": {topic.pk.hex, of_unit.pk.hex},
        "joint_work": {work.pk.hex},
        "offer": {offer.pk.hex},
        "role": {f"nurse@{place.pk.hex}"},
    }
    assert hits_for(actor("kari"), wanted) == {}


def test_no_patient_is_in_the_index(fjordheim: Community) -> None:
    from samspill.apps.discharge.actions.bulk import History, record_history
    from samspill.apps.discharge.receiver import RECEIVER
    from samspill.messages import Patient, synthetic_number
    from samspill.stay import Event, Kind, Side

    geriatri = unit("Geriatri 2")
    start = clock.now() - timedelta(days=2)
    number = synthetic_number(start.date().replace(year=1940, day=1), 1, "1")
    patient = Patient(
        number=number, number_kind="FNR", family_name="Kråkebolle", given_name="Sprudlende", born=start.date()
    )
    told = {"said_at": start, "by": Side.HOSPITAL, "municipality": "9901", "unit": geriatri.her_id}
    events = [Event(kind=Kind.ADMITTED, at=start, source="in-1", **told)]
    record_history(by=RECEIVER, community=fjordheim, histories=[History(patient, geriatri.top, events)])
    index.rebuild()
    for text in ("Kråkebolle", "sprudlende", "sprudlende kråkebolle", number):
        answer = search(actor("kari"), text)
        assert (answer.hits, answer.total, answer.suggestions) == ([], 0, [])
    words = {*SearchPosting.objects.values_list("word", flat=True), *SearchWord.objects.values_list("plain", flat=True)}
    assert not [word for word in words if "krakeboll" in word or "sprudlend" in word or number in word]


def test_only_the_directory_is_read(fjordheim: Community) -> None:
    """Everything in the index is something of the directory."""
    index.freshen()
    refs: dict[str, set[str]] = {}
    for kind, ref in SearchEntry.objects.values_list("kind", "ref"):
        refs.setdefault(kind, set()).add(ref.rpartition("@")[2])
    known = {
        "person": Person,
        "unit": Unit,
        "role": Unit,
        "offer": ServiceOffer,
        "topic": Topic,
        "joint_work": JointWork,
    }
    assert set(refs) <= set(known)
    for kind, model in known.items():
        assert refs.get(kind, set()) <= {each.hex for each in model.objects.values_list("pk", flat=True)}
    assert OFFICIAL in set(SearchEntry.objects.values_list("scope", flat=True))
