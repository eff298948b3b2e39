"""What the room's templates ask for."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from samspill.apps.governance.rooms import parts_for
from samspill.ui.components.lists import segments

register = template.Library()


@register.simple_tag(takes_context=True)
def governance_rooms(context: Any) -> SafeString:
    request = context["request"]
    return segments(parts_for(request.person, request.path), _("Deler av «Saker»"))
