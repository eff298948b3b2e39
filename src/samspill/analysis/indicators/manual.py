"""docs/indicators.md, made from the declarations and their examples.

`python -m samspill.analysis.indicators.manual` prints it.

What stands above the mark in the page is written by hand and kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from samspill.analysis.indicators.indicator import Example, Indicator
from samspill.analysis.indicators.registry import INDICATORS

MARK = "<!-- Below this line the page is made from the declarations: python -m samspill.analysis.indicators.manual -->"


def page(written: str) -> str:
    """The whole page, from what stands there now."""
    made = "\n".join(line for indicator in INDICATORS.values() for line in _of(indicator))
    return f"{written.split(MARK)[0]}{MARK}\n\n{made}"


def _of(indicator: Indicator) -> Iterator[str]:
    yield f"## `{indicator.name}`: {indicator.title}\n"
    yield f"*{indicator.question}* Versjon {indicator.version}.\n"
    yield f"{indicator.definition}\n"
    yield f"- **Teller:** {indicator.numerator}. **Nevner:** {indicator.denominator}. **Enhet:** {indicator.unit}."
    yield f"- **Brytes ned på:** {', '.join(f'`{name}`' for name in indicator.dimensions) or 'ingenting'}" + (
        f" (`group` er {indicator.group_label})." if indicator.group_label else "."
    )
    yield f"- **Tabeller:** {', '.join(f'`{name}`' for name in (*indicator.needs, *indicator.requires))}."
    yield f"- **Kilde:** {indicator.source}."
    yield from (f"- **Brukes ikke:** {limit}" for limit in indicator.not_for)
    for setting in indicator.settings:
        doubt = "" if setting.confirmed else f" **Ikke bekreftet:** {setting.warning}"
        yield f"- **Innstilling** `{setting.name}` = {setting.value} {setting.unit}: {setting.label}.{doubt}"
    for number, example in enumerate(indicator.examples, 1):
        yield from _example(number, example)
    yield ""


def _example(number: int, example: Example) -> Iterator[str]:
    yield f"\nEksempel {number}. {example.story}\n"
    for name, rows in example.given.items():
        yield f"`{name}`" + ("" if rows else ": ingen rader")
        yield from _table(rows)
    yield f"gir, per {example.kind}:"
    yield from _table(example.gives)


def _table(rows: tuple[Mapping[str, Any], ...]) -> Iterator[str]:
    names = list(dict.fromkeys(name for row in rows for name in row if row[name] is not None))
    if not names:
        return
    yield ""
    yield f"| {' | '.join(names)} |"
    yield f"|{'---|' * len(names)}"
    for row in rows:
        yield f"| {' | '.join(_cell(row.get(name)) for name in names)} |"
    yield ""


def _cell(value: Any) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    here = Path("docs/indicators.md")
    print(page(here.read_text(encoding="utf-8")), end="")
