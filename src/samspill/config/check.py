"""`samspill check`: what is missing or wrong on this machine, in plain words."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

GOOD, NOTE, WRONG = "ok   ", "note ", "WRONG"
Finding = tuple[str, str]


def check() -> int:
    """Print one line for each finding; 1 when any of them is wrong."""
    findings = dict.fromkeys(finding for look in _looks() for finding in _carefully(look))  # each once
    for mark, text in findings:
        print(f"{mark}  {text}")
    wrong = any(mark == WRONG for mark, _ in findings)
    print("\nSomething must be put right." if wrong else "\nAll is well.")
    return int(wrong)


def _looks() -> list[Callable[[], Iterator[Finding]]]:
    return [_mode, _secrets, _sign_in, _var, _database, _schemas, _mail, _packages, _texts, _clock]


def _carefully(look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    from samspill.config.environment import BadEnvironment

    try:
        yield from look()
    except BadEnvironment as error:
        yield WRONG, str(error)
    except Exception as error:
        name = look.__name__.strip("_")
        yield WRONG, f"The {name} could not be looked at ({type(error).__name__})."


def _mode() -> Iterator[Finding]:
    from samspill.config import environment
    from samspill.config.settings import VAR

    mode = environment.mode(VAR)
    if mode == "demo":
        yield GOOD, "Mode: demo. Invented people only; signing in needs no proof."
        return
    yield GOOD, "Mode: production."
    if not environment.hosts(demo=False):
        yield (
            WRONG,
            "SAMSPILL_HOSTS is empty: the web server answers to no name. Set it, for instance to samspill.example.no.",
        )


def _secrets() -> Iterator[Finding]:
    from samspill.config import settings

    if settings.SECRETS.encryption:
        yield GOOD, "Keys: found."
        file = os.environ.get("SAMSPILL_SECRETS_FILE")
        if file and Path(file).stat().st_mode & 0o077:
            yield WRONG, f"{file} can be read by others than its owner. Run: chmod 600 {file}"
    else:
        yield WRONG, "Keys: none. Make them with `samspill secrets FILE` and set SAMSPILL_SECRETS_FILE=FILE."


def _sign_in() -> Iterator[Finding]:
    from samspill.accounts.oidc.signing import BadKey, client_key
    from samspill.config import settings

    if not settings.OIDC and not settings.DEMO:
        yield (
            WRONG,
            "Sign-in: no provider is set up, so nobody can sign in. Set SAMSPILL_OIDC; docs/sign-in.md tells how.",
        )
    for provider in settings.OIDC:
        try:
            key = client_key(provider.key_file, provider.key_id)
        except BadKey as error:
            yield WRONG, f"Sign-in by {provider.name}: {error}"
            continue
        if provider.key_file.stat().st_mode & 0o077:
            file = provider.key_file
            yield WRONG, f"{file} can be read by others than its owner. Run: chmod 600 {file}"
        kid = key.kid or key.thumbprint()
        yield GOOD, f"Sign-in by {provider.name}: {provider.issuer}, level {provider.level}, our key is {kid}."


def _var() -> Iterator[Finding]:
    from samspill.config import settings

    try:
        settings.VAR.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=settings.VAR):
            pass
    except OSError as error:
        yield WRONG, f"The data folder {settings.VAR} cannot be written to ({error.strerror})."
        return
    free = shutil.disk_usage(settings.VAR).free / 2**30
    yield (GOOD if free > 1 else WRONG), f"Data folder: {settings.VAR}, {free:.0f} GB free."


def _database() -> Iterator[Finding]:
    from django.db import OperationalError, connection

    from samspill.config import opening

    opening.start_django()
    try:
        connection.ensure_connection()
    except OperationalError as error:
        first_line = (str(error).strip().splitlines() or ["no answer"])[0]
        yield WRONG, f"Database: cannot be reached. {first_line}"
        return
    missing = opening.missing_migrations()
    if missing:
        yield (
            WRONG,
            f"Database: {connection.vendor}, {missing} changes of the tables are missing. Run `samspill migrate`.",
        )
        return
    yield from _whose_database()
    if connection.vendor == "postgresql":
        yield from in_the_clear(connection.settings_dict)
        yield from _walls()
    yield GOOD, f"Database: {connection.vendor}, up to date."
    yield from _machines()


def _machines() -> Iterator[Finding]:
    from samspill.api.keys import running_out

    for name, last in running_out(timedelta(days=30)):
        yield (
            NOTE,
            f"Machines: the key of {name} opens nothing after {last}. Make a new one with `samspill keys --make`.",
        )


def _whose_database() -> Iterator[Finding]:
    from django.conf import settings

    from samspill.core.installation import Installation

    row = Installation.objects.filter(pk=1).first()
    if row and row.mode != settings.MODE:
        yield WRONG, f"The database was made in {row.mode} mode, and this is {settings.MODE} mode."


def _walls() -> Iterator[Finding]:
    """Does row-level security stand, and does it hold the role that we work as?"""
    from django.db import connection

    from samspill.core.walls import plan, raising, roles

    for table, fault in raising.faults(connection).items():
        yield WRONG, f"Row-level security: the table {table} {fault}. Run `samspill migrate`."
    yield from too_mighty(roles.powers())
    yield GOOD, f"Row-level security: {len(plan.walls())} tables belong to communities."


def in_the_clear(settings_dict: dict[str, Any]) -> Iterator[Finding]:
    """A database on another machine, reached without knowing that it is the right one."""
    host, mode = settings_dict["HOST"], settings_dict["OPTIONS"].get("sslmode", "")
    on_this_machine = not host or host.startswith("/") or host in {"localhost", "127.0.0.1", "::1"}
    if not on_this_machine and mode not in {"verify-ca", "verify-full"}:
        yield (
            WRONG,
            f"Database: {host} is another machine, and the connection to it is not surely encrypted to the right one. "
            "Write ?sslmode=verify-full&sslrootcert=FILE behind the address in SAMSPILL_DATABASE.",
        )


def too_mighty(powers: dict[str, Any]) -> Iterator[Finding]:
    """What the application's role can do that would let it through, or around, the walls."""
    role = powers["works_as"]
    if powers["superuser"]:
        yield WRONG, f"Row-level security: Samspill works as {role}, a superuser, whom no wall holds."
    elif powers["bypasses"]:
        yield (
            WRONG,
            f"Row-level security: Samspill works as {role}, whom it lets by. ALTER ROLE {role} NOBYPASSRLS.",
        )
    if powers["owns"]:
        yield (
            WRONG,
            f"Row-level security: Samspill works as {role}, who owns {powers['owns']} tables and could take their "
            "walls away. Let another role own them (SAMSPILL_OWNER_DATABASE), or name one in SAMSPILL_DATABASE_ROLE.",
        )
    if powers["logged_in_as"] != role:
        yield (
            NOTE,
            f"Row-level security: Samspill logs in as {powers['logged_in_as']}, who owns the tables, and steps down to "
            f"{role}. Safer: a login of its own in SAMSPILL_DATABASE, and the owner's in SAMSPILL_OWNER_DATABASE, "
            "which only `samspill migrate`, `backup` and `restore` need.",
        )


def _schemas() -> Iterator[Finding]:
    from samspill.config import settings

    folder = settings.SCHEMAS
    if folder is None:
        yield (
            NOTE,
            "National XML schemas: not found. Messages are still read and checked by our own rules, but not against "
            "the schemas. Set SAMSPILL_SCHEMAS to the folder that holds them.",
        )
        return
    count = len(list(folder.rglob("*.xsd")))
    yield (GOOD if count else WRONG), f"National XML schemas: {count} files in {folder}."


def _mail() -> Iterator[Finding]:
    from samspill.config import opening, settings

    if not settings.SENDS_EMAIL:
        yield NOTE, "E-mail: off. Notices stand on the page only. Set SAMSPILL_EMAIL; docs/operations.md tells how."
        return
    places = {"smtp": f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}", "file": settings.EMAIL_FILE_PATH}
    way = settings.EMAIL_BACKEND.split(".")[-2].removesuffix("based")
    yield GOOD, f"E-mail: {way}, {places.get(way, 'standard output')}, from {settings.DEFAULT_FROM_EMAIL or 'nobody'}."
    opening.start_django()
    from samspill.accounts.notices.letters import STUCK
    from samspill.core import walls
    from samspill.core.notices.models import Letter

    with walls.whole_installation("how many letters did not go"):
        stuck = Letter.objects.filter(state__in=STUCK).count()
    if stuck:
        yield NOTE, f"E-mail: {stuck} letters did not go. The system administrator sees them at /varsler/epost."


def _packages() -> Iterator[Finding]:
    from samspill.config import settings

    wanted = {"designsystemet", "designsystemet-theme", "inter", "htmx", "htmx-sse"}
    missing = wanted - {prefix.removeprefix("vendor/") for prefix, _ in settings.STATICFILES_DIRS}
    if missing:
        yield WRONG, f"Front-end packages: {', '.join(sorted(missing))} missing. Run: npm ci (in {settings.PROJECT})"
    else:
        yield GOOD, "Front-end packages: installed."


def _texts() -> Iterator[Finding]:
    from samspill.config import settings

    sources = [po for folder in settings.LOCALE_PATHS for po in sorted(Path(folder).glob("*/LC_MESSAGES/*.po"))]
    stale = [po.parent.parent.name for po in sources if not _newer(po.with_suffix(".mo"), po)]
    if not sources:
        yield WRONG, "Texts: no catalogues found; pages are in bokmål only."
    elif stale:
        yield WRONG, f"Texts: {', '.join(stale)} not compiled since they changed. Run `samspill texts compile`."
    else:
        yield GOOD, "Texts: compiled."


def _newer(made: Path, source: Path) -> bool:
    return made.exists() and made.stat().st_mtime >= source.stat().st_mtime


def _clock() -> Iterator[Finding]:
    from samspill.core.clock import OSLO, now

    newest = datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)
    if datetime.now(UTC) < newest:
        yield WRONG, f"The clock says {now():%Y-%m-%d %H:%M}, which is before Samspill was installed. Set it right."
    else:
        yield GOOD, f"Clock: {now():%Y-%m-%d %H:%M} in {OSLO.key}."
