"""`samspill restore`: put a backup back, all of it or nothing of it."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from samspill.config import environment, opening
from samspill.config.backup import (
    DATABASE,
    FORM,
    MANIFEST,
    SECRETS,
    Manifest,
    digest_of,
    mark_of_keys,
    require_whole,
    run_tool,
    secrets_file,
)
from samspill.config.opening import Stop

PROJECT = Path(__file__).resolve().parents[3]


def restore(file: str, *, replace: bool, with_secrets: bool) -> int:
    source = Path(file)
    if not source.is_file():
        raise Stop(f"There is no file {source}.")
    # Not from the settings: in demo mode they make keys where there are none, and the backup may bring its own.
    var = environment.var_folder(PROJECT)
    var.mkdir(parents=True, exist_ok=True)
    with (
        opening.sole_user_of(var, "samspill restore"),
        tempfile.TemporaryDirectory(prefix=".samspill-restore-", dir=var) as folder,
    ):
        manifest = _unpack(source, Path(folder))
        if with_secrets:
            _put_secrets(Path(folder), secrets_file(var))
        opening.start_django()
        opening.require_secrets()
        _require_fitting(manifest)
        if not replace:
            _require_empty()
        _put_database(Path(folder) / DATABASE)
        _note_newest_seals()
    print(f"Restored the backup of {manifest.made_at}. Look at it with: {opening.spelled('samspill check')}")
    return 0


def _unpack(source: Path, folder: Path) -> Manifest:
    """The parts of the backup as files in `folder`; Stop when the archive is not whole."""
    try:
        with tarfile.open(source, "r:") as archive:
            for name in archive.getnames():
                if name in {MANIFEST, DATABASE, SECRETS}:
                    _copy_out(archive, name, folder / name)
        values = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if values["form"] != FORM:
            raise Stop(
                f"{source} was written by another version of Samspill (form {values['form']}, this one reads {FORM})."
            )
        manifest = Manifest(**values)
        if digest_of(folder / DATABASE) != manifest.digest:
            raise Stop(f"{source} is damaged: the database in it is not the one that was put there.")
    except (tarfile.TarError, OSError, ValueError, KeyError, TypeError) as error:
        raise Stop(f"{source} is not a whole backup from Samspill.") from error
    return manifest


def _copy_out(archive: tarfile.TarFile, name: str, to: Path) -> None:
    content = archive.extractfile(name)
    if content is None:
        raise tarfile.ReadError(name)
    with content, open(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        shutil.copyfileobj(content, out)


def _put_secrets(folder: Path, place: Path) -> None:
    if not (folder / SECRETS).exists():
        raise Stop("This backup has no keys in it; restore without --with-secrets.")
    kept = (folder / SECRETS).read_bytes()
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(kept)
    elif place.read_bytes() != kept:
        raise Stop(f"There are other keys in {place} already. Move them away first if they are not needed.")


def _require_fitting(manifest: Manifest) -> None:
    from django.conf import settings
    from django.db import connection

    if manifest.mode != settings.MODE:
        raise Stop(f"This backup was made in {manifest.mode} mode, and this is {settings.MODE} mode.")
    if manifest.engine != connection.vendor:
        raise Stop(f"This backup is of a {manifest.engine} database, and this installation uses {connection.vendor}.")
    if manifest.keys != mark_of_keys():
        raise Stop("This backup was made with other keys; with those at hand its names and numbers could not be read.")


# What `samspill migrate` itself puts into a new database.
MADE_BY_MIGRATE = {"django_migrations", "django_content_type", "auth_permission", "core_installation"}


def _require_empty() -> None:
    from django.db import connection

    from samspill.core.walls.roles import as_owner

    with as_owner(), connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        filled = [name for name in tables if name not in MADE_BY_MIGRATE and _has_rows(cursor, name)]
    if filled:
        raise Stop("The database holds something already, and is left as it is. Say --replace to replace all of it.")


def _has_rows(cursor: Any, table: str) -> bool:
    from django.db import connection

    cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608 - a name from the database
    return cursor.fetchone() is not None


def _put_database(copy: Path) -> None:
    from django.db import connection

    vendor, name = connection.vendor, connection.settings_dict["NAME"]
    connection.close()
    if vendor == "sqlite":
        require_whole(copy)
        _swap_sqlite(copy, Path(name))
    else:
        # One transaction: it all comes in, or what was there stays.
        once = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--clean", "--if-exists"]
        run_tool("pg_restore", [*once, f"--dbname={name}", str(copy)])
        _raise_walls()


def _raise_walls() -> None:
    """The application's role here may have another name than where the backup was made."""
    from django.db import connection

    from samspill.core.walls import raising, roles

    with roles.as_owner():
        raising.raise_walls(connection)
        roles.grant(connection)


def _swap_sqlite(copy: Path, place: Path) -> None:
    """The new file takes the old one's name in one step; the old one stays beside it, if it held anything."""
    if place.exists():
        with closing(sqlite3.connect(place)) as old:
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # what lies in the side file goes into the file itself
            tables = old.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables:
            kept = place.with_name(f"{place.name}.replaced-{datetime.now():%Y%m%d-%H%M%S}")  # noqa: DTZ005 - a file name
            os.link(place, kept)
            print(f"The old database is kept as {kept}; remove it when you no longer need it.")
    for ending in ("-wal", "-shm"):
        place.with_name(place.name + ending).unlink(missing_ok=True)
    copy.replace(place)


def _note_newest_seals() -> None:
    """The logs are those of the backup now, and end where they ended then."""
    from samspill.core.audit import noted
    from samspill.core.audit.chain import LOGS, newest_seal

    seals = {log: newest_seal(log) for log in LOGS}
    noted.write({log: (seal.number, seal.digest) for log, seal in seals.items() if seal})
