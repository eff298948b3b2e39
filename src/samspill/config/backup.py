"""`samspill backup`: everything in the database, in one file that `samspill restore` can check before it trusts it.

The file is a tar archive of manifest.json, the database (an SQLite file, or what pg_dump wrote) and, only when asked
for, secrets.json.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from samspill.config.opening import Stop, open_database
from samspill.core.walls.scope import EVERYTHING

FORM = 1
MANIFEST, DATABASE, SECRETS = "manifest.json", "database", "secrets.json"


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a backup says of itself. keys: a mark of the keys it was made with, from which they cannot be found."""

    form: int
    made_at: str
    mode: str
    engine: str
    digest: str
    size: int
    keys: str


def backup(file: str, *, with_secrets: bool) -> int:
    target = Path(file)
    if target.exists():
        raise Stop(f"{target} exists already, and is left as it is.")
    if not target.parent.is_dir():
        raise Stop(f"There is no folder {target.parent}.")
    open_database()
    with tempfile.TemporaryDirectory(prefix=".samspill-backup-", dir=target.parent) as folder:
        copy = Path(folder) / DATABASE
        _copy_database(copy)
        manifest = _manifest(copy)
        draft = Path(folder) / "whole"
        _write(draft, copy, manifest, with_secrets=with_secrets)
        draft.rename(target)
    keys = "with the keys" if with_secrets else "without the keys"
    print(f"Wrote {target}: {manifest.engine}, {manifest.size / 2**20:.1f} MB, {keys}.")
    return 0


def _copy_database(copy: Path) -> None:
    from django.db import connection

    if connection.vendor == "sqlite":
        _copy_sqlite(Path(connection.settings_dict["NAME"]), copy)
    else:
        # The owner too is held by the walls, so it must say that it means all of it.
        run_tool("pg_dump", ["--format=custom", "--enable-row-security", f"--file={copy}"])


def _copy_sqlite(source: Path, copy: Path) -> None:
    """One moment of a database that is in use, checked."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(copy)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    require_whole(copy)


def require_whole(file: Path) -> None:
    """Stop when an SQLite file is damaged."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            answer = database.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        answer = str(error)
    if answer != "ok":
        raise Stop(f"The SQLite database is damaged: {answer.splitlines()[0]}")


def _manifest(copy: Path) -> Manifest:
    from django.conf import settings
    from django.db import connection

    from samspill.core import clock

    return Manifest(
        form=FORM,
        made_at=clock.now().isoformat(timespec="seconds"),
        mode=settings.MODE,
        engine=connection.vendor,
        digest=digest_of(copy),
        size=copy.stat().st_size,
        keys=mark_of_keys(),
    )


def _write(draft: Path, copy: Path, manifest: Manifest, *, with_secrets: bool) -> None:
    from django.conf import settings

    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as raw:
        with tarfile.open(fileobj=raw, mode="w") as archive:
            described = copy.with_name(MANIFEST)
            described.write_text(json.dumps(asdict(manifest), indent=2), encoding="utf-8")
            archive.add(described, MANIFEST)
            archive.add(copy, DATABASE)
            if with_secrets:
                archive.add(secrets_file(settings.VAR), SECRETS)
        raw.flush()
        os.fsync(raw.fileno())


def secrets_file(var: Path) -> Path:
    return Path(os.environ.get("SAMSPILL_SECRETS_FILE") or var / "secrets.json")


def digest_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def mark_of_keys() -> str:
    from samspill.core.encryption import index_of

    return index_of("which keys a backup was made with")


def run_tool(name: str, arguments: list[str]) -> None:
    """Run a PostgreSQL program on our database; Stop when it is missing or says no."""
    from django.conf import settings
    from django.db import connection

    if shutil.which(name) is None:
        raise Stop(
            f"{name} is not on this machine. Install the PostgreSQL client programs (Debian: postgresql-client)."
        )
    values = {**connection.settings_dict, **(settings.OWNER_DATABASE or {})}
    known = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = {variable: str(values[key]) for variable, key in known.items() if values[key]}
    tls = {"PGSSLMODE": "sslmode", "PGSSLROOTCERT": "sslrootcert"}
    environment |= {variable: values["OPTIONS"][key] for variable, key in tls.items() if key in values["OPTIONS"]}
    done = subprocess.run(  # noqa: S603 - our own arguments, no shell
        [name, *arguments],
        env={**os.environ, **environment, "PGOPTIONS": f"-c samspill.community={EVERYTHING}"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[0]
        raise Stop(f"{name} did not succeed: {said}")
