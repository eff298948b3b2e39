"""Thirty thousand invented people and five thousand units in one community, for the search to be measured on."""

from __future__ import annotations

from random import Random
from typing import Any

PEOPLE, UNITS = 30_000, 5_000
SEED = 20261122
GIVEN = """
Ada Aksel Albert Alf Alida Amalie Amund Anders Andrea Ane Anette Anita Anna Anne Anton Arild Arne Arvid Asbjørn Astrid
Aud August Aurora Bente Berit Birger Birgit Bjarne Bjørg Bjørn Borghild Brit Britt Bård Camilla Cathrine Cecilie
Charlotte Christian Christine Christopher Dag Dagfinn Dagny Daniel David Edel Egil Einar Eirik Elin Elisabeth Ella
Ellen Elsa Else Emil Emilie Emma Endre Erik Erling Eskil Espen Eva Even Fredrik Frida Frode Geir Gerd Gina Grete Gro
Gudrun Gunn Gunnar Guro Guttorm Halvor Hanna Hanne Hans Harald Harriet Heidi Helene Helga Helge Henning Henrik Hermann
Hilde Hjalmar Håkon Håvard Ida Idun Inga Inger Ingrid Ingunn Ingvild Irene Iselin Ivar Iver Jakob Jan Jens Joakim
Johan Johanne John Jon Jonas Jorunn Josefine Jostein Julie Jørgen Kai Kaja Karen Kari Karin Karl Karoline Katrine Kim
Kirsten Kjell Kjersti Kjetil Klara Knut Kristian Kristin Kristine Kristoffer Kåre Lars Laila Lene Leif Liv Lise Linn
Live Line Ludvig Mads Magne Magnhild Magnus Maja Malin Margit Margrete Mari Maria Marianne Marie Marit Marius Markus
Marte Martin Mathias Mette Mikkel Mona Monica Morten Nils Nina Nora Odd Oddbjørg Oddvar Ola Olaf Olav Ole Oliver Oscar
Ottar Otto Pauline Per Peder Petter Ragna Ragnhild Ragnar Randi Rebekka Reidar Reidun Roar Roger Rolf Rune Runar Ruth
Sander Sara Selma Signe Sigrid Sigurd Silje Simen Siri Sissel Siv Sofie Solveig Sondre Steinar Stian Stine Svein
Sverre Synnøve Terje Thea Therese Thomas Thor Thorbjørn Tiril Tom Tone Tor Tora Tore Torgeir Torill Torunn Trond Trude
Trygve Turid Ulf Unni Vegard Vera Vibeke Victoria Vidar Vigdis Vilde Wenche Wilhelm Yngve Yvonne Åge Åse Åsmund Øivind
Ørjan Øystein
""".split()  # noqa: SIM905
FIRST = """
Al Ask Aur Berg Birke Bjør Bo Brat Bru Bø Dal Ei Elv Ene Eng Fager Fjell Flat Fos Fugl Furu Gran Grav Grøn Gull Hag
Ham Haug Hegg Hell Hest Hol Høg Kald Kirke Klep Kvam Kval Lang Laks Lille Lin Lund Lyng Man Midt Mo Myr Ned Nord Ny Od
Opp Os Rev Ros Rud Rød Sand Sel Sjø Skar Skog Sme Sol Sten Stor Sund Sve Sør Tang Tjern Tor Tveit Ut Vang Var Vass
Vest Vik Ytre Ås Øst Øvre
""".split()  # noqa: SIM905
LAST = """
aas aker bakk bakken berg borg brekke bu bø dal eid eng fjell foss gaard gard haug heim helle holm holt hus land li
lid lien lund løkken mark mo moen myhr nes ness rud rød sen set seth sli stad strand stuen sund sveen tangen tun tveit
vik vang voll våg øy øyen ås
""".split()  # noqa: SIM905
FIELDS = """
Geriatri Lunge Hjerte Slag Nevrologi Ortopedi Kirurgi Gastro Nyre Urologi Kreft Hematologi Infeksjon Barn Nyfødt Fødsel
Gynekologi Øye Hud Revmatologi Endokrinologi Rehabilitering Psykiatri Alderspsykiatri Rus Intensiv Anestesi Palliasjon
""".split()  # noqa: SIM905
SHAPES = (
    "{}",
    "{} sengepost",
    "{}poliklinikk",
    "{} dagbehandling",
    "{}medisinsk avdeling",
    "{}teamet",
    "{}laboratoriet",
)
MUNICIPAL = """
Tildelingskontoret|allocation_office
Hjemmetjenesten|nursing_service
Sykepleietjenesten|nursing_service
Sykehjemmet|institution
Korttidsavdelingen|institution
Helsehuset|institution
Legevakten|emergency_clinic
Legekontoret|gp_practice
Frisklivssentralen|other_provider
Hverdagsrehabiliteringen|other_provider
Hukommelsesteamet|other_provider
Kreftkoordinator|other_provider
""".strip().splitlines()
TOPICS = (
    """
KOLS og oksygen hjemme|hjertesvikt og vektkontroll|fall og fallforebygging|svelgvansker etter slag|individuell plan
sårbehandling|demensutredning|lindrende behandling|hjemmerespirator|medisinliste ved utskrivning|ernæring hos eldre
delir på sykehus|avrusning og oppfølging|logopedtjenester|hjelpemidler til hjemmet|velferdsteknologi|tvang og samtykke
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


def surnames() -> list[str]:
    return sorted({f"{first}{last}" for first in FIRST for last in LAST} | {f"{name}sen" for name in GIVEN})


def fill() -> Any:
    """The community, with everything in it; its index is not made yet."""
    from samspill.directory import lookup
    from samspill.directory.models import Community, Membership

    chance = Random(SEED)
    community = Community.objects.create(slug="benchmark", name="Helsefellesskapet i målingen", fictional=True)
    units = _units(chance)
    members = [unit for unit in units if unit.parent is None]
    Membership.objects.bulk_create([Membership(community=community, unit=unit) for unit in members])
    _people(chance, community, [unit for unit in units if unit.parent is not None])
    lookup.forget()
    return community


def _units(chance: Random) -> list[Any]:
    from samspill.directory.models import Unit, UnitKind

    made: list[Unit] = []

    def make(kind: str, name: str, parent: Unit | None = None, number: str = "") -> Unit:
        phone = f"{chance.randrange(20_000_000, 99_999_999)}"
        made.append(Unit(kind=kind, name=name, parent=parent, number=number, phone=phone, fictional=True))
        made[-1].her_id = str(7_000_000 + len(made))
        return made[-1]

    trust = make(UnitKind.HOSPITAL_TRUST, "Storfjord sykehus HF")
    for field in FIELDS:
        clinic = make(UnitKind.CLINIC, f"Klinikk for {field.lower()}", trust)
        for shape in SHAPES:
            for number in range(1, 6):
                make(UnitKind.WARD, f"{shape.format(field)} {number}", clinic)
    number = 0
    while len(made) < UNITS:
        number += 1
        name = f"{chance.choice(FIRST)}{chance.choice(LAST)}"
        area = make(UnitKind.MUNICIPALITY, name, number=f"{1000 + number:04}")
        for row in MUNICIPAL * 4:
            what, kind = row.split("|")
            place = chance.choice(["", "", f" {chance.choice(FIRST)}{chance.choice(LAST)}"])
            make(kind, f"{what}{place}", area)
    Unit.objects.bulk_create(made[:UNITS], batch_size=80)
    return made[:UNITS]


def _people(chance: Random, community: Any, units: list[Any]) -> None:
    from samspill.directory.models import Person, Position, ServiceOffer, Topic
    from samspill.directory.roles import Role

    roles = [*[Role.NURSE] * 12, *[Role.GP] * 2, Role.LEADER, Role.ALLOCATION_OFFICER, Role.DISCHARGE_COORDINATOR]
    families, people, positions, topics = surnames(), [], [], []
    for number in range(PEOPLE):
        given = chance.choice(GIVEN) if chance.random() < 0.8 else f"{chance.choice(GIVEN)} {chance.choice(GIVEN)}"
        phone = f"{40_000_000 + number * 1789 % 59_999_999}" if chance.random() < 0.7 else ""
        people.append(Person(given_name=given, family_name=chance.choice(families), phone=phone, fictional=True))
        role = chance.choice(roles)
        title = "Sykepleier, kreft og lindring" if role == Role.NURSE and chance.random() < 0.1 else ""
        unit = chance.choice(units)
        positions.append(Position(person=people[-1], community=community, unit=unit, role=role, title=title))
        if chance.random() < 0.12:
            topics.append(Topic(person=people[-1], words=chance.choice(TOPICS)))
    Person.objects.bulk_create(people, batch_size=100)
    Position.objects.bulk_create(positions, batch_size=80)
    Topic.objects.bulk_create(topics, batch_size=200)
    offers = [
        ServiceOffer(
            community=community,
            provider=chance.choice(units),
            kind=chance.choice(["rehabilitation", "learning_and_coping", "short_term_place"]),
            level=chance.choice(["specialised", "municipal"]),
            name=f"{chance.choice(FIELDS)}: {chance.choice(['rehabilitering', 'kurs', 'opphold'])} {number}",
            for_whom=f"For dem som trenger hjelp med {chance.choice(TOPICS)}.",
            how_to_refer="Fastlegen eller sykehuset henviser.",
        )
        for number in range(1000)
    ]
    ServiceOffer.objects.bulk_create(offers, batch_size=50)
