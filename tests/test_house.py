"""The house itself: floors, sizes, and what must not stand in any file that is kept."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LONGEST_FILE = 450
LONGEST_FUNCTION = 60

# Put together here, so that this file may be swept too.
REGISTRIES = [
    "pypi" + ".org",
    "files.python" + "hosted.org",
    "registry." + "npmjs.org",
    "registry." + "yarnpkg.com",
    "deb." + "debian.org",
    "proxy." + "golang.org",
    "repo.maven" + ".apache.org",
    "index." + "crates.io",
]
# A path that is true on one machine only.
MACHINE_PATHS = [
    r"(?<![\w.~/])/" + "home/[a-z]",
    r"(?<![\w.~/])/" + "root/",
    r"(?<![\w.~/])/" + "work/",
    r"[A-Z]:\\" + "Users",
]

pytestmark = pytest.mark.once


def kept_files() -> list[Path]:
    """All files that git keeps, or would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this is not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts() -> Iterator[tuple[Path, str]]:
    for path in kept_files():
        try:
            yield path.relative_to(ROOT), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture, a font


def places(pattern: str) -> list[str]:
    found = re.compile(pattern)
    return [
        f"{path}:{number}"
        for path, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if found.search(line)
    ]


@pytest.mark.parametrize("host", REGISTRIES)
def test_no_file_names_a_package_registry(host: str):
    assert places(re.escape(host)) == []


@pytest.mark.parametrize("pattern", MACHINE_PATHS)
def test_no_file_holds_a_path_of_one_machine(pattern: str):
    assert places(pattern) == []


def test_packages_are_locked_without_addresses():
    names = {path.name for path in kept_files()}
    assert not names & {"uv" + ".lock", "poetry" + ".lock", "yarn" + ".lock"}
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    for name in ("run", "test", "uv"):
        locked = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        pinned = re.findall(r"^[a-z][\w.\-\[\]]*==", locked, re.MULTILINE)
        assert len(pinned) == len(re.findall(r"==[^\n]*\\\n\s+--hash=", locked))


def test_what_is_made_is_not_kept():
    made = re.compile(r"(^|/)(node_modules|\.venv|var|__pycache__)/|\.(mo|sqlite3|pyc)$")
    assert [str(path) for path, _ in texts() if made.search(path.as_posix())] == []


def test_imports_run_down_only():
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def python_files() -> list[Path]:
    return [path for path in kept_files() if path.suffix == ".py" and "migrations" not in path.parts]


def test_the_migrations_make_what_the_models_say():
    """The tests' own tables come from the models (tests/conftest.py), so this is what holds the two together."""
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState
    from django.utils import translation

    made = MigrationLoader(None, ignore_no_migrations=True)
    with translation.override(None):  # Django's own models have names in the reader's language
        changes = MigrationAutodetector(made.project_state(), ProjectState.from_apps(apps)).changes(made.graph)
    missing = [
        f"{app}: {step.describe()}" for app, steps in changes.items() for each in steps for step in each.operations
    ]
    assert missing == []


def test_no_file_is_too_long():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in python_files()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_function_is_too_long():
    long = {
        f"{path.relative_to(ROOT)}:{name}": length
        for path in python_files()
        for name, length in functions(path)
        if length > LONGEST_FUNCTION
    }
    assert long == {}


def test_no_module_is_a_drawer_for_anything():
    drawers = {"utils.py", "util.py", "helpers.py", "common.py", "misc.py"}
    assert [str(path) for path in python_files() if path.name in drawers] == []


def test_every_module_says_what_it_is():
    silent = [
        str(path.relative_to(ROOT))
        for path in python_files()
        if path.is_relative_to(ROOT / "src")
        and path.name not in {"__init__.py", "apps.py"}
        and not path.name.endswith("urls.py")
        and ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) is None
    ]
    assert silent == []


def test_the_programs_in_tools_say_what_is_missing(tmp_path: Path):
    """With a machine that has nothing, each missing program is named with the way to get it."""
    bash = subprocess.run(["which", "bash"], capture_output=True, text=True, check=True).stdout.strip()
    done = subprocess.run(
        [bash, str(ROOT / "tools" / "check_programs.sh"), "python3"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    for program in ("python3", "node", "npm"):
        assert f"samspill: {program} is missing." in done.stderr
