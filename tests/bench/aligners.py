"""Ours beside other aligners on the gold events: links.f1, the lowest event, and the time for one event.

All align our passages, and what they find is scored as `pairs` by eval/evaluate.py. Each peer gives every pair a score
of its own; the threshold from which it counts is the one with the best mean over these very events, which favours the
peers. Ours is what is shipped, whose weights were fitted on these events too; `make eval` has the figures of each event
left out. Our time is that of the whole comparison, points and proposals included.
"""

import difflib
import itertools
import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import fmean
from time import perf_counter

import collatex
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from coverage_app.engine.compare import compare
from coverage_app.engine.documents import Document, Passage
from coverage_app.engine.normalising import words
from coverage_app.engine.second_reader import shipped_reader

from .gold import Event, events_of
from .reporting import Figure
from .shared import REPOSITORY, shared_or_exit

HUNALIGN = REPOSITORY / ".venv" / "node_modules" / "@bitextual" / "hunalign" / "dist" / "index.js"
KEPT = np.geomspace(0.002, 1, 60)  # shares of a peer's pairs, the best ones, with each of which it is tried

Scores = dict[tuple[str, str], float]


def run() -> Iterator[Figure | str]:
    events = events_of(shared_or_exit())
    yield f"{'':40s}{'links.f1':>10s}{'lowest':>10s}{'s an event':>12s}{'of our time':>14s}"
    found, seconds = _timed(ours, events)
    figures = [_f1(event, scores, 0.0) for event, scores in zip(events, found, strict=True)]
    mine, my_seconds = fmean(figures), seconds
    yield _line("Crossread, as shipped", figures, seconds, my_seconds)
    best = 0.0
    for name, aligner in PEERS.items():
        if aligner is hunalign and not (shutil.which("node") and HUNALIGN.exists()):
            yield f"{name:40s}  not measured: `make bench` installs it where npm is"
            continue
        found, seconds = _timed(aligner, events)
        figures = max(
            (
                [_f1(event, scores, threshold) for event, scores in zip(events, found, strict=True)]
                for threshold in _thresholds(found)
            ),
            key=fmean,
        )
        best = max(best, fmean(figures))
        yield _line(name, figures, seconds, my_seconds)
    yield Figure("links.f1 above that of the best other aligner by", mine - best, "", "above 0", mine > best)


def ours(documents: Sequence[Document]) -> Scores:
    return {(pair.first, pair.second): pair.confidence for pair in compare(documents, reader=shipped_reader()).pairs}


def collation(documents: Sequence[Document]) -> Scores:
    """CollateX on two articles at a time, which finds more than all at once (0.18) and takes longer, words in house
    style; of two passages the share of the shorter one's words that stand in one column."""
    together: Counter[tuple[str, str]] = Counter()
    for pair in itertools.combinations(documents, 2):
        witnesses = [
            {"id": d.id, "tokens": [{"t": norm, "n": norm, "passage": p.id} for p in d.report for norm in _norms(p)]}
            for d in pair
        ]
        for column in collatex.collate({"witnesses": witnesses}, segmentation=False).columns:
            cells = [column.tokens_per_witness.get(d.id, ()) for d in pair]
            if all(cells) and cells[0][0].token_data["n"] == cells[1][0].token_data["n"]:
                together[cells[0][0].token_data["passage"], cells[1][0].token_data["passage"]] += 1
    return _shares(documents, together)


def matching_blocks(documents: Sequence[Document]) -> Scores:
    """difflib on two articles at a time; of two passages the share of the shorter one's words in matching blocks."""
    together: Counter[tuple[str, str]] = Counter()
    for one, other in itertools.combinations(documents, 2):
        ours, theirs = ([(norm, p.id) for p in d.report for norm in _norms(p)] for d in (one, other))
        matcher = difflib.SequenceMatcher(None, [n for n, _ in ours], [n for n, _ in theirs], autojunk=False)
        for at, there, size in matcher.get_matching_blocks():
            together.update((ours[at + n][1], theirs[there + n][1]) for n in range(size))
    return _shares(documents, together)


def ratios(documents: Sequence[Document]) -> Scores:
    """difflib on the words of two passages at a time, whatever their order in the articles."""
    norms = {p.id: _norms(p) for d in documents for p in d.report}
    scores: Scores = {}
    for one, other in itertools.combinations(documents, 2):
        matcher = difflib.SequenceMatcher(autojunk=False)
        for second in other.report:
            matcher.set_seq2(norms[second.id])  # what it remembers between comparisons
            for first in one.report:
                matcher.set_seq1(norms[first.id])
                scores[first.id, second.id] = matcher.ratio()
    return scores


def hunalign(documents: Sequence[Document]) -> Scores:
    """hunalign (Varga et al. 2005) without a dictionary, in which case equal words are each other's translation."""
    pairs = list(itertools.combinations(documents, 2))
    given = [[_lines(one), _lines(other)] for one, other in pairs]
    command = ["node", str(Path(__file__).with_name("hunalign.mjs")), str(HUNALIGN)]
    done = subprocess.run(command, input=json.dumps(given), check=True, capture_output=True, text=True)
    scores: Scores = {}
    for (one, other), ladder in zip(pairs, json.loads(done.stdout)["ladders"], strict=True):
        for (first, second, quality), (first_end, second_end, _) in itertools.pairwise(ladder):
            for p, q in itertools.product(one.report[first:first_end], other.report[second:second_end]):
                scores[p.id, q.id] = quality
    return scores


def trigrams(documents: Sequence[Document]) -> Scores:
    """After CATS (Štajner et al. 2018): each passage goes to the one of the other article with the highest cosine of
    character trigrams."""
    cosines = _cosines(documents, TfidfVectorizer(analyzer="char", ngram_range=(3, 3), sublinear_tf=True))
    home = {p.id: document.id for document in documents for p in document.report}
    best: Scores = {}  # of a passage in an article
    for (first, second), cosine in cosines.items():
        for key in ((first, home[second]), (second, home[first])):
            best[key] = max(cosine, best.get(key, 0.0))
    return {
        (first, second): cosine
        for (first, second), cosine in cosines.items()
        if cosine in (best[first, home[second]], best[second, home[first]])
    }


def tfidf(documents: Sequence[Document]) -> Scores:
    """The baseline of eval/baseline.py, on our passages."""
    return _cosines(documents, TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True))


PEERS: dict[str, Callable[[Sequence[Document]], Scores]] = {
    "CollateX": collation,
    "difflib, article by article": matching_blocks,
    "difflib, passage by passage": ratios,
    "hunalign": hunalign,
    "character trigrams, as in CATS": trigrams,
    "TF-IDF of 3 to 5 characters": tfidf,
}


def _cosines(documents: Sequence[Document], vectorizer: TfidfVectorizer) -> Scores:
    flat = [(number, p) for number, document in enumerate(documents) for p in document.report]
    vectors = vectorizer.fit_transform(p.text.lower() for _, p in flat)
    cosine = (vectors @ vectors.T).toarray()
    return {
        (p.id, q.id): float(cosine[i, j])
        for (i, (home, p)), (j, (other, q)) in itertools.combinations(enumerate(flat), 2)
        if home != other
    }


def _norms(passage: Passage) -> list[str]:
    return [word.norm for word in words(passage.text) if word.is_word]


def _lines(document: Document) -> str:
    return "\n".join(" ".join(_norms(passage)) for passage in document.report)


def _shares(documents: Sequence[Document], together: Counter[tuple[str, str]]) -> Scores:
    count = {p.id: len(_norms(p)) for document in documents for p in document.report}
    return {(first, second): n / min(count[first], count[second]) for (first, second), n in together.items()}


def _timed(aligner: Callable[[Sequence[Document]], Scores], events: Sequence[Event]) -> tuple[list[Scores], float]:
    """What it finds in each event, and the mean time in seconds."""
    aligner(events[0].documents[:2])  # imports and caches are no part of what is measured
    found, seconds = [], []
    for event in events:
        start = perf_counter()
        found.append(aligner(event.documents))
        seconds.append(perf_counter() - start)
    return found, fmean(seconds)


def _thresholds(found: Sequence[Scores]) -> list[float]:
    values = np.array([score for scores in found for score in scores.values()])
    return sorted(set(np.quantile(values, 1 - KEPT)))


def _f1(event: Event, scores: Scores, threshold: float) -> float:
    chosen = {pair: score for pair, score in scores.items() if score >= threshold}
    return event.evaluator.score_links({"pairs": chosen}, event.gold, event.cover)["f1"]


def _line(name: str, figures: Sequence[float], seconds: float, my_seconds: float) -> str:
    return f"{name:40s}{fmean(figures):10.3f}{min(figures):10.3f}{seconds:12.3f}{seconds / my_seconds:12.1f} x"
