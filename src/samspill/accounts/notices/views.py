"""The pages of notices."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samspill.accounts.models import Account
from samspill.accounts.notices import actions, mail, permissions, queries
from samspill.core import walls
from samspill.core.doors import anyone, page
from samspill.core.notices.kinds import How
from samspill.core.notices.models import Notice
from samspill.core.refusal import Refused

PAGE = 50


@page(permission=permissions.check_see)
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """A POST says that all of them are seen."""
    person = _person(request)
    if request.method == "POST":
        actions.mark_all_seen(by=person)
        return redirect("notices")
    shown = Paginator(queries.notices_of(person), PAGE).get_page(request.GET.get("side"))
    lines = queries.lines_of(list(shown), person)
    unseen = sum(line.notice.seen_at is None for line in lines)
    return render(request, "accounts/notices/notices.html", {"page": shown, "lines": lines, "unseen": unseen})


@page(permission=permissions.check_see)
@require_safe
def notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """On to what it is about."""
    found = Notice.objects.visible_to(_person(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return redirect(actions.follow(found))


@page(permission=permissions.check_see)
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    areas = queries.choices_of(person)
    if request.method == "POST":
        asked = {kind.name: request.POST.get(kind.name, "") for _area, kinds in areas for kind, _how in kinds}
        actions.choose(by=person, chosen={kind: How(how) for kind, how in asked.items() if how in How.values})
        messages.success(request, _("Valget er lagret."))
        return redirect("notice-choices")
    account = Account.objects.select_related("person").get(pk=person.account_id)
    shown = {"areas": areas, "ways": How.choices, "address": mail.address_of(account.person)}
    return render(request, "accounts/notices/choices.html", shown)


@page(permission=anyone)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def off(request: HttpRequest, token: str) -> HttpResponse:
    """Out of e-mails, by the link in one of them. Asks first, since programs that look through mail follow links; a
    mail program's own button posts at once (RFC 8058), without a cookie, and the signed token is its proof."""
    with walls.whole_installation("the account that the token names, whoever asks"):
        pk = mail.account_of(token)
        account = Account.objects.filter(pk=pk).first() if pk else None
        if account is None:
            raise PermissionDenied(_("Lenken gjelder ikke."))
        if request.method == "POST":
            actions.no_more_mail(account)
    return render(request, "accounts/notices/off.html", {"done": request.method == "POST"})


@page(permission=permissions.check_mend)
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/notices/letters.html", {"letters": queries.letters_in_trouble(_person(request))})


@page(permission=permissions.check_mend)
@require_POST
def letter_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = _person(request)
    letter = queries.letter_to_mend(person, pk)
    if letter is None:
        raise Http404
    try:
        actions.send_again(by=person, letter=letter)
        messages.success(request, _("E-posten blir prøvd på nytt."))
    except Refused as no:
        messages.error(request, str(no))
    return redirect("notice-letters")


def _person(request: HttpRequest) -> Any:
    return request.person  # type: ignore[attr-defined]
