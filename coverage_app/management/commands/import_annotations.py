"""manage.py import_annotations STORY FILE --by USER: annotations made elsewhere, as a story's page takes them in."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from ...engine.web_annotations import UnfitAnnotations, read_annotations
from ...errors import ServiceError
from ...models import Member, Role, Story
from ...services.web_annotations import annotations_import


class Command(BaseCommand):
    help = (
        "Takes in annotations: W3C Web Annotations (JSON-LD), or a JSON export of Hypothesis. Lists what has no place."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("story", type=int, help="number of the story (as in its address)")
        parser.add_argument("file", type=Path, help="the annotations, a .json or .jsonld")
        parser.add_argument("--by", required=True, help="the editor in whose name they are taken in")

    def handle(self, *args: Any, **options: Any) -> None:
        story = Story.objects.filter(pk=options["story"]).first()
        if story is None:
            raise CommandError(f"There is no story {options['story']}. Its number stands in the address of its page.")
        member = Member.objects.exclude(role=Role.VIEWER).filter(story=story, user__username__iexact=options["by"])
        actor = User.objects.filter(pk__in=member.values("user")).first()
        if actor is None:
            raise CommandError(f"“{options['by']}” is no editor of this story. Its lead makes editors, under Settings.")
        try:
            statements = read_annotations(options["file"].read_bytes())
            placement = annotations_import(actor=actor, story=story, statements=statements)
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}. Check the path.") from error
        except (UnfitAnnotations, ServiceError) as error:
            raise CommandError(str(error)) from error
        for one in placement.placed:
            near = "" if all(spot.same for spot in one.spots) else " (the words were changed since)"
            self.stdout.write(f"taken in   {one.label}: “{one.spots[0].words}”{near}")
        for known in placement.known:
            self.stdout.write(f"is here    {known.label or known.text}")
        for lost in placement.unplaced:
            said = lost.statement.label or lost.statement.text or "An annotation"
            words = "it" if lost.words is None else f"its words “{lost.words}”" if lost.words else "its words"
            self.stdout.write(f"no place   {said}: {words} {lost.why}")
        if placement.points:
            self.stdout.write(f"left out   {placement.points} rows of a comparison: the engine makes them here")
