"""Whose rows the code that runs now may see and write. Plain Python: it says, and the connection tells the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import _GeneratorContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import UUID

Scoped = _GeneratorContextManager[None]  # a context, and a decorator too

NOBODY, PUBLIC, EVERYTHING = "", "public", "*"


@dataclass(frozen=True)
class Scope:
    """`value` is what the database compares rows with: a community's id, or one of the three words above."""

    value: str
    why: str = ""


UNSTATED = Scope(NOBODY)
_present: ContextVar[Scope] = ContextVar("scope of the walls", default=UNSTATED)


def present() -> Scope:
    return _present.get()


@contextmanager
def _stated(scope: Scope) -> Iterator[None]:
    token = _present.set(scope)
    try:
        yield
    finally:
        _present.reset(token)


def within(community_id: UUID | str | None) -> Scoped:
    """A context (or a decorator) in which only that community's rows exist."""
    return _stated(Scope(str(UUID(str(community_id)))))


def whole_installation(why: str) -> Scoped:
    """A context (or a decorator) in which the rows of all communities exist. `why` is for whoever reads the code."""
    if not why:
        raise ValueError("Say why the whole installation is needed.")
    return _stated(Scope(EVERYTHING, why))


def whole_installation_from_here(why: str) -> None:
    """The rest of a script is in the whole installation."""
    _present.set(Scope(EVERYTHING, why))


def the_public() -> Scoped:
    """A context for somebody who is in no community: they see none, but what they do can be written in the logs."""
    return _stated(Scope(PUBLIC))


def of(person: Any) -> Scoped:
    """The scope of what a person, or the public, asks for."""
    return within(person.community_id) if person.community_id else the_public()


def kept_for(parts: Iterable[Any]) -> Iterator[Any]:
    """The parts of an answer that is made while it is sent, each made in the scope that holds now."""
    return _in(present(), iter(parts))


def _in(scope: Scope, parts: Iterator[Any]) -> Iterator[Any]:
    while True:
        with _stated(scope):
            try:
                part = next(parts)
            except StopIteration:
                return
        yield part
