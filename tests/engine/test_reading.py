"""A file becomes a Document, or its reader learns why not."""

import io
import struct
import tracemalloc
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coverage_app.engine import office
from coverage_app.engine.documents import UnreadableSource
from coverage_app.engine.reading import MAX_BYTES, outlet_of, read

from .stories import HARBOUR, HERALD, real_stories

PAGE = """<!doctype html>
<html lang="en-GB"><head>
<title>Crane falls | The Velmar Herald</title>
<meta property="og:site_name" content="The Velmar Herald">
<meta property="article:published_time" content="2031-05-06T07:30:00+02:00">
<meta name="author" content="Jonna Pihl">
<link rel="canonical" href="https://herald.example/crane">
<style>p { color: red }</style>
<script>var hidden = "never shown";</script>
</head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article>
<h1>Crane falls in <br>Velmar, two hurt</h1>
<p class="article-standfirst">A ferry line moves to Kalby.</p>
<figure><img src="x.jpg"><figcaption>The quay after the accident.</figcaption></figure>
<p>Both quays of Velmar&#39;s harbour were blocked on Tuesday when a <b>crane</b> collapsed,
according to the port authority.</p>
<script>track()</script>
<p>Two dockers were hurt; one is in a serious condition in Saint Orla hospital, where
the mayor visited them on Wednesday.</p>
<p>Ferries to the island of Hest will leave from Kalby until further notice, the shipping line
Marnet said in a statement.</p>
</article>
<aside class="related-stories"><p>Herring prices at their lowest</p></aside>
<div id="comments"><form><label>Leave a Reply</label><textarea></textarea></form></div>
<footer>&copy; 2031 The Velmar Herald</footer>
</body></html>"""


def _docx(body: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'wordprocessingml.document.main+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/document.xml",
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
            + body
            + "</w:body></w:document>",
        )
    return buffer.getvalue()


def _word_paragraphs(*paragraphs: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{paragraph}</w:t></w:r></w:p>" for paragraph in paragraphs)


def test_text_keeps_its_passages_headline_and_outlet():
    document = read(HARBOUR.encode(), "uploads/velmar-gazette.txt")
    assert document.source == "velmar-gazette.txt"
    assert document.outlet == "Velmar Gazette"
    assert document.headline == "Harbour of Velmar closed after crane collapse"
    assert document.language == "en"
    assert document.passages[0].kind == "headline"
    assert all(document.text[p.start : p.end] == p.text for p in document.passages)


def test_ids_follow_from_the_bytes():
    first, again = read(HARBOUR.encode(), "a.txt"), read(HARBOUR.encode(), "b.txt")
    assert first.id == again.id == f"a{first.sha256[:10]}"
    assert [p.id for p in first.passages] == [f"{first.id}.p{n}" for n in range(1, len(first.passages) + 1)]
    assert read(HERALD.encode(), "a.txt").id != first.id


def test_a_given_outlet_wins_over_the_file_name():
    assert read(HARBOUR.encode(), "x.txt", outlet="The Gazette").outlet == "The Gazette"


@pytest.mark.parametrize(
    ("name", "outlet"),
    [("al-jazeera.txt", "Al Jazeera"), ("bbc.html", "BBC"), ("the_Times.txt", "The Times")],
)
def test_the_file_name_names_the_outlet(name: str, outlet: str):
    assert outlet_of(name) == outlet


@pytest.mark.parametrize(
    "data",
    [
        "Der Bürgermeister „grüßt“ – für 5 €".encode("utf-8-sig"),
        "Der Bürgermeister „grüßt“ – für 5 €".encode("utf-16"),
        b"\xfe\xff" + "Der Bürgermeister „grüßt“ – für 5 €".encode("utf-16-be"),
        "Der Bürgermeister „grüßt“ – für 5 €".encode("utf-16-le"),
        "Der Bürgermeister „grüßt“ – für 5 €".encode("utf-32"),
    ],
)
def test_unicode_encodings_are_told_apart(data: bytes):
    assert read(data, "gruss.txt").text == "Der Bürgermeister „grüßt“ – für 5 €"


def test_latin_1_is_guessed():
    text = "Le maire a été réélu à Genève. Il a remercié les électeurs, où qu'ils fussent, pour leur fidélité."
    assert read(text.encode("latin-1"), "journal.txt").text == text


def test_a_page_may_declare_its_encoding():
    page = '<html><head><meta charset="iso-8859-2"></head><body><p>Łódź i Kraków świętują.</p></body></html>'
    assert read(page.encode("iso-8859-2"), "gazeta.html").text == "Łódź i Kraków świętują."


def test_a_wrong_declaration_does_not_stop_the_reading():
    page = '<html><head><meta charset="no-such-thing"></head><body><p>Caf\xe9 cr\xe8me</p></body></html>'
    assert "Café" in read(page.encode("latin-1"), "x.html").text


def test_line_ends_and_invisible_characters_are_normalised():
    document = read("One.\r\nTwo\x00\x07 three.\rFour.\u2028Five.\ufffe".encode("utf-8", "surrogatepass"), "x.txt")
    assert document.text == "One.\nTwo three.\nFour.\nFive."


def test_a_page_gives_every_block_and_its_metadata():
    document = read(PAGE.encode(), "saved.html")
    assert document.headline == "Crane falls in Velmar, two hurt"
    assert document.outlet == "The Velmar Herald"
    assert document.byline == "Jonna Pihl"
    assert document.url == "https://herald.example/crane"
    assert document.published == datetime(2031, 5, 6, 5, 30, tzinfo=UTC)
    assert document.language == "en"
    kinds = {passage.text: passage.kind for passage in document.passages}
    assert kinds["Crane falls in Velmar, two hurt"] == "headline"
    assert kinds["A ferry line moves to Kalby."] == "standfirst"
    assert kinds["The quay after the accident."] == "furniture"
    assert kinds["Herring prices at their lowest"] == "furniture"
    assert kinds["Leave a Reply"] == "furniture"
    assert kinds["© 2031 The Velmar Herald"] == "furniture"
    report = " ".join(passage.text for passage in document.report)
    assert "Both quays of Velmar's harbour were blocked on Tuesday when a crane collapsed" in report
    assert "the shipping line Marnet said in a statement." in report
    assert "never shown" not in document.text
    assert "track()" not in document.text
    assert "color: red" not in document.text


def test_a_page_is_known_by_its_content_whatever_its_name():
    assert read(PAGE.encode(), "pasted.txt").headline == "Crane falls in Velmar, two hurt"


def test_a_deeply_nested_page_is_read():
    page = "<html><body>" + "<div>" * 1500 + "<p>At the bottom.</p>" + "</div>" * 1500 + "</body></html>"
    assert "At the bottom." in read(page.encode(), "deep.html").text


def test_a_page_nested_beyond_reason_is_read_or_refused():
    page = "<html><body>" + "<div>" * 100_000 + "<p>At the bottom.</p></body></html>"
    with pytest.raises(UnreadableSource, match="no text"):
        read(page.encode(), "deep.html")


def test_hidden_text_is_set_aside_but_not_lost():
    page = (
        '<html><body><p style="display: none">Buy now.</p><p>The mayor spoke to the council about it.</p></body></html>'
    )
    document = read(page.encode(), "x.html")
    assert {p.text: p.kind for p in document.passages}["Buy now."] == "furniture"


def test_a_word_file_gives_its_paragraphs():
    document = read(
        _docx(_word_paragraphs("Crane falls in Velmar", "Two dockers were hurt on Tuesday.")), "herald.docx"
    )
    assert document.text == "Crane falls in Velmar\n\nTwo dockers were hurt on Tuesday."
    assert document.outlet == "Herald"


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "x.txt", "empty"),
        (b" \n\t ", "x.txt", "empty"),
        ("\ufeff".encode(), "x.txt", "no text"),
        (b"%PDF-1.7 ...", "x.pdf", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "x.txt", "image"),
        (bytes(range(256)) * 10, "x.txt", "binary"),
        (b"\x00" * 500, "x.txt", "binary"),
        (b"PK\x03\x04 something", "x.zip", "zip"),
        (b"PK\x03\x04 something", "x.docx", "Word"),
        (b"plain words", "x.docx", "Word"),
        (b"a,b\n1,2", "x.csv", ".csv"),
        (b"<html><body><script>x</script></body></html>", "x.html", "no text"),
        (b"<!-- nothing -->", "x.html", "no text"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data: bytes, name: str, says: str):
    with pytest.raises(UnreadableSource, match=says) as refusal:
        read(data, name)
    assert any(advice in str(refusal.value) for advice in ("Save", "Check", "paste"))


def test_too_large_a_file_is_refused():
    with pytest.raises(UnreadableSource, match="10 MB"):
        read(b"word " * (MAX_BYTES // 5 + 1), "x.txt")


@pytest.mark.parametrize("name", ["x.txt", "x.html"])
def test_a_book_is_refused(name: str):
    with pytest.raises(UnreadableSource, match="far more than an article"):
        read(b"<p>The minister said so.</p>\n" * 100_000, name)


def test_a_zip_bomb_is_not_opened():
    bomb = _docx(_word_paragraphs("boom " * 1_000_000))
    assert len(bomb) < 50_000
    with pytest.raises(UnreadableSource, match="unpack"):
        read(bomb, "bomb.docx")


def test_a_zip_bomb_that_lies_about_its_size_is_not_unpacked():
    bomb = _docx(_word_paragraphs("boom " * 8_000_000))
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        declared = struct.pack("<I", archive.getinfo("word/document.xml").file_size)
    liar = bomb.replace(declared, struct.pack("<I", 1000))
    tracemalloc.start()
    with pytest.raises(UnreadableSource):
        read(liar, "bomb.docx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 * office.MAX_XML  # of 40 MB


def test_a_word_file_packed_as_word_packs_none_is_refused():
    """Other ways to pack cannot be unpacked piece by piece."""
    sound, packed = zipfile.ZipFile(io.BytesIO(_docx(_word_paragraphs("Two dockers were hurt.")))), io.BytesIO()
    with sound, zipfile.ZipFile(packed, "w", zipfile.ZIP_BZIP2) as archive:
        for name in sound.namelist():
            archive.writestr(name, sound.read(name))
    with pytest.raises(UnreadableSource, match="cannot be opened"):
        read(packed.getvalue(), "odd.docx")


@pytest.mark.parametrize(
    "swollen",
    [
        "<w:p/>" * office.MAX_NODES,
        "<!---->" * office.MAX_NODES,
        "<?a?>" * office.MAX_NODES,
        "<w:p " + " ".join(f'a{n}=""' for n in range(office.MAX_NODES)) + "/>",
    ],
    ids=["elements", "comments", "instructions", "attributes"],
)
def test_a_word_file_of_countless_empty_nodes_is_not_opened(swollen: str, monkeypatch: pytest.MonkeyPatch):
    """Each costs a kilobyte of memory, so that a file of some kB would exhaust it."""
    monkeypatch.setattr("mammoth.convert_to_html", lambda *_args, **_options: pytest.fail("it was opened"))
    with pytest.raises(UnreadableSource, match="far more than an article needs"):
        read(_docx(swollen), "swollen.docx")


def test_a_long_article_of_which_each_word_is_formatted_by_itself_is_read():
    run = (
        '<w:r w:rsidR="00A77B3E"><w:rPr><w:rFonts w:ascii="Times" w:hAnsi="Times" w:cs="Times"/><w:sz w:val="24"/>'
        '<w:lang w:val="en-GB"/></w:rPr><w:t xml:space="preserve">{} </w:t></w:r>'
    )
    sentences = [
        f"The minister said on day {n} that the harbour would stay closed until the week after." for n in range(300)
    ]
    body = "".join(f"<w:p>{''.join(run.format(word) for word in sentence.split())}</w:p>" for sentence in sentences)
    document = read(_docx(body), "long.docx")
    assert sum(len(p.text.split()) for p in document.passages) > 4000


def test_a_word_file_with_large_pictures_is_read_without_them():
    packed = io.BytesIO(_docx(_word_paragraphs("Crane falls in Velmar", "Two dockers were hurt on Tuesday.")))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.bmp", bytes(30 * 2**20))
    assert "Two dockers" in read(packed.getvalue(), "herald.docx").text


def test_a_word_file_that_defines_entities_is_refused():
    sound = _docx(_word_paragraphs("Two dockers were hurt."))
    with zipfile.ZipFile(io.BytesIO(sound)) as archive:
        document = archive.read("word/document.xml").decode()
    entities = '<!DOCTYPE d [<!ENTITY a "boom "><!ENTITY b "&a;&a;&a;">]>'
    packed = io.BytesIO(sound)
    with zipfile.ZipFile(packed, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", entities + document.replace("Two", "&b;"))
    with pytest.raises(UnreadableSource, match="cannot be opened"):
        read(packed.getvalue(), "entities.docx")


def test_a_word_file_with_broken_insides_is_refused():
    with pytest.raises(UnreadableSource, match="cannot be opened"):
        read(_docx("<w:p><w:r>"), "broken.docx")


@pytest.mark.parametrize("text", ["***", "1 2 3 4", "Advertisement", "Velmar\n\n1974\n\n* * *"])
def test_a_text_without_a_sentence_says_so(text: str):
    (notice,) = read(text.encode(), "odd.txt").notices
    assert notice.startswith("There is no sentence in this text")


GERMAN = (
    "Ein Kran ist im Hafen von Velmar umgestürzt, und die Behörde hat den Kai gesperrt. Zwei Arbeiter wurden mit "
    "Verletzungen in das Krankenhaus gebracht, das nicht weit von der Stelle ist."
)


def test_a_second_language_is_named():
    (notice,) = read(f"{HARBOUR}\n{GERMAN}\n".encode(), "both.txt").notices
    assert notice.startswith("Part of this article seems to be in another language (German).")


@pytest.mark.parametrize(
    "text", [HARBOUR, GERMAN, "维尔马港一台起重机周二倒塌，两名码头工人受伤。", HARBOUR + "\n„Der Kran ist alt.“\n"]
)
def test_an_ordinary_article_has_no_notice(text: str):
    assert read(text.encode(), "plain.txt").notices == ()


def test_real_articles_have_no_notice(shared: Path):
    for documents in real_stories(shared):
        assert [document.notices for document in documents if document.notices] == []
