"""What two articles have word for word in common, quotations aside: two that quote one speech did not copy each other.

Runs of words that stand in both are found from an index of all runs of SEED words, as copies of documents are
(Schleimer, Wilkerson & Aiken 2003), and joined over small edits into the tiles that greedy string tiling would lay
(Wise 1993; on news: Clough, Gaizauskas, Piao & Wilks 2002). Time grows with the number of words, as no run is looked up
in more than MOST_SOURCES articles.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from .documents import Document, Extent, Passage, Quotation, Reuse
from .normalising import is_single, words

SEED = 4  # words of a run that is looked up: shorter ones are common to any two texts
GAP = 2  # words that may be changed, left out or put in between two runs of one tile
LEAST = 8  # words of a tile: names with titles and stock phrases have up to seven
LEAST_PLAIN = 4  # of them without a capital, so that names alone are no tile
MOST_SOURCES = 8  # articles in which a run is looked up: those that come first


@dataclass(frozen=True, slots=True)
class Stream:
    """The words of a report outside its quotations, one after the other."""

    document: Document
    report: tuple[Passage, ...]
    norms: list[str]
    places: list[tuple[int, int, int, int]]  # passage, number of the word in it, start and end in it
    weights: list[float]  # 1, of a sign of a script without spaces a half
    plain: list[bool]  # whether it has no capital
    quoted: int  # words in quotations


@dataclass(slots=True)
class _Tile:
    """A tile that is being laid: words of the one and of the other by number."""

    last: int
    other_last: int
    ours: set[int] = field(default_factory=set)
    theirs: set[int] = field(default_factory=set)


def stream(document: Document, quotations: Sequence[Quotation]) -> Stream:
    """`quotations` are the document's own."""
    inside: dict[str, list[Extent]] = defaultdict(list)
    for quotation in quotations:
        for extent in quotation.extents:
            inside[extent.passage].append(extent)
    report = document.report
    found = Stream(document, report, [], [], [], [], 0)
    quoted = 0
    for number, passage in enumerate(report):
        waiting = inside[passage.id][::-1]
        for at, word in enumerate(word for word in words(passage.text) if word.is_word):
            while waiting and waiting[-1].end <= word.start:
                waiting.pop()
            if waiting and waiting[-1].start <= word.start:
                quoted += 1
                continue
            found.norms.append(word.norm)
            found.places.append((number, at, word.start, word.end))
            found.weights.append(0.5 if is_single(word.norm) else 1.0)
            found.plain.append(not passage.text[word.start].isupper())
    return replace(found, quoted=quoted)


def reuses(streams: Sequence[Stream]) -> tuple[list[list[Reuse]], list[set[int]]]:
    """Of each article what it has in common with others, the most words first; and which of its words that is.

    Streams come with the likeliest origins first: where a run stands in many, it is looked up in those.
    """
    index: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for number, one in enumerate(streams):
        for at, run in enumerate(_runs(one)):
            others = index[run]
            if len(others) < MOST_SOURCES and not (others and others[-1][0] == number):
                others.append((number, at))
    found: list[list[Reuse]] = []
    shared: list[set[int]] = []
    for number, one in enumerate(streams):
        ours: dict[int, set[int]] = defaultdict(set)
        theirs: dict[int, set[int]] = defaultdict(set)
        for other, tile in _tiles(one, number, index):
            ours[other] |= tile.ours
            theirs[other] |= tile.theirs
        common = [
            Reuse(
                streams[other].document.id,
                len(ours[other]),
                tuple(_extents(one, sorted(ours[other]))),
                tuple(_extents(streams[other], sorted(theirs[other]))),
            )
            for other in sorted(ours, key=lambda other: (-len(ours[other]), other))
        ]
        found.append(common)
        shared.append(set().union(*ours.values()))
    return found, shared


def _runs(one: Stream) -> Iterator[tuple[str, ...]]:
    return zip(*(one.norms[n:] for n in range(SEED)), strict=False)


def _tiles(
    one: Stream, number: int, index: dict[tuple[str, ...], list[tuple[int, int]]]
) -> Iterator[tuple[int, _Tile]]:
    """The tiles of an article with each other one, by its number."""
    open_tiles: dict[int, _Tile] = {}
    for at, run in enumerate(_runs(one)):
        for other, other_at in index[run]:
            if other == number:
                continue
            tile = open_tiles.get(other)
            if tile and not _goes_on(tile, at, other_at):
                if _is_long(one, tile):
                    yield other, tile
                tile = None
            if tile is None:
                tile = open_tiles[other] = _Tile(at, other_at)
            tile.last, tile.other_last = at, other_at
            tile.ours.update(range(at, at + SEED))
            tile.theirs.update(range(other_at, other_at + SEED))
    for other, tile in open_tiles.items():
        if _is_long(one, tile):
            yield other, tile


def _goes_on(tile: _Tile, at: int, other_at: int) -> bool:
    """Whether a run follows the tile in both articles, with at most a small edit between."""
    step, other_step = at - tile.last, other_at - tile.other_last
    return 0 < other_step <= SEED + GAP and step <= SEED + GAP and abs(step - other_step) <= GAP


def _is_long(one: Stream, tile: _Tile) -> bool:
    return sum(one.weights[at] for at in tile.ours) >= LEAST and sum(one.plain[at] for at in tile.ours) >= LEAST_PLAIN


def _extents(one: Stream, numbers: Sequence[int]) -> Iterator[Extent]:
    """Words as extents: those that stand side by side in one passage are one."""
    places = [one.places[number] for number in numbers]
    for _, group in groupby(enumerate(places), key=lambda item: (item[1][0], item[1][1] - item[0])):
        side_by_side = [place for _, place in group]
        passage, start, end = one.report[side_by_side[0][0]], side_by_side[0][2], side_by_side[-1][3]
        yield Extent(passage.id, start, end, passage.text[start:end])
