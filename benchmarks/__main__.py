"""All benchmarks, one after the other, each in a process of its own: `make bench`."""

import subprocess
import sys

for name in ("messages", "board", "search", "governance", "charts", "insight", "plans", "figures"):
    subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=True)
