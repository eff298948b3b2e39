"""The sign-in of a person."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class Accounts(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=username)


class Account(AbstractBaseUser):
    """Links a sign-in to a person of the directory. There are no passwords: sign-in is somebody else's proof."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(max_length=60, unique=True)
    person = models.OneToOneField("directory.Person", on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)
    # Made for trying Samspill; never let in outside demo mode.
    demo = models.BooleanField(default=False)

    objects: ClassVar[Accounts] = Accounts()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
