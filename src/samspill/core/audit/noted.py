"""The newest seal of each log, noted in a file outside the database.

The chain shows that something was altered or taken out of it, but not that its end was cut off. This note does. It is
one small JSON file under the var folder of the machine that seals; keep that folder apart from the database.
"""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

from django.conf import settings


def _file() -> Path:
    return Path(settings.VAR) / "newest_seals.json"


def read() -> dict[str, tuple[int, str]]:
    """Log -> number and digest of its newest seal; empty where nothing was ever noted here."""
    try:
        values = json.loads(_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return {log: (int(number), str(digest)) for log, (number, digest) in values.items()}


def note(log: str, number: int, digest: str) -> None:
    """Whole or not at all: written beside and moved into place."""
    write({**read(), log: (number, digest)})


def write(heads: dict[str, tuple[int, str]]) -> None:
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}-{threading.get_ident()}")
    draft.write_text(json.dumps(heads), encoding="utf-8")
    draft.replace(file)
