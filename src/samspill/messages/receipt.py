"""The application receipt (AppRec 1.0 and 1.1, HIS 80415, HITS 1168): the message is ours now, or it is not and why."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from samspill import __version__
from samspill.messages.build import Builder, to_bytes
from samspill.messages.codes import APPREC, APPREC_MIG, TYPE_NAMES
from samspill.messages.faults import ERROR_TEXTS
from samspill.messages.message import Head, Outcome, Party
from samspill.messages.moments import NoMoment, read_instant, write_instant
from samspill.messages.tree import Element

_OUTCOME_NAMES = {Outcome.ACCEPTED: "OK", Outcome.REJECTED: "Avvist", Outcome.PARTIAL: "OK, feil i delmelding"}
_UNKNOWN = "UKJENT"  # instead of a message id that could not be found
_NOBODY = Party()
# Code list 8112: the part of the one who sends the receipt, in the message that it answers.
_PRIMARY = {"1.0": ("SPR", "Tjenesteyter"), "1.1": ("PRIM", "Primærmottaker")}
_COPY = ("COP", "Kopimottaker")


def can_be_answered(head: Head) -> bool:
    """Is enough known to send a receipt: to whom, about what? None is sent for a receipt."""
    return head.wants_receipt and bool(head.message_id) and bool(head.sender.organisation_her or head.sender.unit_her)


def write_receipt(
    head: Head,
    *,
    outcome: Outcome,
    errors: Sequence[tuple[str, str]] = (),
    received_at: datetime,
    own: Party | None = None,
    version: str | None = None,
    receipt_id: str = "",
) -> bytes:
    """A receipt for the message with this head, valid by the schema however little of the head was found.

    errors       code of list 8221 and a sentence for people; at least one unless accepted, none if accepted
    received_at  aware; when the receipt is made, and stands in for GenDate of the message where that was not found
    own          who answers, where it is not the Receiver of the message: a copy recipient, or a head without receiver
    version      "1.0" or "1.1"; otherwise the one that the standard of the message asks for
    receipt_id   a UUID; otherwise a new one. A receipt is sent once: keep it, and send the same again

    ValueError when outcome and errors do not go together, or a code or version is unknown.
    """
    _check(outcome, errors)
    version = version or head.receipt_version
    if version not in APPREC:
        raise ValueError(f"there is no AppRec {version!r}")
    builder = Builder(APPREC[version])
    root = builder.root("AppRec", {None: APPREC[version]})
    builder.coded(root, "MsgType", "APPREC", "Applikasjonskvittering")
    builder.add(root, "MIGversion", APPREC_MIG[version])
    builder.add(root, "SoftwareName", "Samspill")
    builder.add(root, "SoftwareVersion", __version__)
    builder.add(root, "GenDate", write_instant(received_at))
    builder.add(root, "Id", receipt_id or str(uuid.uuid4()))
    answering, (role, role_name) = _answering(head, own, version)
    _side(builder, root, "Sender", answering, role, role_name)
    _side(builder, root, "Receiver", head.sender, *(("AVS", "Avsender") if version == "1.1" else ("", "")))
    builder.coded(root, "Status", outcome.value, _OUTCOME_NAMES[outcome])
    for code, sentence in errors:
        builder.coded(root, "Error", code, ERROR_TEXTS[code], "8221", sentence)
    _original(builder, root, head, received_at)
    return to_bytes(root)


def _check(outcome: Outcome, errors: Sequence[tuple[str, str]]) -> None:
    if (outcome is Outcome.ACCEPTED) == bool(errors):
        raise ValueError("an accepted message has no errors, any other has at least one")
    if unknown := [code for code, _ in errors if code not in ERROR_TEXTS]:
        raise ValueError(f"not in code list 8221: {', '.join(unknown)}")


def _answering(head: Head, own: Party | None, version: str) -> tuple[Party, tuple[str, str]]:
    """The receipt speaks with the address that the message had; a copy recipient speaks with its own."""
    if own is None or _same(own, head.receiver):
        return head.receiver, _PRIMARY[version]
    return own, _PRIMARY[version] if _same(head.receiver, _NOBODY) else _COPY


def _same(one: Party, other: Party) -> bool:
    return (one.organisation_her, one.unit_her) == (other.organisation_her, other.unit_her)


def _side(builder: Builder, root: Element, name: str, party: Party, role: str, role_name: str) -> None:
    side = builder.add(root, name)
    if role:
        builder.coded(side, "Role", role, role_name)
    institution = builder.add(builder.add(side, "HCP"), "Inst")
    her = ("HER", "HER-id")
    enh = ("ENH", "Organisasjonsnummeret i Enhetsregister")
    number, kind = (party.organisation_her, her) if party.organisation_her else (party.organisation_number, enh)
    _named(builder, institution, party.organisation_name, number, kind)
    has_unit = bool(party.unit_her or party.unit_name)
    if has_unit and not party.unit_is_person:
        _named(builder, builder.add(institution, "Dept"), party.unit_name, party.unit_her, her)
    if party.organisation_her and party.organisation_number:
        additional = builder.add(institution, "AdditionalId")
        builder.add(additional, "Id", party.organisation_number)
        builder.coded(additional, "Type", *enh)
    if has_unit and party.unit_is_person:
        _named(builder, builder.add(institution, "HCPerson"), party.unit_name, party.unit_her, her)


def _named(builder: Builder, element: Element, name: str, number: str, kind: tuple[str, str]) -> None:
    if name:
        builder.add(element, "Name", name)
    if number:
        builder.add(element, "Id", number)
        builder.coded(element, "TypeId", *kind)


def _original(builder: Builder, root: Element, head: Head, received_at: datetime) -> None:
    """Which message this is about, letter by letter as it was sent: some systems compare the text."""
    original = builder.add(root, "OriginalMsgId")
    builder.coded(original, "MsgType", head.type, TYPE_NAMES.get(head.type, "" if head.type else "Ukjent meldingstype"))
    builder.add(original, "IssueDate", _issue_date(head, received_at))
    builder.add(original, "Id", head.sent_id or head.message_id or _UNKNOWN)


def _issue_date(head: Head, received_at: datetime) -> str:
    try:
        read_instant(head.sent_date)
    except NoMoment:
        return write_instant(head.generated_at or received_at)
    return head.sent_date
