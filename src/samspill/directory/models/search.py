"""What «Hvem er hvem» is searched by: an index of words in ordinary tables, the same on SQLite and PostgreSQL.

It is made from the rest of the directory and holds nothing of its own; `search.index` keeps it and may make it anew
at any time. Nothing of a patient is ever in it. Keys are numbered by the keeper of the index, which is alone while it
writes.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from samspill.core.walls import Walled

_TEXT = "varchar_pattern_ops"  # PostgreSQL then finds beginnings of words whatever language it sorts by


class SearchEntry(models.Model):
    """Something that can be found.

    kind, ref   what it is, and which (the id as 32 hex digits; of a role: «nurse@» and the unit's id)
    scope       who may find it: a community's id; of a unit, the unit that its membership hangs on; "official"
    community   the same, where it is one community's own; for the wall in the database
    keys        all that it is found by, as `search.documents.Document.keys` gives it; a change is told from it
    """

    wall = Walled(of_nobody="seen")  # units: their names are no secret, and memberships change by date

    id = models.PositiveIntegerField(primary_key=True)
    kind = models.CharField(max_length=12)
    ref = models.CharField(max_length=80)
    scope = models.CharField(max_length=32)
    community = models.UUIDField(null=True)
    title = models.CharField(max_length=200)
    anchor = models.CharField(max_length=32, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    keys = models.TextField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "ref", "scope"], name="one_search_entry")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["valid_to"], name="search_entry_ends")]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"


class SearchPosting(models.Model):
    """Where a word stands: the entries of one scope that have it in one field, as sorted 32-bit numbers."""

    wall = Walled(of_nobody="seen")

    id = models.BigAutoField(primary_key=True)
    word = models.CharField(max_length=60)
    field = models.CharField(max_length=1)
    scope = models.CharField(max_length=32)
    community = models.UUIDField(null=True)
    entries = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["word", "scope", "field"], name="one_search_posting", opclasses=[_TEXT, _TEXT, _TEXT]
            )
        ]

    def __str__(self) -> str:
        return f"{self.word} ({self.field})"


class SearchWord(models.Model):
    """A word as it is spelled (`plain`), and what it is compared by: folded, without its ending, by its sound."""

    id = models.PositiveIntegerField(primary_key=True)
    plain = models.CharField(max_length=60, unique=True)
    word = models.CharField(max_length=60)
    stem = models.CharField(max_length=60, db_index=True)
    sound = models.CharField(max_length=60, db_index=True)
    in_parts = models.BooleanField(default=False)  # are its endings SearchPart rows? Not of people's names

    def __str__(self) -> str:
        return self.plain


class SearchNear(models.Model):
    """A word with up to two letters left out, as a number: two spellings that are near each other share one."""

    id = models.BigAutoField(primary_key=True)
    key = models.IntegerField()
    word_id = models.PositiveIntegerField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["key", "word_id"], name="search_near_key")]


class SearchPart(models.Model):
    """The end of a long word, from some letter on: «hjertesviktpoliklinikk» is also found by «poliklinikk»."""

    id = models.BigAutoField(primary_key=True)
    part = models.CharField(max_length=60)
    word_id = models.PositiveIntegerField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["part", "word_id"], name="search_part", opclasses=[_TEXT, "int4_ops"])
        ]


class SearchChange(models.Model):
    """Something was changed, in this same transaction, that the index does not know of yet."""

    what = models.CharField(max_length=12)
    ref = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return f"{self.what} {self.ref}"


class SearchState(models.Model):
    """One row. Whoever locks it writes the index; `token` is new each time, `layout` says how the index was made."""

    token = models.CharField(max_length=32, blank=True)
    layout = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.token
