"""Building XML without writing tags by hand: what the writers of messages and receipts share."""

from __future__ import annotations

import re

from lxml import etree

from samspill.messages.codes import MIG_VERSION, MSGHEAD, NUMBER_NAMES, OID, SEX_NAMES, TYPE_NAMES
from samspill.messages.message import Envelope, Party, Patient
from samspill.messages.moments import write_instant
from samspill.messages.tree import Element

_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML cannot hold the others


class Builder:
    """Appends children in one namespace."""

    def __init__(self, namespace: str) -> None:
        self._open = f"{{{namespace}}}"

    def root(self, name: str, prefixes: dict[str | None, str]) -> Element:
        """A new root element with its namespace prefixes."""
        return etree.Element(self._open + name, nsmap=prefixes)  # type: ignore[arg-type]  # None is the default prefix

    def add(self, parent: Element, name: str, text: str = "") -> Element:
        """A child, with text where there is any."""
        element = etree.SubElement(parent, self._open + name)
        if text:
            element.text = writable(text)
        return element

    def coded(
        self, parent: Element, name: str, value: str, shown: str = "", code_list: str = "", more: str = ""
    ) -> Element:
        """A child of the kinds CS and CV: code in V, its text in DN, its list in S, additional text in OT."""
        element = self.add(parent, name)
        values = (("V", value), ("DN", shown), ("S", OID + code_list if code_list else ""), ("OT", more))
        for attribute, content in values:
            if content:
                element.set(attribute, writable(content))
        return element

    def ident(self, parent: Element, number: str, kind: str, name: str, code_list: str) -> None:
        """An identifier with its kind."""
        ident = self.add(parent, "Ident")
        self.add(ident, "Id", number)
        self.coded(ident, "TypeId", kind, name, code_list)


def writable(text: str) -> str:
    """The text without the control characters that XML cannot hold."""
    return _UNWRITABLE.sub("", text)


def to_bytes(root: Element) -> bytes:
    """A whole document in UTF-8."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def message_head(type_: str, envelope: Envelope) -> tuple[Element, Element]:
    """A MsgHead 1.2 with an empty Content: the root, and the Content to put the body in."""
    head = Builder(MSGHEAD)
    root = head.root("MsgHead", {None: MSGHEAD})
    info = head.add(root, "MsgInfo")
    head.coded(info, "Type", type_, TYPE_NAMES[type_])
    head.add(info, "MIGversion", MIG_VERSION)
    head.add(info, "GenDate", write_instant(envelope.generated_at))
    head.add(info, "MsgId", envelope.message_id)
    if envelope.test:
        head.coded(info, "ProcessingStatus", "D", "Debugging")
    if envelope.parent:
        reference = head.add(info, "ConversationRef")
        head.add(reference, "RefToParent", envelope.parent)
        head.add(reference, "RefToConversation", envelope.conversation or envelope.parent)
    for name, party in (("Sender", envelope.sender), ("Receiver", envelope.receiver)):
        _party(head, head.add(info, name), party)
    _patient(head, info, envelope.patient)
    document = head.add(head.add(root, "Document"), "RefDoc")
    head.coded(document, "IssueDate", write_instant(envelope.generated_at))
    head.coded(document, "MsgType", "XML", "XML-instans")
    return root, head.add(document, "Content")


def _party(head: Builder, side: Element, party: Party) -> None:
    organisation = head.add(side, "Organisation")
    head.add(organisation, "OrganisationName", party.organisation_name)
    for number, kind, name in (
        (party.organisation_her, "HER", "HER-id"),
        (party.organisation_number, "ENH", "Organisasjonsnummeret i Enhetsregister"),
    ):
        if number:
            head.ident(organisation, number, kind, name, "9051")
    if not party.unit_her:
        return
    if party.unit_is_person:
        unit = head.add(organisation, "HealthcareProfessional")
        given, _, family = party.unit_name.rpartition(" ")
        head.add(unit, "FamilyName", family)
        head.add(unit, "GivenName", given)
        head.ident(unit, party.unit_her, "HER", "HER-id", "8116")
    else:
        unit = head.add(organisation, "Organisation")
        head.add(unit, "OrganisationName", party.unit_name)
        head.ident(unit, party.unit_her, "HER", "HER-id", "9051")


def _patient(head: Builder, info: Element, patient: Patient) -> None:
    element = head.add(info, "Patient")
    head.add(element, "FamilyName", patient.family_name)
    head.add(element, "GivenName", patient.given_name)
    if patient.born:
        head.add(element, "DateOfBirth", patient.born.isoformat())
    if patient.sex:
        head.coded(element, "Sex", patient.sex, SEX_NAMES.get(patient.sex, ""))
    head.ident(element, patient.number, patient.number_kind, NUMBER_NAMES.get(patient.number_kind, ""), "8116")
