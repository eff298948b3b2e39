"""What somebody was writing when their time ran out. It lies encrypted on the server, never in the browser's own store,
since it may be about a patient; only they get it back, for a day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from samspill.accounts.models import Draft
from samspill.core import clock

KEPT = timedelta(days=1)
LARGEST = 40_000  # characters, all fields together
MOST = 5  # pages a person


class BadDraft(Exception):
    """Not what the page sends."""


def keep(account_id: UUID, page: str, fields: Any) -> Draft:
    """Store, or replace, what was typed on a page. `fields`: [[form, name, value], …]; all texts."""
    if not page.startswith("/") or len(page) > 300:
        raise BadDraft
    if not isinstance(fields, list) or not all(_is_field(field) for field in fields):
        raise BadDraft
    if sum(len(text) for field in fields for text in field) > LARGEST:
        raise BadDraft
    draft, _ = Draft.objects.update_or_create(
        account_id=account_id, page=page, defaults={"body": fields, "saved_at": clock.now()}
    )
    kept = Draft.objects.filter(account=account_id).order_by("-saved_at").values_list("pk", flat=True)[:MOST]
    Draft.objects.filter(account=account_id).exclude(pk__in=list(kept)).delete()
    return draft


def _is_field(field: Any) -> bool:
    return isinstance(field, list) and len(field) == 3 and all(isinstance(text, str) for text in field)


def take(account_id: UUID, page: str) -> list[list[str]]:
    """Hand it back, once."""
    draft = Draft.objects.filter(account=account_id, page=page, saved_at__gte=clock.now() - KEPT).first()
    if draft is None:
        return []
    body: list[list[str]] = draft.body
    draft.delete()
    return body


def forget_old() -> int:
    return Draft.objects.filter(saved_at__lt=clock.now() - KEPT).delete()[0]
