"""The table of who may do what, written for a leader: `python -m samspill.accounts.table` writes docs/access.md.

A test compares the file with the code.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from samspill.accounts.access import EVERYBODY, MAY
from samspill.accounts.words import SENTENCES
from samspill.directory.roles import Role

FILE = Path(__file__).resolve().parents[3] / "docs" / "access.md"
AREAS = {
    "home": "Førstesiden",
    "discharge": "Pasienter som skal hjem",
    "long_waits": "Lange ventetider",
    "settlement": "Oppgjør",
    "places": "Plasser",
    "directory": "Hvem er hvem",
    "offers": "Tilbudskatalogen",
    "joint_work": "Samarbeid og nettverk",
    "representation": "Representanter",
    "insight": "Tall",
    "governance": "Saker, møter og vedtak",
    "accounts": "Roller og innlogging",
    "notices": "Varsler",
    "messages": "Meldinger",
    "access_log": "Innsynsloggen",
    "plans": "Handlingsplanen",
    "privacy": "Personvern",
    "components": "Byggeklossene",
}
HEAD = """# Hvem kan gjøre hva

Denne siden er laget av koden selv (`python -m samspill.accounts.table`), og en test sier fra når de to ikke er like.
Det som ikke står her, kan ingen gjøre. Den samme listen finner hver og en under «Hva kan jeg gjøre her?» i menyen
øverst til høyre.

Alt gjelder i det helsefellesskapet som rollen er i, aldri i et annet. Hvilke pasienter en rolle når, følger av hvor
personen jobber: sykehuset ser sine egne opphold, kommunen sine egne innbyggere. En rolle gis for en tid, og kan lånes
bort for en tid.
"""


def written() -> str:
    """The whole file, in bokmål."""
    from django.utils.translation import override

    with override("nb"):
        return "\n".join([HEAD, *_by_deed(), *_by_role()])


def _by_deed() -> Iterator[str]:
    for area, deeds in groupby(sorted(MAY, key=_area), key=_area):
        yield f"## {list(AREAS.values())[area]}\n\n| gjøremål | hvem kan |\n|---|---|"
        for deed in deeds:
            yield f"| {_sentence(deed)} | {_who(MAY[deed])} |"
        yield ""


def _by_role() -> Iterator[str]:
    yield "## Rolle for rolle\n"
    common = [deed for deed, roles in MAY.items() if roles == EVERYBODY]
    yield "**Alle som er logget inn**: du kan" + _list(common)
    for role in Role:
        own = [deed for deed, roles in MAY.items() if role in roles and deed not in common]
        yield f"\n**{role.label}**: du kan " + (f"dessuten{_list(own)}" if own else "det samme som alle.")
    yield ""


def _area(deed: str) -> int:
    """Its place in AREAS. Raises ValueError for a deed of an area that has no heading there."""
    return list(AREAS).index(deed.partition(".")[0])


def _list(deeds: list[str]) -> str:
    return "\n\n" + "\n".join(f"- {SENTENCES[deed]}" for deed in deeds)


def _sentence(deed: str) -> str:
    text = str(SENTENCES[deed])
    return text[0].upper() + text[1:]


def _who(roles: frozenset[Role]) -> str:
    return (
        "Alle som er logget inn"
        if roles == EVERYBODY
        else " · ".join(str(role.label) for role in Role if role in roles)
    )


def main() -> None:
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samspill.config.settings")
    os.environ.setdefault("SAMSPILL_MODE", "demo")
    import django

    django.setup()
    FILE.write_text(written(), encoding="utf-8")
    print(f"Wrote {FILE}")


if __name__ == "__main__":
    main()
