"""The page that shows what was read: correct, confirm, discard; late editors; many articles."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coverage_app.models import Article, Passage
from coverage_app.services.imports import FACTS_FIELDS, batch_confirm, files_import
from tests.given import PAGE, REPORT, given, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(editor, story):
    files = [given("wire.txt", REPORT), given("data.bin", bytes(range(256))), given("flare.html", PAGE)]
    return files_import(actor=editor, story=story, files=files)


def page(batch) -> str:
    return reverse("imports.review", args=[batch.pk])


def sent(batch, **more) -> dict:
    """What a browser would send of the page as it stands."""
    articles = Article.objects.filter(current__file__batch=batch).select_related("outlet")
    passages = Passage.objects.filter(revision__article__in=articles)
    fields = {
        "article": [a.pk for a in articles],
        "report": [p.pk for p in passages.exclude(kind="furniture")],
    }
    for a in articles:
        fields |= {
            f"article-{a.pk}-version": a.version,
            f"article-{a.pk}-outlet": a.outlet.name,
            f"article-{a.pk}-headline": a.headline,
            f"article-{a.pk}-byline": a.byline,
            f"article-{a.pk}-published_at": a.published_at.strftime("%Y-%m-%dT%H:%M") if a.published_at else "",
            f"article-{a.pk}-url": a.url,
        }
    return fields | more


def first(batch) -> Article:
    return Article.objects.get(current__file__batch=batch, current__file__name="wire.txt")


def passage(article, text) -> Passage:
    return next(p for p in article.current.passages.select_related("revision") if p.text == text)


# --- it shows


def test_it_shows_every_passage_with_furniture_unticked(editor, sign_in, batch):
    article = first(batch)
    text = sign_in(editor).get(page(batch)).content.decode()
    assert "3 files: 2 read, 1 not read" in text
    assert "Korvhydro opened six of the dam&#x27;s eight gates at 1:10 a.m." in text
    body, advert = article.current.passages.filter(kind="body").first(), passage(article, "Advertisement")
    assert f'value="{body.pk}" checked>' in text
    assert f'value="{advert.pk}">' in text
    assert text.count("Headline</span>") == 2


def test_text_is_shown_as_text(editor, sign_in, batch):
    text = sign_in(editor).get(page(batch)).content.decode()
    assert "&lt;img src=x onerror=alert(2)&gt;" in text
    assert "<img src=x" not in text
    assert "script words" not in text


def test_it_takes_the_same_queries_for_more_articles_and_passages(editor, sign_in, story):
    def count(number, sentences):
        files = [given(f"{n}.txt", report(100 * number + n, sentences=sentences)) for n in range(number)]
        batch = files_import(actor=editor, story=story, files=files)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page(batch)).status_code == 200
        return len(queries)

    client = sign_in(editor)
    assert count(2, 5) == count(4, 40)


def test_saving_takes_the_same_queries_for_more_passages_and_unchanged_articles(editor, sign_in, story):
    def count(number, sentences):
        files = [given(f"{n}.txt", report(100 * number + n, sentences=sentences)) for n in range(number)]
        batch = files_import(actor=editor, story=story, files=files)
        one = Article.objects.filter(current__file__batch=batch).first()
        fields = sent(batch)
        aside = set(one.current.passages.values_list("pk", flat=True)[1:sentences])
        fields["report"] = [key for key in fields["report"] if key not in aside]
        with CaptureQueriesContext(connection) as queries:
            assert client.post(page(batch), fields).status_code == 302
        assert one.current.passages.filter(kind="furniture").count() == sentences - 1
        return len(queries)

    client = sign_in(editor)
    assert count(2, 5) == count(4, 40)


# --- it saves


def test_corrections_are_saved_and_shown(editor, sign_in, batch):
    article = first(batch)
    advert, body = passage(article, "Advertisement"), article.current.passages.filter(kind="body").first()
    fields = sent(batch)
    fields |= {
        f"article-{article.pk}-outlet": "Meridian Wire",
        f"article-{article.pk}-headline": "Six gates opened",
        f"article-{article.pk}-published_at": "2026-03-11T15:42",
        f"article-{article.pk}-url": "meridian.example/gates",
        "report": [advert.pk, *(key for key in fields["report"] if key != body.pk)],
    }
    client = sign_in(editor)
    response = client.post(page(batch), fields | {"act": "save"})
    assert (response.status_code, response.url) == (302, page(batch))
    article = first(batch)
    assert (article.outlet.name, article.headline) == ("Meridian Wire", "Six gates opened")
    assert article.published_at.isoformat() == "2026-03-11T15:42:00+00:00"
    assert article.url == "https://meridian.example/gates"
    assert Passage.objects.get(pk=advert.pk).kind == "body"
    assert Passage.objects.get(pk=body.pk).kind == "furniture"
    assert article.state == "draft"
    assert "Saved." in client.get(response.url).content.decode()


def test_a_time_left_alone_keeps_its_seconds(editor, sign_in, batch):
    Article.objects.update(published_at="2026-03-11T15:42:30+00:00")
    sign_in(editor).post(page(batch), sent(batch))
    assert first(batch).published_at.second == 30
    assert first(batch).version == 1


def test_confirming_saves_first_and_leads_to_the_comparison(editor, sign_in, story, batch):
    article = first(batch)
    fields = sent(batch, act="confirm") | {f"article-{article.pk}-outlet": "Meridian Wire"}
    response = sign_in(editor).post(page(batch), fields)
    assert (response.status_code, response.url) == (302, story.get_absolute_url())
    assert set(story.articles.values_list("state", "outlet__name")) == {
        ("confirmed", "Meridian Wire"),
        ("confirmed", "The Morning Flare"),
    }
    assert story.alignments.count() == 1


def test_confirming_again_changes_nothing(editor, sign_in, story, batch):
    client = sign_in(editor)
    client.post(page(batch), sent(batch, act="confirm"))
    story.alignments.update(state="done")
    assert client.post(page(batch), sent(batch, act="confirm")).status_code == 302
    assert story.alignments.count() == 1


def test_an_article_without_any_report_is_not_confirmed(editor, sign_in, story, batch):
    article = first(batch)
    own = set(article.current.passages.values_list("pk", flat=True))
    fields = sent(batch, act="confirm")
    fields["report"] = [key for key in fields["report"] if key not in own]
    client = sign_in(editor)
    response = client.post(page(batch), fields)
    assert response.url == page(batch)
    assert "was not confirmed" in client.get(page(batch)).content.decode()
    assert story.articles.filter(state="confirmed").count() == 1


def test_a_confirmed_article_can_be_corrected_later_and_is_compared_anew(editor, sign_in, story, batch):
    batch_confirm(actor=editor, batch=batch)
    story.alignments.update(state="done")
    client = sign_in(editor)
    text = client.get(page(batch)).content.decode()
    assert "Confirm and compare" not in text
    fields = sent(batch)
    fields["report"].append(passage(first(batch), "Advertisement").pk)
    assert client.post(page(batch), fields).status_code == 302
    assert story.alignments.filter(state="queued").count() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("outlet", "", "Say who published"),
        ("url", "javascript:alert(1)", "Give the address as"),
        ("url", "ftp://flare.example/", "Give the address as"),
        ("published_at", "yesterday", "Give day and time"),
        ("version", "", ""),
        ("headline", "x" * 501, "at most 500"),
    ],
)
def test_what_cannot_be_saved_is_said_and_nothing_is(editor, sign_in, batch, field, value, sentence):
    article = first(batch)
    other = Article.objects.exclude(pk=article.pk).get(current__file__batch=batch)
    fields = sent(batch, act="confirm") | {
        f"article-{other.pk}-headline": "Typed with care",
        f"article-{article.pk}-{field}": value,
    }
    response = sign_in(editor).post(page(batch), fields)
    text = response.content.decode()
    assert response.status_code == 422
    assert sentence in text
    assert f'below each of them: <a href="#article-{article.pk}">' in text
    assert "Typed with care" in text
    assert set(Article.objects.values_list("version", "state")) == {(1, "draft")}


def test_missing_fields_are_no_correction(editor, sign_in, batch):
    assert sign_in(editor).post(page(batch), {"act": "confirm"}).status_code == 422
    assert set(Article.objects.values_list("version", "state")) == {(1, "draft")}


# --- two at once


def test_the_one_who_is_late_sees_both_and_can_go_on(editor, lead, sign_in, story, batch):
    article, fields = first(batch), sent(batch, act="confirm")
    other = Article.objects.exclude(pk=article.pk).get(current__file__batch=batch)
    theirs = sent(batch) | {f"article-{article.pk}-headline": "Lena's headline"}
    sign_in(lead).post(page(batch), theirs)

    fields |= {
        f"article-{article.pk}-headline": "Edith's headline",
        f"article-{other.pk}-headline": "Edith's other headline",
    }
    late = sign_in(editor)
    response = late.post(page(batch), fields)
    text = response.content.decode()
    assert response.status_code == 409
    assert "Lena Lead saved article A" in text
    assert "Lena&#x27;s headline" in text
    assert "Edith&#x27;s headline" in text
    assert first(batch).headline == "Lena's headline"
    assert Article.objects.get(pk=other.pk).headline == "Edith's other headline"
    assert set(story.articles.values_list("state", flat=True)) == {"draft"}

    # The page came with the version that is stored now: sent again, it is saved.
    assert f'name="article-{article.pk}-version" value="2"' in text
    again = fields | {f"article-{article.pk}-version": 2, f"article-{other.pk}-version": 2}
    assert late.post(page(batch), again).status_code == 302
    assert first(batch).headline == "Edith's headline"


def test_an_article_that_somebody_discarded_is_told(editor, lead, sign_in, batch):
    fields = sent(batch, act="confirm")
    article = first(batch)
    sign_in(lead).post(reverse("imports.discard", args=[batch.pk, article.current.file_id]))
    response = sign_in(editor).post(page(batch), fields)
    assert response.status_code == 409
    assert "discarded or removed" in response.content.decode()
    assert set(Article.objects.values_list("state", flat=True)) == {"draft"}


# --- discard


def discard(batch, name="wire.txt") -> str:
    return reverse("imports.discard", args=[batch.pk, batch.files.get(name=name).pk])


def test_discarding_drops_one_draft(editor, sign_in, story, batch):
    client = sign_in(editor)
    assert client.post(discard(batch)).url == page(batch)
    assert [a.current.file.name for a in story.articles.all()] == ["flare.html"]
    assert "1 read, 1 discarded, 1 not read" in client.get(page(batch)).content.decode()


def test_discarding_one_saves_what_was_typed_in_the_others(editor, sign_in, story, batch):
    other = Article.objects.get(current__file__name="flare.html")
    fields = sent(batch) | {f"article-{other.pk}-headline": "Typed with care"}
    assert sign_in(editor).post(discard(batch), fields).status_code == 302
    assert story.articles.get().headline == "Typed with care"


def test_an_unsound_field_elsewhere_stops_the_discarding(editor, sign_in, story, batch):
    other = Article.objects.get(current__file__name="flare.html")
    response = sign_in(editor).post(discard(batch), sent(batch) | {f"article-{other.pk}-outlet": ""})
    assert response.status_code == 422
    assert story.articles.count() == 2


def test_a_confirmed_file_is_not_discarded(editor, sign_in, story, batch):
    batch_confirm(actor=editor, batch=batch)
    client = sign_in(editor)
    client.post(discard(batch))
    assert "Articles page" in client.get(page(batch)).content.decode()
    assert story.articles.count() == 2


def test_a_file_of_another_import_is_not_found(editor, sign_in, story, batch):
    other = files_import(actor=editor, story=story, files=[given("x.txt", report(9))])
    response = sign_in(editor).post(reverse("imports.discard", args=[other.pk, batch.files.first().pk]))
    assert response.status_code == 404


# --- more than can be sent


def test_a_page_that_cannot_be_sent_says_so_and_discards_all_the_same(editor, sign_in, story, batch, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 20
    client = sign_in(editor)
    text = client.get(page(batch)).content.decode()
    assert "more passages than can be saved at once" in text
    assert "Confirm and compare" not in text
    assert f'form="discard" formaction="{discard(batch)}"' in text
    assert client.post(discard(batch)).status_code == 302  # what the form of that name sends
    assert story.articles.count() == 1
    assert "more passages than" not in client.get(page(batch)).content.decode()


def test_a_page_with_all_that_an_import_may_hold_can_be_sent(editor, sign_in, story, batch, settings):
    passages = Passage.objects.filter(revision__article__story=story).count()
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = passages + 2 * FACTS_FIELDS
    Passage.objects.update(kind="body")
    client = sign_in(editor)
    assert "Confirm and compare" in client.get(page(batch)).content.decode()
    assert client.post(page(batch), sent(batch, act="confirm", csrfmiddlewaretoken="x")).status_code == 302


# --- who may


@pytest.mark.parametrize("address", [page, discard])
def test_a_stranger_finds_nothing(address, stranger, sign_in, batch):
    assert sign_in(stranger).post(address(batch)).status_code == 404


@pytest.mark.parametrize("address", [page, discard])
def test_a_viewer_may_not(address, viewer, sign_in, batch):
    assert sign_in(viewer).post(address(batch)).status_code == 403
    assert Article.objects.count() == 2


def test_a_viewer_may_not_look_at_what_is_not_confirmed(viewer, sign_in, batch):
    assert sign_in(viewer).get(page(batch)).status_code == 403


def test_no_such_import(editor, sign_in):
    assert sign_in(editor).get(reverse("imports.review", args=[999999])).status_code == 404
    assert sign_in(editor).post(reverse("imports.discard", args=[999999, 1])).status_code == 404


def test_wrong_methods(editor, sign_in, batch):
    assert sign_in(editor).put(page(batch)).status_code == 405
    assert sign_in(editor).get(discard(batch)).status_code == 405


@pytest.mark.parametrize("address", [page, discard])
def test_nobody_signed_in_is_led_to_the_sign_in_page(address, batch):
    assert Client().post(address(batch)).url.startswith(reverse("accounts.sign_in"))
    fragment = Client().post(address(batch), headers={"HX-Request": "true"})
    assert fragment.headers["HX-Redirect"].startswith(reverse("accounts.sign_in"))
