"""The municipality's answer to a ready notice: a dialogue message (HIS 80603) of version 1.0 or 1.1."""

from __future__ import annotations

from samspill.messages.answer_text import understand
from samspill.messages.body import event
from samspill.messages.codes import ANSWER_THEME, DIALOGUE
from samspill.messages.faults import NotForUs, Unreadable
from samspill.messages.head import full_name
from samspill.messages.message import Head
from samspill.messages.tree import Element, all_text, child, children, code, list_number, namespace, text
from samspill.stay.events import OSLO, Event, Kind, Side

_THEMES = frozenset(ANSWER_THEME.values())


def read_answer(body: Element, head: Head) -> tuple[tuple[Event, ...], str, str]:
    """Events (one, or none when the answer is not beyond doubt), the whole text, and who answered.

    Raises NotForUs for dialogue about anything else: nobody would see it here.
    """
    notes = list(children(body, "Notat"))
    themes = [child(note, "TemaKodet") for note in notes]
    if namespace(body) not in DIALOGUE.values() or not any(_is_answer(theme) for theme in themes):
        sentence = (
            "Dialogmeldingen er ikke en tilbakemelding på mottak av utskrivningsklar pasient. Andre tas ikke imot."
        )
        raise NotForUs("T10", sentence, head)
    if len(notes) > 1:
        raise Unreadable("T99", "Meldingen har flere notater. Samspill tar imot ett svar i hver melding.", head)
    note = notes[0]
    said = all_text(child(note, "TekstNotatInnhold"))
    remark = text(child(note, "Merknad"))
    if not said and not remark:
        raise Unreadable("T02", "Svaret har ingen tekst (TekstNotatInnhold).", head)
    answered_by = full_name(child(note, "RollerRelatertNotat", "HealthcareProfessional"))
    return _events(said, remark, head), f"{said} {remark}".strip(), answered_by


def _is_answer(theme: Element | None) -> bool:
    return (list_number(theme), code(theme)) in _THEMES


def _events(said: str, remark: str, head: Head) -> tuple[Event, ...]:
    """A remark beside the answer may turn it around, so an answer with one is left to a person."""
    if remark or head.generated_at is None:
        return ()
    answer = understand(said, head.generated_at.astimezone(OSLO).date())
    if answer is None:
        return ()
    kind = Kind.CAN if answer.can else Kind.CANNOT
    refers_to = head.parent or head.conversation
    return (event(head, kind, Side.MUNICIPALITY, refers_to=refers_to, expected=answer.expected),)
