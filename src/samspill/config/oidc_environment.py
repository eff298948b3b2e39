"""Which providers one may sign in with, as the environment says it: SAMSPILL_OIDC names them, and for each NAME of them
SAMSPILL_OIDC_<NAME>_ISSUER, …_CLIENT_ID, …_KEY_FILE and so on. docs/sign-in.md has the table."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from samspill.accounts.oidc.provider import KINDS, LOGOUTS, Kind, Provider
from samspill.config.environment import BadEnvironment

FIELDS = (
    *("ISSUER", "CLIENT_ID", "KEY_FILE", "KEY_ID", "KIND", "LABEL", "LEVEL", "SCOPES"),
    *("MAX_AGE", "CLOCK_SKEW", "LOGOUT"),
)
PREFIX = "SAMSPILL_OIDC"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_NAME = re.compile(r"[a-z][a-z0-9]{0,19}")


def providers(*, demo: bool) -> tuple[Provider, ...]:
    """In the order they are named. Raises BadEnvironment with a sentence about the first thing that is wrong."""
    names = [name.strip() for name in os.environ.get(PREFIX, "").split(",") if name.strip()]
    for name in names:
        if not _NAME.fullmatch(name):
            raise BadEnvironment(f"{PREFIX} names «{name}»; a name has small letters and digits, at most 20.")
        if names.count(name) > 1:
            raise BadEnvironment(f"{PREFIX} names «{name}» twice.")
    _check_no_strays(names)
    found = tuple(_provider(name, demo=demo) for name in names)
    issuers = [provider.issuer for provider in found]
    for issuer in issuers:
        if issuers.count(issuer) > 1:
            raise BadEnvironment(f"Two of the providers in {PREFIX} have the same issuer, {issuer}.")
    return found


def _check_no_strays(names: list[str]) -> None:
    """A variable that nothing reads is most likely a slip of the pen, and here a slip may cost safety."""
    known = {f"{PREFIX}_{name.upper()}_{field}" for name in names for field in FIELDS}
    strays = sorted(key for key in os.environ if key.startswith(f"{PREFIX}_") and key not in known)
    if strays:
        raise BadEnvironment(
            f"{strays[0]} belongs to no provider. {PREFIX} names: {', '.join(names) or 'none'}; "
            f"each may have: {', '.join(FIELDS)}."
        )


def _provider(name: str, *, demo: bool) -> Provider:
    kind = _kind(name)
    issuer = _needed(name, "ISSUER")
    return Provider(
        name=name,
        kind=kind,
        label=_said(name, "LABEL") or kind.label or name,
        issuer=issuer,
        loopback=_loopback(name, issuer, demo=demo),
        client_id=_needed(name, "CLIENT_ID"),
        key_file=_key_file(name),
        key_id=_said(name, "KEY_ID"),
        level=_level(name, kind),
        scopes=_scopes(name, kind),
        max_age=_seconds(name, "MAX_AGE", None, highest=24 * 60 * 60),
        clock_skew=_seconds(name, "CLOCK_SKEW", 10, highest=120) or 0,
        logout=_logout(name),
    )


def _variable(name: str, field: str) -> str:
    return f"{PREFIX}_{name.upper()}_{field}"


def _said(name: str, field: str) -> str:
    return os.environ.get(_variable(name, field), "").strip()


def _needed(name: str, field: str) -> str:
    text = _said(name, field)
    if not text:
        raise BadEnvironment(f"{_variable(name, field)} is not set; {PREFIX} names «{name}», so it must be.")
    return text


def _kind(name: str) -> Kind:
    said = _said(name, "KIND") or (name if name in KINDS else "")
    if said not in KINDS:
        raise BadEnvironment(f"{_variable(name, 'KIND')} is «{said}»; it may be one of: {', '.join(KINDS)}.")
    return KINDS[said]


def _loopback(name: str, issuer: str, *, demo: bool) -> bool:
    """True for plain http on this very machine, which only the demo may use."""
    parts = urlsplit(issuer)
    if parts.query or parts.fragment or not parts.hostname:
        raise BadEnvironment(f"{_variable(name, 'ISSUER')} is «{issuer}»; it must look like https://provider.example.")
    if parts.scheme == "https":
        return False
    if parts.scheme == "http" and parts.hostname in LOOPBACK and demo:
        return True
    raise BadEnvironment(f"{_variable(name, 'ISSUER')} is «{issuer}»; it must begin with https://.")


def _key_file(name: str) -> Path:
    path = Path(_needed(name, "KEY_FILE"))
    if not path.is_file():
        raise BadEnvironment(f"{_variable(name, 'KEY_FILE')} is «{path}», which is not a file.")
    return path


def _level(name: str, kind: Kind) -> str:
    level = _said(name, "LEVEL") or kind.level
    if not level:
        raise BadEnvironment(f"{_variable(name, 'LEVEL')} is not set; say which level the provider must vouch for.")
    if kind.levels and level not in kind.levels:
        raise BadEnvironment(f"{_variable(name, 'LEVEL')} is «{level}»; it may be one of: {', '.join(kind.levels)}.")
    return level


def _scopes(name: str, kind: Kind) -> str:
    scopes = (_said(name, "SCOPES") or kind.scopes).split()
    if "openid" not in scopes:
        raise BadEnvironment(f"{_variable(name, 'SCOPES')} must have openid among the scopes.")
    return " ".join(scopes)


def _seconds(name: str, field: str, default: int | None, *, highest: int) -> int | None:
    text = _said(name, field)
    if not text:
        return default
    if not text.isdecimal() or int(text) > highest:
        raise BadEnvironment(f"{_variable(name, field)} is «{text}»; it may be a number of seconds up to {highest}.")
    return int(text)


def _logout(name: str) -> str:
    said = _said(name, "LOGOUT").lower() or "post"
    if said not in LOGOUTS:
        raise BadEnvironment(f"{_variable(name, 'LOGOUT')} is «{said}»; it may be one of: {', '.join(LOGOUTS)}.")
    return said
