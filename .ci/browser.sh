#!/usr/bin/env bash
# Sees to a Chromium for the browser tests: installs Debian's as root on Debian, else says what to install. Asked for is
# the headless shell, the same engine without a desktop's windows: a test takes half the time in it.
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/debian.sh

! command -v chromium-headless-shell >/dev/null || exit 0
! may_install || ! install chromium-headless-shell || exit 0
for name in chromium chromium-browser google-chrome google-chrome-stable; do # as in tests/browser/conftest.py
    ! command -v "$name" >/dev/null || exit 0
done
if may_install; then
    install chromium # a release without the shell
elif [ -n "${CI:-}" ]; then
    echo "The browser tests need Chromium. Install the package chromium-headless-shell or chromium." >&2
    exit 1
else
    echo "No Chromium is found, so the browser tests will be skipped. To run them install Chromium or Chrome (Debian: apt-get install chromium-headless-shell)."
fi
