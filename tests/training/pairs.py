"""Pairs of passages to learn from: invented stories, and the public ABCD-Link news (shared/corpus/abcd-link).

Those that nobody labelled are there for the teachers to label (teaching.py).
"""

import csv
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import product
from pathlib import Path

from coverage_app.engine.documents import Document, Passage
from coverage_app.engine.fitted import shipped
from coverage_app.engine.linking import candidates

from .stories import Story

PER_POSITIVE = 1.5  # pairs that share nothing, for each that shares something
LEAST_LIKELY = 0.01  # by words; pairs less likely than that are never read
UNLABELLED = 3.5  # pairs of ABCD-Link without a label, for each link
PARTS = re.compile(r"(?<=[.!?])\s+|(?<=[.!?][\"'”’)])\s+")  # between sentences
LEAST_WORDS = 5  # of a part of a passage


@dataclass(frozen=True)
class Example:
    """Two passages, whether their main content is the same and whether they share a fact (None: not said)."""

    first: str
    second: str
    same: float | None
    shares: float | None

    @property
    def pair(self) -> tuple[str, str]:
        return self.first, self.second


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


def of_story(story: Story) -> list[tuple[float, Example]]:
    """All pairs that the lexical scorer finds, with how likely it takes them to be."""
    lines = {
        f"{story.name}.{n}.{place}": line for n, a in enumerate(story.articles) for place, line in enumerate(a.lines)
    }
    found = []
    for candidate in candidates(documents_of(story), shipped().links.words):
        a, b = lines[candidate.first.id], lines[candidate.second.id]
        example = Example(a.text, b.text, float(bool(a.main & b.main)), float(bool(a.facts & b.facts)))
        found.append((candidate.likely, example))
    return found


def from_story(story: Story, seed: int) -> list[Example]:
    """The pairs that share a fact, and the likeliest of those that share none."""
    shuffle = random.Random(f"{seed} {story.name}")
    # the likeliest wrong pairs teach most; a little chance keeps the others in
    found = [(likely + 0.05 * shuffle.random(), example) for likely, example in of_story(story)]
    yes = [example for _, example in found if example.shares]
    no = sorted(((rank, e) for rank, e in found if not e.shares), key=lambda entry: -entry[0])
    return yes + [example for _, example in no[: int(PER_POSITIVE * len(yes))]]


def from_documents(documents: Sequence[Document]) -> Iterator[Example]:
    """The pairs of a story that nobody labelled."""
    for candidate in candidates(documents, shipped().links.words):
        if candidate.likely >= LEAST_LIKELY:
            yield Example(candidate.first.text, candidate.second.text, None, None)


def from_abcd(folder: Path, seed: int) -> Iterator[Example]:
    """Links between Wikinews articles and their rewritten twins, with likely and chance pairs that are not linked, and
    some without a label."""
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
        chance = shuffle.sample(others[count:], min(count, max(0, len(others) - count)))
        for _, a, b in others[:count] + chance:
            yield Example(one[a], two[b], 0.0, 0.0)
        for _, a, b in [entry for entry in others[count:] if entry not in chance][: int(UNLABELLED * count)]:
            yield Example(one[a], two[b], None, None)
    with (folder / "news_he" / "annotations.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            votes = [row[key] == "Link" for key in ("annotator_1", "annotator_2")]
            yield Example(row["source_sentence"], row["target_sentence"], None, sum(votes) / 2)


def shortened(examples: Sequence[Example], seed: int) -> Iterator[Example]:
    """The pairs again with one passage or both cut to some of their sentences, or at a comma; without labels, since
    what was cut off may be what they shared."""
    shuffle = random.Random(seed)
    for example in examples:
        which = shuffle.random()
        first = _cut(example.first, shuffle) if which < 0.7 else example.first
        second = _cut(example.second, shuffle) if which > 0.3 else example.second
        if (first, second) != example.pair:
            yield Example(first, second, None, None)


def _cut(text: str, shuffle: random.Random) -> str:
    parts = [part for part in PARTS.split(text) if len(part.split()) >= LEAST_WORDS]
    if len(parts) > 1:
        length = shuffle.randint(1, len(parts) - 1)
        at = shuffle.randint(0, len(parts) - length)
        return " ".join(parts[at : at + length])
    words = text.split()
    commas = [n for n in range(LEAST_WORDS, len(words) - LEAST_WORDS) if words[n].endswith(",")]
    if not commas or shuffle.random() < 0.5:
        return text
    at = shuffle.choice(commas) + 1
    return " ".join(words[:at]).rstrip(",") if shuffle.random() < 0.6 else " ".join(words[at:])
