"""Bringing a file in, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused
from samspill.directory import lookup
from samspill.directory.exchange import importing, permissions
from samspill.directory.exchange.changes import Change, take_back
from samspill.directory.exchange.files import Row
from samspill.directory.exchange.sheets import SHEETS
from samspill.directory.models import FileIn, FileStatus


@deed("directory.preview_file", permission=permissions.check_sheet)
def keep_for_preview(*, by: Any, sheet: str, name: str, rows: Sequence[Row]) -> FileIn:
    """Keep the rows of a file, to be looked at before anything is changed."""
    return FileIn.objects.create(
        community_id=by.community_id,
        sheet=sheet,
        file_name=name[:160],
        rows=list(rows),
        at=clock.now(),
        by_name=getattr(by, "name", ""),
        by_account=by.audit_id,
    )


@deed("directory.take_in_file", permission=permissions.check_file)
def take_in(*, by: Any, file: FileIn, digest: str) -> FileIn:
    """Take in what was previewed: all rows or none. Raises Refused, also when it would now do something else than the
    preview with that digest showed."""
    file = FileIn.objects.select_for_update().get(pk=file.pk)
    if file.status != FileStatus.PREVIEWED:
        raise Refused(_("Denne filen er allerede hentet inn."))
    outcome = importing.take_in(SHEETS[file.sheet], file.rows, by)
    if outcome.digest != digest:
        raise Refused(_("Noe er endret siden du så på filen. Se over en gang til."))
    file.changes = [{"line": line, **change.as_json()} for line, change in outcome.changes]
    file.status = FileStatus.TAKEN_IN
    file.at = clock.now()
    file.save(update_fields=["changes", "status", "at"])
    return file


@deed("directory.undo_file", permission=permissions.check_file)
def undo(*, by: Any, file: FileIn) -> FileIn:
    """Everything the file changed is as before, or nothing is: raises Refused when a row was changed since."""
    file = FileIn.objects.select_for_update().get(pk=file.pk)
    if file.status != FileStatus.TAKEN_IN:
        raise Refused(_("Bare en fil som er hentet inn, kan angres."))
    for change in reversed(changes_of(file)):
        take_back(change)
    file.status = FileStatus.UNDONE
    file.undone_at = clock.now()
    file.undone_by = getattr(by, "name", "")
    file.save(update_fields=["status", "undone_at", "undone_by"])
    lookup.forget()
    return file


def changes_of(file: FileIn) -> list[Change]:
    return [Change(**{name: value for name, value in each.items() if name != "line"}) for each in file.changes]
