"""Sets new passwords for the accounts admin and editor, and prints them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from coverage_app.services.accounts import accounts_make


class Command(BaseCommand):
    help = "Sets and prints new passwords for the accounts admin and editor; makes the accounts where they are missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--missing", action="store_true", help="only make missing accounts; keep other passwords")

    def handle(self, *, missing: bool, **options: Any) -> None:
        self.stdout.write(passwords_text(accounts_make(renew=not missing)))


def passwords_text(passwords: dict[str, str]) -> str:
    """What to tell the person at the shell, who sees the passwords this once."""
    if not passwords:
        return "The accounts admin and editor keep their passwords; `make demo-password` sets new ones."
    lines = ["New passwords, shown only now (`make demo-password` sets others):"]
    return "\n".join([*lines, *(f"    {username:8} {password}" for username, password in passwords.items())])
