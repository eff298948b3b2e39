"""Figures of another community, from tables that were loaded: counted, protected, opened and read by everybody."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from samspill.analysis.tables import Frame, load
from samspill.apps.insight import command
from samspill.apps.insight.models import Observation, Publication
from samspill.apps.insight.places import places_of
from samspill.directory.models import Community

pytestmark = pytest.mark.django_db
NEIGHBOUR = "innlandsvik"
FIRST = datetime(2026, 1, 1, 11)  # noqa: DTZ001 - the Norwegian wall clock


def a_stay(number: int, place: str) -> dict[str, Any]:
    """Four a day, one in three of whom waits for two days."""
    admitted = FIRST + timedelta(hours=6 * number)
    ready = admitted.date() + timedelta(days=3)
    out = admitted + timedelta(days=5 if number % 3 == 0 else 3)
    return {
        "stay_id": str(number), "person_id": f"p{number}", "trust": "999900001", "sector": "somatic",
        "urgency": "acute", "municipality": place, "admitted_at": admitted, "discharged_at": out,
        "ending": "discharged", "ready_on": ready,
    }  # fmt: skip


@pytest.fixture
def tables(fjordheim: Community, tmp_path: Path) -> Path:
    place = places_of(Community.objects.get(slug=NEIGHBOUR).pk)[0].number
    rows = [a_stay(number, place) for number in range(4 * 95)]
    load("stays", Frame(pa.Table.from_pylist(rows)), tmp_path / "from-the-register")
    return tmp_path / "from-the-register"


def test_they_are_published_and_read_by_everybody(
    tables: Path, client: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.publish(NEIGHBOUR, str(tables), ["stays_with_waiting"], open_=True) == 0
    said = capsys.readouterr().out
    assert "stays_with_waiting:" in said and "Edition 1 is open" in said
    edition = Publication.objects.get(community__slug=NEIGHBOUR)
    assert (edition.source, edition.state) == ("from-the-register", "open")
    assert edition.quality["filled"] and edition.data_until is not None
    february = Observation.objects.get(
        indicator__publication=edition, indicator__key="stays_with_waiting", indicator__audience="public",
        place="", period="2026-02", sector="", group="",
    )  # fmt: skip
    # Some 112 left in February (28 days of four), of whom a third had waited.
    assert february.denominator == pytest.approx(112, abs=4) and 30 < february.value < 37
    page = client.get(f"/tall/apne/{NEIGHBOUR}/stays_with_waiting").content.decode()
    assert "Kilde: from-the-register" in page and "<svg" in page
    assert client.get(f"/tall/apne/{NEIGHBOUR}/waiting_days").status_code == 404


def test_what_cannot_be_published_is_said(tables: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    for slug, folder, keys, said in (
        ("atlantis", str(tables), None, "There is no community called atlantis"),
        (NEIGHBOUR, str(tmp_path / "nowhere"), None, "is not a folder"),
        (NEIGHBOUR, str(tables), ["waiting"], "There is no indicator called waiting"),
        (NEIGHBOUR, str(tmp_path / "empty"), None, "ikke lastet inn noen tabeller"),
    ):
        assert command.publish(slug, folder, keys, open_=False) == 1
        assert said in capsys.readouterr().err
    assert not Observation.objects.exists()
