"""What a person is told after something they did: Django's messages, in a cookie that is named like our others."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class InCookie(CookieStorage):
    cookie_name = f"{settings.COOKIE_PREFIX}samspill_told"


class Storage(FallbackStorage):
    """In the cookie, which also outlives a session that has ended; what is too long for it, in the session."""

    storage_classes = (InCookie, SessionStorage)
