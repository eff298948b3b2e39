"""Every address of the house, found in the router: a view that is added tomorrow is here tomorrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import UUIDConverter

from samspill.accounts.access import MAY
from samspill.accounts.asking import deeds_asked
from samspill.directory.exchange.sheets import SHEETS

# What stands in an address instead of an object: any value that is one of its kind.
WORDS = {
    "key": next(iter(SHEETS)),
    "provider": "no-such-provider",
    "token": "no-such-token",
    "ending": "json",
    "what": "task",
    "slug": "fjordheim",
    "kind": "long_wait",
    "paper": "docx",
    "deed": "accept",
    "community": "fjordheim",
}


@dataclass(frozen=True)
class Address:
    name: str
    view: Callable[..., Any]
    objects: tuple[str, ...]  # the parts that are ids
    words: tuple[str, ...]

    def at(self, *ids: UUID) -> str:
        """With these ids; strangers' ids where none are given."""
        filled = dict(zip(self.objects, [*ids, *(uuid4() for _ in self.objects)], strict=False))
        return reverse(self.name, kwargs={**filled, **{word: WORDS[word] for word in self.words}})

    def deeds(self, person: Any) -> list[str]:
        """The deeds of the table of which one must be open to come in."""
        permission = self.view.permission  # type: ignore[attr-defined]
        return [deed for deed in deeds_asked(permission, person) if deed in MAY]


def _addresses(resolver: URLResolver, space: str) -> Iterator[Address]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _addresses(each, f"{space}{each.namespace}:" if each.namespace else space)
        else:
            yield _address(each, f"{space}{each.name}")


def _address(pattern: URLPattern, name: str) -> Address:
    converters = pattern.pattern.converters
    named = getattr(getattr(pattern.pattern, "regex", None), "groupindex", {})
    objects = tuple(key for key, converter in converters.items() if isinstance(converter, UUIDConverter))
    return Address(name, pattern.callback, objects, tuple(key for key in {**converters, **named} if key not in objects))


ADDRESSES = sorted(_addresses(get_resolver(), ""), key=lambda address: address.name)
