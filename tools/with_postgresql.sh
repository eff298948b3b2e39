#!/usr/bin/env bash
# Runs a command with SAMSPILL_DATABASE pointing at a PostgreSQL of its own, made for it and removed after it:
#     tools/with_postgresql.sh .venv/bin/python -m pytest tests/core
set -euo pipefail

programs=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -1)
[ -n "$programs" ] || programs=$(dirname "$(command -v initdb)")

folder=$(mktemp -d /tmp/samspill-postgresql-XXXXXX)
password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

as_owner() {
    # PostgreSQL refuses to run as root.
    if [ "$(id -u)" -eq 0 ]; then (cd / && exec setpriv --reuid=postgres --regid=postgres --init-groups "$@"); else "$@"; fi
}
stop() {
    as_owner "$programs/pg_ctl" --pgdata="$folder/data" --mode=immediate stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

(umask 077 && echo "$password" >"$folder/password")
[ "$(id -u)" -ne 0 ] || chown -R postgres: "$folder"
as_owner "$programs/initdb" --pgdata="$folder/data" --username=samspill --pwfile="$folder/password" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$folder/initdb.log"
# Nothing here has to survive a power cut.
options="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$folder -c max_connections=100"
options="$options -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
as_owner "$programs/pg_ctl" --pgdata="$folder/data" --log="$folder/log" --wait --options="$options" start >/dev/null || {
    cat "$folder/log" >&2
    exit 1
}
export SAMSPILL_DATABASE="postgresql://samspill:$password@127.0.0.1:$port/postgres"
"$@"
