"""Does a new joint work look like one that is there? And what may its status become? Plain values in.

Two works are alike when they are about the same thing. Points are given for each sign:

    the same patient group          3 each, two groups at the most
    the same telling word           1 each, five at the most, in name, aim or topics
    the same owner                  1
    the same participant            1 each, two at the most
    they run at the same time       1

With four points or more they look alike, with eight much alike. Owner, participants and time count only when group or
word is shared too: one secretariat owns many works that have nothing to do with each other. The rule sees no difference
between the two, so whoever looks from the other side is told the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from samspill.core.refusal import Refused, answers_twice
from samspill.directory.models import JointWorkStatus as Status
from samspill.directory.plain_words import same_family, telling_words

GROUP_POINTS, MOST_GROUPS = 3, 2
WORD_POINTS, MOST_WORDS = 1, 5
OWNER_POINTS = 1
PARTICIPANT_POINTS, MOST_PARTICIPANTS = 1, 2
PERIOD_POINTS = 1
ALIKE, MUCH_ALIKE = 4, 8

OPEN = frozenset({Status.PLANNED, Status.ONGOING, Status.PAUSED})
OVER = frozenset({Status.FINISHED, Status.STOPPED})
# From a status to those that it may become.
MAY_BECOME: dict[str, tuple[Status, ...]] = {
    Status.PLANNED: (Status.ONGOING, Status.STOPPED),
    Status.ONGOING: (Status.PAUSED, Status.FINISHED, Status.STOPPED),
    Status.PAUSED: (Status.ONGOING, Status.FINISHED, Status.STOPPED),
    Status.FINISHED: (Status.ONGOING,),
    Status.STOPPED: (Status.PLANNED, Status.ONGOING),
}


@dataclass(frozen=True)
class Outline:
    """What a joint work is about, as far as the rule looks. `until` is the first day after; None is open."""

    name: str
    aim: str = ""
    groups: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    owner: UUID | None = None
    participants: frozenset[UUID] = frozenset()
    since: date | None = None
    until: date | None = None

    @cached_property
    def words(self) -> dict[str, str]:
        return telling_words(self.name, self.aim, *self.topics)

    @cached_property
    def group_words(self) -> list[tuple[str, dict[str, str]]]:
        """Each patient group with its telling words; a group of nothing but empty words is left out."""
        return [(group, words) for group in self.groups if (words := telling_words(group))]


@dataclass(frozen=True)
class Overlap:
    """What two works share. Empty when they share neither group nor word."""

    groups: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    owner: bool = False
    participants: frozenset[UUID] = frozenset()
    same_time: bool = False

    @property
    def points(self) -> int:
        return (
            GROUP_POINTS * min(len(self.groups), MOST_GROUPS)
            + WORD_POINTS * min(len(self.words), MOST_WORDS)
            + OWNER_POINTS * self.owner
            + PARTICIPANT_POINTS * min(len(self.participants), MOST_PARTICIPANTS)
            + PERIOD_POINTS * self.same_time
        )

    @property
    def alike(self) -> bool:
        return self.points >= ALIKE

    @property
    def much_alike(self) -> bool:
        return self.points >= MUCH_ALIKE


NOTHING = Overlap()


def overlap(one: Outline, other: Outline) -> Overlap:
    """What the two share; the same whichever comes first."""
    groups, counted = _shared_groups(one, other)
    words = _shared_words(one.words, other.words, leave_out=counted)
    if not groups and not words:
        return NOTHING
    return Overlap(
        groups=groups,
        words=words,
        owner=one.owner is not None and one.owner == other.owner,
        participants=(one.participants & other.participants) - ({one.owner} & {other.owner}),
        same_time=_same_time(one, other),
    )


def _shared_groups(one: Outline, other: Outline) -> tuple[tuple[str, ...], set[str]]:
    """The groups that are the same, as the shorter of the two is written, and the stems that this was seen by.

    Two groups are the same when more than half of the words of the shorter one are found in the other: «eldre med
    skrøpelighet» and «skrøpelige eldre» are, «eldre med kols» and «eldre med demens» are not.
    """
    found: set[str] = set()
    stems: set[str] = set()
    for my_group, mine in one.group_words:
        for their_group, theirs in other.group_words:
            pairs = _pairs(mine, theirs)
            if 2 * min(len({a for a, _b in pairs}), len({b for _a, b in pairs})) > min(len(mine), len(theirs)):
                found.add(min(my_group, their_group, key=lambda text: (len(text), text)))
                stems.update(stem for pair in pairs for stem in pair)
    return tuple(sorted(found)), stems


def _shared_words(mine: dict[str, str], theirs: dict[str, str], leave_out: set[str]) -> tuple[str, ...]:
    pairs = [pair for pair in _pairs(mine, theirs) if not leave_out.intersection(pair)]
    shared = {min(mine[a], theirs[b], key=lambda word: (len(word), word)) for a, b in pairs}
    # Of «hjemme» and «hjemmeoppfølging», both shared, the longer says it all.
    whole = {
        word for word in shared if not any(word != more and same_family(word, more) for more in _longer(word, shared))
    }
    return tuple(sorted(whole))


def _longer(word: str, words: set[str]) -> list[str]:
    return [more for more in words if len(more) > len(word)]


def _pairs(mine: dict[str, str], theirs: dict[str, str]) -> list[tuple[str, str]]:
    return [(a, b) for a in mine for b in theirs if same_family(a, b)]


def _same_time(one: Outline, other: Outline) -> bool:
    return (one.since or date.min) < (other.until or date.max) and (other.since or date.min) < (one.until or date.max)


def split_list(text: str) -> tuple[str, ...]:
    """«eldre, barn og unge» as its parts."""
    return tuple(part.strip() for part in text.replace(";", ",").split(",") if part.strip())


@answers_twice
def check_may_become(now: str, wanted: str) -> None:
    if wanted not in MAY_BECOME.get(now, ()):
        raise Refused(
            _("Samarbeidet kan ikke gå fra «%(now)s» til «%(wanted)s»."),
            now=Status(now).label,
            wanted=Status(wanted).label,
        )


@answers_twice
def check_answered(similar: set[UUID], answered: set[UUID]) -> None:
    """Each work that the new one looks like has been thought of by those who register it."""
    if similar - answered:
        raise Refused(_("Svar for hvert samarbeid som ligner: har dere snakket med dem, eller er formålet et annet?"))
