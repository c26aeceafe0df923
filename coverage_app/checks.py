"""System checks: what an operator should hear about at start-up rather than from an editor."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

from .engine.second_reader import NoReader, checked
from .export.form import house_themes
from .export.themes import UnfitTheme
from .services.readers import LOST


@register(Tags.database)
def sqlite_waits_for_writers(**kwargs: Any) -> list[Error]:
    database = settings.DATABASES["default"]
    if database["ENGINE"] != "django.db.backends.sqlite3":
        return []
    if database.get("OPTIONS", {}).get("transaction_mode") == "IMMEDIATE":
        return []
    return [
        Error(
            "SQLite would lose writes when two editors save at once.",
            hint="Set transaction_mode to IMMEDIATE in the database's OPTIONS, as settings.py does.",
            id="crossread.E001",
        )
    ]


@register(Tags.security, deploy=True)
def served_over_https(**kwargs: Any) -> list[Warning]:
    if settings.HTTPS or settings.DEBUG:
        return []
    return [
        Warning(
            "Crossread is served without https: passwords and cookies travel in the open.",
            hint="Put it behind a proxy with a certificate and set CROSSREAD_HTTPS=1.",
            id="crossread.W001",
        )
    ]


@register()
def second_reader_is_whole(**kwargs: Any) -> list[Warning]:
    try:
        checked()
    except NoReader as why:
        return [Warning(f"There is no second reader. {LOST}", hint=str(why), id="crossread.W002")]
    return []


@register()
def adviser_is_set_up(**kwargs: Any) -> list[Error]:
    found = []
    if bool(settings.READER_URL) != bool(settings.READER_MODEL):
        found.append(
            Error(
                "Only one of CROSSREAD_READER_URL and CROSSREAD_READER_MODEL is set.",
                hint="Set both, and uncertain pairs of passages are read by that model there; or neither.",
                id="crossread.E002",
            )
        )
    if not 0 < settings.READER_SECONDS < settings.ALIGNMENT_LEASE_SECONDS:
        found.append(
            Error(
                "A worker that waits for the model at CROSSREAD_READER_URL would be taken for dead.",
                hint="Set CROSSREAD_READER_SECONDS to less than CROSSREAD_LEASE_SECONDS, and more than 0.",
                id="crossread.E003",
            )
        )
    return found


@register(Tags.security, deploy=True)
def passages_leave_over_https(**kwargs: Any) -> list[Warning]:
    address = urlsplit(settings.READER_URL)
    if address.scheme != "http" or address.hostname in ("localhost", "127.0.0.1", "::1"):
        return []
    return [
        Warning(
            "CROSSREAD_READER_URL is without https: passages and the key travel in the open.",
            hint="Give an https address, unless the way to it is your own.",
            id="crossread.W003",
        )
    ]


@register()
def house_themes_can_be_used(**kwargs: Any) -> list[Error]:
    try:
        house_themes()
    except (UnfitTheme, OSError, UnicodeDecodeError) as why:
        return [
            Error(
                f"A theme in CROSSREAD_THEMES cannot be used. {why}",
                hint="Mend the file or take it out of the folder; docs/operators.md says how a theme is written.",
                id="crossread.E002",
            )
        ]
    return []
