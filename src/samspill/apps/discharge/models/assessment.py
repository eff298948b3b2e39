"""The quick joint assessment, frailty, and who was pointed out early as somebody who will need the municipality."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.models.coordination import OfStay
from samspill.apps.discharge.models.stays import Stay
from samspill.core.encryption import EncryptedJSON


class JointAssessment(OfStay):
    """From a ready notice to a plan. Begun when the row is made; the others when they are reached.

    plan: {"text": …} in the words of those who made it.
    """

    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="assessments")
    notice_at = models.DateTimeField(null=True)  # the ready notice that it answers; empty when begun before one
    taking_part = models.CharField(max_length=300, blank=True)  # functions, not names
    assessed_at = models.DateTimeField(null=True)
    planned_at = models.DateTimeField(null=True)
    plan = EncryptedJSON(null=True)

    class Meta(OfStay.Meta):
        constraints = [
            models.UniqueConstraint(fields=["stay", "notice_at"], name="one_assessment_a_notice"),
        ]


class FrailtyScore(OfStay):
    """The Clinical Frailty Scale as a trained person scored it: the number only, the text is under copyright."""

    score = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(9)])
    state_on = models.DateField()  # the state two weeks before the illness is what is scored; this is the day it is of


class Diagnoses(OfStay):
    """ICD-10 codes of this and earlier stays, where they are at hand. codes: {"codes": […]}."""

    codes = EncryptedJSON()


class Pointing(OfStay):
    """What a person decided about a patient who was pointed out. reasons: {"codes": […]}, as they were then."""

    class Verdict(models.TextChoices):
        NEED = "need", _("Ja, trenger kommunen")
        NO_NEED = "no_need", _("Nei, ikke behov")

    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="pointings")
    verdict = models.CharField(max_length=10, choices=Verdict)
    reasons = EncryptedJSON()
