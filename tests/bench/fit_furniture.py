"""Fits the scorer of engine/furniture.py on gold events and on the invented pages of tests/training/pages, and says how
well each event is done when it is left out: `python -m tests.bench.fit_furniture`.

It learns from the paragraphs that neither markup, the wording of the trade nor a repetition decides.
"""

import sys
from collections.abc import Iterator, Sequence

import numpy as np

from coverage_app.engine import passages
from coverage_app.engine.documents import Document
from coverage_app.engine.furniture import kinds, sure
from coverage_app.engine.paragraphs import Article
from coverage_app.engine.passages import Span
from coverage_app.engine.scoring import Scorer
from coverage_app.engine.signs import FEATURES, signs
from tests.training.pages import pages

from .gold import Event, events_of
from .regression import fit
from .shared import shared_or_exit

REGULARISATION = 0.1  # C of the regression; 0.03 to 0.3 give 0.81 to 0.84 over all events together
LEAST = 0.5  # more likely furniture than report

Example = tuple[tuple[float, ...], bool]  # features, whether it is furniture


def main() -> None:
    events = events_of(shared_or_exit())
    total = dict.fromkeys(("hit", "found", "gold"), 0)
    judged: list[tuple[float, bool]] = []
    sys.stdout.write("furniture with the event left out\n")
    for event in events:
        scorer = fit_furniture([other for other in events if other is not event])
        figures = _figures(event, scorer)
        total = {key: total[key] + figures[key] for key in total}
        judged += [(scorer.probability(row), is_furniture) for row, is_furniture in _of_gold(event)]
        sys.stdout.write(f"{event.name:24s} " + _line(figures) + "\n")
    f1 = 2 * total["hit"] / (total["found"] + total["gold"])
    sys.stdout.write(f"{'all events together':24s} " + _line(total | {"f1": f1}) + "\n")
    sys.stdout.write("confidence, and share that is furniture, of the paragraphs that are open, by fifth\n")
    for n in range(5):
        fifth = [(p, hit) for p, hit in judged if min(4, int(p * 5)) == n]
        if fifth:
            mean, share = np.mean(fifth, axis=0)
            sys.stdout.write(f"  {mean:.2f}  {share:.2f} of {len(fifth)}\n")
    scorer = fit_furniture(events)
    sys.stdout.write(f"\nbias {scorer.bias:.3f}\n")
    for name, weight in scorer.weights.items():
        sys.stdout.write(f"{name:16s} {weight:7.3f}\n")


def fit_furniture(events: Sequence[Event]) -> Scorer:
    """The scorer of furniture.kinds() that these events and the invented pages give."""
    examples = [example for event in events for example in _of_gold(event)]
    for page in pages():
        text = "\n".join(page.paragraphs)
        examples += _examples(text, passages.split(text), page.is_furniture)
    rows, targets = zip(*examples, strict=True)
    return fit(np.array(rows), np.array(targets, dtype=float), REGULARISATION).scorer(FEATURES, LEAST)


def _of_gold(event: Event) -> Iterator[Example]:
    """The open paragraphs of an event; one is furniture if most of its characters are to all annotators."""
    shared, size = event.evaluator.shared, event.evaluator.size
    aside = [event.gold["where"][passage] for passage in event.gold["furniture"][0]]
    for document in event.documents:
        counts: dict[int, list[int]] = {}
        for passage in document.passages:
            place = event.where[passage.id]
            count = counts.setdefault(passage.paragraph, [0, 0])
            count[0] += sum(shared(place, other) for other in aside)
            count[1] += size(place)
        yield from _examples(document.text, _spans(document), [2 * hit > whole for hit, whole in counts.values()])


def _examples(text: str, spans: Sequence[Span], is_furniture: Sequence[bool]) -> Iterator[Example]:
    article = Article(text, spans, ())
    aside = sure(article)
    for number, row in signs(article, aside, article.headline(aside)).items():
        yield row, is_furniture[number]


def _figures(event: Event, scorer: Scorer) -> dict[str, float]:
    """Those of evaluate.py."""
    found = {
        passage.id: kind
        for document in event.documents
        for passage, kind in zip(document.passages, kinds(document.text, _spans(document), scorer=scorer), strict=True)
    }
    return event.evaluator.score_furniture({"where": event.where, "kinds": found}, event.gold)


def _spans(document: Document) -> list[Span]:
    return [Span(passage.start, passage.end, passage.paragraph) for passage in document.passages]


def _line(figures: dict[str, float]) -> str:
    return f"f1 {figures['f1']:.3f}  hit {figures['hit']}  found {figures['found']}  gold {figures['gold']}"


if __name__ == "__main__":
    main()
