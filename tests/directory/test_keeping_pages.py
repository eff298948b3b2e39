"""The pages where the directory is kept, as they are used: right, wrong, at the same time, and by whom."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.test import Client

from samspill.core import clock
from samspill.directory.models import Membership, Newcomer, Person, Position, Unit
from samspill.portal.demo.community import id_of

SignedIn = Callable[[str], Client]


def form_of(client: Client, address: str, what: str = "") -> dict[str, Any]:
    """The values of the form on the page as a browser would send them; of several, the one with that `what`."""
    from lxml import html

    page = html.fromstring(client.get(address).content.decode())
    forms = [form for form in page.forms if form.method == "POST" and form.xpath("ancestor::main")]
    chosen = next(form for form in forms if not what or form.fields.get("what") == what)
    return {name: value or "" for name, value in chosen.form_values()}


def unit_url(slug: str, end: str = "") -> str:
    return f"/forvaltning/enheter/{id_of('unit', slug)}{end}"


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_a_nurse_changes_her_phone_hours_and_topics(signed_in: SignedIn):
    client = signed_in("mari")
    sent = form_of(client, "/forvaltning/meg", "contact")
    assert sent["ways-0-value"] == "99 00 01 12"
    sent |= {"ways-0-value": "99 00 99 99", "day5": "10–12, 14–16 (vakt)", "topics": "KOLS\n\nhjertesvikt\nKOLS"}
    answer = client.post("/forvaltning/meg", sent)
    assert answer.status_code == 302
    mari = Person.objects.get(pk=id_of("person", "mari"))
    assert mari.phone == "99 00 99 99"
    assert [topic.words for topic in mari.topics.all()] == ["KOLS", "hjertesvikt"]
    assert mari.openinghourss.filter(weekday=5).count() == 2
    assert form_of(client, "/forvaltning/meg", "contact")["day5"] == "10–12, 14–16 (vakt)"


def test_what_cannot_be_is_said_and_what_was_typed_stays(signed_in: SignedIn):
    client = signed_in("mari")
    sent = form_of(client, "/forvaltning/meg", "contact")
    sent |= {"ways-0-value": "ring meg", "day0": "åtte til fire", "topics": "nytt tema"}
    answer = client.post("/forvaltning/meg", sent)
    assert answer.status_code == 422
    page = text(answer)
    for kept in ("ring meg", "åtte til fire", "nytt tema", "bare sifre", "er ikke en tid"):
        assert kept in page
    assert Person.objects.get(pk=id_of("person", "mari")).contactways.filter(value="99 00 01 12").exists()


def test_the_second_keeper_sees_both_versions_and_may_save_again(signed_in: SignedIn):
    client = signed_in("unni")
    address = unit_url("lunge", "/kontakt")
    first, second = form_of(client, address), form_of(client, address)
    client.post(address, first | {"ways-0-value": "99 00 23 11"})
    answer = client.post(address, second | {"ways-0-value": "99 00 23 22"})
    assert answer.status_code == 422
    page = text(answer)
    assert "Noen andre har lagret" in page and "99 00 23 11" in page and "99 00 23 22" in page
    seen = re.search(r'name="seen" value="(\w+)"', answer.content.decode())
    assert seen is not None
    again = client.post(address, second | {"ways-0-value": "99 00 23 22", "seen": seen[1]})
    assert again.status_code == 302
    assert Unit.objects.get(pk=id_of("unit", "lunge")).contactways.filter(value="99 00 23 22").exists()


def test_somebody_goes_on_holiday(signed_in: SignedIn):
    client = signed_in("ola")
    sent = form_of(client, "/forvaltning/meg", "substitute")
    answer = client.post("/forvaltning/meg", sent | {"vikar-substitute": "Ingen Slik"})
    assert answer.status_code == 422 and "Fant ingen" in text(answer)
    answer = client.post("/forvaltning/meg", sent | {"vikar-substitute": "Kari Lund", "vikar-note": "ferie"})
    assert answer.status_code == 302
    assert "Ola er borte inntil videre; spør" in text(client.get(f"/hvem-er-hvem/personer/{id_of('person', 'ola')}"))
    row = Position.objects.get(person=id_of("person", "ola")).substitutes.get()
    client.post(f"/forvaltning/vikar/{row.pk}/avslutt")
    assert "er borte" not in text(client.get(f"/hvem-er-hvem/personer/{id_of('person', 'ola')}"))


def test_nobody_ends_another_persons_substitute(signed_in: SignedIn):
    row = Position.objects.get(person=id_of("person", "amir")).substitutes.get()
    assert signed_in("ola").post(f"/forvaltning/vikar/{row.pk}/avslutt").status_code == 403
    row.refresh_from_db()
    assert row.valid_to > clock.today()


def test_a_unit_is_made_found_renamed_and_ended(signed_in: SignedIn):
    client = signed_in("unni")
    sent = form_of(client, f"/forvaltning/enheter/ny?under={id_of('unit', 'clinic-medicine')}")
    assert sent["parent"] == str(id_of("unit", "clinic-medicine"))
    wrong = client.post("/forvaltning/enheter/ny", sent | {"name": "Nyre", "her_id": "9900112"})
    assert wrong.status_code == 422 and "HER-id" in text(wrong) and 'value="Nyre"' in text(wrong)
    made = client.post("/forvaltning/enheter/ny", sent | {"name": "Nyre"})
    twice = client.post("/forvaltning/enheter/ny", sent | {"name": "Nyre"})
    assert made.status_code == 302 and made["Location"] == twice["Location"]
    address = made["Location"]
    assert "Nyre" in text(client.get("/forvaltning/?sok=nyre"))
    place = form_of(client, address, "place") | {"name": "Nyremedisin"}
    assert client.post(address, place).status_code == 302
    facts = client.post(address, form_of(client, address, "facts") | {"org_number": "123456789"})
    assert facts.status_code == 422 and "kontrollsiffer" in text(facts)
    assert client.post(address, form_of(client, address, "end")).status_code == 302
    assert Unit.objects.get(name="Nyremedisin").valid_to is not None


def test_the_grey_button_says_who_stands_in_the_way(signed_in: SignedIn):
    page = text(signed_in("unni").get(unit_url("geriatri-2")))
    assert "Noen har fortsatt rolle i Geriatri 2: Kari Lund" in page
    assert 'aria-disabled="true"' in page


def test_a_merger_shows_what_will_happen_before_it_does(signed_in: SignedIn):
    client = signed_in("unni")
    address = unit_url("ytteroy", "/sla-sammen")
    sent = form_of(client, address)
    empty = client.post(address, sent)
    assert empty.status_code == 422 and "Velg minst én enhet." in text(empty)
    sent |= {"others": str(id_of("unit", "skjaerholmen")), "name": "Øyane", "number": "9920"}
    shown = client.post(address, sent)
    assert shown.status_code == 200 and "Dette kommer til å skje" in text(shown)
    assert Unit.objects.get(pk=id_of("unit", "ytteroy")).valid_to is None
    seen = re.search(r'name="seen" value="(\w+)"', shown.content.decode())
    assert seen is not None
    edited = client.post(address, sent | {"step": "edit", "seen": seen[1]})
    assert edited.status_code == 200 and "Dette kommer" not in text(edited) and 'value="Øyane"' in text(edited)
    done = client.post(address, sent | {"step": "do", "seen": seen[1]})
    assert done.status_code == 302
    again = client.post(address, sent | {"step": "do", "seen": seen[1]})
    assert again.status_code == 302 and again["Location"] == done["Location"]
    assert Unit.objects.filter(name="Øyane").count() == 1


def test_a_merger_is_refused_when_somebody_changed_a_unit_meanwhile(signed_in: SignedIn):
    client = signed_in("unni")
    address = unit_url("lunge", "/sla-sammen")
    sent = form_of(client, address) | {"others": str(id_of("unit", "hjerte")), "name": "Hjerte og lunge"}
    shown = client.post(address, sent)
    seen = re.search(r'name="seen" value="(\w+)"', shown.content.decode())
    assert seen is not None
    Unit.objects.filter(pk=id_of("unit", "hjerte")).update(resh_id="123")
    answer = client.post(address, sent | {"step": "do", "seen": seen[1]})
    assert answer.status_code == 422 and "Noen andre har lagret" in text(answer)
    assert not Unit.objects.filter(name="Hjerte og lunge").exists()


def test_a_split_asks_for_two_names_and_keeps_what_was_typed(signed_in: SignedIn):
    client = signed_in("unni")
    address = unit_url("nordvik", "/del")
    sent = form_of(client, address) | {"ny-0-name": "Nordvik", "ny-0-number": "9940", "ny-1-number": "994"}
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert "Skriv navnet på den nye enheten." in text(answer) and 'value="994"' in text(answer)
    sent |= {"ny-1-name": "Sørvik", "ny-1-number": "9941"}
    shown = client.post(address, sent)
    assert "Det som hører til Nordvik, følger Nordvik" in text(shown)
    seen = re.search(r'name="seen" value="(\w+)"', shown.content.decode())
    assert seen is not None
    assert client.post(address, sent | {"step": "do", "seen": seen[1]}).status_code == 302
    assert Unit.objects.filter(number__in=("9940", "9941"), valid_to=None).count() == 2


def test_a_newcomer_waits_for_a_role_where_the_administrator_sees_it(signed_in: SignedIn):
    client = signed_in("unni")
    sent = form_of(client, "/forvaltning/personer/ny")
    wrong = client.post("/forvaltning/personer/ny", sent | {"given_name": "Ine", "family_name": "", "email": "x"})
    assert wrong.status_code == 422 and 'value="Ine"' in text(wrong) and "hel e-postadresse" in text(wrong)
    made = client.post("/forvaltning/personer/ny", sent | {"given_name": "Ine", "family_name": "Ny"})
    assert made.status_code == 302
    assert Newcomer.objects.get().person.family_name == "Ny"
    assert "Venter på første rolle" in text(client.get("/forvaltning/"))
    assert client.get(made["Location"]).status_code == 200


def test_a_person_leaves(signed_in: SignedIn):
    client = signed_in("unni")
    address = f"/forvaltning/personer/{id_of('person', 'kari')}"
    assert client.post(address, form_of(client, address, "leave")).status_code == 302
    position = Position.objects.get(person=id_of("person", "kari"))
    assert position.last_day == clock.today()


def test_a_membership_is_ended_and_another_begun(signed_in: SignedIn):
    client = signed_in("unni")
    address = unit_url("havsund")
    row = Membership.objects.get(unit=id_of("unit", "havsund"))
    sent = form_of(client, address, f"membership-{row.pk}") | {"last_day": "2026-01-31"}
    assert client.post(address, sent).status_code == 302
    assert Membership.objects.get(pk=row.pk).last_day.isoformat() == "2026-01-31"


def test_the_map_is_arranged_and_half_a_square_is_refused(signed_in: SignedIn):
    client = signed_in("unni")
    sent = form_of(client, "/forvaltning/kart")
    column = f"column-{id_of('unit', 'havsund')}"
    wrong = client.post("/forvaltning/kart", sent | {column: ""})
    assert wrong.status_code == 422 and "både kolonne og rad" in text(wrong)
    assert client.post("/forvaltning/kart", sent | {column: "9"}).status_code == 302
    assert Unit.objects.get(pk=id_of("unit", "havsund")).map_place.column == 8


def test_ids_of_others_do_not_exist_for_the_keeper(signed_in: SignedIn):
    client = signed_in("unni")
    for address in (
        unit_url("neighbour-ward"),
        unit_url("neighbour-ward", "/kontakt"),
        unit_url("neighbour-ward", "/sla-sammen"),
        f"/forvaltning/enheter/{uuid4()}",
        f"/forvaltning/personer/{uuid4()}",
        f"/forvaltning/meg?person={uuid4()}",
        "/forvaltning/meg?person=tull",
    ):
        assert client.get(address).status_code == 404, address
    assert client.get(unit_url("neighbour-trust")).status_code == 403  # official, and another's to keep


def test_a_leader_sees_the_own_units_only(signed_in: SignedIn):
    page = text(signed_in("tone").get("/forvaltning/"))
    assert "Geriatri 2" in page and "Nordvik" not in page
    assert "Ny enhet" not in page
