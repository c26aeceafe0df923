"""Stories to test with: the same invented event as plain engine data, or stored in the database.

comparison = make_comparison()         # three outlets, two points, three annotations
story = make_story(leads=[user])       # the same, stored straight through the models
fill_story(story, make_comparison(extra_points=10))
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from django.contrib.auth.models import User

from coverage_app import models
from coverage_app.engine import documents as engine

_OUTLETS = (
    ("Meridian Wire", "Dam opens six gates at night"),
    ("The Morning Flare", "Wall of water!"),
    ("Sarvel Valley Gazette", "Growers count the damage"),
)
_REPORTS = (
    (
        "Korvhydro opened six of the dam's eight gates at 1:10 a.m.",
        "The flood killed two people, the flood service said.",
        "The river was last closed in 1961.",
    ),
    (
        "They threw open 6 of the dam’s 8 gates at night.",
        "The flood killed three people.",
    ),
    (
        "The siren was started by hand.",
        "Korvhydro opened six of the dam's eight gates at 1.10am.",
    ),
)


def make_document(
    number: int,
    outlet: str,
    headline: str,
    sentences: Sequence[str],
    *,
    furniture: Sequence[str] = (),
    **more: object,
) -> engine.Document:
    """A document with a headline, a paragraph for each sentence, and furniture at its end. Its id is a<number>, those
    of its passages a<number>.p0 (the headline), a<number>.p1 …"""
    blocks = [(headline, "headline"), *((s, "body") for s in sentences), *((s, "furniture") for s in furniture)]
    passages, at = [], 0
    for index, (text, kind) in enumerate(blocks):
        passages.append(engine.Passage(f"a{number}.p{index}", at, at + len(text), index, kind, text))
        at += len(text) + 2
    text = "\n\n".join(text for text, _ in blocks)
    known: dict[str, object] = {
        "source": f"article-{number}.txt",
        "sha256": hashlib.sha256(text.encode(errors="replace")).hexdigest(),
        "headline": headline,
        "byline": f"By Reporter {number}",
        "url": f"https://outlet-{number}.example/report",
        "published": datetime(2026, 3, 11, 15, number % 60, tzinfo=UTC),
        "language": "en",
        "order": number,
    }
    return engine.Document(id=f"a{number}", text=text, passages=tuple(passages), outlet=outlet, **{**known, **more})


def make_target(document: engine.Document, exact: str) -> engine.Target:
    """A target on the first place of these words in the document."""
    passage = next(p for p in document.passages if exact in p.text)
    start = passage.text.index(exact)
    end = start + len(exact)
    at = passage.start + start
    return engine.Target(
        passage=passage.id,
        start=start,
        end=end,
        exact=exact,
        prefix=document.text[max(0, at - 32) : at],
        suffix=document.text[at + len(exact) : at + len(exact) + 32],
    )


def make_comparison(*, articles: int = 3, extra_points: int = 0) -> engine.Comparison:
    """An invented flood in `articles` outlets. Point pt1 (the gates) is in the first three, pt2 (the dead) in two, of
    which the third was checked; each extra point is in all. Annotations: n1 an accepted detail of the first outlet, n2
    a proposed difference with a target in two, n3 a dismissed note."""
    documents = []
    for number in range(1, articles + 1):
        outlet, headline = _OUTLETS[number - 1] if number <= 3 else (f"Outlet {number}", f"Flood, report {number}")
        report = _REPORTS[number - 1] if number <= 3 else (f"Outlet {number} has this alone.",)
        extra = [f"Fact {n} stands in report {number} as well." for n in range(1, extra_points + 1)]
        documents.append(make_document(number, outlet, headline, [*report, *extra], furniture=["Advertisement"]))

    def link(document: engine.Document, words: str, confidence: float = 0.9) -> engine.Link:
        found = next(p for p in document.passages if p.kind == "body" and words in p.text)
        return engine.Link(found.id, confidence)

    first, second, third = documents[0], documents[min(1, articles - 1)], documents[min(2, articles - 1)]
    points = [
        engine.Point("pt1", "The gates", 1, tuple(link(d, "gates") for d in documents[:3] if "gates" in d.text)),
        engine.Point("pt2", "The dead", 2, tuple(link(d, "killed") for d in documents[:2] if "killed" in d.text)),
    ]
    for n in range(1, extra_points + 1):
        links = tuple(link(d, f"Fact {n} ") for d in documents)
        points.append(engine.Point(f"pt{n + 2}", f"Fact {n}", n + 2, links))
    looked = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
    annotations = [
        engine.Annotation(
            id="n1",
            kind="added_detail",
            targets=(make_target(first, "last closed in 1961"),),
            outlets=(first.outlet,),
            label="The closing of 1961",
            body="A detail that **nobody else** has.",
            state="accepted",
            by="Ada Lead",
            at=looked,
        )
    ]
    if articles > 1:
        annotations += [
            engine.Annotation(
                id="n2",
                kind="difference",
                difference_class="number",
                targets=(make_target(first, "two people"), make_target(second, "three people")),
                outlets=(first.outlet, second.outlet),
                label="Two dead or three",
                confidence=0.8,
            ),
            engine.Annotation(
                id="n3",
                kind="note",
                targets=(make_target(second, "6 of the dam"),),
                outlets=(second.outlet,),
                label="Not worth a note",
                state="dismissed",
            ),
        ]
    return engine.Comparison(
        engine="0.1.0",
        documents=tuple(documents),
        points=tuple(points),
        absences=(engine.Absence("pt2", third.id, "checked", "Ada Lead", looked),) if articles > 2 else (),
        annotations=tuple(annotations),
    )


def make_story(
    comparison: engine.Comparison | None = None,
    *,
    title: str = "The night of the dam",
    leads: Iterable[User] = (),
    editors: Iterable[User] = (),
    viewers: Iterable[User] = (),
) -> models.Story:
    """A new story with these members and this comparison (make_comparison() when none is given)."""
    story = models.Story.objects.create(title=title)
    for role, users in (("lead", leads), ("editor", editors), ("viewer", viewers)):
        for user in users:
            models.Member.objects.create(story=story, user=user, role=role)
    fill_story(story, comparison)
    return story


def fill_story(story: models.Story, comparison: engine.Comparison | None = None) -> None:
    """Stores a comparison in a story that has no articles yet. Names in `by` that are no account's are the engine's.

    Hundreds of tests begin here, so that each table is written in one go."""
    comparison = comparison or make_comparison()
    accounts: dict[str, User] = {}
    for user in User.objects.all():
        accounts |= {user.username: user, user.get_full_name(): user}
    articles, passages, outlets = _store_articles(story, comparison.documents)
    _store_points(story, comparison, accounts, articles, passages)
    _store_annotations(story, comparison.annotations, accounts, passages, outlets)


def _store_articles(
    story: models.Story, documents: Sequence[engine.Document]
) -> tuple[dict[str, models.Article], dict[str, models.Passage], dict[str, models.Outlet]]:
    """The stored articles and passages by their engine's ids, and the outlets by their names."""
    batch = models.ImportBatch.objects.create(story=story)
    names = {document.outlet for document in documents}
    known = {outlet.name for outlet in models.Outlet.objects.filter(name__in=names)}
    models.Outlet.objects.bulk_create(models.Outlet(name=name) for name in sorted(names - known))
    outlets = {outlet.name: outlet for outlet in models.Outlet.objects.filter(name__in=names)}
    files = models.ImportFile.objects.bulk_create(
        models.ImportFile(
            batch=batch,
            name=document.source,
            size=len(document.text.encode()),
            sha256=document.sha256,
            content=document.text.encode(),
            state=models.ImportFile.State.CONFIRMED,
        )
        for document in documents
    )
    articles = models.Article.objects.bulk_create(
        models.Article(
            story=story,
            outlet=outlets[document.outlet],
            position=document.order,
            state=models.Article.State.CONFIRMED,
            headline=document.headline,
            byline=document.byline or "",
            url=document.url or "",
            published_at=document.published,
            language=document.language or "",
        )
        for document in documents
    )
    revisions = models.Revision.objects.bulk_create(
        models.Revision(article=article, file=file, text=document.text)
        for article, file, document in zip(articles, files, documents, strict=True)
    )
    for article, revision in zip(articles, revisions, strict=True):
        article.current = revision
    models.Article.objects.bulk_update(articles, ["current"])
    spans = [
        (
            p.id,
            models.Passage(number=n, start=p.start, end=p.end, paragraph=p.paragraph, kind=p.kind, revision=revision),
        )
        for revision, document in zip(revisions, documents, strict=True)
        for n, p in enumerate(document.passages, 1)
    ]
    models.Passage.objects.bulk_create(passage for _, passage in spans)
    return {d.id: article for d, article in zip(documents, articles, strict=True)}, dict(spans), outlets


def _store_points(
    story: models.Story,
    comparison: engine.Comparison,
    accounts: dict[str, User],
    articles: dict[str, models.Article],
    passages: dict[str, models.Passage],
) -> None:
    stored = models.Point.objects.bulk_create(
        models.Point(story=story, label=point.label, position=point.order, locked=point.locked)
        for point in comparison.points
    )
    points = {point.id: row for point, row in zip(comparison.points, stored, strict=True)}
    models.Link.objects.bulk_create(
        models.Link(
            point=points[point.id],
            passage=passages[link.passage],
            confidence=link.confidence,
            state=link.state,
            by=accounts.get(link.by),
        )
        for point in comparison.points
        for link in point.links
    )
    for absence in comparison.absences:
        account = accounts.get(absence.by or "") or User.objects.get_or_create(username="checker")[0]
        if absence.state == "checked":
            models.Absence.objects.create(point=points[absence.point], article=articles[absence.article], by=account)
    pairs = [[passages[pair.first].pk, passages[pair.second].pk, pair.confidence] for pair in comparison.pairs]
    models.Alignment.objects.create(
        story=story, state=models.Alignment.State.DONE, engine=comparison.engine, pairs=pairs, progress=1
    )


def _store_annotations(
    story: models.Story,
    annotations: Sequence[engine.Annotation],
    accounts: dict[str, User],
    passages: dict[str, models.Passage],
    outlets: dict[str, models.Outlet],
) -> None:
    stored = models.Annotation.objects.bulk_create(
        models.Annotation(
            story=story,
            kind=annotation.kind,
            difference_class=annotation.difference_class or "",
            state=annotation.state,
            label=annotation.label,
            body=annotation.body,
            confidence=annotation.confidence,
            by=accounts.get(annotation.by),
        )
        for annotation in annotations
    )
    credit = models.Annotation.outlets.through
    credit.objects.bulk_create(
        credit(annotation=row, outlet=outlets[name])
        for row, annotation in zip(stored, annotations, strict=True)
        for name in annotation.outlets
        if name in outlets
    )
    models.Target.objects.bulk_create(
        models.Target(
            annotation=row,
            passage=passages[target.passage],
            start=target.start,
            end=target.end,
            exact=target.exact,
            prefix=target.prefix,
            suffix=target.suffix,
        )
        for row, annotation in zip(stored, annotations, strict=True)
        for target in annotation.targets
    )
