"""The kinds of notices there are: each room says which it sends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class How(models.TextChoices):
    """How a kind of notice reaches a person."""

    AT_ONCE = "at_once", _("På siden og e-post med en gang")
    DIGEST = "digest", _("På siden og samlet e-post om morgenen")
    PAGE = "page", _("Bare på siden")
    NEVER = "never", _("Ikke i det hele tatt")


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of notice. `label` is what it is called where a person chooses, and the subject in an e-mail; `deed` is
    the deed that one must be able to do for it ever to come: others are not asked about it."""

    name: str
    label: Any
    area: Any
    deed: str = ""
    standard: How = How.DIGEST


KINDS: dict[str, Kind] = {}


def kind(new: Kind) -> None:
    """Register a kind. Call in AppConfig.ready; a second call with the same name replaces the first."""
    KINDS[new.name] = new
