"""Typed reading of settings from the environment: nonsense is an error at start-up, never a silent default."""

import os
import re
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_BOOLEANS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]{1,5})?", re.IGNORECASE)


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


def address(name: str) -> str:
    """The address of a web service, or nothing."""
    value = os.environ.get(name, "").strip()
    try:
        parts = urlsplit(value)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and not parts.query
    except ValueError:  # of the port
        sound = False
    if value and not sound:
        raise ImproperlyConfigured(f"{name} must be an address like https://host/v1; it is {value!r}")
    return value


def origins(name: str) -> list[str]:
    """A list of origins, separated by commas: https://host, with a port where it is not the usual one."""
    found = names(name, [])
    for value in found:
        if not _ORIGIN.fullmatch(value):
            raise ImproperlyConfigured(f"{name} must be a list of origins like https://host; {value!r} is none")
    return found


def given_secret(name: str) -> str:
    """The secret in variable NAME, or in the file that NAME_FILE names, or nothing."""
    if value := os.environ.get(name):
        return value
    if file := os.environ.get(f"{name}_FILE"):
        try:
            return Path(file).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: {error}") from error
    return ""


def secret(name: str, fallback_file: Path) -> str:
    """The secret that is given, or else the one in `fallback_file`, which is made with a random secret the first time,
    readable by its owner only."""
    if value := given_secret(name):
        return value
    fallback_file.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(fallback_file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return fallback_file.read_text().strip()
    value = secrets.token_urlsafe(64)
    with os.fdopen(handle, "w") as file:
        file.write(value)
    return value
