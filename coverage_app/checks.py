"""System checks: what an operator should hear about at start-up rather than from an editor."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register


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
