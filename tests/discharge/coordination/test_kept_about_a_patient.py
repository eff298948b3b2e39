"""What was written about a patient is in their extract, and goes with them; of every kind of row there is."""

from __future__ import annotations

import pytest
from django.apps import apps
from tests.cast import actor
from tests.discharge.lived import ready

from samspill.apps.discharge.actions.erasing import erase_identity, erase_wrong_patient
from samspill.apps.discharge.coordination.actions import notes
from samspill.apps.discharge.coordination.queries.about import NAMES, models_of_stay, written_about
from samspill.apps.discharge.models import Matter, OfStay, Stay
from samspill.core.clock import now

pytestmark = pytest.mark.django_db


def one_of_each(stay: Stay) -> None:
    from tests.sweep.world import _make

    for model in sorted(models_of_stay(), key=lambda model: model.__name__ == "RoundPoint"):
        _make(model, stay.community)


def test_each_kind_has_a_name_for_the_patient():
    models = {model.__name__ for model in apps.get_app_config("discharge").get_models() if issubclass(model, OfStay)}
    assert models == set(NAMES)


def test_the_extract_holds_what_both_sides_wrote_for_themselves_too(fjordheim):
    stay = ready()
    notes.write_note(by=actor("kari"), stay=stay, text="For egen side", shared=False)
    notes.say_what_matters(by=actor("ola"), stay=stay, text="Hjem til katten", said_by=Matter.Source.PATIENT)
    assert [row["text"] for row in written_about(stay.patient)] == ["For egen side", "Hjem til katten"]


@pytest.mark.parametrize("erase", [erase_identity, erase_wrong_patient])
def test_erasing_takes_all_of_it(fjordheim, erase):
    from samspill.apps.discharge.models import Round

    stay = ready()
    Round.objects.create(
        community=stay.community,
        trust=stay.trust,
        municipality=stay.municipality,
        day=now().date(),
        number=1,
        begun_at=now(),
        begun_by="Kari",
    )
    one_of_each(stay)
    Stay.objects.update(is_open=False)
    erase(by=actor("eva"), patient=stay.patient, reason="Kom hit ved en feil.")
    assert not any(model._default_manager.exists() for model in models_of_stay())
