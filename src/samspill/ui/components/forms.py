"""Form fields in the design system's clothes, with their errors where the error is and in a summary on top."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.forms import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

GROUPED = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def field(bound: BoundField, mark_optional: bool = True) -> SafeString:
    """Label, help, errors and input of one field; choices become a fieldset, a hidden field is just its input.

    `mark_optional=False` in filters, where nothing is asked for.
    """
    if bound.is_hidden:
        return bound.as_widget()
    if isinstance(bound.field.widget, GROUPED):
        return _choices(bound, mark_optional)
    is_tick = isinstance(bound.field.widget, forms.CheckboxInput)
    label = format_html(
        '<label class="ds-label" for="{}" data-weight="medium">{}{}</label>',
        bound.id_for_label,
        bound.label,
        _optional(bound, mark_optional),
    )
    parts = [_input(bound), label] if is_tick else [label, _help(bound), _input(bound)]
    return format_html('<div class="ds-field s-field">{}{}</div>', mark_safe("".join(parts)), _errors(bound))  # noqa: S308


def _input(bound: BoundField) -> SafeString:
    attributes: dict[str, str | bool] = {"class": "ds-input"}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    described = [key for key, there in ((_help_id(bound), bound.help_text), (_error_id(bound), bound.errors)) if there]
    if described:
        attributes["aria-describedby"] = " ".join(described)
    return bound.as_widget(attrs=attributes)


def _choices(bound: BoundField, mark_optional: bool) -> SafeString:
    choices = format_html_join(
        "",
        '<div class="ds-field">{}<label class="ds-label" data-weight="regular" for="{}">{}</label></div>',
        ((_one_choice(bound, choice), choice.id_for_label, choice.choice_label) for choice in bound.subwidgets),
    )
    return format_html(
        '<fieldset class="ds-fieldset s-field" id="{}"{}><legend class="ds-label" data-weight="medium">{}{}</legend>'
        "{}{}{}</fieldset>",
        bound.auto_id,
        format_html(' aria-describedby="{}"', _error_id(bound)) if bound.errors else "",
        bound.label,
        _optional(bound, mark_optional),
        _help(bound),
        choices,
        _errors(bound),
    )


def _one_choice(bound: BoundField, choice: Any) -> SafeString:
    data = choice.data
    data["attrs"] = {**data["attrs"], "class": "ds-input", **({"aria-invalid": "true"} if bound.errors else {})}
    return cast(SafeString, choice.tag())


def _optional(bound: BoundField, mark_optional: bool) -> SafeString | str:
    """Most fields must be filled in; those that need not be say so."""
    if not mark_optional or bound.field.required or isinstance(bound.field.widget, forms.CheckboxInput):
        return ""
    return format_html(' <span class="s-optional">{}</span>', _("(valgfritt)"))


def _help(bound: BoundField) -> SafeString:
    if not bound.help_text:
        return mark_safe("")
    return format_html('<div data-field="description" id="{}">{}</div>', _help_id(bound), bound.help_text)


def _errors(bound: BoundField) -> SafeString:
    if not bound.errors:
        return mark_safe("")
    lines = format_html_join(
        "", '<p class="ds-validation-message" data-field="validation">{}</p>', ((e,) for e in bound.errors)
    )
    return format_html('<div id="{}">{}</div>', _error_id(bound), lines)


def _help_id(bound: BoundField) -> str:
    return f"{bound.auto_id}-help"


def _error_id(bound: BoundField) -> str:
    return f"{bound.auto_id}-error"


def error_summary(form: forms.BaseForm, focus: bool = True) -> SafeString:
    """All that must be put right, each a link to its field; nothing without errors. Takes focus when shown."""
    if not form.errors:
        return mark_safe("")
    links = [
        (f"#{form[name].id_for_label or form[name].auto_id}", form[name].label, e)
        for name, es in form.errors.items()
        if name in form.fields
        for e in es
    ]
    general = format_html_join("", "<li>{}</li>", ((e,) for e in form.non_field_errors()))
    lines = format_html_join("", '<li><a class="ds-link" href="{}">{}: {}</a></li>', links)
    total = sum(len(es) for es in form.errors.values())
    heading = ngettext("Rett opp %(count)s ting før du går videre", "Rett opp %(count)s ting før du går videre", total)
    return format_html(
        '<div class="ds-error-summary s-notice" role="alert" tabindex="-1"{}>'
        '<h2 class="ds-heading" data-size="2xs">{}</h2>'
        '<ul class="ds-list">{}{}</ul></div>',
        mark_safe(" data-focus" if focus else ""),  # noqa: S308
        heading % {"count": total},
        general,
        lines,
    )
