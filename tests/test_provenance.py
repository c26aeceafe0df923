"""Origins as readers see them: the reasons in words, and an article minus its origin."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from coverage_app.engine.derived import with_origins, with_quotes
from coverage_app.engine.documents import Comparison, Document, Extent, Origin, Reason, Reuse
from coverage_app.presentation import Sheet
from coverage_app.provenance import Account, Parallel, accounts, verdict

from .factories import make_document

NOON = datetime(2031, 5, 7, 12, 0, tzinfo=UTC)
COPIED = (
    "The ferry left the island at dawn with sixty passengers on board and ran aground two hours later on a sandbank"
)
SAID = "“Nobody on the bridge had slept since Sunday,”"


def story() -> Comparison:
    """A wire's report, one that is made from it, and one that has nothing of either."""
    wire = [f"HEST (Reuters) - {COPIED}.", f"{SAID} Captain Jon Berg said.", "Nobody was hurt."]
    local = [f"{COPIED} off Hest.", f"{SAID} we were told.", "Our reporter met a man who sat on deck in the rain."]
    credit = ["Source: Local and news agencies"]
    documents = (
        make_document(1, "Wire", "Ferry aground", wire, published=NOON),
        make_document(2, "Local", "Morning of fear", local, furniture=credit, published=NOON + timedelta(hours=3)),
        make_document(3, "Post", "Islanders ask for a ship", ["For years the people of Hest have asked for a ship."]),
    )
    return with_quotes(with_origins(Comparison("0", documents)))


def parallel(comparison: Comparison, one: int = 1, other: int = 0, *, folded: bool = False) -> Parallel:
    sheet = Sheet(comparison)
    rows = {passage: row.key for row in sheet.rows for passage in row.passages}
    documents = comparison.documents
    return Parallel(comparison, documents[one], documents[other], sheet.places, rows, folded=folded)


def test_which_text_looks_like_the_origin_and_why():
    comparison = story()
    wire, local, post = accounts(comparison)
    assert local.source == wire.document
    assert local.because == "it credits news agencies and Wire carries Reuters’s report and came 3 hours earlier"
    assert (wire.source, wire.made, wire.credits) == (None, (local.document,), "credits Reuters")
    assert (post.common, post.source, post.because) == ((), None, "")
    assert verdict(accounts(comparison)) == ("Wire looks like the origin of Local.",)


def test_shares_add_up_to_the_whole_article():
    for account in accounts(story()):
        assert account.shared + account.quoted + account.own == pytest.approx(1)
    local = accounts(story())[1]
    assert local.shared > 0.3
    assert local.quoted > 0.1
    assert sum(local.bar) <= 100


def _account(*reasons: Reason, published: datetime | None = NOON, shared: float = 0.5) -> Account:
    source = make_document(1, "Wire", "One", ["One."])
    document = make_document(2, "Local", "Two", ["Two."], published=published)
    origin = Origin("a2", shared, 0.1, source="a1", reasons=reasons)
    return Account(document, origin, source, (), ((source, 20),))


@pytest.mark.parametrize(
    ("lead", "said"),
    [
        (timedelta(minutes=76), "76 minutes earlier"),
        (timedelta(hours=14), "14 hours earlier"),
        (timedelta(days=3), "3 days earlier"),
        (timedelta(seconds=50), "a moment earlier"),
    ],
)
def test_how_much_earlier(lead: timedelta, said: str):
    assert _account(Reason("earlier", (NOON - lead).isoformat())).because == f"Wire came {said}"


def test_slips_that_both_make():
    assert _account(Reason("oddity", "pasengers")).because == "both write “pasengers”"


def test_what_an_article_says_of_its_sources():
    assert _account(Reason("own", "AP"), Reason("credit", "AP")).credits == "is a news agency itself"
    both = _account(Reason("credit", "AP"), Reason("credit", "AFP"), Reason("cited", "dpa"))
    assert both.credits == "credits AP and AFP and cites dpa"


def test_a_small_part_is_not_called_the_whole():
    documents = list(story().documents)
    own = [f"Line {n} of our own reporter tells what the others on the island{n} saw." for n in range(9)]
    documents[1] = make_document(2, "Local", "Morning of fear", [COPIED, *own], published=NOON + timedelta(hours=3))
    found = accounts(with_origins(Comparison("0", tuple(documents))))
    assert verdict(found) == ("Wire looks like the origin of parts of Local.",)


def test_words_in_common_without_a_direction():
    comparison = story()
    undated = tuple(replace(o, source=None) for o in comparison.origins)
    assert "nothing tells who" in verdict(accounts(replace(comparison, origins=undated)))[0]
    alone = replace(comparison, origins=comparison.origins[2:])
    assert verdict(accounts(alone)) == ("No article has words of another, quotations aside.",)


def _texts(found: Parallel, kind: str) -> list[str]:
    return [t.text for p in found.paragraphs for s in p.sentences for t in s.stretches if t.kind == kind]


def test_an_article_minus_its_origin():
    found = parallel(story())
    assert _texts(found, "copied") == [COPIED]
    assert _texts(found, "quoted") == ["“Nobody on the bridge had slept since Sunday,”"]
    assert "Our reporter met a man who sat on deck in the rain." in _texts(found, "own")
    assert found.copied == len(COPIED.split())
    assert found.quoted == 8
    assert found.copied + found.quoted + found.own == found.words


def test_the_text_is_all_there():
    comparison = story()
    for one, other in ((0, 1), (1, 0), (0, 2)):
        found = parallel(comparison, one, other)
        for side, document in ((found.paragraphs, found.document), (found.theirs, found.other)):
            shown = ["".join(t.text for t in s.stretches) for p in side for s in p.sentences]
            assert shown == [passage.text for passage in document.report]


def test_each_stretch_leads_to_its_counterpart_and_back():
    found = parallel(story())
    left = {t.id: t for p in found.paragraphs for s in p.sentences for t in s.stretches if t.id}
    right = {t.id: t for p in found.theirs for s in p.sentences for t in s.stretches if t.id}
    assert len(left) == len(right) == 2
    for stretch in left.values():
        assert right[stretch.counterpart].counterpart == stretch.id
        assert right[stretch.counterpart].text.strip(".") == stretch.text


def test_a_counterpart_is_the_stretch_with_the_same_words():
    """Stretches come in the order of either article, which differ."""
    first, second = (
        "the ferry left the island at dawn with sixty passengers",
        "ran aground two hours later on a sandbank",
    )
    one = make_document(1, "Wire", "One", [f"Then {first}.", f"It {second}."])
    other = make_document(2, "Local", "Two", [f"She {second}.", f"Yes, {first}."])

    def extents(document: Document, *words: str) -> tuple[Extent, ...]:
        places = ((p, w, p.text.index(w)) for w in words for p in document.passages if w in p.text)
        return tuple(Extent(p.id, at, at + len(w), w) for p, w, at in places)

    reuse = Reuse("a1", 18, extents(other, second, first), extents(one, first, second))
    found = parallel(Comparison("0", (one, other), origins=(Origin("a2", 0.9, 0, reuses=(reuse,)),)))
    right = {t.id: t.text for p in found.theirs for s in p.sentences for t in s.stretches if t.id}
    stretches = [t for p in found.paragraphs for s in p.sentences for t in s.stretches if t.id]
    assert [right[t.counterpart] for t in stretches] == [f"{second}.", f"{first}."]


def test_what_the_origin_has_is_folded_if_wanted():
    folded = parallel(story(), folded=True).blocks
    assert [(block.is_folded, block.places) for block in folded] == [
        (False, "headline"),
        (True, "¶1"),
        (False, "¶2 to ¶3"),
    ]
    assert [block.is_folded for block in parallel(story()).blocks] == [False]


def test_a_paragraph_leads_to_its_row():
    comparison = story()
    rows = {row.key for row in Sheet(comparison).rows}
    assert all(paragraph.row in rows for paragraph in parallel(comparison).paragraphs)
