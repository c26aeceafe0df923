#!/usr/bin/env bash
# Sees to a Chromium for the browser tests: installs Debian's as root on Debian, else says what to install.
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/debian.sh

for name in chromium chromium-browser google-chrome google-chrome-stable; do # as in tests/browser/conftest.py
    command -v "$name" >/dev/null && exit 0
done
if may_install; then
    install chromium
elif [ -n "${CI:-}" ]; then
    echo "The browser tests need Chromium. Install the package chromium." >&2
    exit 1
else
    echo "No Chromium is found, so the browser tests will be skipped. To run them install Chromium or Chrome (Debian: apt-get install chromium)."
fi
