"""The whole run: documents in, Comparison out.

The result depends on the documents' text alone: not on the order in which they are given, the clock or the machine.
"""

from collections.abc import Sequence
from dataclasses import replace

from . import VERSION
from .derived import with_derived
from .details import added_details
from .differences import differences
from .documents import Absence, Comparison, Document, Point, Progress, UnfitDocuments
from .fitted import Fitted, shipped
from .linking import reported, scored_pairs
from .points import points_of
from .second_reader import Reader


def compare(
    documents: Sequence[Document],
    progress: Progress | None = None,
    *,
    reader: Reader | None = None,
    fitted: Fitted | None = None,
    derived: bool = True,
) -> Comparison:
    """Align the documents, group what reports the same, and propose what only one of them reports and how they differ.

    `reader` is asked about the pairs that their words leave open; without one, words alone decide. `fitted` are the
    scorers, those that are shipped unless others are given. Without `derived`, quotes, origins and placements are left
    out (derived.py makes them whenever they are wanted). Ids of documents and passages stay as they are; those of
    points and annotations derive from their passages' text.
    `Comparison.documents` is in column order: by `Document.order`, or as given where two have the same.
    Raises UnfitDocuments when there is none or ids clash.
    """
    _check(documents)
    say = progress or _silent
    columns = _in_columns(documents)
    # Everything below works in an order that the caller cannot influence; only twins are told apart by their ids.
    ordered = sorted(columns, key=lambda document: (document.sha256, document.text, document.id))
    say(f"Comparing {sum(len(d.report) for d in ordered)} passages of {len(ordered)} articles", 0.05)
    scorers = fitted or shipped()
    pairs = scored_pairs(ordered, scorers.links, reader)
    say("Gathering what reports the same", 0.5)
    points = points_of(ordered, pairs)
    say("Looking for what only one article reports", 0.7)
    details = added_details(ordered, pairs, scorers.details)
    say("Looking for how they differ", 0.8)
    annotations = (*details, *differences(ordered, pairs, scorers.differences))
    comparison = Comparison(
        engine=VERSION,
        documents=columns,
        pairs=tuple(reported(pairs, scorers.links, reader)),
        points=points,
        absences=_absences(columns, points),
        annotations=annotations,
    )
    if derived:
        say("Matching quotations and copied words", 0.95)
        comparison = with_derived(comparison)
    say("Done", 1.0)
    return comparison


def _silent(_sentence: str, _share: float) -> None:
    """Progress for nobody."""


def _check(documents: Sequence[Document]) -> None:
    if not documents:
        raise UnfitDocuments("There is nothing to compare. Add at least one article.")
    ids = [document.id for document in documents] + [p.id for document in documents for p in document.passages]
    if len(set(ids)) != len(ids):
        raise UnfitDocuments("Two articles or passages have the same id. Was one article added twice? Remove one.")


def _in_columns(documents: Sequence[Document]) -> tuple[Document, ...]:
    if len({document.order for document in documents}) == len(documents):
        return tuple(sorted(documents, key=lambda document: document.order))
    return tuple(replace(document, order=n) for n, document in enumerate(documents, start=1))


def _absences(documents: Sequence[Document], points: Sequence[Point]) -> tuple[Absence, ...]:
    home = {passage.id: document.id for document in documents for passage in document.passages}
    found: list[Absence] = []
    for point in points:
        present = {home[link.passage] for link in point.links}
        found.extend(Absence(point.id, document.id) for document in documents if document.id not in present)
    return tuple(found)
