"""How long five real articles take, cold and warm, beside CollateX and difflib.HtmlDiff on the same five.

Everything is on, and the second reader reads every pair anew each time; without it words alone decide.
"""

import difflib
import itertools
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from coverage_app.engine.compare import compare
from coverage_app.engine.reading import read
from coverage_app.engine.second_reader import Reader, shipped_reader

from .reporting import Figure
from .shared import CORPUS_OF_FIVE, REPOSITORY, articles, shared_or_exit

COLD_RUNS = 3
WARM_RUNS = 9
MOST_COLD = 6.0  # seconds
MOST_WARM = 3.0  # seconds
MOST_BY_WORDS = 0.5  # seconds, warm
LEAST_RATIO = 20.0  # times faster than CollateX, both warm, everything on


def run() -> Iterator[Figure]:
    paths = articles(shared_or_exit() / "corpus" / CORPUS_OF_FIVE)
    cold = median(_seconds(lambda: _command(paths)) for _ in range(COLD_RUNS))
    yield Figure(
        "compare five articles, cold (manage.py, whole process)", cold, "s", f"at most {MOST_COLD} s", cold <= MOST_COLD
    )

    files = [(path.read_bytes(), path.name) for path in paths]
    reader = shipped_reader()
    warm = _warm(files, reader)
    yield Figure(
        "compare five articles, warm (bytes to comparison)", warm, "s", f"at most {MOST_WARM} s", warm <= MOST_WARM
    )
    by_words = _warm(files, None)
    yield Figure(
        "the same without the second reader",
        by_words,
        "s",
        f"at most {MOST_BY_WORDS} s",
        by_words <= MOST_BY_WORDS,
    )

    texts = [data.decode("utf-8") for data, _ in files]
    _collatex(texts[:1])  # its imports are no part of what is measured
    collatex = _seconds(lambda: _collatex(texts))
    yield Figure("CollateX on the same texts, warm", collatex, "s")
    html_diff = _seconds(lambda: _html_diff(texts))
    yield Figure("difflib.HtmlDiff on all pairs of them, warm", html_diff, "s")
    ratio = collatex / warm
    yield Figure(
        "ours is faster than CollateX by", ratio, "x", f"at least {LEAST_RATIO:.0f} times", ratio >= LEAST_RATIO
    )
    yield Figure("without the second reader it is faster than CollateX by", collatex / by_words, "x")
    yield Figure("ours is faster than difflib.HtmlDiff by", html_diff / warm, "x")


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def _command(paths: list[Path]) -> None:
    command = [sys.executable, "manage.py", "compare", *map(str, paths)]
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)


def _warm(files: list[tuple[bytes, str]], reader: Reader | None) -> float:
    def ours() -> None:
        compare([read(data, name) for data, name in files], reader=reader)

    ours()
    return median(_seconds(ours) for _ in range(WARM_RUNS))


def _collatex(texts: list[str]) -> None:
    import collatex

    collation = collatex.Collation()
    for number, text in enumerate(texts):
        collation.add_plain_witness(f"W{number}", text)
    collatex.collate(collation, segmentation=False)


def _html_diff(texts: list[str]) -> None:
    differ = difflib.HtmlDiff()
    for first, second in itertools.combinations(texts, 2):
        differ.make_table(first.splitlines(), second.splitlines())
