"""What is stored of a member of staff: for themselves to take out, and to anonymise when they have left.

The names in the logs stay as long as the logs do: a patient has a right to know who looked.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from samspill.accounts.models import Account, AccountSession, Draft, SignInAttempt, WhyEnded
from samspill.accounts.sessions.ending import end_all_of
from samspill.core import clock, walls
from samspill.core.audit.models import AccessRow, AuditRow
from samspill.core.deeds import deed
from samspill.core.notices.models import Notice
from samspill.core.refusal import Refused, answers_twice
from samspill.core.retention import Erasure
from samspill.directory.models import Person, Position
from samspill.portal.privacy import permissions

GIVEN, FAMILY = "Tidligere", "ansatt"
# What hangs on a person and says how to reach them, or what they know.
OF_THE_PERSON = ("contactways", "openinghourss", "topics")


@walls.whole_installation("a person's own data, in whichever community they worked")
def data_of(person: Person, account: Account) -> dict[str, list[dict[str, Any]]]:
    """All that is stored of a member of staff, in sections of rows. Patients are not in it: what somebody did to which
    patient is that patient's own."""
    positions = Position.objects.filter(person=person).select_related("unit", "community").order_by("valid_from")
    return {
        "person": [_plain(person, "given_name", "family_name", "phone", "email")],
        "contact": [row for name in OF_THE_PERSON for row in _hanging_on(person, name)],
        "positions": [
            {
                "role": str(position.get_role_display()),
                "title": position.title,
                "unit": position.unit.name,
                "community": position.community.name,
                **_plain(position, "valid_from", "valid_to", "reason"),
            }
            for position in positions
        ],
        "sessions": [
            _plain(row, "signed_in_at", "last_active", "method", "browser", "system", "ended_at", "why_ended")
            for row in AccountSession.objects.filter(account=account).order_by("signed_in_at")
        ],
        "sign_in_attempts": [
            _plain(row, "at", "method", "succeeded", "reason", "browser", "system")
            for row in SignInAttempt.objects.filter(account=account).order_by("at")
        ],
        "notices": [
            {"what": row.sentence, **_plain(row, "at", "kind", "seen_at")}
            for row in Notice.objects.filter(account=account.pk).order_by("at")
        ],
        "deeds": [_plain(row, "at", "deed", "role") for row in _by(AuditRow, account).order_by("at")],
        "openings": [_plain(row, "at", "unit", "reason") for row in _by(AccessRow, account).order_by("at")],
    }


def _by(log: Any, account: Account) -> QuerySet[Any]:
    found: QuerySet[Any] = log._default_manager.filter(who=f"account:{account.pk}")
    return found


def _plain(row: Any, *fields: str) -> dict[str, Any]:
    values = {field: getattr(row, field) for field in fields}
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}


def _hanging_on(person: Person, name: str) -> list[dict[str, Any]]:
    rows = getattr(person, name).all() if hasattr(person, name) else []
    kept = {"id", "person_id", "unit_id"}
    return [
        {"kind": name, **_plain(row, *(f.attname for f in row._meta.concrete_fields if f.attname not in kept))}
        for row in rows
    ]


@walls.whole_installation("whether they still work in another community")
def who_left(community: Any) -> list[tuple[Person, Any]]:
    """People whose every role in any community is over, and when the last one ended; newest first."""
    today = clock.today()
    mine = Position.objects.filter(community=community).values("person")
    still = Position.objects.on(today).values("person")
    later = Position.objects.filter(valid_from__gt=today).values("person")
    left = Person.objects.filter(pk__in=mine).exclude(pk__in=still).exclude(pk__in=later)
    left = left.exclude(given_name=GIVEN, family_name=FAMILY)
    ended = [(person, max(p.valid_to for p in person.positions.all() if p.valid_to)) for person in left]
    return sorted(ended, key=lambda pair: pair[1], reverse=True)


@answers_twice
@walls.whole_installation("whether they still work in another community")
def check_has_left_work(person: Person) -> None:
    today = clock.today()
    held = Position.objects.filter(person=person)
    if held.filter(pk__in=Position.objects.on(today)).exists() or held.filter(valid_from__gt=today).exists():
        raise Refused(_("Personen har fortsatt en rolle. Avslutt rollene først."))


@deed("privacy.anonymise_person", permission=permissions.check_anonymise)
def anonymise_person(*, by: Any, whom: Person, reason: str) -> Person:
    """Name and contact ways go, the account is closed for good; positions stay without a name. Raises Refused."""
    if len(reason.strip()) < 10:
        raise Refused(_("Skriv en begrunnelse på minst ti tegn."))
    whom = Person.objects.select_for_update().get(pk=whom.pk)
    check_has_left_work(whom)
    counts = {"people": 1, **_forget_contact(whom), **_forget_account(whom)}
    whom.given_name, whom.family_name, whom.phone, whom.email = GIVEN, FAMILY, "", ""
    whom.save()
    Erasure.objects.create(
        at=clock.now(),
        community=by.community_id,
        who=by.audit_id,
        kind="person",
        about_kind="directory.person",
        about_id=str(whom.pk),
        reason=reason.strip()[:300],
        counts=counts,
    )
    return whom


def _forget_contact(whom: Person) -> dict[str, int]:
    return {name: getattr(whom, name).all().delete()[0] for name in OF_THE_PERSON if hasattr(whom, name)}


def _forget_account(whom: Person) -> dict[str, int]:
    account = Account.objects.filter(person=whom).first()
    if account is None:
        return {}
    end_all_of(account.pk, WhyEnded.ACCOUNT_CLOSED)
    Draft.objects.filter(account=account).delete()
    if apps.is_installed("samspill.accounts") and hasattr(account, "identities"):
        account.identities.all().delete()  # the keyed hashes that sign-in knew them by
    account.username, account.is_active = f"closed-{account.pk}"[:60], False
    account.save(update_fields=["username", "is_active"])
    return {"accounts": 1}
