"""Why a message cannot be taken in, said with the national error codes (code list 8221)."""

from __future__ import annotations

from samspill.messages.message import Head

# HIS 80415:2012 chapter 6.3. When each is used is written in docs/messages.md.
ERROR_TEXTS = {
    "T01": "Ikke XML / ikke 'well formed' / uleselig",
    "T02": "XML validerer ikke",
    "T10": "Støtter ikke meldingsformatet",
    "T99": "Annen feil på format",
    "S01": "Feil på signatur",
    "S02": "Ugyldig sertifikat",
    "S03": "Tilbaketrukket sertifikat",
    "S99": "Annen feil på signatur eller sertifikat",
    "E10": "Ugyldig meldingsidentifikator",
    "E20": "Lege finnes ikke",
    "E21": "Mottaker finnes ikke",
    "E30": "Pasientens fødselsnummer mangler",
    "E31": "Pasientens fødselsnummer er feil",
    "E32": "Pasientens navn mangler",
    "E35": "Pasienten finnes ikke i mottakersystemet",
    "E36": "Pasientopplysninger er utilstrekkelige",
    "E53": "Pasientens fødselsnummer eller D-nummer finnes ikke registrert i Folkeregisteret",
    "E54": "Pasientens fødselsnummer er ikke registrert i mottakersystemet",
    "X99": "Annen feil",
}


class Unreadable(Exception):
    """A message that Samspill cannot take in.

    code      of list 8221, for the receipt
    sentence  what is wrong and where, in Norwegian, without anything about the patient
    head      what could be found of the message's head, so that a receipt can be addressed
    """

    def __init__(self, code: str, sentence: str, head: Head | None = None) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code
        self.sentence = sentence
        self.head = head or Head()


class NotForUs(Unreadable):
    """A sound message of a kind that Samspill does not take in. Nothing is wrong with it."""
