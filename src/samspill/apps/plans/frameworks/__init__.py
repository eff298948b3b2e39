"""Frameworks that a community may follow, as data: a file of its own for each, with its source."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Template:
    """steps: (step, its tasks) in order; factors: what must be in place all along. confirmed: read in the source."""

    key: str
    name: str
    source: str
    confirmed: bool
    steps: tuple[tuple[str, tuple[str, ...]], ...]
    factors: tuple[str, ...]

    def tasks(self) -> Iterator[tuple[str, str]]:
        for step, titles in self.steps:
            for title in titles:
                yield step, title


@cache
def templates() -> dict[str, Template]:
    return {template.key: template for template in map(_read, sorted(DATA.glob("*.json")))}


def _read(file: Path) -> Template:
    said: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    steps = tuple((step["name"], tuple(step["tasks"])) for step in said["steps"])
    return Template(file.stem, said["name"], said["source"], said["confirmed"], steps, tuple(said["factors"]))
