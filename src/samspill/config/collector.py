"""What the garbage collector need not look through: a sweep of all of it takes a fifth of a second from somebody."""

from __future__ import annotations

import gc


def leave_out_what_stays() -> None:
    """Load every address with what it imports, and take what stands then out of the collector's sight for good."""
    from django.urls import get_resolver

    assert get_resolver().url_patterns
    gc.collect()
    gc.freeze()
