from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.utils import translation

from samspill.ui import catalogues


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_every_text_is_there_in_every_language(language: str) -> None:
    faults = catalogues.missing(language)
    assert not faults, "\n".join(faults)


@pytest.fixture
def small_house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source tree with three strings, and no catalogues yet."""
    templates = tmp_path / "room" / "templates"
    templates.mkdir(parents=True)
    (tmp_path / "room" / "views.py").write_text(
        'from x import gettext as _\nA = _("Ett svar: %(day)s")\nB = ngettext("%(n)s dag", "%(n)s dager", 2)\n'
    )
    (templates / "page.html").write_text('{% load i18n %}\n  <p>{% translate "Hei" %}</p>\n{% button _("Lagre") %}')
    monkeypatch.setattr(catalogues, "SOURCE", tmp_path)
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path / "locale")
    return tmp_path


def translate(language: str, **texts: str) -> None:
    catalog: Catalog = catalogues.catalogue(language)
    for message in catalog:
        if message.id:
            first = catalogues._first(message.id)
            text = texts.get(first.split()[0].rstrip(":"), f"x {first}")
            message.string = (text, text) if message.pluralizable else text
    catalogues._write(language, catalog)


def test_strings_are_found_in_python_and_templates(small_house: Path) -> None:
    found = {message.id for message in catalogues.found() if message.id}
    assert found == {"Ett svar: %(day)s", ("%(n)s dag", "%(n)s dager"), "Hei", "Lagre"}


def test_what_lacks_a_translation_is_told(small_house: Path) -> None:
    assert catalogues.extract() == {"nn": 4, "en": 4}
    translate("nn")
    assert catalogues.missing("nn") == []
    assert "«Hei» has no translation." in catalogues.missing("en")


def test_a_new_extraction_keeps_what_is_translated_and_writes_the_same_file(small_house: Path) -> None:
    catalogues.extract()
    translate("nn")
    before = catalogues.po_path("nn").read_bytes()
    assert catalogues.extract()["nn"] == 0
    assert catalogues.po_path("nn").read_bytes() == before


def test_what_is_no_longer_used_is_told_and_then_taken_out(small_house: Path) -> None:
    catalogues.extract()
    translate("nn")
    (small_house / "room" / "templates" / "page.html").write_text("")
    assert "«Hei» is no longer in the source." in catalogues.missing("nn")
    assert catalogues.extract()["nn"] == 0


def test_a_lost_placeholder_is_told(small_house: Path) -> None:
    catalogues.extract()
    translate("nn", Ett="Eit svar")
    assert catalogues.missing("nn") == ["«Ett svar: %(day)s» has other placeholders than its translation."]


def test_compiled_texts_are_what_pages_show() -> None:
    with translation.override("nn"):
        assert translation.gettext("Siden finnes ikke") == "Sida finst ikkje"
        assert translation.ngettext("%(n)s over frist", "%(n)s over frist", 2) == "%(n)s over frist"
    with translation.override("en"):
        assert translation.gettext("Siden finnes ikke") == "The page does not exist"
        one, many = "%(n)s ting venter på deg", "%(n)s ting venter på deg"
        assert translation.ngettext(one, many, 1) == "%(n)s thing is waiting for you"
        assert translation.ngettext(one, many, 0) == "%(n)s things are waiting for you"
    with translation.override("nb"):
        assert translation.gettext("Siden finnes ikke") == "Siden finnes ikke"


def test_scripts_have_no_words_of_their_own() -> None:
    """JavaScript takes every text from the page, so that it is translated like the rest."""
    for path in (catalogues.SOURCE / "ui" / "static").rglob("*.js"):
        code = "\n".join(
            line for line in path.read_text(encoding="utf-8").splitlines() if not line.strip().startswith("//")
        )
        assert not any(letter in code for letter in "æøåÆØÅ"), path
