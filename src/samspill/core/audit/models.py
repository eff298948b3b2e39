"""The tables of the two logs and of their seals. Rows are only inserted; the database refuses to change or delete."""

from __future__ import annotations

from django.db import models

from samspill.core.walls import Walled


class AuditRow(models.Model):
    """Somebody did something. Holds no name, no identity number, no free text about a patient."""

    wall = Walled(of_nobody="written")  # the public's tries to sign in, for instance

    at = models.DateTimeField()
    community = models.UUIDField(null=True, db_index=True)
    who = models.CharField(max_length=80)
    role = models.CharField(max_length=60)
    deed = models.CharField(max_length=80)
    about_kind = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        app_label = "core"


class AccessRow(models.Model):
    """Somebody opened a patient."""

    at = models.DateTimeField(db_index=True)
    community = models.UUIDField(db_index=True)
    who = models.CharField(max_length=80)
    who_name = models.CharField(max_length=120)
    role = models.CharField(max_length=60)
    unit = models.CharField(max_length=160)
    patient = models.UUIDField(db_index=True)
    stay = models.UUIDField()
    reason = models.CharField(max_length=200)

    class Meta:
        app_label = "core"


class Seal(models.Model):
    """A batch of rows of one log, closed: the digest covers each row's content, this seal and the one before it."""

    log = models.CharField(max_length=10, choices=[("audit", "audit"), ("access", "access")])
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    rows = models.JSONField()  # ids, in order
    highest = models.BigIntegerField()  # the highest id in this and all earlier seals
    # Every row with an id up to this is sealed in this or an earlier batch, or was never committed.
    complete_to = models.BigIntegerField()
    # How the content of a row was written down: see `chain.CONTENT`.
    form = models.PositiveSmallIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        app_label = "core"
        constraints = [models.UniqueConstraint(fields=["log", "number"], name="one_chain_per_log")]


class Removal(models.Model):
    """Rows of one log were taken away because they were too old. Signed: `digest` covers this row, the ids of the rows
    that went, and for each touched seal what was left of it (`rests`: number of the seal -> digest of the rows that
    stay)."""

    log = models.CharField(max_length=10, choices=[("audit", "audit"), ("access", "access")])
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    # The newest moment of what was taken away.
    up_to = models.DateTimeField()
    rows = models.PositiveBigIntegerField()
    rests = models.JSONField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        app_label = "core"
        constraints = [models.UniqueConstraint(fields=["log", "number"], name="one_removal_a_number")]


class RemovedRow(models.Model):
    """The number of a row that was taken away, and the seal it was in. Without it the database lets no row go."""

    log = models.CharField(max_length=10)
    row = models.BigIntegerField()
    seal = models.PositiveBigIntegerField()
    removal = models.ForeignKey(Removal, on_delete=models.PROTECT, related_name="gone")

    class Meta:
        app_label = "core"
        constraints = [models.UniqueConstraint(fields=["log", "row"], name="a_row_goes_once")]
        indexes = [models.Index(fields=["log", "seal"])]
