"""What all tests stand on: an environment of their own, a database like the real one, and running copies of Samspill.

Which database is chosen outside: SQLite, or PostgreSQL where SAMSPILL_DATABASE says so (tools/with_postgresql.sh does).
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import signal
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from tests.running import FIRST_WORDS, SHARED, Copy

if TYPE_CHECKING:
    from django.test import Client

    from samspill.core.append_only import AppendOnly, RecordedRemoval
    from samspill.directory.models import Community

# Before anything imports the settings: nothing of the developer's own installation is read or touched.
VAR = Path(tempfile.mkdtemp(prefix="samspill-tests-"))
atexit.register(shutil.rmtree, VAR, ignore_errors=True)
for name in [name for name in os.environ if name.startswith("SAMSPILL_")]:
    if name not in {"SAMSPILL_DATABASE", "SAMSPILL_SCHEMAS"}:
        del os.environ[name]
if SHARED not in os.environ:  # the first process; xdist's others inherit it
    os.environ[SHARED] = tempfile.mkdtemp(prefix="samspill-tests-shared-")
    atexit.register(shutil.rmtree, os.environ[SHARED], ignore_errors=True)
os.environ["SAMSPILL_MODE"] = "demo"
os.environ["SAMSPILL_VAR"] = str(VAR)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samspill.config.settings")

# A property is tested for what it says, never for how fast a busy machine is.
# The same examples each time, so that a change is judged by what it changed; --hypothesis-profile=searching looks on.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.register_profile("searching", deadline=None)
hypothesis.settings.load_profile("house")

TESTS = Path(__file__).parent
POSTGRESQL = bool(os.environ.get("SAMSPILL_DATABASE"))


def pytest_configure() -> None:
    import django
    from django.conf import settings

    # Static files are looked for when asked for: a test client would otherwise list them all, at each first request.
    settings.WHITENOISE_AUTOREFRESH = True
    django.setup()  # pytest-django then finds it ready, and keeps the database closed to tests that do not ask for it
    if not POSTGRESQL:
        hold_texts_to_their_length()


def hold_texts_to_their_length() -> None:
    """As PostgreSQL does. SQLite stores a text that is too long, and the fault would show only in the other run."""
    from django.db import DataError, models

    prepared = models.CharField.get_db_prep_save

    def held(self: models.CharField, value: object, connection: object) -> object:
        if isinstance(value, str) and self.max_length is not None and len(value) > self.max_length:
            raise DataError(f"value too long for {self}, which holds {self.max_length}: it has {len(value)}")
        return prepared(self, value, connection)

    models.CharField.get_db_prep_save = held  # type: ignore[method-assign]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    again = [item for item in items if POSTGRESQL and (item.get_closest_marker("once") or is_plain(item))]
    if again:
        config.hook.pytest_deselected(items=again)
        items[:] = [item for item in items if item not in again]
    for item in items:
        if item.get_closest_marker("on_postgresql") and not POSTGRESQL:
            item.add_marker(pytest.mark.skip(reason="about PostgreSQL; this run is on SQLite"))
        if item.get_closest_marker("on_sqlite") and POSTGRESQL:
            item.add_marker(pytest.mark.skip(reason="about the SQLite file; this run is on PostgreSQL"))


# Floors below the line, which know no database; what pages are made of; and the talk with a sign-in provider.
PLAIN = [TESTS / name for name in ("analysis", "messages", "plan_documents", "stay", "ui", "accounts/oidc")]


def is_plain(item: pytest.Item) -> bool:
    """Says nothing of the database, whatever is in it."""
    return any(item.path.is_relative_to(folder) for folder in PLAIN)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """A file, as in use: a database in memory locks in another way. Each test process has its own folder."""
    from django.db import connection

    if POSTGRESQL:
        connection.settings_dict["OPTIONS"].pop("assume_role", None)  # the owner makes the test database
    else:
        connection.settings_dict["TEST"]["NAME"] = str(VAR / "tests.sqlite3")
    # The tables straight from the models: thirty seconds of migrations before each test run is too much to wait for.
    # `samspill migrate` itself is run by the tests that have an installation of their own (tests/running.py).
    connection.settings_dict["TEST"]["MIGRATE"] = False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """Tests that commit are cleaned up by emptying tables, so the append-only tables are open here.

    `append_only_tables` closes them again for the tests that are about that. On PostgreSQL the tests then work as the
    application's role, behind the walls.
    """
    from django.db import connection

    from samspill.core import append_only

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        make_what_models_do_not_say()
        for table in guarded_tables():
            append_only.unguard(connection, table)
        with behind_the_walls() if POSTGRESQL else nullcontext():
            yield


@contextmanager
def behind_the_walls() -> Iterator[None]:
    """All connections to the test database work as the application's role, which may also empty tables here."""
    from django.conf import settings
    from django.db import connection

    from samspill.core.walls import roles

    roles.grant(connection)
    with connection.cursor() as cursor:
        cursor.execute(f'GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO "{settings.DATABASE_ROLE}"')
    connection.close()
    connection.settings_dict["OPTIONS"]["assume_role"] = settings.DATABASE_ROLE
    try:
        yield
    finally:
        connection.close()
        del connection.settings_dict["OPTIONS"]["assume_role"]


@pytest.fixture(autouse=True)
def whole_installation() -> Iterator[None]:
    """A test sets up and looks at rows of all communities; the requests it makes are cut to their person's."""
    from samspill.core import walls

    with walls.whole_installation("a test"):
        yield


def own_operations() -> list[AppendOnly | RecordedRemoval]:
    """What our migrations do beside making tables, in any room."""
    from django.db.migrations.loader import MigrationLoader

    from samspill.core.append_only import AppendOnly, RecordedRemoval

    migrations = MigrationLoader(None, ignore_no_migrations=True).disk_migrations.values()
    steps = [step for migration in migrations for step in migration.operations]
    return [step for step in steps if isinstance(step, AppendOnly | RecordedRemoval)]


def make_what_models_do_not_say() -> None:
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder(connection).ensure_schema()
    with connection.schema_editor() as editor:
        for step in own_operations():
            step.database_forwards("", editor, None, None)


def guarded_tables() -> list[str]:
    """Every table that a migration makes append-only, in any room."""
    from samspill.core.append_only import AppendOnly

    return [step.table for step in own_operations() if isinstance(step, AppendOnly)]


@pytest.fixture
def append_only_tables(transactional_db: None) -> Iterator[list[str]]:
    """The guards as the migrations make them, for one test."""
    from django.db import connection

    from samspill.core import append_only
    from samspill.core.walls.roles import as_owner

    tables = guarded_tables()
    with as_owner():
        for table in tables:
            append_only.guard(connection, table)
    try:
        yield tables
    finally:
        with as_owner():
            for table in tables:
                append_only.unguard(connection, table)


@pytest.fixture(scope="session")
def prepared_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a demo, on SQLite, made once however many processes test. To be copied, not used.

    It is made as a newcomer makes it: `samspill demo` where nothing is, stopped when it has said that it is ready.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    made = shared / "prepared-demo"
    with (shared / "prepared-demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            draft = Copy(shared / "demo-in-the-making", SAMSPILL_DATABASE="")
            _start_from_nothing(draft)
            draft.python("from tests.insight.a_cheap_edition import publish_cheaply; publish_cheaply()")
            draft.var.rename(made)
    return made


def _start_from_nothing(copy: Copy) -> None:
    running = copy.start("demo", "--port", "0", SAMSPILL_MODE="")
    try:
        running.wait_for("Ctrl-C stops everything")
        with urllib.request.urlopen(running.address(), timeout=60) as answer:
            assert answer.status == 200
    finally:
        assert running.stop(signal.SIGINT) == 0, running.output
    (copy.var / FIRST_WORDS).write_text(running.output, encoding="utf-8")


@pytest.fixture(scope="session")
def running_demo(prepared_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Copy, str]]:
    """A whole demo in a web server of its own: the installation, and the address with a slash at the end.

    Made once for each testing process. Tests share it, so each looks after its own patients.
    """
    folder = tmp_path_factory.mktemp("demo")
    shutil.copytree(prepared_demo, folder, dirs_exist_ok=True)
    copy = Copy(folder, SAMSPILL_DATABASE="")
    running = copy.start("demo", "--port", "0")
    try:
        yield copy, running.address()
    finally:
        running.stop()


@pytest.fixture(scope="session", autouse=True)
def compiled_texts() -> None:
    """Texts in the other languages are compiled before anything asks for them."""
    from samspill.ui import catalogues

    catalogues.compile_if_older()


@pytest.fixture
def fjordheim(db: None) -> Community:
    """The demo community with its people, without any patients."""
    from django.db import connection
    from tests import kept_community

    return kept_community.fjordheim(commits=not connection.in_atomic_block)


@pytest.fixture
def signed_in(fjordheim: Community, client: Client) -> Callable[[str], Client]:
    """A client that has signed in, by the demo's own door, as one of the cast."""
    from samspill.accounts.models import Account

    def sign_in(name: str) -> Client:
        answer = client.post("/logg-inn/demo", {"account": str(Account.objects.get(username=name).pk)})
        assert answer.status_code == 302
        return client

    return sign_in
