"""What one room tells the others after the fact: sent when the change is safely stored, never before."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db import transaction

_listeners: dict[str, list[Callable[..., None]]] = defaultdict(list)
_log = logging.getLogger(__name__)


def listen(name: str, listener: Callable[..., None]) -> None:
    """Call `listener(**values)` after each event called `name`. Register in AppConfig.ready."""
    if listener not in _listeners[name]:
        _listeners[name].append(listener)


def tell(name: str, **values: Any) -> None:
    """Tell all listeners once the present transaction is committed. One that fails does not stop the others."""
    transaction.on_commit(lambda: _deliver(name, values))


def _deliver(name: str, values: dict[str, Any]) -> None:
    for listener in _listeners[name]:
        try:
            listener(**values)
        except Exception:
            # The values stay out of the log: they may point to a patient.
            _log.exception("A listener to %s failed: %s", name, listener.__qualname__)
