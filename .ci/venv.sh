#!/usr/bin/env bash
# Makes .venv with PYTHON (python3 unless told), or says what is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/debian.sh
python=${PYTHON:-python3}

if ! command -v "$python" >/dev/null; then
    echo "Crossread needs Python 3.11 or later, and there is no \"$python\" here. Install it, or name it: make PYTHON=/path/to/python3 …" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Crossread needs Python 3.11 or later; $python is $("$python" -V 2>&1). Name a newer one: make PYTHON=/path/to/python3 …" >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    if may_install; then
        install python3-venv
    else
        echo "$python lacks the modules venv and ensurepip, which make .venv. On Debian and Ubuntu: apt-get install python3-venv" >&2
        exit 1
    fi
fi
echo "Making .venv with $("$python" -V)"
"$python" -m venv --clear .venv
