#!/usr/bin/env bash
# Says in a sentence which program is missing or too old, and how to get it. Argument: the Python to use.
set -u
python=${1:-python3}
missing=0

say() {
    echo "samspill: $1" >&2
    missing=1
}

if ! command -v "$python" >/dev/null; then
    say "$python is missing. Install Python 3.11 or newer (Debian and Ubuntu: apt-get install python3 python3-venv)."
elif ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    say "$python is $("$python" -V 2>&1 | cut -d' ' -f2); Samspill needs 3.11 or newer. Name another one: make PYTHON=python3.12 …"
elif ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    say "$python lacks venv. Install it (Debian and Ubuntu: apt-get install python3-venv)."
fi

if ! command -v node >/dev/null; then
    say "node is missing. Install Node.js 20 or newer (nodejs.org, or your package manager)."
elif ! node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)'; then
    say "node is $(node --version); Samspill needs 20 or newer."
fi
command -v npm >/dev/null || say "npm is missing. It comes with Node.js (Debian and Ubuntu: apt-get install npm)."
exit $missing
