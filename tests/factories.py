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
    """Stores a comparison in a story that has no articles yet. Names in `by` that are no account's are the engine's."""
    comparison = comparison or make_comparison()
    batch = models.ImportBatch.objects.create(story=story)
    articles = {d.id: _store_article(story, batch, d) for d in comparison.documents}
    passages = {
        p.id: stored
        for d in comparison.documents
        for p, stored in zip(d.passages, articles[d.id].current.passages.order_by("number"), strict=True)
    }
    _store_points(story, comparison, articles, passages)
    for annotation in comparison.annotations:
        stored = models.Annotation.objects.create(
            story=story,
            kind=annotation.kind,
            difference_class=annotation.difference_class or "",
            state=annotation.state,
            label=annotation.label,
            body=annotation.body,
            confidence=annotation.confidence,
            by=_account(annotation.by),
        )
        stored.outlets.set(models.Outlet.objects.filter(name__in=annotation.outlets))
        for target in annotation.targets:
            models.Target.objects.create(
                annotation=stored,
                passage=passages[target.passage],
                start=target.start,
                end=target.end,
                exact=target.exact,
                prefix=target.prefix,
                suffix=target.suffix,
            )


def _store_article(story: models.Story, batch: models.ImportBatch, document: engine.Document) -> models.Article:
    content = document.text.encode()
    file = models.ImportFile.objects.create(
        batch=batch,
        name=document.source,
        size=len(content),
        sha256=document.sha256,
        content=content,
        state=models.ImportFile.State.CONFIRMED,
    )
    article = models.Article.objects.create(
        story=story,
        outlet=models.Outlet.objects.get_or_create(name=document.outlet)[0],
        position=document.order,
        state=models.Article.State.CONFIRMED,
        headline=document.headline,
        byline=document.byline or "",
        url=document.url or "",
        published_at=document.published,
        language=document.language or "",
    )
    article.current = models.Revision.objects.create(article=article, file=file, text=document.text)
    article.save()
    models.Passage.objects.bulk_create(
        models.Passage(
            revision=article.current, number=number, start=p.start, end=p.end, paragraph=p.paragraph, kind=p.kind
        )
        for number, p in enumerate(document.passages, 1)
    )
    return article


def _store_points(
    story: models.Story,
    comparison: engine.Comparison,
    articles: dict[str, models.Article],
    passages: dict[str, models.Passage],
) -> None:
    points = {}
    for point in comparison.points:
        points[point.id] = stored = models.Point.objects.create(
            story=story, label=point.label, position=point.order, locked=point.locked
        )
        for link in point.links:
            models.Link.objects.create(
                point=stored,
                passage=passages[link.passage],
                confidence=link.confidence,
                state=link.state,
                by=_account(link.by),
            )
    for absence in comparison.absences:
        account = _account(absence.by or "") or User.objects.get_or_create(username="checker")[0]
        if absence.state == "checked":
            models.Absence.objects.create(point=points[absence.point], article=articles[absence.article], by=account)
    pairs = [[passages[pair.first].pk, passages[pair.second].pk, pair.confidence] for pair in comparison.pairs]
    models.Alignment.objects.create(
        story=story, state=models.Alignment.State.DONE, engine=comparison.engine, pairs=pairs, progress=1
    )


def _account(name: str) -> User | None:
    return next((user for user in User.objects.all() if name in (user.get_full_name(), user.username)), None)
