"""Any text is read and compared without an error: whatever its script, length and malice, nothing of it is lost."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coverage_app.engine.compare import compare
from coverage_app.engine.documents import Comparison, Document, UnreadableSource
from coverage_app.engine.passages import MAX_PASSAGE
from coverage_app.engine.reading import read

from .stories import HARBOUR, HERALD, document

# Pieces of text that rules look for, so that chance meets them, beside any letters at all.
PIECES = [
    ". ", "\n", "\n\n", "“", "”", '"', "«", "»", "(", ")", "[", "…", " — ", "VELMAR (Nordpress) — ", "Mr. ", "U.S. ",
    "said ", "the quay ", "a crane fell on Tuesday ", "Advertisement\n", "By Oda Lie\n", "More: ", "(Tor Aas/AP)",
    "5,000 ", "am 3. Mai ", "¿", "。", "港口关闭了。", "أغلق الميناء. ", "\u0301", "\u200f", "\u202e", "\u200d", "🏗",
    "\x85", "\u2028",
]  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=20)), max_size=40).map("".join)
# No deadline: a machine that is busy with something else is no fault of the text's.
EASY = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def _read(data: bytes, name: str = "gazette.txt") -> Document | None:
    """The document, None for one that is refused; any other error is one."""
    try:
        return read(data, name)
    except UnreadableSource:
        return None


def _assert_whole(article: Document) -> None:
    """Passages stand where they say, in order, and nothing but white space lies outside them."""
    end = 0
    for passage in article.passages:
        assert article.text[passage.start : passage.end] == passage.text
        assert not article.text[end : passage.start].strip()
        assert 0 < len(passage.text) <= MAX_PASSAGE
        end = passage.end
    assert not article.text[end:].strip()


def _without_columns(comparison: Comparison) -> Comparison:
    return replace(comparison, documents=tuple(sorted((replace(d, order=1) for d in comparison.documents), key=_id)))


def _id(article: Document) -> str:
    return article.id


@EASY
@given(TEXTS)
def test_any_text_is_read_whole_or_refused(text: str):
    article = _read(text.encode())
    if article:
        _assert_whole(article)
        assert article == _read(text.encode())


@EASY
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.html", "a.docx", "a", "a.pdf"]))
def test_any_bytes_are_read_whole_or_refused(data: bytes, name: str):
    article = _read(data, name)
    if article:
        _assert_whole(article)


@settings(EASY, max_examples=25)
@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_any_articles_are_compared_alike_in_any_order(texts: list[str]):
    articles = [article for text in {*texts, HARBOUR, HERALD} if (article := _read(text.encode()))]
    articles = list({article.id: article for article in articles}.values())
    made = compare(articles)
    turned = compare(articles[::-1])
    assert _without_columns(made).points == _without_columns(turned).points
    assert sorted(made.pairs, key=repr) == sorted(turned.pairs, key=repr)
    assert {note.id for note in made.annotations} == {note.id for note in turned.annotations}
    known = {passage.id for article in articles for passage in article.passages}
    assert {link.passage for point in made.points for link in point.links} <= known


WORDS = "crane quay Velmar bolt rust docker ship ferry island harbour mayor"


@pytest.mark.parametrize(
    "text",
    [
        " ".join(f"{word}{n}" for n in range(9_100) for word in WORDS.split()),  # 100,000 words and no full stop
        "The crane fell. " * 34_000,
        "“" * 100_000,
        "“The «crane ‘fell “" * 5_000,
        "(" * 100_000,
        "." * 100_000,
        "… " * 50_000,
        "a" + " " * 1_000_000 + "b",
        "x" * 1_000_000,
        "A." * 50_000,
        "1," * 50_000,
        "e" + "\u0301" * 100_000,
        "\u202e\u200f" * 50_000 + "crane",
        "港" * 100_000,
        "CITY (Agency) — " * 6_000,
        "More: the crane\n" * 6_000,
        "Advertisement\n\n" * 6_000,
        "\n".join(f"Crane {n}, left, at the quay." for n in range(6_000)),
    ],
    ids=lambda text: f"{text[:12]!r} x {len(text)}",
)
def test_a_hostile_text_is_read_whole(text: str):
    article = document(text)
    _assert_whole(article)


@pytest.mark.parametrize(
    "text", ["“The crane fell,” he said. " * 400, "The crane fell on Tuesday.\n" * 400, "bolt " * 8_000]
)
def test_a_hostile_text_is_compared(text: str):
    comparison = compare([document(text, "a.txt"), document(HARBOUR, "b.txt"), document(text + "Rust.", "c.txt")])
    assert len(comparison.documents) == 3


@pytest.mark.parametrize("text", ["Crane", "?", "港", "\u200f", "5"])
def test_one_word_is_an_article(text: str):
    comparison = compare([document(text, "a.txt"), document(HARBOUR, "b.txt")])
    assert comparison.documents[0].text == text
