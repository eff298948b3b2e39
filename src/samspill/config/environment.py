"""Reads the environment, and says in a clear sentence what is wrong with it."""

from __future__ import annotations

import json
import os
import secrets as random_secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from cryptography.fernet import Fernet

SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")  # as libpq names them
DEMO_KEYS = "secrets.json"  # in the data folder; only ever made by demo mode


class BadEnvironment(Exception):
    """A setting is missing or cannot be understood; the text says which, and what it may be."""


def flag(name: str, *, default: bool) -> bool:
    text = os.environ.get(name, "").strip().lower()
    if text in {"", "1", "yes", "true", "0", "no", "false"}:
        return default if not text else text in {"1", "yes", "true"}
    raise BadEnvironment(f"{name} is «{text}»; it may be 1 or 0.")


def choice(name: str, allowed: list[str]) -> str:
    """One of `allowed`; the first is the default."""
    text = os.environ.get(name, "").strip() or allowed[0]
    if text not in allowed:
        raise BadEnvironment(f"{name} is «{text}»; it may be one of: {', '.join(allowed)}.")
    return text


def number(name: str, default: int, *, lowest: int, highest: int) -> int:
    """A whole number within bounds, both allowed."""
    text = os.environ.get(name, "").strip() or str(default)
    if text.isdecimal() and lowest <= int(text) <= highest:
        return int(text)
    raise BadEnvironment(f"{name} is «{text}»; it may be a whole number from {lowest} to {highest}.")


def mode(var: Path) -> str:
    """SAMSPILL_MODE; where it says nothing, a data folder that the demo made is opened in demo mode, so that commands
    beside a running demo just work. All else is production."""
    demo_folder = (var / DEMO_KEYS).exists() and not os.environ.get("SAMSPILL_SECRETS_FILE")
    return choice("SAMSPILL_MODE", ["demo", "production"] if demo_folder else ["production", "demo"])


def var_folder(project: Path) -> Path:
    return Path(os.environ.get("SAMSPILL_VAR") or project / "var").resolve()


def schemas_folder(project: Path) -> Path | None:
    """Where the national XML schemas lie. They may not be shipped with Samspill; a checkout finds them beside it."""
    named = os.environ.get("SAMSPILL_SCHEMAS")
    if named:
        if not Path(named).is_dir():
            raise BadEnvironment(f"SAMSPILL_SCHEMAS is «{named}», which is not a folder.")
        return Path(named)
    beside = project.parent / "shared" / "reference" / "plo" / "xsd"
    return beside if beside.is_dir() else None


def hosts(*, demo: bool) -> list[str]:
    named = [host.strip() for host in os.environ.get("SAMSPILL_HOSTS", "").split(",") if host.strip()]
    return named or (["127.0.0.1", "localhost", "[::1]"] if demo else [])


def trusted_origins() -> list[str]:
    return [f"https://{host}" for host in hosts(demo=False)]


def behind_proxy() -> bool:
    return flag("SAMSPILL_BEHIND_PROXY", default=False)


@dataclass(frozen=True)
class Secrets:
    """signing: cookies and forms. encryption: newest key first, all can decrypt. index: keyed look-up of numbers."""

    signing: str
    encryption: tuple[str, ...]
    index: str
    seal: str


def secrets(var: Path, *, demo: bool) -> Secrets:
    """From SAMSPILL_SECRETS_FILE (JSON); in demo mode made once under the var folder, readable by the owner only."""
    named = os.environ.get("SAMSPILL_SECRETS_FILE")
    if not named and not demo:
        return Secrets(signing="", encryption=(), index="", seal="")  # `samspill check` and core.encryption say so
    path = Path(named) if named else var / DEMO_KEYS
    if not path.exists():
        if named:
            raise BadEnvironment(f"SAMSPILL_SECRETS_FILE is «{named}», which does not exist.")
        write_new_secrets(path)
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        for key in values["encryption"]:
            Fernet(key)  # a ValueError when it is no key
        return Secrets(values["signing"], tuple(values["encryption"]), values["index"], values["seal"])
    except (ValueError, KeyError, TypeError) as error:
        raise BadEnvironment(f"{path} cannot be read as secrets: {error}.") from error


def write_new_secrets(path: Path) -> None:
    """Write fresh random secrets to `path`, mode 0600; an existing file is left alone (two may start at once)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    values = {
        "signing": random_secrets.token_urlsafe(64),
        "encryption": [Fernet.generate_key().decode()],
        "index": random_secrets.token_urlsafe(48),
        "seal": random_secrets.token_urlsafe(48),
    }
    draft = path.with_name(f"{path.name}.{random_secrets.token_hex(8)}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(values, file)
    try:
        os.link(draft, path)  # atomic, and fails if somebody was first
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def database(var: Path) -> dict[str, Any]:
    """SQLite under the var folder, or PostgreSQL by SAMSPILL_DATABASE=postgresql://user:password@host:port/name.

    Behind a ? it may say how the connection is encrypted: sslmode=verify-full&sslrootcert=FILE, as in libpq.
    """
    address = os.environ.get("SAMSPILL_DATABASE", "").strip()
    if not address:
        return _sqlite(var)
    found = _postgresql("SAMSPILL_DATABASE", address)
    steps_down = not _owner_address() and found["USER"] != database_role()
    return {**found, "OPTIONS": found["OPTIONS"] | ({"assume_role": database_role()} if steps_down else {})}


def database_role() -> str:
    """The role that the application works as on PostgreSQL; empty on SQLite.

    SAMSPILL_DATABASE_ROLE names it. With a login for the owner besides, it is the user of SAMSPILL_DATABASE.
    """
    address = os.environ.get("SAMSPILL_DATABASE", "").strip()
    if not address:
        return ""
    named = os.environ.get("SAMSPILL_DATABASE_ROLE", "").strip()
    role = named or (unquote(urlsplit(address).username or "") if _owner_address() else "samspill_app")
    if not role.replace("_", "a").isalnum():
        raise BadEnvironment(f"SAMSPILL_DATABASE_ROLE is «{role}»; it may hold letters, digits and _ only.")
    return role


def owner_database() -> dict[str, Any] | None:
    """How the owner of the tables logs in, where it differs from the application: SAMSPILL_OWNER_DATABASE, or the login
    of SAMSPILL_DATABASE before it steps down to its role."""
    address = _owner_address() or os.environ.get("SAMSPILL_DATABASE", "").strip()
    if not address:
        return None
    found = _postgresql("SAMSPILL_OWNER_DATABASE" if _owner_address() else "SAMSPILL_DATABASE", address)
    return {"USER": found["USER"], "PASSWORD": found["PASSWORD"], "OPTIONS": found["OPTIONS"]}


def _owner_address() -> str:
    return os.environ.get("SAMSPILL_OWNER_DATABASE", "").strip()


def _sqlite(var: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": var / "samspill.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",  # a writer waits its turn instead of failing half-way
            "timeout": 30,
            # FULL: a message acknowledged is on the disk, also if the power goes the next instant.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=268435456;",
        },
    }


def _postgresql(name: str, address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise BadEnvironment(f"{name} must look like postgresql://user:password@host:port/name.")
    return {
        "ENGINE": "samspill.core.walls.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": _encryption(name, parts.query),
    }


def _encryption(name: str, query: str) -> dict[str, str]:
    """What the address says behind its question mark; nothing else than TLS is taken from there."""
    said = dict(parse_qsl(query, keep_blank_values=True))
    unknown = sorted(set(said) - {"sslmode", "sslrootcert"})
    if unknown:
        raise BadEnvironment(f"{name} says {', '.join(unknown)}; after the ? only sslmode and sslrootcert are known.")
    if "sslmode" in said and said["sslmode"] not in SSL_MODES:
        raise BadEnvironment(f"{name} says sslmode={said['sslmode']}; it may be {', '.join(SSL_MODES)}.")
    return said
