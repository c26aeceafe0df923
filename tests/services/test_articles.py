"""Correcting what was read, and taking articles out."""

from datetime import UTC, datetime

import pytest

from coverage_app.errors import StaleEdit
from coverage_app.models import Annotation, Article, ImportFile, Link, Outlet, Passage, Target
from coverage_app.services.articles import article_correct, article_remove
from coverage_app.services.imports import batch_confirm, files_import
from tests.factories import make_comparison, make_story
from tests.given import REPORT, given, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(editor, story) -> Article:
    files_import(actor=editor, story=story, files=[given("wire.txt", REPORT), given("other.txt", report(2))])
    return story.articles.get(position=1)


def correct(actor, article, **changes):
    facts = {
        "version": article.version,
        "outlet": article.outlet.name,
        "headline": article.headline,
        "byline": article.byline,
        "published_at": article.published_at,
        "url": article.url,
        "kinds": {},
    }
    return article_correct(actor=actor, article=article, **(facts | changes))


def kinds(article) -> dict[str, str]:
    return {p.text: p.kind for p in Passage.objects.filter(revision=article.current_id).select_related("revision")}


def test_facts_are_corrected_with_a_journal_entry(editor, article):
    when = datetime(2026, 3, 11, 14, 42, tzinfo=UTC)
    changed = correct(
        editor,
        article,
        outlet="Meridian Wire",
        headline="Six  gates\nopened",
        published_at=when,
        url="https://m.example/1",
    )
    assert changed
    article = Article.objects.get(pk=article.pk)
    assert (article.outlet.name, article.headline, article.published_at, article.url, article.version) == (
        "Meridian Wire",
        "Six gates opened",
        when,
        "https://m.example/1",
        2,
    )
    change = article.story.changes.first()
    assert (change.verb, change.actor, change.object_id) == ("article.correct", editor, article.pk)
    assert change.before["outlet"] == "Wire"
    assert change.after["published_at"] == "2026-03-11T14:42:00+00:00"


def test_nothing_to_change_leaves_no_trace(editor, article):
    before = article.story.changes.count()
    assert not correct(editor, article, outlet="wire")  # the same outlet, capitalised otherwise
    assert article.story.changes.count() == before
    assert Article.objects.get(pk=article.pk).version == 1


def test_passages_are_set_aside_and_taken_back(editor, article):
    passages = {p.text: p.pk for p in article.current.passages.all()}
    title, advert = passages["Dam opens six gates at night"], passages["Advertisement"]
    correct(editor, article, kinds={title: False, advert: True})
    assert kinds(article)["Dam opens six gates at night"] == "furniture"
    assert kinds(article)["Advertisement"] == "body"
    assert Passage.objects.get(pk=advert).kind_by == editor
    assert "1 passage set aside, 1 passage taken back" in article.story.changes.first().summary

    correct(editor, Article.objects.get(pk=article.pk), kinds={title: True})
    assert kinds(article)["Dam opens six gates at night"] == "headline"


def test_the_one_who_is_late_hears_of_the_other_and_changes_nothing(editor, lead, article):
    late = Article.objects.get(pk=article.pk)
    correct(lead, article, headline="Lena's headline")
    with pytest.raises(StaleEdit, match="Lena Lead saved article A") as caught:
        correct(editor, late, version=1, headline="Edith's headline")
    assert caught.value.current.headline == "Lena's headline"
    assert Article.objects.get(pk=article.pk).headline == "Lena's headline"


def test_an_article_that_is_gone_is_a_stale_edit_too(editor, article):
    late = Article.objects.get(pk=article.pk)
    article_remove(actor=editor, article=article)
    with pytest.raises(StaleEdit) as caught:
        correct(editor, late, headline="Too late")
    assert caught.value.current is None


def test_a_draft_is_corrected_without_a_comparison_a_confirmed_article_with_one(editor, article):
    advert = next(p.pk for p in article.current.passages.all() if p.text == "Advertisement")
    correct(editor, article, kinds={advert: True})
    assert not article.story.alignments.exists()
    batch_confirm(actor=editor, batch=article.current.file.batch)
    article.story.alignments.update(state="done")
    correct(editor, Article.objects.get(pk=article.pk), headline="Only a headline")
    assert article.story.alignments.count() == 1
    correct(editor, Article.objects.get(pk=article.pk), kinds={advert: False})
    assert article.story.alignments.count() == 2


def test_an_outlet_that_is_new_is_made_once(editor, article):
    other = article.story.articles.get(position=2)
    correct(editor, article, outlet="Sarvel Valley Gazette")
    correct(editor, other, outlet="SARVEL valley gazette")
    assert Outlet.objects.filter(name__iexact="sarvel valley gazette").count() == 1


def test_removing_closes_the_gap_and_keeps_file_and_decisions_in_the_journal(editor, article):
    story = article.story
    batch_confirm(actor=editor, batch=article.current.file.batch)
    story.alignments.update(state="done")
    article.refresh_from_db()
    first, *_ = article.current.passages.all()
    point = story.points.create(label="The gates", position=1)
    Link.objects.create(point=point, passage=first, confidence=1, state="accepted", by=editor)
    mine = Annotation.objects.create(story=story, kind="note", label="Only here", state="accepted", by=editor)
    Target.objects.create(annotation=mine, passage=first, start=0, end=3, exact="Dam")
    key = article.pk

    article_remove(actor=editor, article=article)
    assert [(a.position, a.outlet.name) for a in story.articles.all()] == [(1, "Other")]
    file = ImportFile.objects.get(name="wire.txt")
    assert (file.state, bytes(file.content)) == ("discarded", REPORT.encode())
    assert not story.annotations.exists()
    assert story.alignments.filter(state="queued").count() == 1
    change = story.changes.get(verb="article.remove")
    assert change.object_id == key
    assert change.before["links"] == [{"passage": 1, "point": "The gates", "state": "accepted", "by": editor.pk}]
    assert change.before["annotations"][0]["label"] == "Only here"
    assert change.before["annotations"][0]["targets"] == [{"passage": 1, "start": 0, "end": 3, "exact": "Dam"}]


def test_removing_twice_does_it_once(editor, article):
    story, again = article.story, Article.objects.get(pk=article.pk)
    article_remove(actor=editor, article=article)
    article_remove(actor=editor, article=again)
    assert [a.position for a in story.articles.all()] == [1]
    assert story.changes.filter(verb="article.remove").count() == 1


def test_removing_the_last_article_leaves_no_empty_rows(editor, article):
    story = article.story
    batch_confirm(actor=editor, batch=article.current.file.batch)
    story.alignments.update(state="done")
    point = story.points.create(label="The gates", position=1)
    Link.objects.create(point=point, passage=article.current.passages.first(), confidence=1)
    for left in list(story.articles.all()):
        article_remove(actor=editor, article=Article.objects.get(pk=left.pk))
    assert not story.points.exists()
    assert story.alignments.filter(state="queued").count() == 1  # asked for when the first went, not when the last did


def test_correcting_the_outlet_moves_what_was_credited_to_it(lead):
    story = make_story(leads=[lead])
    article = story.articles.get(outlet__name="Meridian Wire")
    correct(lead, article, outlet="Meridian News Agency")
    credited = story.annotations.get(label="The closing of 1961").outlets
    assert [outlet.name for outlet in credited.all()] == ["Meridian News Agency"]


def test_a_difference_that_loses_its_other_side_becomes_a_note(lead):
    story = make_story(leads=[lead])
    article_remove(actor=lead, article=story.articles.get(outlet__name="The Morning Flare"))
    left = story.annotations.get(label="Two dead or three")
    assert (left.kind, left.difference_class) == ("note", "")
    assert [target.exact for target in left.targets.all()] == ["two people"]


def test_removing_the_last_article_ends_the_run_under_way(lead):
    story = make_story(make_comparison(articles=1), leads=[lead])
    run = story.alignments.create(state="running")
    article_remove(actor=lead, article=story.articles.get())
    run.refresh_from_db()
    assert run.state == "failed"
