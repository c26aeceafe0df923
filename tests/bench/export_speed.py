"""The export of 5 and of 60 articles: how long each format takes, and how large it is."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from statistics import median
from time import perf_counter

from coverage_app.engine.compare import compare
from coverage_app.engine.documents import Comparison
from coverage_app.engine.reading import read
from coverage_app.export.options import LAYOUTS, Options

from .reporting import Figure
from .scale import story
from .shared import CORPUS_OF_FIVE, articles, shared_or_exit

LARGE = 60  # articles, made of the corpus
MOST_BYTES = 150_000  # of the document of five real articles, all proposals that may go out included


def run() -> Iterator[Figure]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    paths = articles(shared_or_exit() / "corpus" / CORPUS_OF_FIVE)
    five = [replace(read(path.read_bytes(), path.name), order=n) for n, path in enumerate(paths, 1)]
    yield from _measure(compare(five), 3, MOST_BYTES)
    yield from _measure(compare(story(LARGE)), 1, None)


def _measure(comparison: Comparison, runs: int, most: int | None) -> Iterator[Figure]:
    from coverage_app.export.formats import FORMATS

    usual = Options("Bench", include_proposed=True)
    name = f"{len(comparison.documents)} articles"
    for layout in LAYOUTS:
        seconds, size = _written(FORMATS["html"].write, comparison, replace(usual, layout=layout), runs)
        yield Figure(f"{name} as html, {layout}", seconds * 1000, "ms")
        bar = f"at most {most / 1000:g}" if most else ""
        yield Figure(f"{name} as html, {layout}, size", size / 1000, "kB", bar, size <= most if most else None)
    for format in FORMATS.values():
        if format.kind != "html":
            seconds, size = _written(format.write, comparison, usual, runs)
            yield Figure(f"{name} as {format.kind}", seconds * 1000, "ms")
            yield Figure(f"{name} as {format.kind}, size", size / 1000, "kB")


def _written(
    write: Callable[[Comparison, Options], bytes], comparison: Comparison, options: Options, runs: int
) -> tuple[float, int]:
    """Median seconds and bytes. From the second run on words are compared already, as on a page that somebody has
    looked at."""
    times = []
    for _ in range(runs):
        start = perf_counter()
        data = write(comparison, options)
        times.append(perf_counter() - start)
    return median(times), len(data)
