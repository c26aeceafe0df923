"""The product's settings, with what tests must have otherwise."""

import os
import tempfile
from pathlib import Path

from coverage_app.settings import *  # noqa: F403  a settings module is a list of names
from coverage_app.settings import DATABASES, STORAGES

SECRET_KEY = "only for tests"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = tempfile.gettempdir() + "/no-such-folder"  # what `make demo` collected is not what is tested
WHITENOISE_AUTOREFRESH = True  # static files straight from static/, without collectstatic
WHITENOISE_USE_FINDERS = True
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
AXES_ENABLED = False  # a test client has no address to lock out; tests of the lock switch it on

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: the live server's threads and a real worker share it as they would in production. Each run has
    # its own, so that two runs at the same time do not meet.
    _file = Path(tempfile.gettempdir()) / f"crossread-test-{os.getpid()}.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": str(_file)}
