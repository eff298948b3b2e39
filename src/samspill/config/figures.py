"""`samspill figures`: count declared figures over tables, without the web's database."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from samspill.config.opening import Stop


def figures(options: argparse.Namespace) -> int:
    """Do what was asked; a Norwegian sentence from the library becomes the command's."""
    from samspill.analysis.statistics.unusable import Unusable  # with it comes numpy, which other commands do without

    deeds: dict[str, Callable[[argparse.Namespace], int]] = {"run": _run, "prepare": _prepare, "list": _list}
    try:
        return deeds[options.deed](options)
    except Unusable as error:
        raise Stop(str(error)) from None


def _run(options: argparse.Namespace) -> int:
    from samspill.analysis.figures.running import run

    began = time.perf_counter()
    tables = _tables(options)
    found = run(tables, options.into, engine=options.engine, indicators=options.only or None, progress=_progress)
    print(f"{len(found.indicators)} figures published in {found.folder} ({time.perf_counter() - began:.1f} s).")
    for name, gone in found.manifest["not_counted"].items():
        print(f"  {name} is left out: it lacks {', '.join(gone)}")
    return 0


def _prepare(options: argparse.Namespace) -> int:
    from samspill.analysis.prepared.preparing import prepare

    began = time.perf_counter()
    prepare(options.data, options.into, as_of=options.as_of, progress=lambda table: print(f"  {table} …", flush=True))
    print(f"Prepared in {options.into} ({time.perf_counter() - began:.1f} s).")
    return 0


def _list(options: argparse.Namespace) -> int:
    from samspill.analysis.indicators import INDICATORS

    for each in INDICATORS.values():
        print(f"{each.name:36} {each.version:12} {each.title}")
    return 0


def _tables(options: argparse.Namespace) -> Any:
    """Prepared tables if that is what lies there; else loaded ones."""
    from samspill.analysis.prepared.ground import ground_of
    from samspill.analysis.prepared.store import MANIFEST, opened

    data = Path(options.data)
    if not data.is_dir():
        raise Stop(f"There is no folder {options.data}.")
    return opened(data) if (data / MANIFEST).exists() else ground_of(data, options.as_of)


def _progress(done: int, of: int, name: str) -> None:
    if name:
        print(f"  {done + 1:3} of {of}  {name}", flush=True, file=sys.stderr)


def add_arguments(deeds: Any, command: Callable[..., argparse.ArgumentParser], day: Callable[[str], date]) -> None:
    """The deeds of `samspill figures` and their arguments."""
    run = command(deeds, "run", figures, "figures")
    run.add_argument("--engine", default="duckdb", metavar="E", help="duckdb, memory, kernels or spark://host:port")
    run.add_argument("--only", nargs="+", metavar="NAME", help="these figures only (see `samspill figures list`)")
    prepare = command(deeds, "prepare", figures, "figures")
    for each in (run, prepare):
        each.add_argument("--data", required=True, metavar="DIR", help="loaded or prepared tables")
        each.add_argument("--into", required=True, metavar="DIR", help="where to publish; replaced in one move")
        each.add_argument("--as-of", type=day, metavar="DATE", help="count to this day (not counted), YYYY-MM-DD")
    command(deeds, "list", figures, "figures")
    for name in ("run", "prepare", "list"):
        deeds.choices[name].set_defaults(deed=name)
