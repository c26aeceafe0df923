"""Importing: every file its own outcome, whatever bytes it holds."""

import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coverage_app.errors import ServiceError, StoryArchived
from coverage_app.models import Alignment, Article, ImportFile, Outlet, Passage, Revision
from coverage_app.services import imports
from coverage_app.services.articles import article_correct
from coverage_app.services.imports import Facts, GivenFile, batch_confirm, fields_of, file_discard, files_import
from coverage_app.services.stories import story_archive
from tests.given import PAGE, REPORT, given, report, too_large, zip_bomb

pytestmark = pytest.mark.django_db


def outcome(editor, story, *files):
    return list(files_import(actor=editor, story=story, files=files).files.all())


def test_a_file_becomes_a_draft_with_passages_and_its_bytes_are_kept(editor, story):
    (file,) = outcome(editor, story, given("meridian-wire.txt", REPORT))
    assert file.state == ImportFile.State.READ
    assert bytes(file.content) == REPORT.encode()
    assert file.sha256 == hashlib.sha256(REPORT.encode()).hexdigest()
    article = story.articles.get()
    assert (article.state, article.position, article.outlet.name) == ("draft", 1, "Meridian Wire")
    assert article.headline == "Dam opens six gates at night"
    assert article.current.file == file
    assert article.current.number == 1
    passages = list(article.current.passages.all())
    assert [p.number for p in passages] == list(range(1, len(passages) + 1))
    assert any(p.text.startswith("Korvhydro opened six") and p.kind == "body" for p in passages)
    assert next(p for p in passages if p.text == "Advertisement").kind == "furniture"


def test_columns_follow_one_another_over_several_imports(editor, story):
    outcome(editor, story, given("a.txt", report(1)), given("b.txt", report(2)))
    outcome(editor, story, given("c.txt", report(3)))
    assert list(story.articles.values_list("position", flat=True)) == [1, 2, 3]


def test_what_is_known_beside_the_file_goes_before_what_was_read(editor, story):
    facts = {"outlet": "Kestvision English", "outlet_kind": "broadcaster", "headline": "Six gates"}
    outcome(editor, story, given("x.txt", REPORT, **facts))
    article = story.articles.get()
    assert (article.outlet.name, article.outlet.kind, article.headline) == (
        "Kestvision English",
        "broadcaster",
        "Six gates",
    )


def test_an_outlet_is_the_same_however_it_is_capitalised(editor, story):
    reuters = Outlet.objects.create(name="REUTERS")
    outcome(editor, story, given("reuters.txt", report(1)), given("Reuters.html.txt", report(2), outlet="rEuTeRs"))
    assert {article.outlet for article in story.articles.all()} == {reuters}


def test_each_file_writes_the_journal(editor, story):
    outcome(editor, story, given("wire.txt", REPORT), given("empty.txt", b""))
    failed, read = story.changes.all()[:2]
    assert (read.verb, read.actor, read.after["article"]) == ("file.import", editor, story.articles.get().pk)
    assert (failed.verb, failed.actor) == ("file.refuse", editor)


BAD = {
    "empty": given("empty.txt", b""),
    "blank": given("blank.txt", b" \n\t\n "),
    "binary": given("data.txt", bytes(range(256)) * 40),
    "image": given("photo.html", b"\x89PNG\r\n\x1a\n" + bytes(2000)),
    "pdf": given("article.pdf", b"%PDF-1.7 something"),
    "no word file": given("article.docx", b"this is no zip archive at all"),
    "zip of nothing": given("article.docx", b"PK\x05\x06" + bytes(18)),
    "truncated zip": given("article.docx", b"PK\x03\x04 cut off"),
    "page without text": given("page.html", "<html><body><script>x()</script></body></html>"),
    "unknown kind": given("figures.xlsx", "a,b,c"),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_a_bad_file_says_why_keeps_its_bytes_and_lets_the_others_through(editor, story, bad):
    first, failed, last = outcome(editor, story, given("one.txt", report(1)), bad, given("two.txt", report(2)))
    assert (first.state, failed.state, last.state) == ("read", "failed", "read")
    assert len(failed.message) > 30
    assert bytes(failed.content) == bad.read()
    assert failed.sha256 == hashlib.sha256(bad.read()).hexdigest()
    assert story.articles.count() == 2


def test_a_zip_bomb_is_refused_unopened(editor, story):
    failed, read = outcome(editor, story, given("bomb.docx", zip_bomb()), given("two.txt", report(2)))
    assert failed.state == "failed"
    assert "unpack" in failed.message
    assert read.state == "read"


def test_a_file_that_is_too_large_is_neither_read_nor_stored(editor, story):
    failed, read = outcome(editor, story, too_large(), given("two.txt", report(2)))
    assert (failed.state, bytes(failed.content), failed.sha256, failed.size) == ("failed", b"", "", 30 * 2**20)
    assert "30 MB" in failed.message
    assert read.state == "read"


def test_a_file_that_lies_about_its_size_is_refused_all_the_same(editor, story, monkeypatch):
    monkeypatch.setattr(imports, "MAX_BYTES", 1000)
    (failed,) = outcome(editor, story, GivenFile("liar.txt", 5, lambda: b"word " * 400))
    assert (failed.state, bytes(failed.content), failed.sha256) == ("failed", b"", "")


def test_a_file_that_cannot_be_opened_is_an_outcome_too(editor, story):
    def gone() -> bytes:
        raise FileNotFoundError

    failed, read = outcome(editor, story, GivenFile("gone.txt", 10, gone), given("two.txt", report(2)))
    assert (failed.state, read.state) == ("failed", "read")


def test_a_fault_of_the_reader_is_no_fault_of_the_batch(editor, story, monkeypatch, caplog):
    honest = imports.read

    def read(data, name, **more):
        if name == "poison.txt":
            raise RecursionError
        return honest(data, name, **more)

    monkeypatch.setattr(imports, "read", read)
    failed, good = outcome(editor, story, given("poison.txt", "Some text."), given("two.txt", report(2)))
    assert (failed.state, good.state) == ("failed", "read")
    assert "administrator" in failed.message
    assert "poison.txt" in caplog.text


def test_an_article_beyond_all_measure_is_refused(editor, story, monkeypatch):
    monkeypatch.setattr(imports, "MOST_PASSAGES", 5)
    (failed,) = outcome(editor, story, given("long.txt", report(1, sentences=20)))
    assert failed.state == "failed"
    assert "at most 5" in failed.message


def test_an_import_holds_no_more_than_its_page_can_send(editor, story, settings):
    """Each file by itself: one that has no room does not keep out a smaller one that has."""
    long, short = report(1, sentences=20), report(2, sentences=3)
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = fields_of(21) + fields_of(4)
    first, left_out, last, none_left = outcome(
        editor, story, given("a.txt", long), given("b.txt", long), given("c.txt", short), given("d.txt", short)
    )
    assert [f.state for f in (first, left_out, last, none_left)] == ["read", "failed", "read", "failed"]
    assert "Upload it once more" in left_out.message
    assert outcome(editor, story, given("b.txt", long))[0].state == "read"


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16", "utf-16-le", "utf-8-sig"])
def test_text_is_read_in_its_own_encoding(editor, story, encoding):
    text = "Überschwemmung in Köln\n\nDer Fluß stieg über die Brücke, sagte der Bürgermeister am Montag in Köln. " * 3
    (file,) = outcome(editor, story, given("zeitung.txt", text.encode(encoding)))
    assert file.state == "read"
    assert "Der Fluß stieg über die Brücke" in story.articles.get().current.text


def test_scripts_of_a_page_are_no_text_and_its_markup_is_text_only(editor, story):
    outcome(editor, story, given("flare.html", PAGE))
    text = story.articles.get().current.text
    assert "two people were killed" in text
    assert "<img src=x onerror=alert(2)>" in text  # as the reader of the page sees it; escaped where it is shown
    for word in ("script words", "written words", "color: red", "onclick"):
        assert word not in text


def test_an_article_in_two_languages_is_read_whole(editor, story):
    text = (
        "The flood killed two people, officials said on Monday.\n\n"
        "Die Flut tötete zwei Menschen, sagten Beamte am Montag."
    )
    (file,) = outcome(editor, story, given("both.txt", text))
    assert file.state == "read"
    assert story.articles.get().current.text.strip() == text


@pytest.mark.parametrize("text", ["12345 67890 24680", "flood dam gates river", "……… !!! ???", "洪水が町を襲った"])
def test_an_article_without_sentences_has_a_sensible_outcome(editor, story, text):
    (file,) = outcome(editor, story, given("odd.txt", text))
    if file.state == "failed":
        assert file.message
    else:
        assert story.articles.get().current.passages.exists()


def test_the_same_file_twice_is_imported_and_told(editor, story):
    first, second = outcome(editor, story, given("one.txt", REPORT), given("again.txt", REPORT))
    assert first.message == ""
    assert (second.state, story.articles.count()) == ("read", 2)
    assert "same as article A, One" in second.message
    assert "discarded" in second.message


def test_a_discarded_twin_is_none(editor, story):
    (first,) = outcome(editor, story, given("one.txt", REPORT))
    file_discard(actor=editor, file=first)
    (second,) = outcome(editor, story, given("one.txt", REPORT))
    assert second.message == ""


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\Reuters.txt", "Reuters.txt"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ("photo\u202etxt.exe.txt", "phototxt.exe.txt"),
        ("", "unnamed.txt"),
        (None, "unnamed.txt"),
        ("x" * 400 + ".txt", "x" * 251 + ".txt"),
    ],
)
def test_names_of_files_are_names_only(editor, story, name, kept):
    (file,) = outcome(editor, story, GivenFile(name, len(REPORT), REPORT.encode))
    assert (file.name, file.state) == (kept, "read")


def test_what_does_not_fit_is_cut_and_what_is_no_address_is_dropped(editor, story):
    page = PAGE.replace("<head>", '<head><link rel="canonical" href="javascript:alert(1)">').replace(
        "<h1>Wall of water</h1>", f"<h1>{'Water ' * 200}</h1>"
    )
    (file,) = outcome(editor, story, given("flare.html", page, outlet="Flare " * 60, headline="Water " * 200))
    article = story.articles.get()
    assert file.state == "read"
    assert len(article.headline) <= 500
    assert len(article.outlet.name) <= 120
    assert article.url == ""


def test_pasted_text_begins_with_its_headline(editor, story):
    body = REPORT.split("\n\n", 1)[1]
    pasted = GivenFile.from_text(body, Facts(outlet="Meridian Wire", headline="Six gates opened"))
    (file,) = outcome(editor, story, pasted)
    article = story.articles.get()
    assert (file.name, article.headline) == ("Meridian Wire.txt", "Six gates opened")
    assert article.current.text.startswith("Six gates opened\n\nBy Ilva Torm")


def test_pasted_text_that_has_its_headline_does_not_get_it_twice(editor, story):
    facts = Facts(outlet="Meridian Wire", headline="Dam opens six gates at night")
    outcome(editor, story, GivenFile.from_text(REPORT, facts))
    assert story.articles.get().current.text.count("Dam opens six gates at night") == 1


def test_the_passages_cost_no_more_queries(editor, story):
    def count(sentences, number):
        with CaptureQueriesContext(connection) as queries:
            outcome(editor, story, given("same.txt", report(number, sentences=sentences), outlet="One"))
        return len(queries)

    count(5, 1)  # the outlet is made
    assert count(5, 2) == count(60, 3)


def test_confirming_makes_the_drafts_articles_and_asks_for_a_comparison(editor, story):
    batch = files_import(
        actor=editor, story=story, files=[given("a.txt", report(1)), given("b.txt", report(2)), given("c.txt", b"")]
    )
    result = batch_confirm(actor=editor, batch=batch)
    assert (result.confirmed, result.left) == (2, ())
    assert set(story.articles.values_list("state", flat=True)) == {"confirmed"}
    assert list(batch.files.values_list("state", flat=True)) == ["confirmed", "confirmed", "failed"]
    assert story.alignments.get().requested_by == editor
    assert story.changes.filter(verb="batch.confirm", actor=editor).count() == 1


def test_confirming_twice_does_it_once(editor, story):
    batch = files_import(actor=editor, story=story, files=[given("a.txt", report(1))])
    batch_confirm(actor=editor, batch=batch)
    Alignment.objects.update(state="done")
    assert batch_confirm(actor=editor, batch=batch).confirmed == 0
    assert story.alignments.count() == 1
    assert story.changes.filter(verb="batch.confirm").count() == 1


def test_confirmed_articles_are_really_compared(editor, story, django_capture_on_commit_callbacks):
    files = [given("a.txt", REPORT), given("b.txt", REPORT.replace("1:10 a.m.", "night")), given("c.txt", REPORT)]
    with django_capture_on_commit_callbacks(execute=True):
        batch_confirm(actor=editor, batch=files_import(actor=editor, story=story, files=files))
    assert story.alignments.get().state == "done"
    assert story.points.count() > 2


def test_a_single_article_is_a_story_too(editor, story, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        batch_confirm(actor=editor, batch=files_import(actor=editor, story=story, files=[given("a.txt", REPORT)]))
    alignment = story.alignments.get()
    assert alignment.state == "done" or alignment.message


def test_a_draft_of_which_nothing_is_report_waits_for_a_decision(editor, story):
    batch = files_import(actor=editor, story=story, files=[given("a.txt", report(1)), given("b.txt", report(2))])
    aside = story.articles.get(position=2)
    Passage.objects.filter(revision__article=aside).update(kind="furniture")
    result = batch_confirm(actor=editor, batch=batch)
    assert (result.confirmed, result.left) == (1, (aside,))
    assert list(story.articles.values_list("state", flat=True)) == ["confirmed", "draft"]
    assert "Tick" in batch.files.get(name="b.txt").message


def test_discarding_drops_the_draft_and_keeps_the_file(editor, story):
    second = outcome(editor, story, *(given(f"{n}.txt", report(n)) for n in (1, 2, 3)))[1]
    file_discard(actor=editor, file=second)
    second.refresh_from_db()
    assert (second.state, bytes(second.content)) == ("discarded", report(2).encode())
    assert list(story.articles.values_list("position", "current__file__name")) == [(1, "1.txt"), (2, "3.txt")]
    assert not Revision.objects.filter(file=second).exists()
    assert story.changes.first().verb == "file.discard"


def test_discarding_twice_does_it_once(editor, story):
    (file,) = outcome(editor, story, given("1.txt", report(1)))
    file_discard(actor=editor, file=file)
    file_discard(actor=editor, file=file)
    assert story.changes.filter(verb="file.discard").count() == 1


def test_a_confirmed_file_is_not_discarded(editor, story):
    batch = files_import(actor=editor, story=story, files=[given("1.txt", report(1))])
    batch_confirm(actor=editor, batch=batch)
    with pytest.raises(ServiceError, match="Articles page"):
        file_discard(actor=editor, file=batch.files.get())
    assert Article.objects.count() == 1


# --- outlets


def test_an_outlet_that_only_a_discarded_draft_named_is_forgotten(editor, story):
    one, two = outcome(editor, story, *(given(f"{n}.txt", report(n), outlet="Invented Post") for n in (1, 2)))
    file_discard(actor=editor, file=one)
    assert Outlet.objects.filter(name="Invented Post").exists()  # the other draft is still its
    file_discard(actor=editor, file=two)
    assert not Outlet.objects.filter(name="Invented Post").exists()


def test_so_is_one_that_an_editor_corrected_the_draft_to(editor, story):
    (file,) = outcome(editor, story, given("1.txt", report(1), outlet="Invented Post"))
    article = story.articles.get()
    article_correct(
        actor=editor,
        article=article,
        version=1,
        outlet="Mistyped Post",
        headline=article.headline,
        byline="",
        published_at=None,
        url="",
        kinds={},
    )
    file_discard(actor=editor, file=file)
    assert not Outlet.objects.filter(name="Mistyped Post").exists()


@pytest.mark.parametrize("known", [{"kind": "wire"}, {"homepage": "https://wire.example/"}])
def test_an_outlet_of_which_an_administrator_said_more_is_kept(editor, story, known):
    Outlet.objects.create(name="Meridian Wire", **known)
    (file,) = outcome(editor, story, given("1.txt", report(1), outlet="Meridian Wire"))
    file_discard(actor=editor, file=file)
    assert Outlet.objects.filter(name="Meridian Wire").exists()


def test_an_outlet_that_an_annotation_credits_is_kept(editor, story):
    (file,) = outcome(editor, story, given("1.txt", report(1), outlet="Meridian Wire"))
    story.annotations.create(kind="note", label="x").outlets.add(Outlet.objects.get(name="Meridian Wire"))
    file_discard(actor=editor, file=file)
    assert Outlet.objects.filter(name="Meridian Wire").exists()


# --- the archive


def test_nothing_is_brought_into_an_archived_story(editor, lead, story):
    story_archive(actor=lead, story=story)
    with pytest.raises(StoryArchived, match="A lead can restore it"):
        files_import(actor=editor, story=story, files=[given("1.txt", report(1))])
    assert not story.batches.exists()


def test_nothing_is_confirmed_or_discarded_in_an_archived_story(editor, lead, story):
    batch = files_import(actor=editor, story=story, files=[given("1.txt", report(1))])
    story_archive(actor=lead, story=story)
    with pytest.raises(StoryArchived):
        batch_confirm(actor=editor, batch=batch)
    with pytest.raises(StoryArchived):
        file_discard(actor=editor, file=batch.files.get())
    assert story.articles.get().state == "draft"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("***\n\n1 2 3 4\n", "sentence"),
        (
            "The harbour of Osk is closed after a fire on a ferry, the port said on Monday. Nobody was hurt there.\n\n"
            "Le port d'Osk est fermé après un incendie à bord d'un ferry, a déclaré lundi la direction du port. "
            "Personne n'a été blessé, selon les pompiers de la ville.\n",
            "language",
        ),
    ],
)
def test_what_is_odd_about_a_text_is_told_and_the_file_goes_through(text, told, editor, story):
    file = files_import(actor=editor, story=story, files=[given("odd.txt", text.encode())]).files.get()
    assert file.state == "read"
    assert told in file.message
