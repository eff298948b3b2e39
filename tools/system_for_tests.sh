#!/usr/bin/env bash
# The tests need Chromium, PostgreSQL and (for Spark) Java 17. Installs what is missing where it may; otherwise says how, and fails.
set -u
missing=()
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null && found_browser=1
done
[ "${found_browser:-}" ] || missing+=(chromium)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing+=(postgresql)
command -v java >/dev/null || missing+=(default-jre-headless)
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "samspill: the tests need ${missing[*]}. Install it (Debian and Ubuntu: sudo apt-get install ${missing[*]})," \
        "and run make test again. Without it the tests in browsers, on PostgreSQL or on Spark would be left out." >&2
    exit 1
fi
echo "Installing ${missing[*]} …"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >/dev/null || {
    echo "samspill: apt-get could not install ${missing[*]}; its own words stand above." >&2
    exit 1
}
