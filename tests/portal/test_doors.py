"""Closed until stated: every address, also tomorrow's, says who may open it; the public is shown no data."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, SlugConverter, StringConverter, UUIDConverter

from samspill.core.doors import anyone
from samspill.directory.models import Community

pytestmark = pytest.mark.once

# What stands open, and why. Whoever opens one more writes it here.
OPEN = {
    "home": "what this is; for those signed in, only their own",
    "sign-in": "the way in",
    "sign-in-demo": "the way in, in the demo only",
    "oidc-start": "leads to a provider that is set up, tells nothing",
    "oidc-back": "the way in; believes nobody without proof",
    "oidc-signed-out-there": "a provider's own word that somebody signed out; asks for its signature",
    "oidc-signed-out": "back from signing out, tells nothing",
    "sign-out": "ends a session, tells nothing",
    "choose-position": "for whoever has proved who they are; asks for that itself",
    "set-language": "remembers a choice in the browser",
    "set-theme": "remembers a choice in the browser",
    "notices-off": "out of e-mails by the signed link in one; without it tells nothing",
    "governance:feed": "calendar programs cannot sign in: the signed address is the key",
    "governance:public": "what a community has published of its bodies and meetings",
    "governance:public-meeting": "minutes and papers once they are published, without what is exempt",
    "insight:open": "figures released to the public",
    "insight:open-file": "figures released to the public, as a file",
    "insight:open-index": "which communities have released figures to the public",
    "insight:open-indicator": "figures released to the public",
    "api:messages": "asks for a key itself",
    "offers:feed": "calendar programs cannot sign in: the signed address is the key, and opens courses only",
    "api:places": "asks for a key itself",
    "api:directory": "asks for a key itself",
    "api:directory-search": "asks for a key itself",
    "api:directory-sheet": "asks for a key itself",
    "api:directory-undo": "asks for a key itself",
}
OPEN["plans:public"] = "a plan, once its secretariat has opened it; until then there is none"
NOT_THERE_YET = {
    "plans:public",
    "governance:public",
    "governance:public-meeting",
    "governance:feed",
    "insight:open-index",
    "insight:open-file",
    "insight:open-indicator",
}
SHOWN_TO_THE_PUBLIC = {"home", "sign-in", "components", "insight:open"}
VALUES = {UUIDConverter: uuid4, IntConverter: lambda: 1, StringConverter: lambda: "x", SlugConverter: lambda: "x"}


def patterns(
    resolver: URLResolver | None = None, prefix: str = "", space: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    """(name, address, pattern) of every view, with values filled in."""
    for each in (resolver or get_resolver()).url_patterns:
        here = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from patterns(each, here, f"{space}{each.namespace}:" if each.namespace else space)
        else:
            yield f"{space}{each.name}", filled(here, each), each


def filled(address: str, pattern: URLPattern) -> str:
    for name, converter in pattern.pattern.converters.items():
        kind = {UUIDConverter: "uuid", IntConverter: "int", StringConverter: "str", SlugConverter: "slug"}[
            type(converter)
        ]
        value = str(VALUES[type(converter)]())
        address = address.replace(f"<{kind}:{name}>", value).replace(f"<{name}>", value)
    return f"/{address}"


VIEWS = sorted(patterns(), key=lambda found: found[0])
NAMES = [name for name, _, _ in VIEWS]


def test_there_are_views_and_each_has_a_name_of_its_own() -> None:
    assert len(NAMES) > 10
    assert len(NAMES) == len(set(NAMES))


@pytest.mark.parametrize(("name", "pattern"), [(name, pattern) for name, _, pattern in VIEWS], ids=NAMES)
def test_it_says_who_may_open_it(name: str, pattern: URLPattern) -> None:
    permission = getattr(pattern.callback, "permission", None)
    assert callable(permission), f"{name} has no declared permission"
    assert (permission is anyone) == (name in OPEN), name


@pytest.mark.parametrize(("name", "address"), [(name, address) for name, address, _ in VIEWS], ids=NAMES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_public_gets_an_open_page_or_the_way_in(
    fjordheim: Community, client: Client, method: str, name: str, address: str
) -> None:
    answer = getattr(client, method)(address)
    if answer.status_code == 200:
        assert name in SHOWN_TO_THE_PUBLIC and (method == "get" or name == "components")
    elif answer.status_code == 302:
        assert answer["Location"] == "/" or answer["Location"].startswith("/logg-inn")
    else:
        assert answer.status_code in {401, 403, 405} or (name in NOT_THERE_YET and answer.status_code == 404)


@pytest.mark.parametrize(("name", "address"), [(name, address) for name, address, _ in VIEWS], ids=NAMES)
def test_every_answer_carries_the_closing_headers(
    fjordheim: Community, client: Client, name: str, address: str
) -> None:
    assert "default-src 'none'" in client.get(address)["Content-Security-Policy"]
