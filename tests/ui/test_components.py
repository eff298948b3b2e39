from __future__ import annotations

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory

from samspill.ui.components import blocks, buttons, lists, marks
from samspill.ui.components.marks import TONES
from samspill.ui.icons import icon

HOSTILE = '<script>alert("x")</script>'


def rendered(template: str, address: str = "/", **context: object) -> str:
    request = RequestFactory().get(address)
    request.person = type("Nobody", (), {"signed_in": False})()  # type: ignore[attr-defined]
    return str(engines["django"].from_string(template).render(context, request))


class Answer(forms.Form):
    answer = forms.ChoiceField(label="Kan dere?", choices=[("yes", "Ja"), ("no", "Nei")], widget=forms.RadioSelect)
    day = forms.DateField(label="Dag", help_text="Første dag.")
    comment = forms.CharField(label="Beskjed", required=False)


@pytest.mark.parametrize("tone", TONES)
def test_a_state_is_said_in_words(tone: str) -> None:
    assert "Over frist" in marks.tag("Over frist", tone)


@pytest.mark.parametrize("tone", sorted(set(TONES) - {"neutral"}))
def test_every_tone_but_the_neutral_has_a_picture(tone: str) -> None:
    assert "<path" in marks.tag("Over frist", tone)


@pytest.mark.parametrize(
    "html",
    [
        marks.tag(HOSTILE),
        marks.key_figure(3, HOSTILE, HOSTILE, href=HOSTILE),
        marks.fact(HOSTILE, HOSTILE),
        buttons.button(HOSTILE, href=HOSTILE),
        buttons.button(HOSTILE, why_not=HOSTILE),
        buttons.button("x", value=HOSTILE),
        buttons.copy_link(HOSTILE, HOSTILE),
        blocks.notice(HOSTILE, title=HOSTILE),
        blocks.empty_state(HOSTILE, HOSTILE),
        blocks.confirm(HOSTILE, HOSTILE),
        lists.breadcrumbs(HOSTILE, HOSTILE, HOSTILE),
        lists.segments([{"text": HOSTILE, "href": HOSTILE, "count": HOSTILE}], HOSTILE),
        lists.timeline([{"at": None, "title": HOSTILE, "text": HOSTILE, "tone": HOSTILE}]),
        lists.sort_header(HOSTILE, HOSTILE),
        lists.pagination(2, 3, lambda number: HOSTILE),
        icon("Bed", HOSTILE),
    ],
)
def test_what_people_write_is_never_html(html: str) -> None:
    assert "<script" not in html
    assert "&lt;script" in html


def test_a_grey_button_says_why_to_those_who_hear_it_too() -> None:
    html = rendered('{% button "Svar" why_not=reason %}', reason="Bare kommunen kan svare.")
    described = html.split('aria-describedby="')[1].split('"')[0]
    assert 'aria-disabled="true"' in html
    assert f'id="{described}"' in html
    assert "Bare kommunen kan svare." in html


def test_a_button_without_a_reason_can_be_pressed() -> None:
    html = rendered('{% button "Svar" why_not=reason hx_get="/x" %}', reason="")
    assert 'type="submit"' in html
    assert "aria-disabled" not in html
    assert 'hx-get="/x"' in html


def test_an_icon_alone_has_a_name_and_beside_a_text_is_hidden() -> None:
    assert 'role="img" aria-label="Seng"' in icon("Bed", "Seng")
    assert 'aria-hidden="true"' in icon("Bed")


def test_sorting_stands_in_the_address_and_turns() -> None:
    template = '{% sort_header "Klar" "klar" %}'
    first = rendered(template, "/?vis=alle&side=3")
    assert 'aria-sort="none"' in first
    assert "vis=alle" in first and "sorter=klar" in first and "side=1" in first
    assert 'aria-sort="ascending"' in rendered(template, "/?sorter=klar")
    assert "sorter=-klar" in rendered(template, "/?sorter=klar")
    assert 'aria-sort="descending"' in rendered(template, "/?sorter=-klar")


def test_pages_keep_the_rest_of_the_address() -> None:
    html = rendered("{% pagination 5 9 %}", "/?vis=alle")
    assert html.count("vis=alle") == html.count("side=")
    assert 'aria-current="page"' in html
    assert [f"side={n}" in html for n in (1, 4, 6, 9)] == [True] * 4
    assert "side=2" not in html


def test_one_page_needs_no_links() -> None:
    assert rendered("{% pagination 1 1 %}") == ""


def test_a_field_has_its_label_help_and_errors_tied_to_it() -> None:
    form = Answer({"day": "i morgen"})
    html = rendered("{% field form.day %}", form=form)
    assert '<label class="ds-label" for="id_day"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_day-help id_day-error"' in html
    assert 'id="id_day-help"' in html and 'id="id_day-error"' in html
    assert "i morgen" in html, "what was typed is not lost"


def test_choices_are_a_group_with_a_name() -> None:
    html = rendered("{% field form.answer %}", form=Answer({"answer": "no"}))
    assert "<fieldset" in html and "<legend" in html
    assert html.count('type="radio"') == 2
    assert html.count("checked") == 1


def test_only_what_may_be_left_out_says_so() -> None:
    form = Answer()
    assert "(valgfritt)" in rendered("{% field form.comment %}", form=form)
    assert "(valgfritt)" not in rendered("{% field form.comment mark_optional=False %}", form=form)
    assert "(valgfritt)" not in rendered("{% field form.day %}", form=form)


def test_the_error_summary_leads_to_each_field() -> None:
    html = rendered("{% error_summary form %}{% field form.answer %}{% field form.day %}", form=Answer({"day": "x"}))
    assert "Rett opp 2 ting" in html
    for link in ("#id_answer", "#id_day"):
        assert f'href="{link}' in html
        assert f'id="{link[1:]}' in html
    assert rendered("{% error_summary form %}", form=Answer()) == ""


def test_an_unknown_kind_of_notice_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="danger"):
        blocks.notice("x", "purple")
