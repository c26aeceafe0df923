"""What only one document reports, span by span (to come)."""

from collections.abc import Sequence

from .documents import Annotation, Document, Pair, Point


def added_details(
    documents: Sequence[Document], pairs: Sequence[Pair], points: Sequence[Point]
) -> tuple[Annotation, ...]:
    return ()
