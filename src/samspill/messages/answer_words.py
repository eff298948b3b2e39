"""The words that answers to ready notices are made of, in bokmål and nynorsk, as patterns over lower-case text.

Days have been replaced by their number in guillemets («0») before the patterns for sentences are tried.
"""

from __future__ import annotations

import re

_MONTHS = [
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
]
MONTH_NUMBER = {name[:length]: n for n, name in enumerate(_MONTHS, 1) for length in {3, len(name)}} | {"sept": 9}
_MONTH_NAMES = "|".join(sorted(MONTH_NUMBER, key=len, reverse=True))
DATES = re.compile(
    rf"\b(?P<iso>\d{{4}}-\d\d-\d\d)\b|\b(?P<dots>\d{{1,2}}\.\s?\d{{1,2}}\.\s?(?:\d{{4}}|\d\d))\b"
    rf"|\b(?P<day>\d{{1,2}})\.?\s?(?P<month>{_MONTH_NAMES})\b\.?(?:\s(?P<year>\d{{4}}))?"
    r"|\b(?P<word>i dag|i ?morg[eo]n|idag)\b"
)
MARK = re.compile(r"«(\d+)»")  # a date found, in its place in the sentence

_NOT = r"(?:ikke|ikkje)"
# To receive a patient, not a message or a phone call.
_TOWARDS = (
    r"\s(?:pasienten\s)?(?:i\s?)?mot\b(?!\s(?:\w+\s)?(?:meld\w*|dialog\w*|henvend\w*|telefon\w*|samtale\w*|svar\w*))"
)
_RECEIVE = rf"(?:(?:ta|tar|tek|take|tas|takast){_TOWARDS}|(?:motta|mottar)\spasient\w*|mottas\b)"
_ADVERBS = (
    r"(?:(?:dessverre|diverre|foreløpig|førebels|fortsatt|framleis|per|pr|nå|no|for|tiden|vi|kommunen|«\d+»)\.?\s)*"
)
_PLACE = (
    r"(?:(?:et|eit|noe|noko|noen|nokon)\s)?(?:ledige?\s)?(?:plass(?:er|ar|en)?|kapasitet|senge?r?|tilbud|tilbod)\b"
    r"(?!\s(?:til|for)\så\s(?!ta\b|motta|gi\b))"
)
REFUSES = re.compile(
    rf"\bkan\s{_ADVERBS}(?:pasienten\s)?{_NOT}\s{_ADVERBS}(?:{_RECEIVE}|gi\s(?:et\s)?(?:tilbud|tilbod))"
    rf"|\b(?:har|er)\s{_ADVERBS}(?:{_NOT}|ingen|inga)\s{_PLACE}"
    rf"|^(?:{_NOT}|ingen|inga)\s{_PLACE}"
    rf"|\b(?:er|har)\s{_ADVERBS}{_NOT}\s(?:mulig(?:het)?|mogleg|anledning|høve|i stand|klare?)"
    rf"\s(?:til\s|for\s)?å\sta{_TOWARDS}"
)
AGREES = re.compile(
    rf"\bkan\s{_ADVERBS}{_RECEIVE}|\btar(?:\svi|\skommunen)?{_TOWARDS}"
    rf"|\b(?:har|er)\s(?:nå\s|no\s)?(?:en\s|ein\s)?ledig\splass|\ber\sklare?\s(?:til|for)\så\sta{_TOWARDS}"
    r"|\b(?:plass|plassen|tilbud|tilbudet|tilbod|tilbodet)\s(?:er|vert|blir)\s(?:nå\s|no\s)?klare?t?\b"
)
NEGATION = re.compile(r"\b(?:ikke|ikkje|ingen|inga|aldri|uten|utan|neppe|nei)\b")
_CONDITION = (
    r"\?|\b(?:hvis|dersom|viss|forutsatt|føresett|forutsetning|såfremt|betinge\w*|kanskje|muligens|usikker\w*|vet|veit|hadde|kunne"
    r"|skulle|om(?!\s(?:at|å|utskriv\w*|mottak\w*|innlagt|innleggelse\w*|pasient\w*)\b))"
)
CONDITIONAL = re.compile(_CONDITION)
DOUBT = re.compile(
    _CONDITION
    + r"|\b(?:mogleg|trolig|truleg|antagelig|antakelig|sannsynlig\w*|vurder(?:er|es|ast|e|ing\w*)?|håper|håpar"
    r"|prøver|prøvar|forsøker|avklar\w*|tilbakemelding|kommer tilbake|kjem attende)\b"
)
# Words that put the answer at another time than now, without a day that can be read with certainty.
_WEEKDAYS = ("mandag|måndag", "tirsdag|tysdag", "onsdag", "torsdag", "fredag", "lørdag|laurdag", "søndag|sundag")
WEEKDAY = re.compile("|".join(rf"(\b(?:{names})\b)" for names in _WEEKDAYS))
SOME_TIME = re.compile(
    r"\d|\b(?:\w+dag|uke\w*|veke\w*|helg\w*|måned\w*|månad\w*|snart|senere|seinare|etter|tidligst|tidlegast|først|når|innen"
    r"|innan|før|straks|neste|over|fr[aå](?!\s(?:sykehus|sjukehus)\w*))\b"
)
BESIDE_A_DAY = re.compile(
    rf"\b(?:fr[aå]|og med|den|{'|'.join(_WEEKDAYS)}|(?:kl|klokk[ae]n?)\.?(?:\s\d{{1,2}}(?:[.:]\d\d)?)?)\b"
)
EXPECTS = re.compile(
    r"\b(?:forvent\w*|vente\w*|anta\w*|regn\w*|klar\w*|tidligst|tidlegast|først|før|fr[aå]|ledig\w*"
    r"|kan\s(?:ta|tas|takast|motta|mottas)|blir|vert|får)\b"
)
