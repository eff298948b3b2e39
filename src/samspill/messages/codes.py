"""Names and numbers of the national message standards: namespaces, code lists, message types.

Facts from HIS 80601 (MsgHead 1.2), HIS 80704 and 1149 (PLO), HIS 80603 (dialogue) and HIS 80415 (AppRec).
"""

from __future__ import annotations

OID = "2.16.578.1.12.4.1.1."  # every code list is this with its number behind

MSGHEAD = "http://www.kith.no/xmlstds/msghead/2006-05-24"
MIG_VERSION = "v1.2 2006-05-24"  # fixed by the schema of MsgHead 1.2
FELLES = "http://www.kith.no/xmlstds/felleskomponent1"
BASE64 = "http://www.kith.no/xmlstds/base64container"
APPREC = {
    "1.0": "http://www.kith.no/xmlstds/apprec/2004-11-21",
    "1.1": "http://www.kith.no/xmlstds/apprec/2012-02-15",
}
APPREC_MIG = {"1.0": "1.0 2004-11-21", "1.1": "v1.1 2012-02-15"}
DIALOGUE = {
    "1.0": "http://www.kith.no/xmlstds/dialog/2006-10-11",
    "1.1": "http://www.kith.no/xmlstds/dialog/2013-01-23",
}
PLO_DATES = {"1.6": "2012-04-01", "1.5": "2009-06-30"}


def plo(name: str, version: str = "1.6") -> str:
    """The namespace of a part of the PLO standard: `plo("Pasientlogistikk")`."""
    return f"http://www.kith.no/xmlstds/po/{name}/{PLO_DATES[version]}"


# Code list 8279: what a message is for. Those that Samspill reads or writes.
TYPE_NAMES = {
    "LOG_INNLAGT": "Melding om innlagt pasient",
    "LOG_UTSKRIVNINGSKLAR": "Melding om utskrivningsklar pasient",
    "LOG_AVMELDING": "Avmelding av utskrivningsklar pasient",
    "LOG_UTSKREVET": "Melding om utskrevet pasient",
    "LOG_DOD": "Orientering om dødsfall",
    "INNLEGGELSESRAPPORT": "Innleggelsesrapport",
    "HELSEOPPL_SOKNAD": "Helseopplysninger",
    "DIALOG_NOTAT": "Notat",
    "DIALOG_HELSEFAGLIG": "Helsefaglig dialog",
}

# The element that each logistics message is built around, HIS 1149 chapter 3.
LOGISTICS_ELEMENT = {
    "LOG_INNLAGT": "MeldingInnlagtPasient",
    "LOG_UTSKRIVNINGSKLAR": "MeldingUtskrivningsklarPasient",
    "LOG_AVMELDING": "AvmeldingUtskrivningsklarPasient",
    "LOG_UTSKREVET": "MeldingOmUtskrevetPasient",
    "LOG_DOD": "OrienteringOmDod",
}

# Code list 9121, and the one code that each logistics message exists to say.
EVENT_NAMES = {
    "1": "Pasient innlagt",
    "2": "Pasient utskrevet",
    "3": "Pasient utskrivningsklar",
    "4": "Avmelding av utskrivningsklar pasient",
    "13": "Pasienten er død",
}
MAIN_EVENT = {
    "LOG_INNLAGT": "1",
    "LOG_UTSKRIVNINGSKLAR": "3",
    "LOG_AVMELDING": "4",
    "LOG_UTSKREVET": "2",
    "LOG_DOD": "13",
}

# The municipality's answer to a ready notice: code list and code by version of the dialogue message.
ANSWER_THEME = {"1.0": ("9155", "1"), "1.1": ("7322", "7")}
ANSWER_TYPE = {"1.0": "DIALOG_NOTAT", "1.1": "DIALOG_HELSEFAGLIG"}
ANSWER_NAME = "Tilbakemelding på mottak av utskrivningsklar pasient"

# Code list 8431: how the patient left; 2 and 3 are dead.
LEFT_DEAD = frozenset({"2", "3"})

# Code list 8408, where patients are discharged to: codes in use in messages about discharge.
PLACE_NAMES = {
    "1": "Bosted/arbeidssted",
    "3": "Annen helseinstitusjon innen spesialisthelsetjenesten",
    "5": "Institusjon i utlandet",
    "7": "Annen (somatisk) enhet ved egen helseinstitusjon",
    "8": "Annen enhet (ikke somatikk) ved egen helseinstitusjon",
    "10": "Pasienthotell",
    "11": "Sykehjem/aldershjem/helsehus",
    "21": "Kommunal akutt døgnenhet (KAD)",
    "88": "Annet",
    "98": "Ukjent",
}

SEX_NAMES = {"1": "Mann", "2": "Kvinne"}
STATUS_NAMES = {"N": "Ny", "M": "Endring", "A": "Tillegg", "C": "Kansellering", "H": "Historikk"}
NUMBER_NAMES = {
    "FNR": "Fødselsnummer",
    "DNR": "D-nummer",
    "HNR": "H-nummer",
    "FHN": "Felles hjelpenummer",
    "DUF": "DUF-nummer",
    "PNR": "Passnummer",
    "SEF": "Svensk personnummer",
    "DKF": "Dansk personnummer",
    "UID": "Utenlandsk identifikasjon",
    "XXX": "Annet",
}
