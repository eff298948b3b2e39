"""The providers one may sign in with: what is configured for each, and what its kind calls things. No Django here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What differs between kinds of providers, as data.

    levels: from low to high, as the level claim says them; empty where only the configured level itself will do.
    acr_values: what to ask for to be given that level. The claims are names in the ID token or from userinfo.
    """

    label: str
    scopes: str
    level_claim: str
    levels: tuple[str, ...] = ()
    level: str = ""
    acr_values: Mapping[str, str] = field(default_factory=dict)
    pid_claim: str
    hpr_claim: str = ""
    assertion_type: str = "JWT"  # `typ` of the client assertion


# Names of claims and values: utviklerportal.nhn.no (claims_enmd, styre_innlogging_i_helseid_enmd) and
# docs.digdir.no (oidc_protocol_id_token, oidc_protocol_authorize).
KINDS: Mapping[str, Kind] = {
    "helseid": Kind(
        label="HelseID",
        scopes=(
            "openid profile helseid://scopes/identity/pid helseid://scopes/identity/security_level "
            "helseid://scopes/hpr/hpr_number"
        ),
        level_claim="helseid://claims/identity/security_level",
        levels=("2", "3", "4"),
        level="4",
        acr_values={"4": "Level4"},
        pid_claim="helseid://claims/identity/pid",
        hpr_claim="helseid://claims/hpr/hpr_number",
        assertion_type="client-authentication+jwt",
    ),
    "idporten": Kind(
        label="ID-porten",
        scopes="openid profile",
        level_claim="acr",
        levels=("idporten-loa-low", "idporten-loa-substantial", "idporten-loa-high"),
        level="idporten-loa-high",
        acr_values={level: level for level in ("idporten-loa-substantial", "idporten-loa-high")},
        pid_claim="pid",
    ),
    "generic": Kind(label="", scopes="openid profile", level_claim="acr", pid_claim="pid", hpr_claim="hpr_number"),
}


# How to sign out at the provider: with the ID token in a form; by an address that names only us, so that the provider
# may ask the person; by an address with the ID token in it, where a provider takes nothing else.
LOGOUTS = ("post", "get", "get_with_token")


@dataclass(frozen=True, kw_only=True)
class Provider:
    """One configured provider. Durations are whole seconds; max_age None means that any age of the proof will do."""

    name: str
    kind: Kind
    label: str
    issuer: str
    client_id: str
    key_file: Path
    key_id: str = ""
    level: str
    scopes: str
    max_age: int | None = None
    clock_skew: int = 10
    logout: str = "post"  # one of LOGOUTS
    loopback: bool = False  # plain http on this machine is allowed: tests and demonstrations only

    def reaches(self, level: object) -> bool:
        """Is the level that was proved at least the one asked for?"""
        levels = self.kind.levels or (self.level,)
        return level in levels and levels.index(str(level)) >= levels.index(self.level)

    @property
    def acr_values(self) -> str:
        return self.kind.acr_values.get(self.level, "" if self.kind.levels else self.level)


def by_name(providers: tuple[Provider, ...], name: str) -> Provider | None:
    return next((provider for provider in providers if provider.name == name), None)
