"""`{% load directory %}{% directory_rooms %}`: the way between the rooms under «Hvem er hvem», at the top of each."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from samspill.directory import rooms
from samspill.ui.components import lists

register = template.Library()


@register.simple_tag(takes_context=True)
def directory_rooms(context: Context) -> SafeString:
    request = context["request"]
    return lists.segments(rooms.rooms_for(request.person, request.path), _("Hvem er hvem"))
