"""Where corrected and cancelled messages are kept: with the stay that they were about, so that they can be seen there.

All versions of a message stay together, and with their cancellation. A stay of which all was cancelled is still there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from samspill.stay.events import Event, Kind
from samspill.stay.group import Group, opens_no_stay
from samspill.stay.order import Order
from samspill.stay.threads import Threads


def place_set_aside(groups: list[Group], told: Iterable[Event], threads: Threads) -> None:
    """Add to `groups` all of `told` that no longer counts, with new groups for what belongs to none of them.

    Left out as if it counted: a death told by others than the hospital while no stay was open, with what it corrects.
    """
    homes = {threads.name(event.source): group for group in reversed(groups) for event in group.events}
    dead = [event for event in told if event.kind is not Kind.CANCELLED and not threads.counts(event)]
    order = Order(dead, threads)
    left_out = _left_out(groups, told, threads)
    for name, versions in _by_thread(order.sort(dead), threads).items():
        home = homes.get(name) or _stay_about(groups, versions, order)
        if name in left_out or (home is None and all(map(opens_no_stay, versions))):
            continue
        if home is None:
            home = _as_own(versions, order)
            groups.append(home)
        else:
            home.events += versions
        homes[name] = home
    _place_fallen(dead, threads, homes)
    for event in told:
        if event.kind is Kind.CANCELLED and threads.name(event.refers_to) in homes:
            homes[threads.name(event.refers_to)].events.append(event)


def _by_thread(dead: Iterable[Event], threads: Threads) -> Mapping[str, list[Event]]:
    versions: dict[str, list[Event]] = defaultdict(list)
    for event in dead:
        if not threads.falls(event):
            versions[threads.name(event.source)].append(event)
    return versions


def _place_fallen(dead: Iterable[Event], threads: Threads, homes: dict[str, Group]) -> None:
    """Answers to a cancelled notice are kept beside it."""
    for event in dead:
        if threads.falls(event):
            home = homes[threads.name(event.refers_to)]
            home.events.append(event)
            homes.setdefault(threads.name(event.source), home)


def _stay_about(groups: Sequence[Group], versions: Sequence[Event], order: Order) -> Group | None:
    """The stay that they name by its admission; if they name none, the latest that had begun by then, if it had not
    ended or if they can be late paperwork of it."""
    admitted = [order.claimed(event) for event in versions if event.kind is Kind.ADMITTED]
    if admitted:
        return next((group for group in groups if any(map(group.same_admission, admitted))), None)
    first = versions[0]
    begun = [group for group in groups if group.had_begun(first.day)]
    latest = max(begun, key=lambda group: group.begins, default=None)
    if latest and (latest.takes(first, order) or not latest.had_ended(first.day)) and not _too_late(latest, first):
        return latest
    return None


def _too_late(group: Group, event: Event) -> bool:
    return opens_no_stay(event) and group.had_ended(event.day)


def _left_out(groups: Iterable[Group], told: Iterable[Event], threads: Threads) -> set[str]:
    """The threads of which the version that counts is in no stay."""
    placed = {event for group in groups for event in group.events}
    return {threads.name(event.source) for event in told if threads.counts(event) and event not in placed}


def _as_own(versions: Sequence[Event], order: Order) -> Group:
    group = Group(begins=order.moment(versions[0]))
    for event in versions:
        group.add(event, order)
    return group
