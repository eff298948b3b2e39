"""The deeds of `accounts.access` as sentences a person can read, and what each role may try in the demo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.directory.roles import Role

# Each goes on from «Du kan …».
SENTENCES: Mapping[str, Any] = {
    "home.see": _("se det som venter på deg, på «I dag»"),
    "discharge.see_board": _("se hvilke pasienter som er utskrivningsklare, hos dere eller fra dere"),
    "discharge.open_patient": _("åpne en pasient dere har sammen; det blir stående i innsynsloggen"),
    "discharge.answer": _("svare sykehuset på om kommunen kan ta imot, og når"),
    "discharge.coordinate": _("føre oppgaver, årsaker, møter, notater og dokumenter på en pasient dere har sammen"),
    "discharge.register": _("registrere det som skjer i oppholdet på egen side, og angre et feil klikk"),
    "discharge.go_round": _("ta den daglige runden med en kommune eller et sykehus, og lese referatene"),
    "discharge.assess": _("gjøre rask tverrfaglig avklaring, føre skrøpelighet og se hvem som trolig trenger kommunen"),
    "discharge.see_overview": _("se hvor mange som venter i hele fellesskapet, uten hvem de er"),
    "discharge.keep_lists": _("bestemme listen over årsaker og når rundene går"),
    "discharge.emergency_access": _("åpne en pasient i en nødsituasjon, med begrunnelse; det blir kontrollert etterpå"),
    "long_waits.see": _("se pasienter som har ventet lenger enn grensene, og hvem det er løftet til"),
    "long_waits.follow": _(
        "følge opp en lang ventetid: legge en plan, knytte den til en sak eller avslutte med begrunnelse"
    ),
    "long_waits.keep_rules": _("bestemme når en ventetid løftes, og til hvem"),
    "settlement.see": _("se oppgjørene for betalingsdøgn, måned for måned, med summer"),
    "settlement.see_sums": _("se summene i alle oppgjør i helsefellesskapet, uten hvem de gjelder"),
    "settlement.open": _("åpne et oppgjør dere er part i, med navn; det blir stående i innsynsloggen"),
    "settlement.make": _("lage månedens oppgjør, og si fra når dokumentasjon er sendt, for sykehuset"),
    "settlement.approve": _("godkjenne et oppgjør for din side, og svare på innsigelser"),
    "settlement.object": _("melde innsigelse til et oppgjør, for kommunen"),
    "places.see": _("se ledige kommunale plasser, ved siden av dem som venter"),
    "places.publish": _("publisere kommunens ledige plasser, dag for dag"),
    "places.reserve": _("holde av en plass for en pasient, og frigjøre den igjen"),
    "places.confirm": _("bekrefte en plass som er holdt av, og si fra når den er tatt i bruk"),
    "places.keep_kinds": _("bestemme hvilke plasstyper kommunene kan publisere"),
    "directory.look": _("finne kolleger, enheter, tilbud og samarbeid i «Hvem er hvem»"),
    "directory.keep_self": _("holde dine egne kontaktopplysninger og hva du kan spørres om, ved like"),
    "directory.keep_unit": _("holde din egen enhets kontaktopplysninger og åpningstider ved like"),
    "directory.administer": _("opprette, endre og avslutte enheter og personer i helsefellesskapet"),
    "directory.exchange": _("hente inn og ta ut katalogen som fil, og angre en innhenting"),
    "offers.keep": _("holde tilbudskatalogen ved like for din egen organisasjon"),
    "joint_work.keep": _("registrere samarbeidsprosjekter og fagnettverk, og sjekke om noe overlapper"),
    "representation.see": _("se hvem som representerer brukere og fastleger, og støtten de har fått"),
    "representation.keep": _("registrere brukerrepresentanter og fastlegerepresentanter, opplæring og honoraravtaler"),
    "insight.see": _("lese tallene som er åpne for helsefellesskapet, og laste dem ned"),
    "insight.see_drafts": _("lese utkast til tall og rapporter før de åpnes"),
    "insight.publish": _("regne ut nye tall, og åpne dem for helsefellesskapet og for alle"),
    "insight.rebase": _("fryse eller sette på nytt linjene i et diagram, med begrunnelse"),
    "insight.watch": _("velge tallet som helsefellesskapet følger, på «I dag»"),
    "insight.write_report": _("skrive rapporten til strategisk samarbeidsutvalg, og gjøre den ferdig"),
    "insight.ask": _("bestille en analyse, og se svaret"),
    "insight.answer": _("besvare bestillinger, og utlevere tabeller der små tall er skjult"),
    "insight.see_register": _("se hvilke tall som er utlevert, til hvem og til hva"),
    "insight.open_list": _("se hvem av deres egne pasienter som venter lenge eller er innlagt ofte, med begrunnelse"),
    "insight.see_openings": _("se hvem som har åpnet lister med navn, og hvorfor"),
    "governance.look": _("følge saker, møter og vedtak i helsefellesskapet, utenom det som er unntatt"),
    "governance.propose": _("foreslå saker for organene"),
    "governance.take_part": _(
        "ta del i organene du sitter i: gi råd, melde inhabilitet, rette referat, følge opp vedtak"
    ),
    "governance.anchor": _("bekrefte vedtak på vegne av din egen organisasjon"),
    "governance.share": _("dele organisasjonens styringsdokumenter med de andre partene"),
    "governance.keep": _("sette opp organer, saker, møter, referat, avtaler, høringer og årshjul"),
    "accounts.give_role": _("gi en person en rolle i en enhet, og ta den bort igjen"),
    "accounts.delegate": _("låne bort rollen din til en kollega i samme organisasjon for en tid"),
    "accounts.keep_sessions": _("se hvor du er logget inn, og logge ut der"),
    "notices.see": _("se varslene dine, og velge hva du vil varsles om og hvordan"),
    "notices.mend": _("se varsler på e-post som ikke kom fram, og prøve dem på nytt"),
    "messages.see_inbox": _("se meldingene som er kommet inn, og hvordan det gikk med dem"),
    "messages.retry": _("prøve en melding som ikke gikk, på nytt"),
    "access_log.read": _("lese hvem som har åpnet hvilke pasienter, når og hvorfor"),
    "access_log.review": _("kontrollere nødtilganger og avgjøre om de var berettiget"),
    "plans.see": _("se handlingsplanen, hvordan tiltakene går, og om de virker"),
    "plans.keep": _("lese inn, revidere og offentliggjøre handlingsplanen, og ta i bruk rammeverk"),
    "plans.report": _("melde status for tiltak, utrulling og prosjekter"),
    "plans.measure": _("føre mål og tall for tiltak, og vurdere om de virker"),
    "plans.decide": _("føre hva et organ har vedtatt om et tiltak"),
    "privacy.extract": _("ta ut en pasients innsynslogg og opplysninger som PDF og CSV"),
    "privacy.erase": _("slette eller anonymisere opplysninger som ikke lenger skal lagres"),
    "privacy.set_retention": _("bestemme hvor lenge hver logg skal lagres"),
    "components.see": _("se delene som sidene er bygget av"),
}

TRY: Mapping[Role, Any] = {
    Role.DISCHARGE_COORDINATOR: _("Se hvem som er klare til å reise, og hvem som skal gjøre hva nå."),
    Role.ALLOCATION_OFFICER: _("Svar sykehuset på om kommunen kan ta imot, og når."),
    Role.NURSE: _("Se innbyggerne fra kommunen som er på sykehuset."),
    Role.ANALYST: _("Åpne «Tall», se hva som har endret seg, og lag rapporten til strategisk samarbeidsutvalg."),
    Role.PRIVACY_OFFICER: _("Les hvem som har åpnet hvilke pasienter, og hvorfor."),
    Role.SYSTEM_ADMINISTRATOR: _("Se meldingene som er kommet inn, og prøv en på nytt."),
}
