"""Every template of the house, also tomorrow's: it parses, its classes and icons exist, nothing is inline."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template

from samspill.ui import icons

SOURCE = Path(settings.PACKAGE)
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
COMPONENTS = [*sorted((SOURCE / "ui" / "components").glob("*.py")), SOURCE / "ui" / "icons.py"]
NAMES = [str(path.relative_to(SOURCE)) for path in TEMPLATES]
CLASSES = re.compile(r'class="([^"]*)"')
TAGS = re.compile(r"[\w-]*{{.*?}}[\w-]*|{[%#].*?[%#]}")  # `a-{{ kind }}` is no name yet


def styles() -> str:
    installed = finders.find("vendor/designsystemet/src/index.css")
    assert installed, "the npm packages are not installed: run npm ci"
    own = sorted(SOURCE.rglob("static/**/*.css"))
    return "\n".join(Path(path).read_text(encoding="utf-8") for path in [installed, *own])


def classes_in(path: Path) -> set[str]:
    """The class names written out in a file; what a template tag fills in, or completes, is left out."""
    text = path.read_text(encoding="utf-8")
    found = [TAGS.sub(" ", each) if path.suffix == ".html" else each for each in CLASSES.findall(text)]
    return {name for each in found for name in each.split() if "{" not in name}


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_it_parses(path: Path) -> None:
    get_template(str(path).split("/templates/")[1])


@pytest.mark.skipif(not (settings.PROJECT / "node_modules").is_dir(), reason="the npm packages are not installed")
def test_every_class_is_in_some_stylesheet() -> None:
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", styles()))
    missing = {path.name: gone for path in [*TEMPLATES, *COMPONENTS] if (gone := classes_in(path) - known)}
    assert not missing


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("static/**/*.css")), ids=lambda path: path.name)
def test_every_brace_of_a_stylesheet_is_closed(path: Path) -> None:
    """One that is not takes all rules below it along, without a word."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert text.count("{") == text.count("}")


@pytest.mark.skipif(not icons.FOLDER.is_dir(), reason="the npm packages are not installed")
def test_every_icon_is_installed() -> None:
    written = re.compile(r'(?:icon=|{% icon |draw\(|icon\(|"icon": )"(\w+)"')
    files = [*TEMPLATES, *SOURCE.rglob("*.py")]
    used = {name: path.name for path in files for name in written.findall(path.read_text(encoding="utf-8"))}
    assert len(used) > 20
    assert not {name: where for name, where in used.items() if not (icons.FOLDER / f"{name}.svg").is_file()}


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_nothing_is_inline(path: Path) -> None:
    """The content policy would stop it, silently."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r'\sstyle="|<style|\son\w+="|javascript:|hx-on|hx-vals=.js', text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_nothing_is_fetched_from_elsewhere(path: Path) -> None:
    assert not re.search(r'(?:src|href)="(?:https?:)?//', path.read_text(encoding="utf-8"))
