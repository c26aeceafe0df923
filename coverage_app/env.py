"""Typed reading of settings from the environment: nonsense is an error at start-up, never a silent default."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_BOOLEANS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


def text(name: str, default: str) -> str:
    return os.environ.get(name, default)


def boolean(name: str, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        return _BOOLEANS[value.strip().lower()]
    except KeyError:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(_BOOLEANS)}; it is {value!r}") from None


def integer(name: str, default: int) -> int:
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number; it is {value!r}") from None


def names(name: str, default: list[str]) -> list[str]:
    """A list separated by commas."""
    value = os.environ.get(name)
    return default if value is None else [part.strip() for part in value.split(",") if part.strip()]


def secret(name: str, fallback_file: Path) -> str:
    """The secret in variable NAME, or in the file that NAME_FILE names, or else in `fallback_file`, which is made with
    a random secret the first time, readable by its owner only."""
    if value := os.environ.get(name):
        return value
    if file := os.environ.get(f"{name}_FILE"):
        try:
            return Path(file).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: {error}") from error
    fallback_file.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(fallback_file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return fallback_file.read_text().strip()
    value = secrets.token_urlsafe(64)
    with os.fdopen(handle, "w") as file:
        file.write(value)
    return value
