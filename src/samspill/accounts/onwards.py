"""Where somebody goes who has just signed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from samspill.accounts.middleware import POSITION_KEY
from samspill.ui.views import safe_next


def onwards(request: HttpRequest, address: str) -> HttpResponse:
    """To the page that was asked for, when it is ours; by way of the choice of position when there is one to make."""
    address = safe_next(request, address)
    if POSITION_KEY in request.session:
        return HttpResponseRedirect(address)
    return HttpResponseRedirect(f"{reverse('choose-position')}?{urlencode({'next': address})}")
