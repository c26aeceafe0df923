"""Reads: each function takes a fixed number of queries, however much there is to read."""

from __future__ import annotations

import functools
import json
import operator
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

from django.contrib.auth.models import User
from django.db.models import CharField, Count, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from .engine import documents as engine
from .engine.interchange import from_json
from .engine.renaming import Names, renamed
from .models import (
    Absence,
    Alignment,
    Annotation,
    Article,
    Bundle,
    Change,
    Edition,
    FrontMatter,
    ImportBatch,
    ImportFile,
    Link,
    Member,
    Outlet,
    Passage,
    Revision,
    Story,
    Target,
)
from .models.stories import LONGEST_WORD, MOST_WORDS

SEEN_FOR = timedelta(seconds=30)  # who was last seen longer ago is not here any more

_PassageRow = tuple[int, int, int, int, str]  # pk, start, end, paragraph, kind
_BY = ("by__first_name", "by__last_name", "by__username")


def stories(user: User, *, words: str = "", archived: bool = False) -> QuerySet[Story]:
    """The user's stories, newest first, with counts of articles and of annotations still to decide."""
    found = Story.objects.visible_to(user).filter(archived_at__isnull=not archived)
    if words:
        found = found.matching(words)
    return found.annotate(
        article_count=_counted(Article.objects.filter(state=Article.State.CONFIRMED)),
        open_count=_counted(Annotation.objects.filter(state=Annotation.State.PROPOSED)),
    )


def _counted(rows: QuerySet[Any]) -> Coalesce:
    """How many of these rows a story has. Subqueries, since two joins would multiply each other's rows."""
    of_story = rows.filter(story=OuterRef("pk")).order_by().values("story")
    return Coalesce(Subquery(of_story.annotate(n=Count("pk")).values("n")), 0)


def members(story: Story) -> QuerySet[Member]:
    return story.members.select_related("user")


def members_here(story: Story) -> list[Member]:
    """The members, each with `here`: whether they have the story open now, and with `run`, which is the same for all:
    the latest run of the engine and its state, "12 running". One query, asked every few seconds by everybody."""
    latest = Alignment.objects.filter(story=story).order_by("-pk")
    run = Concat(Cast("pk", CharField()), Value(" "), "state")
    found: list[Member] = list(
        story.members.select_related("user", "presence")
        .only("user__username", "user__first_name", "user__last_name", "presence__row", "presence__at", "story_id")
        .annotate(run=Subquery(latest.values(text=run)[:1]))
    )
    now = timezone.now()
    for member in found:
        presence = getattr(member, "presence", None)
        member.here = presence is not None and now - presence.at < SEEN_FOR  # type: ignore[attr-defined]
    return found


def changes(
    story: Story, *, by: User | None = None, by_engine: bool = False, verbs: Sequence[str] = (), words: str = ""
) -> QuerySet[Change]:
    """The journal, newest first: of one person or of the engine, of verbs that begin so, with each of the words."""
    found = story.changes.select_related("actor")
    if by or by_engine:
        found = found.filter(actor=by)
    if verbs:
        found = found.filter(functools.reduce(operator.or_, (Q(verb__startswith=verb) for verb in verbs)))
    for word in words.split()[:MOST_WORDS]:
        found = found.filter(summary__icontains=word[:LONGEST_WORD])
    return found


def actors(story: Story) -> QuerySet[User]:
    """Everybody who did something in the story."""
    return User.objects.filter(pk__in=story.changes.values("actor")).order_by("first_name", "last_name", "username")


def changes_since(story: Story, newest: int, *, but_by: User) -> QuerySet[Change]:
    """What others did, and the engine, after the change with this key; the first comes first."""
    return story.changes.filter(pk__gt=newest).exclude(actor=but_by).select_related("actor").order_by("pk")


def articles(story: Story) -> QuerySet[Article]:
    """All articles of a story, drafts too, with outlet, current revision's number and counts of their passages."""
    return (
        story.articles.select_related("outlet", "current__file")
        .defer("current__text", "current__file__content")
        .annotate(
            passage_count=Count("current__passages", filter=~Q(current__passages__kind=Passage.Kind.FURNITURE)),
            furniture_count=Count("current__passages", filter=Q(current__passages__kind=Passage.Kind.FURNITURE)),
        )
    )


def open_batches(story: Story) -> QuerySet[ImportBatch]:
    """Imports with drafts that still wait to be confirmed, with their number."""
    return (
        story.batches.filter(files__state=ImportFile.State.READ)
        .annotate(waiting=Count("files"))
        .select_related("created_by")
    )


def batch_files(batch: ImportBatch) -> list[tuple[ImportFile, Article | None]]:
    """The files of an import, each with the article that was read from it, its outlet and passages. Three queries."""
    articles = (
        Article.objects.filter(current__file__batch=batch)
        .select_related("story", "outlet", "current")
        .prefetch_related(Prefetch("current__passages", queryset=Passage.objects.order_by("start")))
    )
    by_file = {article.current.file_id: article for article in articles if article.current}
    return [(file, by_file.get(file.pk)) for file in batch.files.defer("content")]


def outlet_names(user: User) -> QuerySet[Outlet, str]:
    """To choose from while typing: those of the user's own stories, and of articles that somebody looked at."""
    seen = Article.objects.filter(state=Article.State.CONFIRMED, story__members__user=user)
    return Outlet.objects.filter(pk__in=seen.values("outlet")).values_list("name", flat=True)


def decided_in(article: Article) -> dict[str, int]:
    """How much of what editors decided stands in an article: their links and their annotations."""
    links = Link.objects.filter(passage__revision__article=article, by__isnull=False)
    annotations = Annotation.objects.filter(targets__passage__revision__article=article, by__isnull=False)
    return {"links": links.count(), "annotations": annotations.distinct().count()}


def latest_alignment(story: Story) -> Alignment | None:
    return story.alignments.defer("pairs").first()


def editions(story: Story, user: User) -> QuerySet[Edition]:
    """The editions of a story, newest first, and the files that are made for this user, without what is in them."""
    mine = Q(kept=True) | Q(requested_by=user)
    return story.editions.filter(mine).without_files().select_related("requested_by", "withdrawn_by")


def latest_edition(story: Story) -> tuple[int, engine.Comparison] | None:
    """The number of the newest edition and the comparison in it, without what is derived."""
    stored = story.editions.filter(number__isnull=False).order_by("-number").values_list("number", "json").first()
    if stored is None:
        return None
    number, data = stored
    derived = {"quotes": (), "origins": (), "placements": ()}  # most of the data, and most of the time to read it
    return cast(int, number), from_json({**json.loads(bytes(data)), **derived})


def documents(story: Story) -> tuple[engine.Document, ...]:
    """The confirmed articles of a story in column order. Two queries."""
    # Rows of plain values here and below: every page reads all of this, and instances take five times as long to make.
    confirmed = list(
        story.articles.filter(state=Article.State.CONFIRMED, current__isnull=False).values_list(
            *("pk", "position", "headline", "byline", "url", "published_at", "language", "outlet__name", "current"),
            *("current__number", "current__text", "current__file__name", "current__file__sha256"),
        )
    )
    passages: dict[int, list[_PassageRow]] = defaultdict(list)
    rows = Passage.objects.filter(revision__in=[row[8] for row in confirmed]).order_by("start")
    for revision, *row in rows.values_list("revision_id", "pk", "start", "end", "paragraph", "kind"):
        passages[revision].append(cast(_PassageRow, row))
    return tuple(_document(row, passages[row[8]]) for row in confirmed)


def shown(story: Story) -> engine.Comparison:
    """What the pages of a story show of it: without the pairs that the engine found, the times of decisions, the
    neighbours of the words that notes point at, and the absences that nobody checked. The ids in it are those of the
    database: a12, p345, pt7, n9. Eight queries."""
    return _read(story)


def comparison(story: Story) -> engine.Comparison:
    """All that is known of a story, with the same ids. Nine queries."""
    read = _read(story, whole=True)
    alignment = story.alignments.filter(state=Alignment.State.DONE).values_list("pairs", flat=True).first()
    there = {passage.id for document in read.documents for passage in document.passages}
    return replace(read, pairs=_pairs(alignment or (), there), absences=_absences(read))


def _read(story: Story, *, whole: bool = False) -> engine.Comparison:
    read = documents(story)
    there = {passage.id for document in read for passage in document.passages}
    report = {passage.id for document in read for passage in document.passages if passage.is_report}
    return engine.Comparison(
        engine=story.alignments.filter(state=Alignment.State.DONE).values_list("engine", flat=True).first() or "",
        documents=read,
        points=_points(story, report, whole=whole),
        absences=_checked(story, whole=whole),
        annotations=_annotations(story, there, whole=whole),
    )


def exported(story: Story) -> engine.Comparison:
    """The comparison as it leaves the house: what came in a bundle is called as it was where the bundle was made.
    Everything that goes out is made from this; only pages of the story itself, which lead to rows by their keys, are
    made from comparison(). Ten queries."""
    return renamed(comparison(story), names(story))


def source_texts(hashes: Sequence[str]) -> dict[str, list[str]]:
    """The canonical texts that were read from files with these SHA-256, by it."""
    texts: dict[str, list[str]] = defaultdict(list)
    for sha256, text in Revision.objects.filter(file__sha256__in=hashes).values_list("file__sha256", "text").distinct():
        texts[sha256].append(text)
    return texts


def front_matter(story: Story) -> FrontMatter:
    """The texts of its exports; empty ones when nobody has written any."""
    return FrontMatter.objects.filter(story=story).first() or FrontMatter(story=story)


def roles(story: Story) -> dict[str, str]:
    """What to call each member where names do not go out: "lead"."""
    return {name_of(member.user): str(member.get_role_display()).lower() for member in members(story)}


def names(story: Story) -> Names:
    """How what came in a bundle was called where it was made."""
    return Names(*(Bundle.objects.filter(story=story).values_list("ids", "outlets").first() or ()))


def key(identifier: str) -> int:
    """The database key in an id of a comparison made here: "p345" is passage 345."""
    return int(identifier.lstrip("apnt"))


def _document(row: tuple[Any, ...], passages: list[_PassageRow]) -> engine.Document:
    pk, position, headline, byline, url, published, language, outlet, _, number, text, file, sha256 = row
    return engine.Document(
        id=f"a{pk}",
        source=file,
        sha256=sha256,
        text=text,
        passages=tuple(
            engine.Passage(f"p{pk}", start, end, paragraph, cast(engine.PassageKind, kind), text[start:end])
            for pk, start, end, paragraph, kind in passages
        ),
        outlet=outlet,
        headline=headline,
        byline=byline or None,
        url=url or None,
        published=published,
        language=language or None,
        order=position,
        revision=number,
    )


def _pairs(stored: Sequence[Any], there: set[str]) -> tuple[engine.Pair, ...]:
    pairs = (engine.Pair(f"p{a}", f"p{b}", float(confidence)) for a, b, confidence in stored)
    return tuple(pair for pair in pairs if pair.first in there and pair.second in there)


def _points(story: Story, report: set[str], *, whole: bool) -> tuple[engine.Point, ...]:
    """Points with their links, in one query."""
    columns = ["pk", "label", "locked", "links__passage", "links__confidence", "links__state"]
    columns += [f"links__{name}" for name in (*_BY, *(("at",) if whole else ()))]
    rows = story.points.order_by("position", "pk", "links__passage__start", "links__pk")
    labels: dict[int, tuple[str, bool]] = {}
    links: dict[int, list[engine.Link]] = defaultdict(list)
    for pk, label, locked, passage, confidence, state, *by in rows.values_list(*columns):
        labels[pk] = label, locked
        if f"p{passage}" in report:  # links of what is set aside wait until it is taken back
            at = by.pop() if whole else None
            links[pk].append(engine.Link(f"p{passage}", confidence, _named(*by), at, state))
    return tuple(
        engine.Point(id=f"pt{pk}", label=label, order=order, links=tuple(links[pk]), locked=locked)
        for order, (pk, (label, locked)) in enumerate(labels.items(), 1)
    )


def _checked(story: Story, *, whole: bool) -> tuple[engine.Absence, ...]:
    """The absences that an editor checked."""
    columns = ("point", "article", *_BY, *(("at",) if whole else ()))
    rows = Absence.objects.filter(point__story=story).values_list(*columns)
    return tuple(
        engine.Absence(f"pt{point}", f"a{article}", "checked", _named(first, last, username), *at)
        for point, article, first, last, username, *at in rows
    )


def _absences(read: engine.Comparison) -> tuple[engine.Absence, ...]:
    """Of each point and each article that has no link in it, with those that nobody checked."""
    checked = {(absence.point, absence.article): absence for absence in read.absences}
    home = {passage.id: document.id for document in read.documents for passage in document.passages}
    absences = []
    for point in read.points:
        present = {home[link.passage] for link in point.links if link.state != "rejected"}
        absences += [
            checked.get((point.id, document.id)) or engine.Absence(point.id, document.id)
            for document in read.documents
            if document.id not in present
        ]
    return tuple(absences)


def _annotations(story: Story, there: set[str], *, whole: bool) -> tuple[engine.Annotation, ...]:
    outlets: dict[int, list[str]] = defaultdict(list)
    credited = Annotation.outlets.through.objects.filter(annotation__story=story)
    for pk, name in credited.values_list("annotation", "outlet__name"):
        outlets[pk].append(name)
    targets: dict[int, list[engine.Target]] = defaultdict(list)
    columns = ("passage", "start", "end", "exact", *(("prefix", "suffix") if whole else ()))
    pointed = Target.objects.filter(annotation__story=story).order_by("pk").values_list("annotation", *columns)
    for pk, passage, *words in pointed:
        targets[pk].append(engine.Target(f"p{passage}", *words))
    columns = ("pk", "kind", "label", "body", "difference_class", "state", "confidence", "version", "among", *_BY)
    rows = story.annotations.values_list(*columns, *(("at",) if whole else ()))
    return tuple(
        engine.Annotation(
            id=f"n{pk}",
            kind=kind,
            targets=tuple(targets[pk]),
            outlets=tuple(sorted(outlets[pk])),  # not by the database, of which each has an order of its own
            label=label,
            body=body,
            difference_class=difference_class or None,
            state=state,
            by=_named(*by[: len(_BY)]),
            confidence=confidence,
            at=by[-1] if whole else None,
            version=version,
            among=among,
        )
        for pk, kind, label, body, difference_class, state, confidence, version, among, *by in rows
        if all(target.passage in there for target in targets[pk])
    )


def annotation(stored: Annotation) -> engine.Annotation:
    """A stored annotation (with its outlets and targets prefetched) as the engine speaks of it."""
    return engine.Annotation(
        id=f"n{stored.pk}",
        kind=cast(engine.AnnotationKind, stored.kind),
        targets=tuple(_target(t) for t in stored.targets.all()),
        outlets=tuple(outlet.name for outlet in stored.outlets.all()),
        label=stored.label,
        body=stored.body,
        difference_class=stored.difference_class or None,
        state=cast(engine.AnnotationState, stored.state),
        by=name_of(stored.by),
        confidence=stored.confidence,
        at=stored.at,
        version=stored.version,
        among=stored.among,
    )


def _target(stored: Target) -> engine.Target:
    return engine.Target(
        passage=f"p{stored.passage_id}",
        start=stored.start,
        end=stored.end,
        exact=stored.exact,
        prefix=stored.prefix,
        suffix=stored.suffix,
    )


def name_of(user: User | None) -> str:
    """How an editor is named in a comparison; nobody is the engine."""
    return (user.get_full_name() or user.username) if user else engine.ENGINE


def _named(first: str | None, last: str | None, username: str | None) -> str:
    """The same from the columns in _BY."""
    return (f"{first} {last}".strip() or username) if username else engine.ENGINE
