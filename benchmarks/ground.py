"""A throw-away database with the demo community, for benchmarks to stand on."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src"
_open = ExitStack()  # holds what is open until the process ends; let go, it would close at once


def prepare() -> None:
    """Set up Django on a fresh folder (or on SAMSPILL_DATABASE) and load the demo community, without any stays.

    Pages are asked for as a web process does: with all addresses loaded, and what stays out of the collector's sight.
    """
    sys.path.insert(0, str(SOURCE))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samspill.config.settings")
    os.environ["SAMSPILL_MODE"] = "demo"
    os.environ["SAMSPILL_VAR"] = tempfile.mkdtemp(prefix="samspill-bench-")
    import django

    django.setup()
    from samspill.config import collector, opening
    from samspill.core.walls import whole_installation
    from samspill.portal.demo.community import load_demo_community

    _open.enter_context(whole_installation("a benchmark"))
    opening.migrate()
    load_demo_community()
    collector.leave_out_what_stays()
