"""manage.py import_bundle FILE --lead USER: the story of a bundle, as the page “Import a bundle” does."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from ...errors import ServiceError
from ...services.bundles import bundle_import


class Command(BaseCommand):
    help = "Reads a story bundle, made by export_story --format bundle or by the export page of another Crossread."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the bundle, a .zip")
        parser.add_argument("--lead", required=True, help="the account that leads the story here")

    def handle(self, *args: Any, **options: Any) -> None:
        lead = User.objects.filter(username__iexact=options["lead"], is_active=True).first()
        if lead is None:
            raise CommandError(f"There is no account “{options['lead']}”. Make one in the administration.")
        try:
            with options["file"].open("rb") as file:
                story = bundle_import(actor=lead, file=file)
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}. Check the path.") from error
        except ServiceError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Story {story.pk}, “{story}”: /stories/{story.pk}/")
