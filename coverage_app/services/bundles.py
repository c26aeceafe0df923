"""Writes the story of a bundle (engine/bundle.py) into this installation."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime
from functools import cached_property
from typing import BinaryIO

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.crypto import get_random_string

from .. import queries
from ..bundling import BROUGHT
from ..engine import bundle as given
from ..engine.bundle import AGAIN, UnfitBundle
from ..engine.bundle_zip import unpack
from ..engine.interchange import to_json
from ..errors import ServiceError
from ..models import (
    Absence,
    Alignment,
    Annotation,
    Answer,
    Article,
    Bundle,
    Candidate,
    Change,
    DoubleReview,
    FrontMatter,
    ImportBatch,
    ImportFile,
    Link,
    Member,
    Outlet,
    Passage,
    Point,
    Reviewer,
    Revision,
    Role,
    Story,
    Target,
)
from .articles import one_line, outlet_ensure, web_address
from .journal import record

ROWS = 500  # written at once
DERIVED = ("quotes", "origins", "placements")  # in the JSON; another version of the engine may make them otherwise
LONGEST_NAME = User._meta.get_field("first_name").max_length or 0


def bundle_import(*, actor: User, file: BinaryIO) -> Story:
    """The story of a bundle, with the actor as its lead. It is written whole or not at all.

    Whoever did something in it becomes an account of that name which nobody can sign in to: no account of this
    installation is taken for them. Raises ServiceError, which says what is wrong with the bundle."""
    try:
        bundle = unpack(file)
        with transaction.atomic():
            return _Writing(actor, bundle).story
    except UnfitBundle as error:
        raise ServiceError(str(error)) from error


class _Writing:
    """Inside a transaction: makes the rows in the order in which the bundle lists them, so that their keys rise as
    those did, and remembers what they were called."""

    def __init__(self, actor: User, bundle: given.Bundle) -> None:
        row = bundle.story
        self.bundle = bundle
        title = one_line(row.title, Story, "title")
        self.story = Story.objects.create(title=title, created_at=_utc(row.at), created_by=actor)
        Member.objects.create(story=self.story, user=actor, role=Role.LEAD)
        self.people = [_account(person.name) for person in row.people]
        self.outlets = [_outlet(outlet) for outlet in row.outlets]
        if len({outlet.pk for outlet in self.outlets}) < len(self.outlets):
            raise UnfitBundle("Two outlets of the bundle have one name here. Rename one of them where it was made.")
        self.passages: dict[str, Passage] = {}
        self.articles: dict[str, Article] = {}
        self.ids: dict[str, str] = {}
        self._gone = itertools.count(-1, -1)
        self._write_files()
        for article in row.articles:
            self._write_article(article)
        self._write_points()
        self._write_annotations()
        if row.run:
            self._write_run(row.run)
        self._write_double_reviews()
        if row.front:
            texts = {name: getattr(row.front, name) for name in row.front.__struct_fields__}
            FrontMatter.objects.create(story=self.story, **texts)
        self._write_journal()
        Bundle.objects.create(story=self.story, ids=self.ids, outlets=self._other_names())
        self._compare()
        record(
            actor=actor,
            story=self.story,
            verb="story.import",
            summary="Imported the story from a bundle",
            after={"members": {p.name: p.role for p in row.people if p.role}},
        )

    def _by(self, place: int | None) -> User | None:
        return None if place is None else self.people[place]

    def _write_files(self) -> None:
        row = self.bundle.story
        batches = ImportBatch.objects.bulk_create(
            ImportBatch(story=self.story, created_by=self._by(batch.by), created_at=_utc(batch.at))
            for batch in row.batches
        )
        self.files = [
            ImportFile.objects.create(
                batch=batches[file.batch],
                name=file.name,
                size=file.size,
                sha256=file.sha256,
                content=self.bundle.files.get(file.sha256, b""),
                state=file.state,
                message=file.message,
            )
            for file in row.files
        ]

    def _write_article(self, row: given.Article) -> None:
        if web_address(row.url) != row.url:
            raise UnfitBundle(f"The address of {row.id} in the bundle is none of the web: {row.url}. {AGAIN}")
        article = Article.objects.create(
            story=self.story,
            outlet=self.outlets[row.outlet],
            position=row.position,
            state=row.state,
            headline=row.headline,
            byline=row.byline,
            url=row.url,
            published_at=_utc(row.published) if row.published else None,
            language=row.language,
            version=row.version,
        )
        self.articles[row.id] = article
        self.ids[f"a{article.pk}"] = row.id
        for revision in row.revisions:
            stored = Revision.objects.create(
                article=article,
                number=revision.number,
                file=self.files[revision.file],
                text=revision.text,
                created_at=_utc(revision.at),
            )
            if revision.number == row.current:
                article.current = stored
                article.save(update_fields=["current"])
            made = Passage.objects.bulk_create(
                (
                    Passage(
                        revision=stored,
                        number=passage.number,
                        start=passage.start,
                        end=passage.end,
                        paragraph=passage.paragraph,
                        kind=passage.kind,
                        kind_by=self._by(passage.kind_by),
                    )
                    for passage in revision.passages
                ),
                batch_size=ROWS,
            )
            for passage, there in zip(made, revision.passages, strict=True):
                self.passages[there.id] = passage
                self.ids[f"p{passage.pk}"] = there.id

    def _write_points(self) -> None:
        rows = self.bundle.story.points
        points = Point.objects.bulk_create(
            (
                Point(
                    story=self.story,
                    label=row.label,
                    label_by=self._by(row.named_by),
                    position=row.position,
                    placed=row.placed,
                    locked=row.locked,
                    version=row.version,
                )
                for row in rows
            ),
            batch_size=ROWS,
        )
        self.ids |= {f"pt{point.pk}": row.id for point, row in zip(points, rows, strict=True)}
        Link.objects.bulk_create(
            (
                Link(
                    point=point,
                    passage=self.passages[link.passage],
                    confidence=link.confidence,
                    state=link.state,
                    by=self._by(link.by),
                    at=_utc(link.at),
                )
                for point, row in zip(points, rows, strict=True)
                for link in row.links
            ),
            batch_size=ROWS,
        )
        Absence.objects.bulk_create(
            (
                Absence(
                    point=point, article=self.articles[absence.article], by=self.people[absence.by], at=_utc(absence.at)
                )
                for point, row in zip(points, rows, strict=True)
                for absence in row.absences
            ),
            batch_size=ROWS,
        )

    def _write_annotations(self) -> None:
        rows = self.bundle.story.annotations
        annotations = Annotation.objects.bulk_create(
            (
                Annotation(
                    story=self.story,
                    kind=row.kind,
                    difference_class=row.difference_class,
                    state=row.state,
                    label=row.label,
                    body=row.body,
                    confidence=row.confidence,
                    by=self._by(row.by),
                    among=row.among,
                    version=row.version,
                    origin=row.origin,
                )
                for row in rows
            ),
            batch_size=ROWS,
        )
        self.ids |= {f"n{annotation.pk}": row.id for annotation, row in zip(annotations, rows, strict=True)}
        credit = Annotation.outlets.through
        credits, targets = [], []
        for annotation, row in zip(annotations, rows, strict=True):
            annotation.at = _utc(row.at)  # saving had put the present there
            credits += [credit(annotation=annotation, outlet=self.outlets[place]) for place in row.outlets]
            targets += [
                Target(
                    annotation=annotation,
                    passage=self.passages[target.passage],
                    start=target.start,
                    end=target.end,
                    exact=target.exact,
                    prefix=target.prefix,
                    suffix=target.suffix,
                )
                for target in row.targets
            ]
        Annotation.objects.bulk_update(annotations, ["at"], batch_size=ROWS)
        credit.objects.bulk_create(credits, batch_size=ROWS)
        Target.objects.bulk_create(targets, batch_size=ROWS)

    def _write_run(self, row: given.Run) -> None:
        Alignment.objects.create(
            story=self.story,
            state=Alignment.State.DONE,
            requested_by=self._by(row.by),
            requested_at=_utc(row.asked),
            finished_at=_utc(row.ended) if row.ended else None,
            progress=1.0,
            message=row.message,
            engine=row.engine,
            pairs=[[self.passages[a].pk, self.passages[b].pk, confidence] for a, b, confidence in row.pairs],
        )

    def _write_double_reviews(self) -> None:
        for row in self.bundle.story.double_reviews:
            review = DoubleReview.objects.create(
                story=self.story,
                state=DoubleReview.State.CLOSED,
                opened_by=self.people[row.by],
                opened_at=_utc(row.opened),
                closed_at=_utc(row.closed) if row.closed else None,
            )
            reviewers = [
                Reviewer.objects.create(double_review=review, user=self.people[place], done_at=_utc(at) if at else None)
                for place, at in zip(row.reviewers, row.done, strict=True)
            ]
            asked = Candidate.objects.bulk_create(
                (
                    Candidate(
                        double_review=review,
                        number=candidate.number,
                        point_id=self._key("pt", candidate.point),
                        passage_id=self._key("p", candidate.passage),
                        label=candidate.label,
                        verdict=candidate.verdict,
                        decided_by=self._by(candidate.by),
                        decided_at=_utc(candidate.at) if candidate.at else None,
                    )
                    for candidate in row.candidates
                ),
                batch_size=ROWS,
            )
            said = [
                (Answer(candidate=stored, reviewer=reviewers[answer.reviewer], yes=answer.yes), answer)
                for stored, candidate in zip(asked, row.candidates, strict=True)
                for answer in candidate.answers
            ]
            answers = Answer.objects.bulk_create((answer for answer, _ in said), batch_size=ROWS)
            for answer, (_, given_one) in zip(answers, said, strict=True):
                answer.at = _utc(given_one.at)  # saving had put the present there
            Answer.objects.bulk_update(answers, ["at"], batch_size=ROWS)

    def _key(self, kind: str, called: str) -> int:
        """The key of a row that was called so; of one that is gone, a key that no row has."""
        if called not in self._keys:
            gone = next(self._gone)
            self._keys[called] = gone
            self.ids[f"{kind}{gone}"] = called
        return self._keys[called]

    @cached_property
    def _keys(self) -> dict[str, int]:
        """By what they were called: of all points and passages."""
        return {called: queries.key(ours) for ours, called in self.ids.items()}

    def _write_journal(self) -> None:
        """As it was, to be read: what a step held speaks of rows by keys that are others here, so that it is put where
        nothing takes it for a step that could be taken back."""
        steps = Change.objects.bulk_create(
            (
                Change(
                    story=self.story,
                    actor=self._by(step.by),
                    at=_utc(step.at),
                    verb=step.verb,
                    summary=step.summary,
                    undone=step.undone,
                    before={BROUGHT: step.data},
                )
                for step in self.bundle.journal
            ),
            batch_size=ROWS,
        )
        turning = []
        for change, step in zip(steps, self.bundle.journal, strict=True):
            if step.of is not None:
                change.of = steps[step.of]
                turning.append(change)
        Change.objects.bulk_update(turning, ["of"], batch_size=ROWS)

    def _other_names(self) -> dict[str, str]:
        there = [outlet.name for outlet in self.bundle.story.outlets]
        return {ours.name: name for ours, name in zip(self.outlets, there, strict=True) if ours.name != name}

    def _compare(self) -> None:
        """That what was written is what the bundle's JSON says: the two are made from each other nowhere else."""
        try:
            said = json.loads(self.bundle.comparison)
        except (ValueError, RecursionError) as error:
            raise UnfitBundle(f"The comparison in the bundle cannot be read. {AGAIN}") from error
        said = said if isinstance(said, dict) else {}
        for member, value in to_json(queries.exported(self.story)).items():
            if member not in DERIVED and json.dumps(value) != json.dumps(said.get(member)):
                raise UnfitBundle(
                    f"The bundle contradicts itself: its story and its comparison have other {member}. {AGAIN}"
                )


def _account(name: str) -> User:
    """An account for somebody who did something elsewhere. Nobody can sign in to it, and it gets no rights."""
    first, last = _parted(name)
    user = User(username=f"imported-{get_random_string(12)}", first_name=first, last_name=last, is_active=False)
    user.set_unusable_password()
    user.save()
    return user


def _parted(name: str) -> tuple[str, str]:
    """First and last name, which together are the name; what has no space is a last name."""
    fits = (
        at for at, sign in enumerate(name) if sign == " " and at <= LONGEST_NAME and len(name) - at - 1 <= LONGEST_NAME
    )
    at = max(fits, default=None)
    if at is not None:
        return name[:at], name[at + 1 :]
    if len(name) > LONGEST_NAME:
        raise UnfitBundle(f"A name in the bundle is too long: “{name[:40]}…”. {AGAIN}")
    return "", name


def _outlet(row: given.Outlet) -> Outlet:
    if one_line(row.name, Outlet, "name") != row.name:
        raise UnfitBundle(f"The name of an outlet in the bundle cannot be shown: “{row.name}”. {AGAIN}")
    known = Outlet.objects.filter(name__iexact=row.name).exists()
    outlet = outlet_ensure(name=row.name, kind=row.kind)
    if not known and web_address(row.homepage):
        outlet.homepage = web_address(row.homepage)
        outlet.save(update_fields=["homepage"])
    return outlet


def _utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise UnfitBundle(f"A time in the bundle is none that can be stored: {moment.isoformat()}. {AGAIN}") from error
