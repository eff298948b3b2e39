"""Numbers that cannot be right are refused in a sentence."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st
from stdnum.no import orgnr

from samspill.directory.models import Unit, UnitKind
from samspill.directory.numbers import check_area_number, check_her_id, check_org_number


def sentence(check, *values: str) -> str:
    with pytest.raises(ValidationError) as caught:
        check(*values)
    return " ".join(caught.value.messages)


@pytest.mark.parametrize("number", ["983971636", "883974832", "974285959"])
def test_real_organisation_numbers_pass(number):
    check_org_number(number)


@pytest.mark.parametrize("number", ["983971637", "123456789", "000000001"])
def test_a_wrong_check_digit_is_told(number):
    assert "kontrollsiffer" in sentence(check_org_number, number)


@pytest.mark.parametrize("number", ["", "98397163", "9839716366", "98397163x", "983 971 636", "٩٨٣٩٧١٦٣٦"])
def test_an_organisation_number_has_nine_digits(number):
    assert "ni sifre" in sentence(check_org_number, number)


@given(st.from_regex(r"\A[89][0-9]{8}\Z"), st.integers(0, 8), st.integers(1, 9))
def test_no_single_wrong_digit_goes_unseen(number, place, shift):
    if orgnr.is_valid(number):
        wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
        with pytest.raises(ValidationError):
            check_org_number(wrong)


@pytest.mark.parametrize("number", ["", "0", "059", "59a", "5 9", "-59", "5.9", "٥٩"])
def test_a_her_id_is_digits(number):
    assert "HER-id" in sentence(check_her_id, number)


def test_real_her_ids_pass():
    for number in ("59", "99387", "90998"):
        check_her_id(number)


@pytest.mark.parametrize(
    ("kind", "number", "words"),
    [
        ("municipality", "301", "fire sifre"),
        ("municipality", "03011", "fire sifre"),
        ("municipality", "", "fire sifre"),
        ("city_district", "0301", "seks sifre"),
        ("ward", "0301", "Bare kommuner og bydeler"),
    ],
)
def test_an_area_has_as_many_digits_as_its_kind(kind, number, words):
    assert words in sentence(check_area_number, kind, number)


@pytest.mark.django_db
def test_the_model_tells_all_that_is_wrong_at_once():
    unit = Unit(kind=UnitKind.MUNICIPALITY, name="Feil", number="99", her_id="x1", org_number="983971637")
    with pytest.raises(ValidationError) as caught:
        unit.full_clean()
    assert set(caught.value.message_dict) == {"number", "her_id", "org_number"}


@pytest.mark.django_db
def test_a_unit_cannot_end_before_it_begins():
    unit = Unit(kind=UnitKind.WARD, name="Post", valid_from=date(2026, 1, 1), valid_to=date(2026, 1, 1))
    with pytest.raises(ValidationError, match="opphøre"):
        unit.full_clean()


@pytest.mark.django_db
def test_two_units_cannot_have_one_address():
    Unit.objects.create(kind=UnitKind.WARD, name="Post 1", her_id="9951001")
    second = Unit(kind=UnitKind.WARD, name="Post 2", her_id="9951001")
    with pytest.raises(ValidationError, match="denne HER-id-en"):
        second.full_clean()
    with pytest.raises(IntegrityError):
        second.save()
