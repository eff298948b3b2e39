"""Where an area stands on the schematic map, when somebody has chosen it."""

from __future__ import annotations

from django.db import models

from samspill.directory.models.units import Unit


class MapPlace(models.Model):
    """A municipality or a district stands in this square of the map: column from the left, row from the top, from 0.

    An area without a row is placed by its true position, or where there is room.
    """

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="map_place")
    column = models.PositiveSmallIntegerField()
    row = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.unit} ({self.column}, {self.row})"
