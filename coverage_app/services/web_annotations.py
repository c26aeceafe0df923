"""Takes in annotations that were made elsewhere, on the words that they are about."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from .. import queries
from ..engine.anchors import Found, Lost, find
from ..engine.documents import Document, Extent
from ..engine.web_annotations import Pointer, Statement, documents_of, names_file
from ..models import Annotation, Article, Outlet, Passage, Story, Target
from .annotations import Content, Words, annotation_row
from .articles import one_line
from .history import step
from .locking import lock_open

ELSEWHERE = 20  # characters of words that are looked for in articles that their annotation does not name


@dataclass(frozen=True)
class Spot:
    """Words that were found: in which article, and whether they are still the same."""

    document: Document
    extents: tuple[Extent, ...]
    same: bool

    @property
    def words(self) -> str:
        return " ".join(extent.exact for extent in self.extents)


@dataclass(frozen=True)
class Placed:
    """A statement with the words of this story that it is about."""

    statement: Statement
    spots: tuple[Spot, ...]

    @property
    def kind(self) -> str:
        """A difference of which one side has no place here is a note on the other."""
        sides = {spot.document.id for spot in self.spots}
        alone = self.statement.kind == Annotation.Kind.DIFFERENCE and len(sides) < 2
        return Annotation.Kind.NOTE if alone else self.statement.kind

    @property
    def label(self) -> str:
        text = self.statement.label or self.statement.text or ", ".join(self.statement.tags)
        first = next(iter(text.strip().splitlines()), "") or f"Marked: {self.spots[0].words}"
        longest = Annotation._meta.get_field("label").max_length or 0
        return textwrap.shorten(one_line(first, Article, "url") or "Without words", longest, placeholder=" …")

    @property
    def own_body(self) -> str:
        """What was said, but for what the label says."""
        said, tags = self.statement.text.strip(), ", ".join(self.statement.tags)
        first, _, rest = said.partition("\n")
        if not self.statement.label and first.strip() == self.label:
            said = rest.strip()
        tags = f"Tags: {tags}" if tags and tags != self.label else ""
        return "\n\n".join(filter(None, [said, tags]))

    @property
    def body(self) -> str:
        statement = self.statement
        by = one_line(statement.by, Outlet, "name") or "somebody who is not named"
        on = f" on {statement.at.day} {statement.at:%B %Y}" if statement.at else ""
        return "\n\n".join(filter(None, [self.own_body, f"Written elsewhere by {by}{on}."]))


@dataclass(frozen=True)
class Unplaced:
    """Words, or a statement as a whole, that have no place here, and why: the end of a sentence about them."""

    statement: Statement
    words: str | None  # None: it is the statement as a whole; empty: they were not told
    why: str


@dataclass(frozen=True)
class Placement:
    """What becomes of the annotations of a file."""

    placed: tuple[Placed, ...]
    known: tuple[Statement, ...]  # in the story already
    unplaced: tuple[Unplaced, ...]
    points: int  # rows of a comparison of ours, which the engine makes anew


def annotations_place(*, story: Story, statements: Iterable[Statement]) -> Placement:
    """Where each would go. Writes nothing. A fixed number of queries."""
    documents = queries.documents(story)
    here = _Here(story)
    placed, known, unplaced, points = [], [], [], 0
    for statement in statements:
        if statement.is_point:
            points += 1
        elif not statement.checked:
            unplaced.append(Unplaced(statement, None, "was proposed by an engine, and nobody checked it"))
        else:
            spots, lost = _spots(statement, documents)
            found = Placed(statement, tuple(spots))
            if statement.id in here.origins or (spots and here.has(found)):
                known.append(statement)
                continue
            unplaced += lost
            if spots:
                placed.append(found)
                here.origins.add(statement.id)
    return Placement(tuple(placed), tuple(known), tuple(unplaced), points)


@transaction.atomic
def annotations_import(*, actor: User, story: Story, statements: Iterable[Statement]) -> Placement:
    """They become the actor's annotations, accepted, with whoever wrote them named in the note; one step takes all of
    them back. What is here already is not added again."""
    story = lock_open(story.pk)
    placement = annotations_place(story=story, statements=statements)
    keys = [queries.key(extent.passage) for one in placement.placed for spot in one.spots for extent in spot.extents]
    passages = Passage.objects.select_related("revision").in_bulk(keys)
    outlets = {
        f"a{article.pk}": article.outlet
        for article in story.articles.filter(state=Article.State.CONFIRMED).select_related("outlet")
    }
    made = [_write(actor, story, one, passages, outlets) for one in placement.placed]
    if made:
        count = len(made)
        step(
            actor=actor,
            story=story,
            verb="annotation.import",
            summary=f"Took in {count} annotation{'s' if count > 1 else ''} made elsewhere",
            before={},
            made=made,
        )
    return placement


class _Here:
    """What the story has, whichever way it came."""

    def __init__(self, story: Story) -> None:
        rows = story.annotations.prefetch_related("targets")
        self.origins = {row.origin for row in rows if row.origin}
        self._said = {(row.label, row.body, _places(row.targets.all())) for row in rows}

    def has(self, found: Placed) -> bool:
        places = frozenset(
            (queries.key(extent.passage), extent.start, extent.end) for spot in found.spots for extent in spot.extents
        )
        return any((found.label, body, places) in self._said for body in (found.own_body, found.body))


def _places(targets: Iterable[Target]) -> frozenset[tuple[int, int, int]]:
    return frozenset((target.passage_id, target.start, target.end) for target in targets)


def _spots(statement: Statement, documents: tuple[Document, ...]) -> tuple[list[Spot], list[Unplaced]]:
    spots, lost = [], []
    for pointer in statement.pointers:
        found = _spot(pointer, documents)
        if isinstance(found, Spot):
            spots.append(found)
        else:
            lost.append(Unplaced(statement, pointer.quoted.exact, found.why))
    if not statement.pointers:
        lost.append(Unplaced(statement, None, "names no words"))
    return spots, lost


def _spot(pointer: Pointer, documents: tuple[Document, ...]) -> Spot | Lost:
    """In the article that the pointer names, else in the only one that has the very words."""
    quoted, named = pointer.quoted, documents_of(pointer, documents)
    if not quoted.exact.strip() and not any(names_file(pointer, d) for d in named):
        return Lost("are not told: it is about a page as a whole, or its words were withheld")
    if not named and len(quoted.exact) < ELSEWHERE:
        return Lost("are of a page that is no article of this story")
    results = [(document, find(document, quoted, changed=bool(named))) for document in named or documents]
    spots = [Spot(d, f.extents, f.same) for d, f in results if isinstance(f, Found)]
    if len(spots) == 1:
        return spots[0]
    if len(spots) > 1:
        return Lost(f"stand in {' and in '.join(spot.document.outlet for spot in spots)}: nothing tells which is meant")
    if named:
        return next(found for _, found in results if isinstance(found, Lost))
    return Lost("are of a page that is no article of this story, and stand in none")


def _write(
    actor: User, story: Story, one: Placed, passages: dict[int, Passage], outlets: dict[str, Outlet]
) -> Annotation:
    credited = [o for o in outlets.values() if o.name.casefold() in {name.casefold() for name in one.statement.outlets}]
    content = Content(
        kind=one.kind,
        outlets=tuple(dict.fromkeys(credited or [outlets[spot.document.id] for spot in one.spots])),
        label=one.label,
        body=one.body,
        difference_class=one.statement.difference_class
        if one.statement.difference_class in Annotation.Difference.values
        else "",
    )
    words = [
        Words(passages[queries.key(extent.passage)], extent.start, extent.end)
        for spot in one.spots
        for extent in spot.extents
    ]
    return annotation_row(actor=actor, story=story, content=content, words=words, origin=one.statement.id)
