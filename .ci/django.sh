#!/usr/bin/env bash
# Django's own checks: the settings as an operator would run them behind https, and no change without its migration.
set -euo pipefail
cd "$(dirname "$0")/.."

CROSSREAD_HTTPS=1 .venv/bin/python manage.py check --deploy --fail-level WARNING
.venv/bin/python manage.py makemigrations --check --dry-run
