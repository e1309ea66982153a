#!/bin/sh
# The browser tests drive Chromium. Installs Debian's when it is missing and that is allowed.
set -eu
found=${CHROMIUM:-$(command -v chromium || true)}
[ -n "$found" ] && exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "Installing chromium for the browser tests..."
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
    exit 0
fi
echo "The browser tests need Chromium: install it (on Debian: sudo apt-get install chromium)," >&2
echo "or name another one: CHROMIUM=/path/to/chromium make test. Without it they are skipped." >&2
[ -z "${CI:-}" ] || exit 1
