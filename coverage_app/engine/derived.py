"""What follows from the texts and points of a comparison, and is therefore computed when it is needed, not stored."""

from dataclasses import replace

from .documents import Comparison
from .origins import origins
from .placement import placements
from .quotes import quotes
from .speakers import quotations


def with_derived(comparison: Comparison) -> Comparison:
    """The comparison with its quotes, origins and placements, made anew from its documents and points.

    Quotes come in an order of their own, which does not depend on the columns; origins in column order, placements in
    that of points and columns.
    """
    # As in compare(): an order that the caller cannot influence; only twins are told apart by their ids.
    ordered = sorted(comparison.documents, key=lambda document: (document.sha256, document.text, document.id))
    found = [quotations(document) for document in ordered]
    by_article = {origin.article: origin for origin in origins(ordered, found)}
    return replace(
        comparison,
        quotes=quotes(ordered, found, comparison.points),
        origins=tuple(by_article[document.id] for document in comparison.documents),
        placements=placements(comparison.documents, comparison.points),
    )
