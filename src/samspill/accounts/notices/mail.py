"""The letter itself: what kind of thing, how many, and a link that asks the reader to sign in. Nothing of a patient.

What a notice is about is not in the letter, nor its own address: the link leads through the notice's own number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from samspill.accounts.models import Account
from samspill.core.notices.models import Letter, Notice
from samspill.directory.models import ContactKind, ContactWay, Person

SALT = "notices by e-mail"


def address_of(person: Person) -> str:
    """The person's own e-mail address; empty when they have none."""
    if person.email:
        return person.email
    ways = ContactWay.objects.filter(person=person, kind=ContactKind.EMAIL).order_by("order", "pk")
    return ways.values_list("value", flat=True).first() or ""


def write(letter: Letter, account: Account, address: str, notices: Sequence[Notice]) -> EmailMultiAlternatives:
    """Plain text and HTML. The Message-ID is the letter's: a mail server that gets it twice may see that."""
    with override(settings.LANGUAGE_CODE):
        off = link("notices-off", token=token_of(account.pk))
        values = {"lines": _lines(notices), "page": link("notices"), "off": off, "choose": link("notice-choices")}
        mail = EmailMultiAlternatives(
            subject=_subject(notices),
            body=render_to_string("accounts/notices/letter.txt", values),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[address],
            headers={
                "Message-ID": f"<{letter.pk}@{_host()}>",
                "List-Unsubscribe": f"<{off}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Auto-Submitted": "auto-generated",
            },
        )
        mail.attach_alternative(render_to_string("accounts/notices/letter.html", values), "text/html")
        return mail


def _subject(notices: Sequence[Notice]) -> str:
    if len(notices) == 1:
        return _("Samspill: %(what)s") % {"what": notices[0].label}
    return ngettext("Samspill: %(n)s varsel", "Samspill: %(n)s varsler", len(notices)) % {"n": len(notices)}


def _lines(notices: Sequence[Notice]) -> list[tuple[str, str]]:
    """(what and how many, link). One of a kind leads to the thing itself, several to the page of all."""
    counts = Counter(notice.label for notice in notices)
    first = {notice.label: notice for notice in reversed(notices)}
    return [
        (label, link("notice", pk=first[label].pk))
        if n == 1
        else (_("%(what)s: %(n)s stykker") % {"what": label, "n": n}, link("notices"))
        for label, n in counts.items()
    ]


def link(name: str, **values: object) -> str:
    return settings.ADDRESS + reverse(name, kwargs=values)


def token_of(account: UUID) -> str:
    """Opens nothing but the way out of e-mails for that account."""
    return signing.dumps(str(account), salt=SALT)


def account_of(token: str) -> UUID | None:
    try:
        return UUID(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError):
        return None


def _host() -> str:
    return settings.ADDRESS.partition("://")[2].partition(":")[0] or "samspill"
