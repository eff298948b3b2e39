"""What the patient needs, held beside what a place gives: plain values in, reasons in words out.

The needs are those that somebody described on the stay: the service types that seem needed (code list 9151) and how the
patient manages (IPLOS, list 9111). A place's kind says which services are given there, and whether help is at hand all
day and night. Where nothing is described, nothing is held against any place; it is said. The limits are our own, not a
validated measure, and a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

MUCH_HELP = 4  # of the scale 1–5
ALONE = 2  # manages alone, or with effort
DOES_NOT_APPLY = 9
# What cannot wait for the next visit: indoors, hygiene, dressing, eating, toilet; and memory, decisions, behaviour.
BASIC = frozenset({"5", "7", "8", "10", "11", "15", "3", "17"})
MANY = 2  # so many of the basic things with much help ask for somebody near all day and night


@dataclass(frozen=True)
class Needs:
    """services: codes of list 9151. heavy: what the patient needs much help with, of the basic things, by its name.
    alone: manages all that was described alone, or with effort."""

    services: Mapping[str, str]  # code → what it is called
    heavy: tuple[str, ...] = ()
    alone: bool = False


def needs_of(
    scores: Mapping[str, int],
    services: Iterable[str],
    *,
    names: Mapping[str, str],
    service_names: Mapping[str, str],
) -> Needs:
    """From what was described: code → score, and the codes of services; names by code."""
    heavy = [names.get(code, code) for code, n in scores.items() if code in BASIC and MUCH_HELP <= n < DOES_NOT_APPLY]
    counted = [n for n in scores.values() if n != DOES_NOT_APPLY]
    return Needs(
        {code: service_names.get(code, code) for code in services},
        tuple(sorted(heavy)),
        bool(counted) and all(n <= ALONE for n in counted),
    )


def matching(needs: Needs | None, given: frozenset[str]) -> list[str]:
    """The services needed that are given there, by name."""
    return [name for code, name in needs.services.items() if code in given] if needs else []


def reasons_by_needs(needs: Needs | None, given: frozenset[str], around_the_clock: bool) -> Iterable[str]:
    """What speaks for the place."""
    if needs is None:
        yield _("behov og funksjon er ikke beskrevet")
        return
    found = matching(needs, given)
    if found:
        yield _("gir det som er registrert som behov: %(what)s") % {"what": _listed(found)}
    if around_the_clock and len(needs.heavy) >= MANY:
        yield _("hjelp hele døgnet; pasienten trenger mye hjelp til %(what)s") % {"what": _listed(needs.heavy)}
    if not around_the_clock and needs.alone:
        yield _("pasienten klarer seg mye selv")


def against_by_needs(needs: Needs | None, given: frozenset[str], around_the_clock: bool) -> list[str]:
    """What speaks against it. Nothing, where nothing is described."""
    if needs is None:
        return []
    found = []
    if needs.services and given and not matching(needs, given):
        found.append(_("registrert behov er noe annet: %(what)s") % {"what": _listed(needs.services.values())})
    if not around_the_clock and len(needs.heavy) >= MANY:
        found.append(
            _("pasienten trenger mye hjelp til %(what)s, og her er det ikke hjelp hele døgnet")
            % {"what": _listed(needs.heavy)}
        )
    if around_the_clock and needs.alone and not matching(needs, given):
        found.append(_("pasienten klarer seg mye selv; vurder hjelp hjemme"))
    return found


def _listed(names: Iterable[str]) -> str:
    """In the middle of a sentence: «toalett, av- og påkledning»."""
    return ", ".join(name[:1].lower() + name[1:] for name in names)
