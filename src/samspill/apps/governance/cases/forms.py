"""What is asked for about cases."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samspill.apps.governance.bodies.forms import NAME_HELP, BodyChoice
from samspill.apps.governance.cases.deciding import views_in
from samspill.apps.governance.models import (
    Access,
    AnchoringReply,
    Body,
    Case,
    CaseKind,
    CaseStatus,
    Outcome,
    SeatSide,
    Stand,
)
from samspill.core import clock
from samspill.directory.edits import day_field, key_field, seen_field, seen_of
from samspill.directory.models import Unit
from samspill.directory.naming import PersonField

LARGEST_PDF = 20_000_000  # bytes
GROUND_HELP = _("For eksempel: offentleglova § 13, jf. forvaltningsloven § 13.")


def text_field(label: Any, rows: int = 5, **values: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **values)


class FilterForm(forms.Form):
    sok = forms.CharField(label=_("Søk"), required=False, max_length=100, help_text=_("Ord eller nummer, som 27/22."))
    organ = forms.ChoiceField(label=_("Organ"), required=False)
    type = forms.ChoiceField(label=_("Type"), required=False, choices=[("", _("Alle")), *CaseKind.choices])
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("Alle")), *CaseStatus.choices])

    def offer(self, bodies: Iterable[Body]) -> None:
        field = self.fields["organ"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Alle")), *((str(body.pk), body.name) for body in bodies)]


class GroundForm(forms.Form):
    """What is exempt says by which rule."""

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if answers.get("access") == Access.CONFIDENTIAL and not answers.get("ground", "").strip():
            self.add_error("ground", _("Skriv hjemmelen for å unnta fra offentlighet."))
        return answers


class CaseForm(GroundForm):
    key = key_field()
    seen = seen_field()
    title = forms.CharField(label=_("Tittel"), max_length=200)
    kind = forms.ChoiceField(label=_("Type"), choices=CaseKind.choices, widget=forms.RadioSelect)
    plain = text_field(
        _("Kort og enkelt"), 4, required=False, help_text=_("For brukere og fastleger: hva saken gjelder, uten fagord.")
    )
    background = text_field(_("Bakgrunn"), 8, required=False)
    proposal = text_field(_("Forslag til vedtak"), 5, required=False)
    groups = forms.CharField(
        label=_("Prioriterte pasientgrupper"), max_length=300, required=False, help_text=_("Skill med komma.")
    )
    focus_area = forms.CharField(label=_("Innsatsområde"), max_length=120, required=False)
    due = day_field(_("Bør være avgjort innen"), required=False)
    access = forms.ChoiceField(label=_("Hvem kan lese?"), choices=Access.choices)
    ground = forms.CharField(label=_("Hjemmel for å unnta"), max_length=160, required=False, help_text=GROUND_HELP)

    def values(self) -> dict[str, Any]:
        return {
            name: value for name, value in self.cleaned_data.items() if name not in {"key", "seen", "body", "about"}
        }


class NewCaseForm(CaseForm):
    body = BodyChoice(label=_("Foreslås for"))
    about = forms.UUIDField(widget=forms.HiddenInput, required=False)  # a clause that it would change
    field_order = ["title", "body", "kind"]


def initial_of(case: Case) -> dict[str, Any]:
    names = [name for name in CaseForm.base_fields if name not in {"key", "seen"}]
    return {name: getattr(case, name) for name in names} | {"key": case.pk, "seen": seen_of(case)}


class ReasonForm(forms.Form):
    reason = text_field(_("Hvorfor?"), 3, required=False)

    def must_be_said(self) -> None:
        self.fields["reason"].required = True


class SendForm(forms.Form):
    to = BodyChoice(label=_("Til organ"))
    reason = text_field(_("Hvorfor?"), 3)


class AdviceForm(forms.Form):
    to = BodyChoice(label=_("Hvem spør dere?"))
    what = text_field(_("Hva vil dere vite?"), 4)
    due = day_field(_("Svar innen"))


class AnswerForm(forms.Form):
    answer = text_field(_("Svaret"), 8)


class PaperForm(GroundForm):
    key = key_field()
    title = forms.CharField(label=_("Tittel"), max_length=200)
    text = text_field(_("Tekst"), 10, required=False)
    file = forms.FileField(label=_("PDF"), required=False, help_text=_("Høyst 20 MB."))
    access = forms.ChoiceField(label=_("Hvem kan lese?"), choices=Access.choices)
    ground = forms.CharField(label=_("Hjemmel for å unnta"), max_length=160, required=False, help_text=GROUND_HELP)

    def clean_file(self) -> tuple[bytes, int]:
        """(the bytes, how many pages)."""
        file = self.cleaned_data["file"]
        if not file:
            return b"", 0
        if file.size > LARGEST_PDF:
            raise ValidationError(_("Filen er større enn 20 MB."))
        content = file.read()
        return content, pages_of(content)

    def values(self) -> dict[str, Any]:
        said = {name: self.cleaned_data[name] for name in ("title", "text", "access", "ground")}
        content, pages = self.cleaned_data["file"]
        return {**said, "file": content, "pages": pages}


def pages_of(content: bytes) -> int:
    """Raises ValidationError for what is not a PDF that can be read and put in a book."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise ValidationError(_("PDF-en er låst med passord. Ta bort passordet og prøv igjen."))
        return len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise ValidationError(_("Filen er ikke en PDF som kan leses.")) from error


class ViewsForm(forms.Form):
    """Which stand each side took. A field for each side: stand_SIDE and words_SIDE."""

    def offer(self, sides: Iterable[str]) -> None:
        for side in sides:
            label = SeatSide(side).label
            self.fields[f"stand_{side}"] = forms.ChoiceField(
                label=label, required=False, choices=[("", _("Ikke spurt")), *Stand.choices]
            )
            self.fields[f"words_{side}"] = text_field(
                _("%(side)s: uenighet eller forbehold, med egne ord") % {"side": label}, 2, required=False
            )

    def views(self) -> dict[str, tuple[str, str]]:
        return views_in(self.cleaned_data)


class DecideForm(ViewsForm):
    outcome = forms.ChoiceField(label=_("Utfall"), choices=Outcome.choices, widget=forms.RadioSelect)
    text = text_field(_("Vedtaket, ordrett"), 6)
    decided_on = day_field(_("Dato"))
    mail = text_field(
        _("Vedtak på e-post: hvem svarte hva, og når"),
        5,
        required=False,
        help_text=_("Bare når det ikke var noe møte."),
    )


class AmendForm(ViewsForm):
    text = text_field(_("Vedtaket slik det skal lyde nå, ordrett"), 6)
    decided_on = day_field(_("Dato"))
    reason = text_field(_("Hvorfor?"), 3)


class AnchorForm(forms.Form):
    parties = forms.MultipleChoiceField(label=_("Parter som skal bekrefte"), widget=forms.CheckboxSelectMultiple)
    due = day_field(_("Frist"))

    def offer(self, parties: Iterable[Unit]) -> None:
        self._parties = {str(party.pk): party for party in parties}
        field = self.fields["parties"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, party.name) for key, party in self._parties.items()]

    def clean_parties(self) -> list[Unit]:
        return [self._parties[key] for key in self.cleaned_data["parties"]]


class ReplyForm(forms.Form):
    reply = forms.ChoiceField(
        label=_("Svaret hjemmefra"),
        choices=[
            (AnchoringReply.CONFIRMED.value, _("Vi bekrefter vedtaket")),
            (AnchoringReply.REFUSED.value, _("Vi bekrefter ikke")),
        ],
        widget=forms.RadioSelect,
    )
    reason = text_field(_("Begrunnelse"), 4, required=False)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if answers.get("reply") == AnchoringReply.REFUSED and not answers.get("reason", "").strip():
            self.add_error("reason", _("Skriv hvorfor dere ikke bekrefter."))
        return answers


class FollowUpForm(forms.Form):
    what = forms.CharField(label=_("Hva skal gjøres?"), max_length=300)
    owner = PersonField(label=_("Hvem"), help_text=NAME_HELP)
    due = day_field(_("Frist"))

    def __init__(self, *values: Any, community: Any, **more: Any) -> None:
        super().__init__(*values, **more)
        owner = self.fields["owner"]
        assert isinstance(owner, PersonField)
        owner.of_community(community)


class NoteForm(forms.Form):
    words = text_field(_("Hvordan går det?"), 4)
    done = forms.BooleanField(label=_("Oppgaven er gjort"), required=False)


def sides_of(body: Body) -> Iterator[str]:
    """The sides that have seats in the body, observers apart, in their order."""
    there = set(body.seats.on(clock.today()).values_list("side", flat=True))
    return (side for side in SeatSide.values if side in there and side != SeatSide.OBSERVER)
