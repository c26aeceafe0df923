"""Makes the accounts admin and editor and loads the demo story, where they are missing."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand

from coverage_app.services.accounts import ADMINISTRATOR, EDITOR, accounts_make
from coverage_app.services.demo import demo_load

from .demo_password import passwords_text


class Command(BaseCommand):
    help = "Makes the accounts admin and editor and loads the demo story, where they are missing."

    def handle(self, **options: Any) -> None:
        self.stdout.write(passwords_text(accounts_make()))
        accounts = User.objects.in_bulk([ADMINISTRATOR, EDITOR], field_name="username")
        story, loaded = demo_load(lead=accounts[ADMINISTRATOR], editor=accounts[EDITOR])
        if loaded:
            self.stdout.write(f"Loaded the demo story “{story}”; the worker compares its articles once it runs.")
        else:
            self.stdout.write(f"The demo story “{story}” is there already.")
