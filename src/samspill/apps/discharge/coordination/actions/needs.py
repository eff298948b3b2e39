"""How the patient manages and which services seem needed; and how it stands with the documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.coordination import lists, rules
from samspill.apps.discharge.coordination.acting import changed, held, signature
from samspill.apps.discharge.coordination.permissions import check_coordinate
from samspill.apps.discharge.models import DocumentMark, Function, Stay
from samspill.core.deeds import deed
from samspill.core.refusal import Refused


@deed("discharge.describe_function", permission=check_coordinate)
def describe_function(
    *, by: Any, stay: Stay, scores: Mapping[str, int], services: Iterable[str], seen: str | None = None
) -> Function:
    """code of list 9111 → 1–5 or 9, and codes of list 9151. Raises Refused, Overtaken when described anew since."""
    known, scale, services = lists.function_variables(), lists.function_scale(), sorted(set(services))
    if set(scores) - set(known) or any(str(value) not in scale for value in scores.values()):
        raise Refused(_("Funksjon beskrives med variablene og tallene i listen."))
    if set(services) - set(lists.services()):
        raise Refused(_("En av tjenestene finnes ikke i listen."))
    if not scores and not services:
        raise Refused(_("Fyll ut minst én ting."))
    stay = held(stay)
    last = Function.objects.filter(stay=stay).last()
    said = {"scores": dict(sorted(scores.items())), "services": services}
    if last and last.scores == said:
        return last
    if seen is not None and seen != (str(last.pk) if last else ""):
        raise rules.Overtaken(_("%(name)s skrev noe nytt her mens du skrev."), name=last.by_name if last else "")
    function = Function.objects.create(**signature(by, stay), scores=said)
    changed(stay)
    return function


@deed("discharge.mark_document", permission=check_coordinate)
def mark_document(
    *, by: Any, stay: Stay, code: str, status: DocumentMark.Status, was: str | None = None
) -> DocumentMark:
    """How it stands with one document. `was`: the status the person saw. Also after the stay: summaries come late.

    Raises Refused, Overtaken when somebody else changed it to something else.
    """
    if code not in lists.documents():
        raise Refused(_("Dokumentet finnes ikke i listen."))
    stay = held(stay)
    last = DocumentMark.objects.filter(stay=stay, code=code).last()
    present = last.status if last else DocumentMark.Status.MISSING
    if last and present == status:
        return last
    if was is not None and was != present:
        raise rules.Overtaken(
            _("%(name)s satte dette til «%(status)s» mens du så på siden."),
            name=last.by_name if last else "",
            status=DocumentMark.Status(present).label,
        )
    mark = DocumentMark.objects.create(**signature(by, stay), code=code, status=status)
    changed(stay)
    return mark
