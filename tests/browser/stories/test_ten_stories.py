"""The ten stories of docs/stories.md, played by two or three people at once in browsers of their own.

Each ends in the right state, days and kroner; with every deed in the audit trail, by whoever did it, and a row in the
access log for each time a page showed the patient to somebody, and none for anybody else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser.stories.people import Patient, Person, today, worth
from tests.browser.stories.within import Inside

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("rate")]

Tell = Callable[..., Patient]
TOLD = ["machine:message receiver: messages.receive"] * 2  # admitted, ready
KARI, OLA, NINA = "Kari Lund", "Ola Vik", "Nina Dahl"


def ends(inside: Inside, patient: Patient, **expected: Any) -> dict[str, Any]:
    """How it stands with the patient, after it was compared with what the story says."""
    found: dict[str, Any] = inside.ask("ending", stay=patient.stay)
    assert {name: found[name] for name in expected} == expected
    return found


def test_1_straight_home(kari: Person, ola: Person, patient: Tell, inside: Inside) -> None:
    one = patient("Rettfram", ready=2)
    ola.answers(one, can=True)
    kari.opens_the_board()
    expect(kari.row_of(one)).to_contain_text("Kommunen kan ta imot")
    expect(kari.row_of(one)).to_contain_text("kr 12 000")
    kari.registers(one, "Skriv ut", place="Hjem")
    kari.sees("Utskrevet", "kr 12 000")
    ends(
        inside,
        one,
        **worth(2),
        state="discharged",
        sent=["DIALOG_NOTAT", "LOG_UTSKREVET"],
        deeds=[*TOLD, "Ola: discharge.answer", "Kari: discharge.register"],
        opened={OLA: 2, KARI: 4},
        reasons={
            OLA: "Pasienten ligger på sykehus, og skal hjem til oss",
            KARI: "Oppfølging rett etter oppholdet",
        },
    )


def test_2_waits_for_a_place(kari: Person, ola: Person, patient: Tell, inside: Inside) -> None:
    one, other = patient("Tålmodig", ready=3), patient("Utålmodig", ready=1)
    kari.opens(one)
    ola.answers(one, can=False, day=today(2))
    kari.sees("Oppholdet er endret mens du hadde siden åpen", "Kommunen kan ikke ta imot nå")

    ola.opens_the_board()
    for each in (one, other):
        ola.row_of(each).get_by_role("checkbox").check()
    ola.unfolds("Svar for de valgte")
    ola.page.get_by_label("Ja, vi kan ta imot").check()
    ola.presses("Send svarene")
    ola.sees("2 svar er sendt")
    kari.follows("Vis det nyeste")
    kari.sees("Kommunen kan ta imot")
    answered = ["Ola: discharge.answer"] * 2
    ends(inside, one, **worth(3), state="place_ready", deeds=[*TOLD, *answered], opened={KARI: 2, OLA: 2})
    ends(inside, other, **worth(1), state="place_ready", deeds=[*TOLD, answered[0]], opened={})


def test_3_falls_ill_again(kari: Person, ola: Person, patient: Tell, inside: Inside) -> None:
    one = patient("Febril", ready=3)
    kari.registers(one, "Meld av")
    kari.sees("Innlagt", "kr 18 000")
    ola.opens(one)
    ola.sees("Avmeldt: ikke lenger utskrivningsklar")
    kari.registers(one, "Meld utskrivningsklar")
    ola.answers(one, can=True)
    ends(
        inside,
        one,
        **worth(3),
        state="place_ready",
        place_from=today().isoformat(),
        sent=["DIALOG_NOTAT", "LOG_AVMELDING", "LOG_UTSKRIVNINGSKLAR"],
        deeds=[*TOLD, "Kari: discharge.register", "Kari: discharge.register", "Ola: discharge.answer"],
        opened={KARI: 8, OLA: 3},
    )


def test_4_the_wrong_municipality(kari: Person, ola: Person, nina: Person, patient: Tell, inside: Inside) -> None:
    one = patient("Flyttende", ready=2)
    ola.opens(one)
    ola.writes_an_answer(can=True)
    kari.registers(one, "Rett oppholdskommune", municipality="9902")
    ola.presses("Send svar")
    ola.sees("Pasienten er ikke lenger deres")
    ola.does_not_see(one.name)
    ola.opens_the_board()
    expect(ola.row_of(one)).to_have_count(0)

    kari.registers(one, "Meld utskrivningsklar")
    nina.answers(one, can=True, day=today(1))
    ends(
        inside,
        one,
        **worth(2),
        state="place_ready",
        **{"with": "Nordvik"},
        place_from=today(1).isoformat(),
        days_of={"9901": 2},
        deeds=[*TOLD, "Kari: discharge.register", "Kari: discharge.register", "Nina: discharge.answer"],
        opened={OLA: 1, KARI: 8, NINA: 2},
    )


def test_5_both_in_the_same_second(kari: Person, ola: Person, patient: Tell, inside: Inside) -> None:
    one = patient("Samtidig", ready=1)
    kari.begins_to_register(one, "Meld av", day=today().isoformat())
    ola.answers(one, can=False)
    kari.presses("Meld av")
    kari.sees("Mens du skrev: Kommunen kan ikke ta imot nå (Kommunen, kl.")
    expect(kari.page.get_by_label("Hvilken dag?")).to_have_value(today().isoformat())
    kari.presses("Meld av")
    kari.sees("Registrert. Du kan angre en stund.", "Kommunen kan ikke ta imot nå", "Avmeldt")
    ends(
        inside,
        one,
        **worth(1),
        state="admitted",
        deeds=[*TOLD, "Ola: discharge.answer", "Kari: discharge.register"],
        opened={KARI: 5, OLA: 2},  # the form that was refused showed the patient once more
    )


def test_6_a_wrong_click(kari: Person, ola: Person, patient: Tell, inside: Inside) -> None:
    one = patient("Forvekslet", ready=1)
    ola.answers(one, can=True)
    ola.sees("Du registrerte «Kommunen kan ta imot»")
    ola.presses("Angre")
    ola.sees("Angret.", "rettet eller kansellert senere")
    kari.opens(one)
    kari.sees("Venter på svar", "rettet eller kansellert senere")
    ola.answers(one, can=False)
    ends(
        inside,
        one,
        **worth(1),
        state="awaiting_place",
        sent=["DIALOG_NOTAT"] * 3,  # the answer, that it is taken back, and the answer that holds
        deeds=[*TOLD, "Ola: discharge.answer", "Ola: discharge.undo", "Ola: discharge.answer"],
        taken_back=["Melding kansellert", "Kommunen kan ta imot"],
        opened={OLA: 5, KARI: 1},
    )


def test_7_dies_while_waiting(kari: Person, ola: Person, patient: Tell, inside: Inside) -> None:
    one = patient("Gammel", ready=4)
    ola.opens(one)
    ola.writes_an_answer(can=True)
    kari.registers(one, "Pasienten er død")
    kari.sees("Død", "Ingenting venter på noen.", "kr 24 000")
    ola.presses("Send svar")
    ola.sees("Mens du skrev: Død")
    ola.opens(one)
    expect(ola.page.get_by_role("button", name="Send svar")).to_be_disabled()
    ends(
        inside,
        one,
        **worth(4),
        state="died",
        sent=["LOG_UTSKREVET"],
        deeds=[*TOLD, "Kari: discharge.register"],
        opened={OLA: 3, KARI: 4},
    )


def test_8_moved_and_a_night_on_leave(kari: Person, ola: Person, patient: Tell, inside: Inside) -> None:
    one = patient("Omflakkende", ready=4)
    kari.registers(one, "Flytt til annen post", ward="Lunge")
    kari.registers(one, "Permisjon", day=today(-3).isoformat())
    kari.registers(one, "Tilbake fra permisjon", day=today(-2).isoformat())
    ola.opens(one)
    ola.sees("Lunge", "Venter på svar", "Svar på varselet")
    ends(
        inside,
        one,
        **worth(3),
        state="awaiting_answer",
        ward="Lunge",
        waited=3,
        deeds=[*TOLD, *["Kari: discharge.register"] * 3],
        opened={KARI: 12, OLA: 1},
    )


def test_9_the_daily_round(kari: Person, ola: Person, patient: Tell, inside: Inside) -> None:
    one = patient("Gjennomgått", ready=2)
    agreed = "Ola ser etter korttidsplass"
    begins_the_round(kari, "Fjordby", one)
    kari.fills("Hvem snakket du med?", OLA)
    kari.fills("Avtalt neste steg", agreed)
    kari.presses("Noter og gå videre")
    kari.sees("Notert.")
    kari.presses("Avslutt runden")
    kari.sees("Referat, runde", one.initials, agreed)

    begins_the_round(ola, "Fjordheim sykehus HF", one)
    ola.sees("Fra forrige runde", agreed)
    ola.presses("Avslutt runden")
    found = ends(
        inside,
        one,
        **worth(2),
        state="awaiting_answer",
        points=1,
        deeds=[*TOLD, "Kari: discharge.note_contact"],
    )
    # The patient's own page of the round, and the minutes; as much as was shown, and to nobody else.
    assert set(found["opened"]) == {KARI, OLA}
    assert found["opened"][OLA] >= 1 and found["opened"][KARI] >= 2


def begins_the_round(who: Person, other: str, patient: Patient) -> None:
    """From the board to the patient's place in the round, which goes through all who wait with that side."""
    who.opens_the_board()
    who.follows("Daglig runde")
    who.presses(f"Ta runden med {other}")
    who.page.locator(f'a[href="?pasient={patient.stay}"]').first.click()
    who.sees(patient.initials)


def test_10_pointed_out_at_admission(kari: Person, ola: Person, patient: Tell, inside: Inside) -> None:
    one = patient("Åreknekt", ready=None, admitted=0)
    kari.opens(one)
    kari.follows("Avklaring og skrøpelighet")
    kari.page.get_by_label("Skår, 1 til 9").select_option("7")
    kari.page.get_by_label("Jeg er opplært i skalaen").check()
    kari.presses("Lagre skåren")
    kari.page.goto("/pasienter/peker-seg-ut/")
    row = kari.page.locator("li.s-row", has=kari.page.locator(f'a[href="{one.address}avklaring/"]'))
    expect(row).to_contain_text("85 år eller eldre")
    expect(row).to_contain_text("svært skrøpelig (CFS 7–9)")
    row.get_by_role("button", name="trenger kommunen").first.click()
    kari.opens(one)
    kari.sees("Tidligmelding, regnet fra behovet ble sett", "løper")

    kari.unfolds("Skriv eller endre")
    kari.page.get_by_role("textbox", name="Hva er viktig for deg?").fill("Katten min.")
    kari.page.locator("#viktig").get_by_role("button", name="Lagre").click()
    kari.sees("Katten min.")
    kari.unfolds("Skriv notat")
    kari.fills("Notat", "Dette er bare for oss.")
    kari.presses("Lagre notatet")
    kari.sees("Dette er bare for oss.")
    ola.opens(one)
    ola.sees("Katten min.")
    ola.does_not_see("Dette er bare for oss.")

    kari.registers(one, "Meld utskrivningsklar")
    ola.follows("Vis det nyeste")
    ola.follows("Avklaring og skrøpelighet")
    ola.fills("Hvem er med? (valgfritt)", "fysioterapeut, saksbehandler")
    ola.presses("Begynn avklaringen")
    ola.presses("Avklaringen er gjort")
    ola.fills("Hva ble dere enige om?", "Hjem med trygghetsalarm og hjemmesykepleie.")
    ola.presses("Lagre planen")
    ola.sees("Plan laget", "Hjem med trygghetsalarm")
    ola.answers(one, can=True)
    ends(
        inside,
        one,
        **worth(0),
        state="place_ready",
        sent=["DIALOG_NOTAT", "LOG_UTSKRIVNINGSKLAR"],
        deeds=[
            TOLD[0],
            "Kari: discharge.score_frailty",
            "Kari: discharge.decide_pointing",
            "Kari: discharge.say_what_matters",
            "Kari: discharge.write_note",
            "Kari: discharge.register",
            "Ola: discharge.begin_assessment",
            "Ola: discharge.finish_assessment",
            "Ola: discharge.plan_assessment",
            "Ola: discharge.answer",
        ],
        opened={KARI: 10, OLA: 8},
    )


def test_the_logs_add_up_afterwards(inside: Inside) -> None:
    assert inside.ask("verify") == []
