from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.test import Client, RequestFactory

from samspill.core.doors import closed_until_stated
from samspill.core.refusal import Refused
from samspill.ui.refusals import refusal_page, refusals_become_pages

SENTENCE = "Bare pasientens egen kommune kan svare."


def asked(
    person_signed_in: bool, method: str = "GET", address: str = "/pasienter/?vis=alle", **headers: str
) -> HttpRequest:
    request = RequestFactory().generic(method, address, headers={"Accept": "text/html", **headers})
    request.person = Person(person_signed_in)  # type: ignore[attr-defined]
    return request


class Person:
    name = role = title = unit_name = top_name = community_name = "x"
    on_behalf_of = ""

    def __init__(self, signed_in: bool) -> None:
        self.signed_in = signed_in

    def may(self, deed: str) -> bool:
        return False


def answer(request: HttpRequest) -> Any:
    return refusal_page(request, Refused(SENTENCE))


def test_a_refusal_is_a_page_with_the_sentence() -> None:
    page = answer(asked(True))
    assert page.status_code == 403
    assert SENTENCE in page.content.decode()
    assert "<html" in page.content.decode()


def test_whoever_has_not_signed_in_is_asked_to_and_comes_back() -> None:
    page = answer(asked(False))
    assert (page.status_code, page["Location"]) == (302, "/logg-inn?next=%2Fpasienter%2F%3Fvis%3Dalle")


def test_a_form_cannot_be_come_back_to() -> None:
    assert answer(asked(False, "POST"))["Location"] == "/logg-inn"


def test_an_open_page_gets_a_notice_only() -> None:
    page = answer(asked(True, **{"HX-Request": "true"}))
    assert page.status_code == 403
    assert page["HX-Retarget"] == "#alerts"
    assert SENTENCE in page.content.decode()
    assert "<html" not in page.content.decode()


def test_an_open_page_of_somebody_signed_out_goes_to_sign_in() -> None:
    page = answer(asked(False, **{"HX-Request": "true"}))
    assert page["HX-Redirect"] == "/logg-inn"
    assert not page.content


@pytest.mark.parametrize("request_", [asked(False, address="/api/x"), asked(True, Accept="application/json")])
def test_a_machine_gets_json(request_: HttpRequest) -> None:
    page = answer(request_)
    assert page.status_code == 403
    assert json.loads(page.content) == {"error": SENTENCE}


def test_only_refusals_become_pages() -> None:
    middleware = refusals_become_pages(lambda request: answer(request))
    assert middleware.process_exception(asked(True), Refused(SENTENCE)).status_code == 403
    assert middleware.process_exception(asked(True), ValueError("x")) is None


def test_a_view_that_nobody_has_opened_is_closed() -> None:
    middleware = closed_until_stated(lambda request: answer(request))
    with pytest.raises(PermissionDenied, match="no declared permission"):
        middleware.process_view(asked(True), test_only_refusals_become_pages)


@pytest.mark.django_db
def test_a_form_that_is_too_old_says_so() -> None:
    page = Client(enforce_csrf_checks=True).post("/logg-ut")
    assert page.status_code == 403
    assert "for gammelt" in page.content.decode()
