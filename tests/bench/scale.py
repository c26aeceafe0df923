"""How time and memory grow with the number of articles: stories of 25 to 200, made of the corpus by rewording.

A story is made by a seeded script. Each fact is a sentence of the corpus; it goes to at most twelve articles,
reworded in each: words swapped for others of the same sense, a phrase dropped, two sentences merged; and each article
tells its facts in an order of its own. Every size is measured in a process of its own, with everything on and by words
alone; and what one more article takes when the second reader's verdicts on the others are kept.
"""

import json
import math
import random
import re
import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean
from time import perf_counter

from coverage_app.engine.compare import compare
from coverage_app.engine.documents import Document
from coverage_app.engine.reading import read
from coverage_app.engine.second_reader import Reader, Remembering, Verdict, shipped_reader
from coverage_app.engine.wordlists import FUNCTION_WORDS

from .reporting import Figure
from .shared import REPOSITORY, articles, shared_or_exit

SIZES = (25, 50, 100, 200)  # articles
PASSAGES = (15, 35)  # of an article, from and to
TELLERS = (1, 6, 12, 12)  # articles that tell a fact, each number equally often
MOST_EXPONENT = 1.4
BAR_SIZE, MOST_SECONDS, MOST_BYTES = 100, 60.0, 1.5e9
SAME_FACT = 0.5  # share of the telling words of the shorter from which two sentences count as one fact
FACT_WORDS = (8, 45)  # of a sentence that is taken for a fact
PARAGRAPH = 3  # sentences

# Chances of each change to a sentence.
SWAP, DROP, MERGE = 0.6, 0.3, 0.15
SYNONYMS = [
    line.strip().split("|")
    for line in """
    said|stated|declared
    told|informed
    announced|made known
    meeting|talks|encounter
    president|head of state
    official|representative
    officials|representatives
    country|nation
    government|administration
    big|large
    also|likewise
    after|following
    before|ahead of
    about|around
    because|since
    however|but
    week|seven days
    people|persons
    new|fresh
    last|past
    first|initial
    called|described
    asked|requested
    important|significant
    plan|scheme
    help|assist
    show|demonstrate
    begin|start
    end|finish
    attack|assault
    agreement|deal|accord
    statement|declaration
    reporters|journalists
    including|among them
    would|was to
    more than|over
    many|numerous
    """.strip().split("\n")
]
_OTHERS = {word: [other for other in group if other != word] for group in SYNONYMS for word in group}
_WORDS = re.compile(r"\b(?:" + "|".join(sorted(_OTHERS, key=len, reverse=True)) + r")\b")
_ASIDE = re.compile(r", [^,.\"“”]{8,60},")


def run() -> Iterator[Figure]:
    measured: dict[int, dict[str, float]] = {}
    for size in SIZES:
        found = measured[size] = _in_a_process("whole", size)
        is_bar = size == BAR_SIZE
        yield Figure(
            f"compare {size} articles, {found['passages']:.0f} passages",
            found["seconds"],
            "s",
            *((f"at most {MOST_SECONDS:.0f} s", found["seconds"] <= MOST_SECONDS) if is_bar else ()),
        )
        yield Figure("the same without the second reader", found["by_words"], "s")
        yield Figure(
            f"peak memory of the process with {size} articles",
            found["bytes"] / 1e9,
            "GB",
            *((f"at most {MOST_BYTES / 1e9} GB", found["bytes"] <= MOST_BYTES) if is_bar else ()),
        )
    exponent = slope([(size, found["seconds"]) for size, found in measured.items()])
    yield Figure(
        "time grows with the number of articles to the power of",
        exponent,
        "",
        f"at most {MOST_EXPONENT}",
        exponent <= MOST_EXPONENT,
    )
    added = _in_a_process("added", BAR_SIZE)
    yield Figure(f"compare {BAR_SIZE} articles when only the last one is new", added["seconds"], "s")
    yield Figure(f"pairs that are read then, of {added['pairs']:.0f}", added["new"], "")
    yield Figure("of these, pairs without the new article", added["others"], "")


def _in_a_process(what: str, size: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.scale", what, str(size)]
    done = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def slope(points: list[tuple[int, float]]) -> float:
    """The least squares slope of the logarithms: the exponent with which the second grows with the first."""
    logs = [(math.log(x), math.log(y)) for x, y in points]
    mean_x, mean_y = fmean(x for x, _ in logs), fmean(y for _, y in logs)
    return sum((x - mean_x) * (y - mean_y) for x, y in logs) / sum((x - mean_x) ** 2 for x, _ in logs)


def story(size: int) -> list[Document]:
    """A made story of so many articles; the same every time."""
    chance = random.Random(size)
    room = [chance.randint(*PASSAGES) for _ in range(size)]
    told: list[list[str]] = [[] for _ in range(size)]
    for fact in _facts(chance):
        free = [number for number in range(size) if len(told[number]) < room[number]]
        if not free:
            break
        for number in chance.sample(free, min(len(free), chance.choice(TELLERS))):
            told[number].append(_reworded(fact, chance))
    else:
        raise RuntimeError("The corpus has too few sentences for a story of this size.")
    return [read(_article(sentences, chance).encode(), f"outlet-{number}.txt") for number, sentences in enumerate(told)]


def _facts(chance: random.Random) -> Iterator[str]:
    """Sentences of the corpus in a chance order. Of those that have much in common only the first: the corpus has its
    facts from several outlets, and no fact may be told more often than was meant."""
    least, most = FACT_WORDS
    sentences = [
        passage.text
        for folder in sorted((shared_or_exit() / "corpus").iterdir())
        for path in articles(folder)
        for passage in read(path.read_bytes(), path.name).report
        if least <= len(passage.text.split()) <= most
    ]
    taken: list[set[str]] = []
    for sentence in chance.sample(sentences, len(sentences)):
        telling = {word for word in re.findall(r"\w+", sentence.casefold()) if word not in FUNCTION_WORDS}
        if all(len(telling & other) < SAME_FACT * min(len(telling), len(other)) for other in taken):
            taken.append(telling)
            yield sentence


def _reworded(sentence: str, chance: random.Random) -> str:
    def swapped(match: re.Match[str]) -> str:
        return chance.choice(_OTHERS[match.group()]) if chance.random() < SWAP else match.group()

    sentence = _WORDS.sub(swapped, sentence)
    return _ASIDE.sub("", sentence, count=1) if chance.random() < DROP else sentence


def _article(sentences: list[str], chance: random.Random) -> str:
    chance.shuffle(sentences)
    merged: list[str] = []
    for sentence in sentences:
        if merged and merged[-1].endswith(".") and chance.random() < MERGE:
            merged[-1] = f"{merged[-1][:-1]}, and {sentence[:1].lower()}{sentence[1:]}"
        else:
            merged.append(sentence)
    return "\n\n".join(" ".join(merged[at : at + PARAGRAPH]) for at in range(0, len(merged), PARAGRAPH))


def _whole(size: int) -> dict[str, float]:
    documents, reader = story(size), shipped_reader()
    seconds = _seconds(documents, reader)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0  # Linux counts in KiB
    return {
        "seconds": seconds,
        "bytes": peak,
        "by_words": _seconds(documents, None),
        "passages": sum(len(document.report) for document in documents),
    }


def _added(size: int) -> dict[str, float]:
    """What the last article of a story takes, and which pairs are read for it."""
    documents, kept = story(size), _Kept()
    counting = _Counting(shipped_reader())
    compare(documents[:-1], reader=Remembering(counting, kept))
    counting.asked.clear()
    seconds = _seconds(documents, Remembering(counting, kept))
    new = {passage.text for passage in documents[-1].report}
    others = [pair for pair in counting.asked if not new & set(pair)]
    return {"seconds": seconds, "pairs": len(kept), "new": len(counting.asked), "others": len(others)}


def _seconds(documents: list[Document], reader: Reader | None) -> float:
    start = perf_counter()
    compare(documents, reader=reader)
    return perf_counter() - start


class _Counting:
    """A reader that notes what another one is asked."""

    def __init__(self, reader: Reader) -> None:
        self.name, self.languages = reader.name, reader.languages
        self.asked: list[tuple[str, str]] = []
        self._reader = reader

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
        self.asked += pairs
        return self._reader.read(pairs)


class _Kept(dict[str, Verdict]):
    """Verdicts in memory."""

    def known(self, keys: Sequence[str]) -> dict[str, Verdict]:
        return {key: self[key] for key in keys if key in self}

    def keep(self, verdicts: Mapping[str, Verdict]) -> None:
        self.update(verdicts)


if __name__ == "__main__":
    measure = {"whole": _whole, "added": _added}[sys.argv[1]]
    sys.stdout.write(json.dumps(measure(int(sys.argv[2]))))
