"""Reads all that is known of a story, to be packed into a bundle. services/bundles.py writes it again elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Prefetch

from . import queries
from .engine import bundle as made
from .engine.bundle import Bundle
from .engine.derived import with_derived
from .engine.interchange import dumps
from .models import (
    Absence,
    Alignment,
    Annotation,
    Article,
    DoubleReview,
    FrontMatter,
    ImportFile,
    Link,
    Outlet,
    Passage,
    Point,
    Revision,
    Story,
)

BROUGHT = "bundle"  # in a step that came with a bundle: what it held where it was made


def bundle(story: Story) -> Bundle:
    """The story as it is now, and its original files. A fixed number of queries, during which nobody changes it."""
    with transaction.atomic():
        read = _Reading(Story.objects.select_for_update().get(pk=story.pk))
        rows, journal, exported = read.story_row(), read.journal(), queries.exported(story)
    return Bundle(
        story=rows, journal=journal, files=read.contents, comparison=f"{dumps(with_derived(exported))}\n".encode()
    )


def _revisions() -> Prefetch:
    passages = Prefetch("passages", Passage.objects.order_by("start"))
    return Prefetch("revisions", Revision.objects.order_by("number").prefetch_related(passages))


def _places() -> tuple[Prefetch, Prefetch]:
    return Prefetch("links", Link.objects.order_by("pk")), Prefetch("absences", Absence.objects.order_by("pk"))


class _Reading:
    """One look at a story. Rows are listed in the order of their keys, so that they are made in that order again."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.names = queries.names(story)
        self._mentioned: set[int] = set()
        self.batches = list(story.batches.order_by("pk"))
        self.files = list(ImportFile.objects.filter(batch__story=story).order_by("pk"))
        self.articles = list(story.articles.order_by("pk").prefetch_related(_revisions()))
        self.points = list(story.points.order_by("pk").prefetch_related(*_places()))
        self.annotations = list(
            story.annotations.order_by("pk").prefetch_related(
                Prefetch("outlets", Outlet.objects.order_by("pk")), "targets"
            )
        )
        self.run = story.alignments.filter(state=Alignment.State.DONE).first()
        self.double_reviews = list(
            story.double_reviews.filter(state=DoubleReview.State.CLOSED)
            .order_by("pk")
            .prefetch_related("reviewers", "candidates__answers")
        )
        self.changes = list(story.changes.order_by("pk"))
        self.members = {member.user_id: member for member in story.members.all()}

    @property
    def contents(self) -> dict[str, bytes]:
        return {file.sha256: bytes(file.content) for file in self.files if file.sha256}

    @cached_property
    def outlets(self) -> list[Outlet]:
        used = {article.outlet_id for article in self.articles}
        used |= {outlet.pk for annotation in self.annotations for outlet in annotation.outlets.all()}
        return list(Outlet.objects.filter(pk__in=used).order_by("pk"))

    @cached_property
    def people(self) -> list[User]:
        keys: set[int | None] = {*self.members, *(batch.created_by_id for batch in self.batches)}
        keys |= {change.actor_id for change in self.changes} | {annotation.by_id for annotation in self.annotations}
        for point in self.points:
            keys |= {point.label_by_id, *(row.by_id for row in (*point.links.all(), *point.absences.all()))}
        for article in self.articles:
            keys |= {p.kind_by_id for revision in article.revisions.all() for p in revision.passages.all()}
        for review in self.double_reviews:
            keys |= {review.opened_by_id, *(reviewer.user_id for reviewer in review.reviewers.all())}
            keys |= {asked.decided_by_id for asked in review.candidates.all()}
        keys |= {self.run.requested_by_id} if self.run else set()
        return list(User.objects.filter(pk__in=keys - {None}).order_by("pk"))

    @cached_property
    def _place_of_person(self) -> Mapping[int, int]:
        return {user.pk: place for place, user in enumerate(self.people)}

    @cached_property
    def _place_of_outlet(self) -> Mapping[int, int]:
        return {outlet.pk: place for place, outlet in enumerate(self.outlets)}

    def by(self, key: int | None) -> int | None:
        return None if key is None else self._place_of_person[key]

    def story_row(self) -> made.Story:
        front = FrontMatter.objects.filter(story=self.story).first()
        place_of_batch = {batch.pk: place for place, batch in enumerate(self.batches)}
        return made.Story(
            title=self.story.title,
            at=self.story.created_at,
            people=[self._person(user) for user in self.people],
            outlets=[made.Outlet(self.names.outlet(o.name), o.kind, o.homepage) for o in self.outlets],
            batches=[made.Batch(self.by(batch.created_by_id), batch.created_at) for batch in self.batches],
            files=[
                made.File(place_of_batch[file.batch_id], file.name, file.size, file.sha256, file.state, file.message)
                for file in self.files
            ],
            articles=[self._article(article) for article in self.articles],
            points=[self._point(point) for point in self.points],
            annotations=[self._annotation(annotation) for annotation in self.annotations],
            run=self._run(self.run) if self.run else None,
            double_reviews=[self._double_review(review) for review in self.double_reviews],
            front=made.Front(front.byline, front.dated, front.introduction, front.method) if front else None,
        )

    def _person(self, user: User) -> made.Person:
        member = self.members.get(user.pk)
        return made.Person(queries.name_of(user), member.role if member else None)

    @cached_property
    def _place_of_file(self) -> Mapping[int, int]:
        return {file.pk: place for place, file in enumerate(self.files)}

    def _article(self, article: Article) -> made.Article:
        revisions = list(article.revisions.all())
        return made.Article(
            id=self.names.id(f"a{article.pk}"),
            outlet=self._place_of_outlet[article.outlet_id],
            position=article.position,
            state=article.state,
            headline=article.headline,
            byline=article.byline,
            url=article.url,
            published=article.published_at,
            language=article.language,
            version=article.version,
            current=next((revision.number for revision in revisions if revision.pk == article.current_id), None),
            revisions=[self._revision(revision) for revision in revisions],
        )

    def _revision(self, revision: Revision) -> made.Revision:
        return made.Revision(
            number=revision.number,
            file=self._place_of_file[revision.file_id],
            at=revision.created_at,
            text=revision.text,
            passages=[self._passage(passage) for passage in revision.passages.all()],
        )

    def _passage(self, passage: Passage) -> made.Passage:
        return made.Passage(
            id=self.names.id(f"p{passage.pk}"),
            number=passage.number,
            start=passage.start,
            end=passage.end,
            paragraph=passage.paragraph,
            kind=passage.kind,
            kind_by=self.by(passage.kind_by_id),
        )

    def _point(self, point: Point) -> made.Point:
        return made.Point(
            id=self.names.id(f"pt{point.pk}"),
            label=point.label,
            named_by=self.by(point.label_by_id),
            position=point.position,
            placed=point.placed,
            locked=point.locked,
            version=point.version,
            links=[
                made.Link(self.names.id(f"p{k.passage_id}"), k.confidence, k.state, self.by(k.by_id), k.at)
                for k in point.links.all()
            ],
            absences=[
                made.Absence(self.names.id(f"a{a.article_id}"), self._place_of_person[a.by_id], a.at)
                for a in point.absences.all()
            ],
        )

    def _annotation(self, annotation: Annotation) -> made.Annotation:
        return made.Annotation(
            id=self.names.id(f"n{annotation.pk}"),
            kind=annotation.kind,
            difference_class=annotation.difference_class,
            state=annotation.state,
            outlets=[self._place_of_outlet[outlet.pk] for outlet in annotation.outlets.all()],
            label=annotation.label,
            body=annotation.body,
            confidence=annotation.confidence,
            by=self.by(annotation.by_id),
            at=annotation.at,
            among=annotation.among,
            version=annotation.version,
            origin=annotation.origin,
            targets=[
                made.Target(self.names.id(f"p{t.passage_id}"), t.start, t.end, t.exact, t.prefix, t.suffix)
                for t in annotation.targets.all()
            ],
        )

    def _run(self, run: Alignment) -> made.Run:
        here = {
            p.pk for article in self.articles for revision in article.revisions.all() for p in revision.passages.all()
        }
        return made.Run(
            engine=run.engine,
            by=self.by(run.requested_by_id),
            asked=run.requested_at,
            ended=run.finished_at,
            message=run.message,
            pairs=[
                (self.names.id(f"p{first}"), self.names.id(f"p{second}"), confidence)
                for first, second, confidence in run.pairs
                if first in here and second in here
            ],
        )

    def _double_review(self, review: DoubleReview) -> made.DoubleReview:
        reviewers = list(review.reviewers.all())
        place = {reviewer.pk: number for number, reviewer in enumerate(reviewers)}
        return made.DoubleReview(
            by=self._place_of_person[review.opened_by_id],
            opened=review.opened_at,
            closed=review.closed_at,
            reviewers=[self._place_of_person[reviewer.user_id] for reviewer in reviewers],
            done=[reviewer.done_at for reviewer in reviewers],
            candidates=[
                made.Candidate(
                    number=asked.number,
                    point=self.names.id(f"pt{asked.point_id}"),
                    passage=self.names.id(f"p{asked.passage_id}"),
                    label=asked.label,
                    verdict=asked.verdict,
                    by=self.by(asked.decided_by_id),
                    at=asked.decided_at,
                    answers=[made.Answer(place[a.reviewer_id], a.yes, a.at) for a in asked.answers.all()],
                )
                for asked in review.candidates.all()
            ],
        )

    def journal(self) -> list[made.Step]:
        place = {change.pk: number for number, change in enumerate(self.changes)}
        return [
            made.Step(
                by=self.by(change.actor_id),
                at=change.at,
                verb=change.verb,
                summary=change.summary,
                undone=change.undone,
                of=None if change.of_id is None else place[change.of_id],
                data=(change.before or {}).get(BROUGHT)
                or {"object": change.object_id, "before": change.before, "after": change.after},
            )
            for change in self.changes
        ]
