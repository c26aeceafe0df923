"""What follows from the texts and points of a comparison, and is therefore computed when it is needed, not stored."""

from dataclasses import replace
from functools import lru_cache

from .documents import Comparison, Document, Origin, Point, Quotation, Quote
from .origins import origins
from .placement import placements
from .quotes import quotes
from .speakers import quotations

STORIES = 8  # whose texts are remembered: a story's pages are asked for again and again while it is worked on


def with_derived(comparison: Comparison) -> Comparison:
    """The comparison with its quotes, origins and placements, made anew from its documents and points.

    Quotes come in an order of their own, which does not depend on the columns; origins in column order, placements in
    that of points and columns.
    """
    made = with_origins(with_quotes(comparison))
    return replace(made, placements=placements(comparison.documents, comparison.points))


def with_quotes(comparison: Comparison) -> Comparison:
    """The comparison with its quotes only."""
    return replace(comparison, quotes=_quotes(_ordered(comparison), comparison.points))


def with_origins(comparison: Comparison) -> Comparison:
    """The comparison with its origins only."""
    by_article = {origin.article: origin for origin in _origins(_ordered(comparison))}
    return replace(comparison, origins=tuple(by_article[document.id] for document in comparison.documents))


def _ordered(comparison: Comparison) -> tuple[Document, ...]:
    """As in compare(): an order that the caller cannot influence; only twins are told apart by their ids."""
    return tuple(sorted(comparison.documents, key=lambda document: (document.sha256, document.text, document.id)))


# What follows from the texts alone lasts while a story is worked on; quotes last until a passage is moved.


@lru_cache(maxsize=STORIES)
def _quotations(documents: tuple[Document, ...]) -> tuple[list[Quotation], ...]:
    return tuple(quotations(document) for document in documents)


@lru_cache(maxsize=STORIES)
def _quotes(documents: tuple[Document, ...], points: tuple[Point, ...]) -> tuple[Quote, ...]:
    return quotes(documents, _quotations(documents), points)


@lru_cache(maxsize=STORIES)
def _origins(documents: tuple[Document, ...]) -> tuple[Origin, ...]:
    return origins(documents, _quotations(documents))
