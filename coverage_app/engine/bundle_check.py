"""What no declaration of a bundle can say: that its rows belong together, and that all words stand where it says."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from .bundle import AGAIN, Article, Bundle, Passage, Revision, UnfitBundle


def check(bundle: Bundle) -> None:
    """That the rows belong together, and that all words stand where the bundle says. The text of an article is taken
    from the bundle, its bytes by their SHA-256: whether the one was read from the other cannot be told, since another
    version may read otherwise. Raises UnfitBundle."""
    story = bundle.story
    people, outlets = len(story.people), len(story.outlets)
    for place in _people(bundle):
        _require(place is None or place < people, "somebody is named who is not among its people")
    for person in story.people:
        _require(person.name == person.name.strip(), f"the name “{person.name}” begins or ends with a space")
    _unique((outlet.name.casefold() for outlet in story.outlets), "outlet")
    for file in story.files:
        _require(file.batch < len(story.batches), f"the import of “{file.name}” is missing")
        if file.sha256:
            _require(file.sha256 in bundle.files, f"the bytes of “{file.name}” are missing")
            _require(len(bundle.files[file.sha256]) == file.size, f"“{file.name}” has another size than it says")
    _require(bundle.files.keys() <= {file.sha256 for file in story.files}, "there are bytes that no file has")
    passages: dict[str, tuple[Passage, Revision]] = {}
    for article in story.articles:
        _require(article.outlet < outlets, f"the outlet of {article.id} is missing")
        numbers = [revision.number for revision in article.revisions]
        _unique(numbers, f"revision of {article.id}")
        _require(article.current is None or article.current in numbers, f"the text of {article.id} is missing")
        for revision in article.revisions:
            _require(revision.file < len(story.files), f"the file of {article.id} is missing")
            _check_text(article, revision)
            for passage in revision.passages:
                _require(passage.id not in passages, f"two passages are called {passage.id}")
                passages[passage.id] = passage, revision
    articles = {article.id for article in story.articles}
    _unique((article.id for article in story.articles), "article")
    _unique((point.id for point in story.points), "point")
    _unique((annotation.id for annotation in story.annotations), "annotation")
    for point in story.points:
        _unique((link.passage for link in point.links), f"link of {point.id}")
        _unique((absence.article for absence in point.absences), f"absence of {point.id}")
        _require(all(link.passage in passages for link in point.links), f"a passage of {point.id} is missing")
        _require(all(absence.article in articles for absence in point.absences), f"an article of {point.id} is missing")
    for annotation in story.annotations:
        _require(all(place < outlets for place in annotation.outlets), f"an outlet of {annotation.id} is missing")
        _unique(annotation.outlets, f"outlet of {annotation.id}")
        for target in annotation.targets:
            _require(target.passage in passages, f"a passage of {annotation.id} is missing")
            passage, revision = passages[target.passage]
            words = revision.text[passage.start : passage.end][target.start : target.end]
            _require(
                target.start < target.end and words == target.exact,
                f"the words of {annotation.id}, “{_brief(target.exact)}”, do not stand where it says",
            )
    if story.run:
        _require(
            all(first in passages and second in passages for first, second, _ in story.run.pairs),
            "a passage of a pair is missing",
        )
    for review in story.double_reviews:
        _unique(review.reviewers, "reviewer of a double review")
        _unique(((asked.point, asked.passage) for asked in review.candidates), "question of a double review")
        for asked in review.candidates:
            _unique((answer.reviewer for answer in asked.answers), "answer in a double review")
    for place, step in enumerate(bundle.journal):
        _require(step.of is None or step.of < place, "a step of the journal takes back what came after it")


def _check_text(article: Article, revision: Revision) -> None:
    """Passages in order, without overlap, and nothing but white space between them."""
    at, text = 0, revision.text
    for passage in revision.passages:
        _require(
            at <= passage.start < passage.end <= len(text) and not text[at : passage.start].strip(),
            f"passage {passage.id} of {article.id} does not stand where it says",
        )
        at = passage.end
    _require(not text[at:].strip(), f"words of {article.id} stand in no passage")
    _unique((passage.number for passage in revision.passages), f"number of a passage of {article.id}")


def _people(bundle: Bundle) -> Iterator[int | None]:
    """Every mention of somebody."""
    story = bundle.story
    yield from (batch.by for batch in story.batches)
    for article in story.articles:
        yield from (passage.kind_by for revision in article.revisions for passage in revision.passages)
    for point in story.points:
        yield point.named_by
        yield from (link.by for link in point.links)
        yield from (absence.by for absence in point.absences)
    yield from (annotation.by for annotation in story.annotations)
    yield from (step.by for step in bundle.journal)
    for review in story.double_reviews:
        yield review.by
        yield from review.reviewers
        yield from (asked.by for asked in review.candidates)
    if story.run:
        yield story.run.by


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise UnfitBundle(f"The bundle contradicts itself: {otherwise}. {AGAIN}")


def _unique(values: Iterable[Hashable], what: str) -> None:
    found = list(values)
    _require(len(set(found)) == len(found), f"it has one {what} twice")


def _brief(words: str) -> str:
    return words if len(words) <= 60 else words[:59] + "…"
