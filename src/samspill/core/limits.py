"""How often: limits that hold however many processes answer, and that never shut out a whole ward.

    @limited("search", per_person="120/min")        on a view, under @page
    limits.take("emergency_access", person=by)      inside an action

Two ways of counting. *per person*: the signed-in account, wherever it sits. *per address*: only for what is done
without being signed in (tries to sign in, machines with a wrong key), because a ward, or a whole municipality, comes
from one address. So no limit on an address ever stands between a signed-in person and the board. The address is the one
that the web server saw; `X-Forwarded-For` is believed only behind a proxy that SAMSPILL_BEHIND_PROXY names. This
machine's own address is never counted: behind a proxy that was forgotten in the settings, it would be everybody.

A limit of 60/min lets 60 through at once, then one a second: a count that leaks ("GCRA"). One row and one statement a
question, so two processes can never let through the same one twice. Keys are keyed hashes; no address is stored.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from math import ceil
from typing import Any, TypeVar, cast

from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from samspill.core import clock
from samspill.core.encryption import index_of
from samspill.core.refusal import Refused

View = TypeVar("View", bound=Callable[..., HttpResponse])
SECONDS = {"s": 1, "min": 60, "h": 3600, "day": 86400}

# Every limit by name, with what it is for: the page and the docs say the same.
LIMITS: dict[str, tuple[str, Any]] = {
    # High: at the change of shifts a whole hospital signs in from one address.
    "sign_in": ("300/min", _("forsøk på å logge inn")),
    "sign_in_failed": ("30/min", _("mislykkede forsøk på å logge inn")),
    "api_wrong_key": ("20/min", _("forsøk med feil nøkkel")),
    "search": ("240/min", _("søk")),
    "emergency_access": ("6/h", _("nødtilganger")),
    "extract": ("30/h", _("uttrekk")),
    "look_up_patient": ("60/h", _("oppslag på fødselsnummer")),
    "draft": ("60/min", _("utkast")),
}


class Counted(models.Model):
    """`full_until`: seconds since 1970 until the count is empty again. What lies in the past may be thrown away."""

    key = models.CharField(max_length=64, primary_key=True)
    full_until = models.FloatField(db_index=True)

    class Meta:
        app_label = "core"


@dataclass(frozen=True)
class Rate:
    number: int
    period: float  # seconds

    @classmethod
    def of(cls, text: str) -> Rate:
        """From "60/min": the number, and s, min, h or day."""
        number, _slash, unit = text.partition("/")
        return cls(int(number), float(SECONDS[unit]))


class TooMany(Refused):
    """Too often. `seconds`: when it is worth trying again. Answered with 429 and Retry-After."""

    status = 429

    def __init__(self, what: Any, seconds: int) -> None:
        self.seconds = seconds
        sentence = _("Det har vært for mange %(what)s på kort tid. Vent %(wait)s, og prøv igjen.")
        super().__init__(sentence, what=what, wait=_Wait(seconds))


class _Wait:
    """Said in the language of whoever reads it."""

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds

    def __str__(self) -> str:
        minutes = ceil(self._seconds / 60)
        if self._seconds <= 90:
            return ngettext("%(n)s sekund", "%(n)s sekunder", self._seconds) % {"n": self._seconds}
        return ngettext("%(n)s minutt", "%(n)s minutter", minutes) % {"n": minutes}


def limited(name: str, *, per_person: str = "", per_address: str = "") -> Callable[[View], View]:
    """Count every call of a view. Put it under @page, so that only those who may are counted."""

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
            person: Any = getattr(request, "person", None)
            if per_person and person is not None and person.signed_in:
                take(name, person=person, rate=per_person)
            elif per_address and not (person is not None and person.signed_in):
                take(name, address=address_of(request), rate=per_address)
            return view(request, *args, **values)

        counted.limits = (name, per_person, per_address)  # type: ignore[attr-defined]
        return cast(View, counted)

    return decorate


def take(name: str, *, person: Any = None, address: str = "", rate: str = "") -> None:
    """Count one. Raises TooMany when there is no room for it; then it is not counted."""
    standard, what = LIMITS[name]
    if person is not None:
        key = index_of("limit", name, "person", person.audit_id)
    elif not address or is_this_machine(address):
        return
    else:
        key = index_of("limit", name, "address", address)
    wait = _count(key, Rate.of(rate or standard))
    if wait > 0:
        raise TooMany(what, max(1, ceil(wait)))


# The row is moved on by one step if it then is not further ahead than one period; otherwise nothing is changed, and
# nothing comes back. The database does it in one go, so no two processes see the same place.
_TAKE = """
    INSERT INTO core_counted AS c (key, full_until) VALUES (%s, %s)
    ON CONFLICT (key) DO UPDATE
      SET full_until = CASE WHEN c.full_until > %s THEN c.full_until ELSE %s END + %s
      WHERE (CASE WHEN c.full_until > %s THEN c.full_until ELSE %s END) + %s <= %s
    RETURNING full_until
"""


def _count(key: str, rate: Rate) -> float:
    """0 when it was counted; otherwise the seconds until there is room."""
    now, step = clock.now().timestamp(), rate.period / rate.number
    # A thousandth of a step: many steps added up must not fall short of the period by a rounding.
    latest = now + rate.period + step / 1000
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [key, now + step, now, now, step, now, now, step, latest])
        if cursor.fetchone() is not None:
            return 0.0
        cursor.execute("SELECT full_until FROM core_counted WHERE key = %s", [key])
        found = cursor.fetchone()
    return max(0.001, float(found[0]) + step - latest) if found else 0.001


def forget_old() -> int:
    """Throw away the counts that are empty by now; the schedule does it."""
    return Counted.objects.filter(full_until__lt=(clock.now() - timedelta(hours=1)).timestamp()).delete()[0]


def address_of(request: HttpRequest) -> str:
    """The reader's address as the web server saw it; IPv6 by its network, since one machine there has very many."""
    text = request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    if address.version == 6 and not address.is_loopback:
        mapped = address.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network(f"{address}/64", strict=False))
    return str(address)


def is_this_machine(address: str) -> bool:
    try:
        return ipaddress.ip_network(address, strict=False)[0].is_loopback
    except ValueError:
        return False
