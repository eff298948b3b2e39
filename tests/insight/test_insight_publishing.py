"""Editions: made whole or not at all, opened by a person, read by whom they are for."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests.cast import actor
from tests.insight.ground import CARD, PLACES, SHARE, an_edition, an_open_edition, rows_of

from samspill.analysis.disclosure import Unusable
from samspill.apps.insight.actions import book, by_the_clock, deciding, making, publishing
from samspill.apps.insight.actions.making import Ready
from samspill.apps.insight.models import Audience, ChartDecision, LedgerEntry, Observation, Publication
from samspill.core import clock
from samspill.core.refusal import Refused

pytestmark = pytest.mark.django_db
PAGE = "/tall/om/stays_with_waiting"


def test_a_draft_is_read_by_those_who_work_on_it_and_the_open_edition_by_all(fjordheim, signed_in):
    edition = an_edition(fjordheim)
    assert signed_in("siri").get(f"{PAGE}?utgave=1").status_code == 200
    assert signed_in("ola").get(f"{PAGE}?utgave=1").status_code == 404
    publishing.open_(by=actor("amir"), publication=edition)
    page = signed_in("ola").get(PAGE).content.decode()
    assert "Opphold med venting" in page and "<svg" in page and "skjult" in page and "Ikke til oppgjør." in page
    assert "Fjordby" in signed_in("ola").get(f"{PAGE}?sted=9901&periode=kvartal").content.decode()


def test_no_hidden_number_reaches_the_database(fjordheim):
    an_edition(fjordheim)
    hidden = Observation.objects.filter(state="hidden")
    assert hidden.exists() and not hidden.exclude(value=None, numerator=None, low=None, high=None).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        hidden.update(numerator=3)


def test_only_one_edition_is_open_and_the_newest_takes_its_place(fjordheim):
    first = an_open_edition(fjordheim)
    second = an_open_edition(fjordheim)
    first.refresh_from_db()
    assert (first.state, second.state) == ("replaced", "open")
    with pytest.raises(Refused, match="Erstattet"):
        publishing.open_(by=actor("amir"), publication=first)


def test_the_public_reads_only_what_is_public(fjordheim, client):
    an_open_edition(fjordheim)
    assert client.get("/tall/apne/fjordheim").status_code == 404
    an_open_edition(fjordheim, public=True)
    assert "Opphold med venting" in client.get("/tall/apne/fjordheim").content.decode()
    assert client.get("/tall/apne/fjordheim/stays_with_waiting?mot=9902").status_code == 200
    assert client.get("/tall/apne/fjordheim/stays_with_waiting/fil.csv").status_code == 200
    assert client.get(PAGE).status_code == 302
    assert "Fjordheim" in client.get("/tall/apne").content.decode()


def test_each_release_is_in_the_register_and_the_chain_holds(fjordheim, signed_in):
    an_open_edition(fjordheim, public=True)
    assert [row.receiver_label for row in LedgerEntry.objects.order_by("number")] == [
        "Helsefellesskapet Fjordheim",
        "Alle",
    ]
    assert "utgave 1" in signed_in("siri").get("/tall/utleveringer").content.decode()
    assert signed_in("ola").get("/tall/utleveringer").status_code == 403
    LedgerEntry.objects.filter(number=1).update(sheets="[]")
    with pytest.raises(Unusable, match="endret"):
        book.read(fjordheim.pk)


def test_a_release_that_did_not_see_the_one_before_is_made_anew(fjordheim, monkeypatch):
    read, calls = book.read, []

    def read_and_lose(community):
        opened = read(community)
        calls.append(1)
        if len(calls) == 1:
            monkeypatch.setattr(book, "read", read)
            an_edition(fjordheim)
        return opened

    begun = Publication.objects.create(
        community=fjordheim, number=99, made_at=clock.now(), made_by="Amir", state="making"
    )
    Publication.objects.filter(pk=begun.pk).update(state="cancelled")  # so that the other may begin
    monkeypatch.setattr(book, "read", read_and_lose)
    monkeypatch.setattr(making, "_say", lambda *_: Publication.objects.filter(pk=begun.pk).update(state="making"))
    made = making.make_of(begun, [Ready(SHARE, CARD, "p", rows_of(PLACES))])
    assert made.state == "draft" and LedgerEntry.objects.count() == 2
    book.read(fjordheim.pk)


def test_one_at_a_time_and_a_cancelled_one_leaves_nothing(fjordheim):
    begun = publishing.begin(by=actor("amir"), community=fjordheim)
    with pytest.raises(Refused, match="regnes ut nå"):
        publishing.begin(by=actor("amir"), community=fjordheim)
    publishing.cancel(by=actor("amir"), publication=begun)
    with pytest.raises(making.Cancelled):
        making.make_of(begun, [Ready(SHARE, CARD, "p", rows_of(PLACES))])
    assert not Observation.objects.exists() and not LedgerEntry.objects.exists()


def test_without_stays_it_says_so_on_the_edition(fjordheim):
    begun = publishing.begin(by=actor("amir"), community=fjordheim)
    made = making.make(begun)
    assert made.state == "failed" and made.sentence and not Observation.objects.exists()


def test_only_the_analyst_publishes(fjordheim, signed_in):
    edition = an_edition(fjordheim)
    for name in ("siri", "tone", "ola"):
        assert signed_in(name).post(f"/tall/utgaver/{edition.pk}/apne").status_code == 403
    assert signed_in("amir").post(f"/tall/utgaver/{edition.pk}/apne").status_code == 302


def test_lines_are_moved_by_the_analyst_with_a_reason_and_taken_back(fjordheim, signed_in):
    an_open_edition(fjordheim)
    answer = signed_in("amir").post(
        f"{PAGE}/linjer?periode=maned", {"kind": "rebase", "period": "2025-09", "reason": "Nytt mottak åpnet"}
    )
    assert answer.status_code == 302
    assert "Nytt mottak åpnet" in signed_in("ola").get(PAGE).content.decode()
    decision = ChartDecision.objects.get()
    deciding.withdraw(by=actor("amir"), decision=decision, reason="Feil måned")
    assert "Nytt mottak åpnet" not in signed_in("ola").get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"kind": "rebase", "period": "2025-01"}, "første måneden"),
        ({"kind": "freeze", "period": "2025-03"}, "minst 6"),
        ({"kind": "rebase", "period": "2031-01"}, "ikke denne måneden"),
        ({"kind": "rebase", "period": "2025-05", "reason": "derfor"}, "begrunnelse"),
    ],
)
def test_a_decision_that_says_too_little_is_refused(fjordheim, values, said):
    given = {"reason": "Ny praksis fra våren", **values}
    with pytest.raises(Refused, match=said):
        deciding.decide(
            by=actor("amir"), key="k", place="", sector="", periods=[f"2025-{m:02}" for m in range(1, 13)], **given
        )


def test_what_is_new_since_last_time(fjordheim, signed_in):
    an_open_edition(fjordheim)
    an_open_edition(fjordheim, places={**PLACES, "9901": (80, 120)})
    page = signed_in("ola").get("/tall/endringer").content.decode()
    assert "Opphold med venting" in page and "tidligere tall er rettet" in page


def test_a_second_draft_says_what_is_new_in_it(fjordheim, signed_in):
    an_open_edition(fjordheim)
    draft = an_edition(fjordheim, places={**PLACES, "9901": (80, 120)})
    page = signed_in("amir").get(f"/tall/utgaver/{draft.pk}").content.decode()
    assert "Mot utgave 1" in page and f'href="{PAGE}?utgave=2"' in page
    assert "community:" not in page and "mottaker: «Helsefellesskapet Fjordheim»" in page


def test_the_watched_figure_stands_on_today(fjordheim, signed_in):
    an_open_edition(fjordheim)
    signed_in("siri").post(f"{PAGE}/folg", {"place": "", "why": "Målet vårt"})
    assert "Opphold med venting" in signed_in("ola").get("/").content.decode()


def test_a_new_month_begins_a_draft_and_only_one(fjordheim, django_capture_on_commit_callbacks):
    opened = an_open_edition(fjordheim)
    Publication.objects.filter(pk=opened.pk).update(data_until="2026-01-31")
    by_the_clock.begin_new_months()
    by_the_clock.begin_new_months()
    assert Publication.objects.filter(state="making").count() == 1


def test_files_are_the_same_bytes_each_time(fjordheim, signed_in):
    an_open_edition(fjordheim)
    client = signed_in("ola")
    for ending in ("csv", "xlsx", "svg", "png"):
        one, other = (client.get(f"{PAGE}/fil.{ending}").content for _ in range(2))
        assert one == other and len(one) > 500
    assert ";:;" in client.get(f"{PAGE}/fil.csv").content.decode("utf-8-sig")


def test_pages_read_no_more_however_many_months(fjordheim, signed_in, django_assert_max_num_queries):
    assert Audience.COMMUNITY == "community"
    an_open_edition(fjordheim)
    client = signed_in("ola")
    client.get(PAGE)
    with django_assert_max_num_queries(34):
        client.get(PAGE)
