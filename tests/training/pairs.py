"""Pairs of passages to learn from: invented stories, and the public ABCD-Link news (shared/corpus/abcd-link)."""

import csv
import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import product
from pathlib import Path

from coverage_app.engine.documents import Document, Passage
from coverage_app.engine.fitted import shipped
from coverage_app.engine.linking import candidates

from .stories import Story

PER_POSITIVE = 1.5  # pairs that share nothing, for each that shares something


@dataclass(frozen=True)
class Example:
    """Two passages, whether their main content is the same (None: not said), and whether they share a fact."""

    first: str
    second: str
    same: float | None
    shares: float


def documents_of(story: Story) -> list[Document]:
    """The story's articles as the engine would have read them, one passage a line."""
    documents = []
    for number, article in enumerate(story.articles):
        at, passages = 0, []
        for place, line in enumerate(article.lines):
            kind = "headline" if place == 0 else "body"
            passages.append(Passage(f"{story.name}.{number}.{place}", at, at + len(line.text), place, kind, line.text))
            at += len(line.text) + 1
        text = "\n".join(line.text for line in article.lines)
        documents.append(
            Document(
                id=f"{story.name}.{number}",
                source=f"{article.outlet}.txt",
                sha256=sha256(text.encode()).hexdigest(),
                text=text,
                passages=tuple(passages),
                outlet=article.outlet,
                language="en",
            )
        )
    return documents


def from_story(story: Story, seed: int) -> list[Example]:
    """All pairs that share a fact and the lexical scorer finds, and the likeliest of those that share none."""
    lines = {
        f"{story.name}.{n}.{place}": line for n, a in enumerate(story.articles) for place, line in enumerate(a.lines)
    }
    shuffle = random.Random(f"{seed} {story.name}")
    yes, no = [], []
    for candidate in candidates(documents_of(story), shipped().links.words):
        a, b = lines[candidate.first.id], lines[candidate.second.id]
        example = Example(a.text, b.text, float(bool(a.main & b.main)), float(bool(a.facts & b.facts)))
        # the likeliest wrong pairs teach most; a little chance keeps the others in
        (yes if example.shares else no).append((candidate.likely + 0.05 * shuffle.random(), example))
    no.sort(key=lambda entry: -entry[0])
    return [example for _, example in yes] + [example for _, example in no[: int(PER_POSITIVE * len(yes))]]


def from_abcd(folder: Path, seed: int) -> Iterator[Example]:
    """Links between Wikinews articles and their rewritten twins, with likely and chance pairs that are not linked."""
    texts = json.loads((folder / "news_synth" / "docs.json").read_text(encoding="utf-8"))
    for name, entry in json.loads(
        (folder / "news_synth" / "news_synth_links.json").read_text(encoding="utf-8")
    ).items():
        shuffle = random.Random(f"{seed} {name}")
        one, two = texts[entry["doc1"]], texts[entry["doc2"]]
        linked = {(a, b) for a, targets in entry["links"].items() for b in targets}
        others = []
        for a, b in product(one, two):
            if not one[a].strip() or not two[b].strip():
                continue
            if (a, b) in linked:
                yield Example(one[a], two[b], 1.0, 1.0)
            else:
                words, more = Counter(one[a].lower().split()), Counter(two[b].lower().split())
                common = sum((words & more).values()) / (1 + min(len(words), len(more)))
                others.append((common + 0.1 * shuffle.random(), a, b))
        others.sort(reverse=True)
        count = max(1, len(linked))
        # a sentence of an unlinked pair may still share a fact, so only little is taken from the very top
        for _, a, b in others[:count] + shuffle.sample(others[count:], min(count, max(0, len(others) - count))):
            yield Example(one[a], two[b], 0.0, 0.0)
    with (folder / "news_he" / "annotations.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            votes = [row[key] == "Link" for key in ("annotator_1", "annotator_2")]
            yield Example(row["source_sentence"], row["target_sentence"], None, sum(votes) / 2)
