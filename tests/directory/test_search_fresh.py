"""An answer is never older than what the asker can see: after edits, changes undone, and between processes."""

from __future__ import annotations

import pytest
from django.db import transaction
from tests.cast import actor
from tests.directory.search_ground import elsewhere, employ, names, unit

from samspill.core import clock, walls
from samspill.directory import lookup
from samspill.directory.models import (
    Community,
    JointWork,
    Membership,
    Person,
    Position,
    SearchChange,
    SearchEntry,
    SearchPosting,
    ServiceOffer,
    Topic,
    Unit,
)
from samspill.directory.search import index
from samspill.directory.search.postings import packed, unpacked
from samspill.directory.search.queries import find


def everything() -> tuple[set[object], set[object]]:
    """The index as what it says, whatever the entries are numbered."""
    entries = {
        row.pk: (row.kind, row.ref, row.scope, row.title, row.anchor, row.valid_from, row.valid_to, row.keys)
        for row in SearchEntry.objects.all()
    }
    lists = {
        (row.word, row.field, row.scope, row.community, frozenset(entries[number] for number in unpacked(row.entries)))
        for row in SearchPosting.objects.all()
    }
    return set(entries.values()), lists


def test_packed_numbers_come_out_as_they_went_in() -> None:
    assert list(unpacked(packed([3, 1, 2**31 + 5]))) == [1, 3, 2**31 + 5]


def test_each_change_is_found_at_once(fjordheim: Community) -> None:
    person = employ(fjordheim, "Frida", "Nyansatt", unit("Lunge"))
    assert names("kari", "nyansatt") == ["Frida Nyansatt"]
    person.family_name = "Gift"
    person.save()
    assert names("kari", "nyansatt") == [] and "Frida Gift" in names("kari", "frida gift")
    position = person.positions.get()
    position.unit = unit("Slag")
    position.save()
    assert "Frida Gift" in names("kari", "frida slag") and "Frida Gift" not in names("kari", "frida lunge")
    assert find(actor("kari"), "sykepleier slag", kinds={"role"}) != []
    topic = Topic.objects.create(person=person, words="brusflasker")
    assert "brusflasker" in names("kari", "brusflaske")
    topic.delete()
    assert names("kari", "brusflaske") == []
    person.positions.all().delete()
    assert names("kari", "frida gift") == []
    assert find(actor("kari"), "sykepleier slag", kinds={"role"}) == []


def test_a_unit_that_gets_a_new_name_takes_its_people_with_it(fjordheim: Community) -> None:
    employ(fjordheim, "Frida", "Nyansatt", unit("Lunge"))
    clinic = unit("Medisinsk klinikk")
    clinic.name = "Indremedisinsk senter"
    clinic.save()
    assert names("kari", "frida indremedisinsk") == ["Frida Nyansatt"]
    assert "Kari Lund" in names("ola", "kari indremedisinsk")
    assert names("kari", "frida medisinsk klinikk") == []


def test_offers_and_joint_work_follow(fjordheim: Community) -> None:
    said = {"kind": "other", "level": "municipal", "for_whom": "Alle", "how_to_refer": "Ring"}
    made = ServiceOffer.objects.create(community=fjordheim, provider=unit("Nordvik"), name="Turgruppa", **said)
    made.areas.add(unit("Skjærholmen"))
    assert "Turgruppa" in names("kari", "turgruppe skjærholmen")
    made.areas.clear()
    assert "Turgruppa" not in names("kari", "turgruppe skjærholmen")
    work = JointWork.objects.create(
        community=fjordheim, owner=unit("Nordvik"), name="Fallgruven", kind="project", aim="Færre fall"
    )
    work.participants.create(unit=unit("Ytterøy"))
    assert "Fallgruven" in names("kari", "fallgruven ytterøy")
    work.status = "finished"
    work.save()
    assert find(actor("kari"), "fallgruven")[0].kind == "joint_work"


def test_a_change_undone_was_never_there(fjordheim: Community) -> None:
    assert names("kari", "angrelapp") == []
    with pytest.raises(RuntimeError), transaction.atomic():
        employ(fjordheim, "Anna", "Angrelapp", unit("Lunge"))
        assert names("kari", "angrelapp") == ["Anna Angrelapp"], "seen inside its own transaction"
        raise RuntimeError
    assert names("kari", "angrelapp") == []
    employ(fjordheim, "Anders", "Annenmann", unit("Lunge"))
    assert names("kari", "annenmann") == ["Anders Annenmann"]
    assert names("kari", "angrelapp") == []


def test_after_a_bulk_load_and_a_plain_update(fjordheim: Community) -> None:
    names("kari", "kari")
    Person.objects.filter(family_name="Lund").update(family_name="Massevis")
    made = Person.objects.bulk_create([Person(given_name="Bulke", family_name=f"Nummer{n}") for n in range(30)])
    Position.objects.bulk_create(
        [Position(person=each, community=fjordheim, unit=unit("Lunge"), role="nurse") for each in made]
    )
    lookup.forget()
    assert names("ola", "massevis", kinds={"person"}) == ["Kari Massevis"]
    assert len(names("kari", "bulke", limit=100)) == 30
    Person.objects.filter(family_name="Massevis").update(family_name="Lund")  # and nobody is told
    hits = find(actor("ola"), "massevis")
    assert all("Massevis" not in hit.title for hit in hits), "what is shown is what is so"
    index.compare_all()
    assert "Kari Lund" in names("ola", "kari lund")


def test_kept_up_to_date_is_the_same_as_made_anew(fjordheim: Community) -> None:
    index.freshen()
    other, place = elsewhere(fjordheim)
    person = employ(fjordheim, "Frida", "Nyansatt", unit("Lunge"), phone="911 22 333")
    Topic.objects.create(person=person, words="brusflasker")
    index.freshen()
    clinic = unit("Medisinsk klinikk")
    clinic.name, clinic.phone = "Indremedisinsk senter", "55 44 33 22"
    clinic.save()
    person.positions.create(community=other, unit=place, role="leader")
    index.freshen()
    Membership.objects.create(community=other, unit=clinic, valid_from=clock.today())
    nordvik = unit("Nordvik")
    nordvik.parent = unit("Fjordheim sykehus HF")
    nordvik.save()
    index.freshen()
    unit("Lunge").contactways.all().delete()
    person.positions.filter(community=fjordheim).delete()
    index.freshen()
    kept = everything()
    index.rebuild()
    anew = everything()
    assert kept[0] == anew[0]
    assert kept[1] == anew[1]


def test_a_small_change_writes_little(fjordheim: Community, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    index.freshen()
    person = Person.objects.get(family_name="Lund")
    person.phone = "911 22 333"
    person.save()
    with django_assert_max_num_queries(40):
        index.freshen()
    assert not SearchChange.objects.exists()
    with django_assert_max_num_queries(1):
        index.freshen()


def test_a_unit_that_is_deleted_is_gone(fjordheim: Community) -> None:
    made = Unit.objects.create(kind="ward", name="Blindtarm", parent=unit("Kirurgisk klinikk"), fictional=True)
    assert "Blindtarm" in names("kari", "blindtarm")
    made.delete()
    assert names("kari", "blindtarm") == []


@pytest.mark.django_db(transaction=True)
def test_what_one_process_commits_another_finds(transactional_db: None) -> None:
    """Another connection stands for another process: what it writes is taken in by it, or by whoever searches next."""
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connections

    from samspill.portal.demo.community import load_demo_community

    fjordheim = load_demo_community()
    kari = actor("kari")

    def elsewhere_in_a_thread(number: int) -> list[str]:
        try:
            # As a page does it: nothing but the community's own rows can be seen.
            with walls.within(fjordheim.pk), transaction.atomic():
                employ(fjordheim, "Anna", f"Tråd{'abcdefgh'[number]}", unit("Lunge"))
            with walls.within(fjordheim.pk):
                return [hit.title for hit in find(kari, f"anna tråd{'abcdefgh'[number]}")]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(elsewhere_in_a_thread, range(8)))
    for number, titles in enumerate(found):
        assert titles[0] == f"Anna Tråd{'abcdefgh'[number]}"
    assert len(find(kari, "anna tråd", kinds={"person"}, limit=100)) == 8
    assert not SearchChange.objects.exists()
    kept = everything()
    index.rebuild()
    assert kept == everything()
