"""The texts in the other languages, without GNU gettext: Babel finds, keeps and compiles them.

    extract()            find every marked string in our Python and templates; bring the .po files up to date
    missing(language)    sentences about every string that lacks a translation, is doubtful, or is no longer in use
    compile_all()        .po → .mo, at set-up; the .mo files are not kept in git

Bokmål is the language that the source is written in, so it needs no catalogue. A string is marked by `_("…")`,
`gettext`, `ngettext` and their lazy and contextual kin in Python, and by `translate`, `blocktranslate` and `_("…")` in
templates.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as babel_extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

LANGUAGES = ("nn", "en")
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
SOURCE = Path(settings.PACKAGE)
LOCALE = Path(settings.LOCALE_PATHS[0])
TEMPLATES = frozenset({".html", ".txt"})  # pages and letters


def found() -> Catalog:
    """Every marked string in the source, with the files where it stands (no line numbers: they change for nothing)."""
    catalog = Catalog(locale=None, charset="utf-8")
    templates = [path for path in SOURCE.rglob("templates/**/*") if path.suffix in TEMPLATES]
    for path in sorted(SOURCE.rglob("*.py")) + sorted(templates):
        place = str(path.relative_to(SOURCE))
        for text, context in _strings(path):
            catalog.add(text, context=context, locations=[(place, None)])  # type: ignore[list-item]
    return catalog


def _strings(path: Path) -> Iterator[tuple[Any, str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix in TEMPLATES:
        # Django blanks out all but the strings; without indentation the rest can be read as lines of Python.
        source = "\n".join(line.strip() for line in templatize(source, origin=str(path)).splitlines())
    for _line, text, _comments, context in babel_extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
        if text:
            yield text, context


def po_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def catalogue(language: str) -> Catalog:
    """The catalogue as it is kept; an empty one when there is none yet."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def extract() -> dict[str, int]:
    """Add what is new to each .po and take out what is gone; language → how many strings need a translation."""
    source = found()
    for language in LANGUAGES:
        old = catalogue(language)
        new = Catalog(locale=language, charset="utf-8", project="Samspill", fuzzy=False)
        for message in source:
            if message.id:
                _keep(new, message, old)
        _write(language, new)
    return {language: len(missing(language)) for language in LANGUAGES}


def _keep(new: Catalog, message: Message, old: Catalog) -> None:
    known = old.get(message.id, context=message.context)
    text = known.string if known and not known.fuzzy else None
    new.add(
        message.id,
        string=text,
        context=message.context,
        locations=sorted(message.locations),
        flags=message.flags - {"fuzzy"},
    )


HEADER = """# Kept up to date by `samspill texts`; translations are written here by hand.
msgid ""
msgstr ""
"Project-Id-Version: Samspill\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def _write(language: str, catalog: Catalog) -> None:
    """With a header of our own: Babel's holds the time of day, and would change for nothing."""
    body = io.BytesIO()
    write_po(body, catalog, width=110, sort_output=True, omit_header=True, include_lineno=False)
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER.format(language=language) + body.getvalue().decode(), encoding="utf-8")


def missing(language: str) -> list[str]:
    """A sentence for each string without translation, with a doubtful one, with other placeholders, or not in use."""
    source, kept = found(), catalogue(language)
    faults = [fault for message in source if message.id for fault in _faults(message, kept)]
    gone = [m for m in kept if m.id and source.get(m.id, context=m.context) is None]
    return faults + [f"«{_first(m.id)}» is no longer in the source." for m in gone]


def _faults(message: Message, kept: Catalog) -> Iterator[str]:
    name, known = _first(message.id), kept.get(message.id, context=message.context)
    if known is None or not all(_forms(known.string)):
        yield f"«{name}» has no translation."
    elif known.fuzzy:
        yield f"«{name}» has a doubtful translation."
    elif any(map(_differs, _forms(message.id), _forms(known.string))):
        yield f"«{name}» has other placeholders than its translation."


def _first(text: Any) -> str:
    return text if isinstance(text, str) else text[0]


def _forms(text: Any) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)


def _differs(form: str, translated: str) -> bool:
    """Each form of a plural has placeholders of its own: «one day», «%(n)s days»."""
    return _placeholders(form) != _placeholders(translated)


def _placeholders(text: str) -> set[str]:
    return {part.partition(")")[0] for part in text.split("%(")[1:]}


def compile_all() -> list[Path]:
    """Write each .mo beside its .po; the files written."""
    return [_compile(language) for language in LANGUAGES if po_path(language).exists()]


def _compile(language: str) -> Path:
    path = po_path(language).with_suffix(".mo")
    draft = path.with_suffix(f".mo.{os.getpid()}")
    with draft.open("wb") as file:
        write_mo(file, catalogue(language))
    draft.replace(path)  # a process that starts meanwhile reads the old or the new, never half
    return path


def compile_if_older() -> None:
    """Compile when a .po has changed since its .mo was made."""
    for language in LANGUAGES:
        po = po_path(language)
        mo = po.with_suffix(".mo")
        if po.exists() and (not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime):
            _compile(language)
