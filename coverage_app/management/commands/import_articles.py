"""Brings files into a story from the shell, as the upload page does."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from coverage_app.errors import ServiceError
from coverage_app.models import ImportFile, Role, Story
from coverage_app.services.imports import Facts, GivenFile, batch_confirm, files_import
from coverage_app.services.stories import story_create


class Command(BaseCommand):
    help = (
        "Reads articles into a story and has them compared. Prints a line for each file; exits with 1 when one of them "
        "could not be read (the others go through)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("story", metavar="STORY", help="the story's number (it stands in its address) or its title")
        parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help=".html, .txt or .docx")
        parser.add_argument("--create", action="store_true", help="open the story when there is none of that title")
        parser.add_argument("--outlet", default="", help="who published it; with one file only")
        parser.add_argument("--user", help="in whose name; leads a new story (default: the story's lead)")
        parser.add_argument(
            "--draft", action="store_true", help="leave the articles to be confirmed on the review page"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        files: list[Path] = options["files"]
        if options["outlet"] and len(files) > 1:
            raise CommandError(
                "--outlet goes with one file. Import the files one by one, or correct the outlets later."
            )
        user = self._user(options["user"])
        story = self._story(options["story"], options["create"], user)
        actor = user or self._lead(story)

        given, missing = [], []
        for file in files:
            try:
                given.append(GivenFile.from_path(file, Facts(outlet=options["outlet"])))
            except OSError as error:
                missing.append((file, error.strerror))
        for file, reason in missing:
            self.stderr.write(f"not read   {file}: {reason}. Check the path.")
        if not given:
            raise CommandError("No file could be opened. Nothing was imported.")

        try:
            batch = files_import(actor=actor, story=story, files=given)
            left = [] if options["draft"] else batch_confirm(actor=actor, batch=batch).left
        except ServiceError as error:
            raise CommandError(str(error)) from error
        failed = len(missing)
        for file in batch.files.defer("content").prefetch_related("revisions__article__outlet"):
            failed += file.state == ImportFile.State.FAILED
            self._say(file)
        waits = options["draft"] or left
        self.stdout.write(
            f"Story {story.pk}, “{story}”" + (f": to be confirmed at /imports/{batch.pk}/" if waits else "")
        )
        if failed:
            raise CommandError(f"{failed} of {len(files)} files could not be read.", returncode=1)

    def _say(self, file: ImportFile) -> None:
        if file.state == ImportFile.State.FAILED:
            self.stderr.write(f"not read   {file.name}: {file.message}")
            return
        article = next(revision.article for revision in file.revisions.all())
        note = f" ({file.message})" if file.message else ""
        self.stdout.write(f"{file.state:<10} {file.name}: {article.outlet}, “{article}”{note}")

    def _story(self, wanted: str, create: bool, user: User | None) -> Story:
        if wanted.isdecimal():
            story = Story.objects.filter(pk=wanted).first()
            if story is None:
                raise CommandError(f"There is no story {wanted}. Its number stands in the address of its page.")
            return story
        found = list(Story.objects.filter(title__iexact=wanted))
        if len(found) > 1:
            numbers = ", ".join(str(story.pk) for story in found)
            raise CommandError(f"Several stories have this title. Say which by its number: {numbers}.")
        if found:
            return found[0]
        if not create:
            raise CommandError(f"There is no story “{wanted}”. Add --create to open it.")
        if user is None:
            raise CommandError("Say with --user who leads the new story.")
        return story_create(actor=user, title=wanted)

    def _user(self, username: str | None) -> User | None:
        if username is None:
            return None
        user = User.objects.filter(username__iexact=username, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no account “{username}”. Make one in the administration.")
        return user

    def _lead(self, story: Story) -> User | None:
        member = story.members.filter(role=Role.LEAD).select_related("user").first()
        return member.user if member else None
