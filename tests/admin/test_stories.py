"""Stories, members and articles in the administration: by the services, with their journal."""

import pytest
from django.urls import reverse

from coverage_app.models import Article, Member, Story
from coverage_app.services.imports import batch_confirm, files_import
from tests.given import given, report

pytestmark = pytest.mark.django_db


def story_page(story) -> str:
    return reverse("admin:coverage_app_story_change", args=[story.pk])


def sent(story, **more) -> dict:
    """What the story's page sends as it stands, with one empty row for a new member."""
    members = list(story.members.all())
    fields = {
        "title": story.title,
        "archived_at_0": "",
        "archived_at_1": "",
        "members-TOTAL_FORMS": len(members) + 1,
        "members-INITIAL_FORMS": len(members),
        f"members-{len(members)}-user": "",
        f"members-{len(members)}-role": "editor",
        f"members-{len(members)}-story": story.pk,
    }
    for number, member in enumerate(members):
        fields |= {
            f"members-{number}-id": member.pk,
            f"members-{number}-story": story.pk,
            f"members-{number}-user": member.user_id,
            f"members-{number}-role": member.role,
        }
    return fields | more


def verbs(story) -> list[str]:
    return list(story.changes.values_list("verb", flat=True))


def test_a_new_story_is_led_by_its_maker(administrator, sign_in):
    response = sign_in(administrator).post(
        reverse("admin:coverage_app_story_add"), {"title": "A new event", "archived_at_0": "", "archived_at_1": ""}
    )
    story = Story.objects.get()
    assert response.url == story_page(story)
    assert story.created_by == administrator
    assert story.members.get().role == "lead"
    assert verbs(story) == ["story.create"]


def test_renaming_and_archiving_write_the_journal(administrator, sign_in, story):
    client = sign_in(administrator)
    fields = sent(story, title="Another title", archived_at_0="2026-03-12", archived_at_1="10:00:00")
    assert client.post(story_page(story), fields).status_code == 302
    story.refresh_from_db()
    assert story.title == "Another title"
    assert story.archived_at is not None
    assert verbs(story)[:2] == ["story.archive", "story.rename"]
    assert story.changes.get(verb="story.rename").before == {"title": "Call between the two ministers"}
    client.post(story_page(story), sent(story))
    story.refresh_from_db()
    assert story.archived_at is None
    assert verbs(story)[0] == "story.restore"


def test_members_are_added_changed_and_removed_with_the_journal(administrator, sign_in, story, stranger, viewer):
    members = list(story.members.all())
    row = next(n for n, member in enumerate(members) if member.user == viewer)
    fields = sent(story)
    fields |= {f"members-{row}-DELETE": "on", f"members-{len(members)}-user": stranger.pk}
    assert sign_in(administrator).post(story_page(story), fields).status_code == 302
    assert set(story.members.values_list("user__username", flat=True)) == {"lena", "edith", "stan"}
    assert set(verbs(story)[:2]) == {"member.add", "member.remove"}
    assert story.changes.first().actor == administrator


def row_of(story, user) -> int:
    return next(n for n, member in enumerate(story.members.all()) if member.user == user)


@pytest.mark.parametrize("change", [{"DELETE": "on"}, {"role": "editor"}])
def test_the_last_lead_stays(change, administrator, sign_in, story, lead):
    row = row_of(story, lead)
    fields = sent(story) | {f"members-{row}-{name}": value for name, value in change.items()}
    response = sign_in(administrator).post(story_page(story), fields)
    assert response.status_code == 200
    assert "A story needs a lead" in response.content.decode()
    assert story.members.get(role="lead").user == lead


def test_the_lead_is_handed_over_in_one_step(administrator, sign_in, story, lead, viewer):
    fields = sent(story)
    fields |= {f"members-{row_of(story, lead)}-role": "editor", f"members-{row_of(story, viewer)}-role": "lead"}
    assert sign_in(administrator).post(story_page(story), fields).status_code == 302
    assert story.members.get(role="lead").user == viewer


def test_the_journal_keeps_what_a_member_was(administrator, sign_in, story, viewer):
    fields = sent(story) | {f"members-{row_of(story, viewer)}-DELETE": "on"}
    sign_in(administrator).post(story_page(story), fields)
    removed = story.changes.get(verb="member.remove")
    assert (removed.before, removed.after) == ({"user": viewer.pk, "role": "viewer"}, None)


def test_a_membership_is_not_given_to_another_account(administrator, sign_in, story, editor, stranger):
    fields = sent(story) | {f"members-{row_of(story, editor)}-user": stranger.pk}
    sign_in(administrator).post(story_page(story), fields)
    assert story.members.filter(user=editor).exists()
    assert not story.members.filter(user=stranger).exists()
    assert "member.change" not in verbs(story)


def test_what_the_services_refuse_is_said_and_the_rest_is_done(administrator, sign_in, story, stranger, viewer):
    stranger.is_active = False
    stranger.save()
    last = story.members.count()
    fields = sent(story) | {f"members-{last}-user": stranger.pk, f"members-{row_of(story, viewer)}-role": "editor"}
    response = sign_in(administrator).post(story_page(story), fields, follow=True)
    assert "There is no account “stan”" in response.content.decode()
    assert story.members.get(user=viewer).role == "editor"


def test_deleting_a_story_is_told_in_the_log(administrator, sign_in, story, caplog, django_capture_on_commit_callbacks):
    address = reverse("admin:coverage_app_story_delete", args=[story.pk])
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(administrator).post(address, {"post": "yes"})
    told = next(record.getMessage() for record in caplog.records if record.name == "coverage_app.audit")
    assert told == f"story {story.pk} ('{story.title}') deleted by account {administrator.pk}"


def test_deleting_a_story_takes_its_own_with_it(administrator, sign_in, story, editor):
    batch_confirm(actor=editor, batch=files_import(actor=editor, story=story, files=[given("a.txt", report(1))]))
    point = story.points.create(label="A point", position=1)
    point.links.create(passage=story.articles.get().current.passages.first(), confidence=1)
    address = reverse("admin:coverage_app_story_delete", args=[story.pk])
    assert sign_in(administrator).post(address, {"post": "yes"}).status_code == 302
    assert not Story.objects.exists()
    assert not Article.objects.exists()
    assert not Member.objects.exists()


# --- articles


@pytest.fixture
def article(editor, story) -> Article:
    files = [given("a.txt", report(1)), given("b.txt", report(2))]
    batch_confirm(actor=editor, batch=files_import(actor=editor, story=story, files=files))
    story.alignments.update(state="done")
    return story.articles.first()


def article_page(article) -> str:
    return reverse("admin:coverage_app_article_change", args=[article.pk])


def article_fields(article, **more) -> dict:
    return {
        "outlet": article.outlet_id,
        "headline": article.headline,
        "byline": "",
        "published_at_0": "",
        "published_at_1": "",
        "url": "",
        "version": article.version,
        "revisions-TOTAL_FORMS": 0,
        "revisions-INITIAL_FORMS": 0,
    } | more


def test_an_article_is_corrected_as_on_its_own_page(administrator, sign_in, story, article):
    other = story.articles.last().outlet
    fields = article_fields(article, headline="Corrected", outlet=other.pk, url="wire.example/1")
    assert sign_in(administrator).post(article_page(article), fields).status_code == 302
    article = Article.objects.get(pk=article.pk)
    assert (article.headline, article.outlet, article.url, article.version) == (
        "Corrected",
        other,
        "https://wire.example/1",
        2,
    )
    assert verbs(story)[0] == "article.correct"
    assert story.alignments.filter(state="queued").count() == 1  # another outlet is credited: compared anew


def test_who_is_late_hears_of_it(administrator, sign_in, article):
    Article.objects.filter(pk=article.pk).update(version=2, headline="Theirs")
    response = sign_in(administrator).post(article_page(article), article_fields(article, headline="Mine"))
    assert response.status_code == 200
    assert "Somebody else saved this article" in response.content.decode()
    assert Article.objects.get(pk=article.pk).headline == "Theirs"


def test_the_text_is_shown_and_not_to_be_changed(administrator, sign_in, article):
    client = sign_in(administrator)
    assert "Sentence 0 of report 1" in client.get(article_page(article)).content.decode()
    client.post(article_page(article), article_fields(article, text="Forged.", state="draft", position=9))
    article = Article.objects.get(pk=article.pk)
    assert "Forged" not in article.current.text
    assert (article.state, article.position) == ("confirmed", 1)


def test_articles_come_from_files_only(administrator, sign_in):
    assert sign_in(administrator).get(reverse("admin:coverage_app_article_add")).status_code == 403


def test_removing_an_article_is_the_services_work(administrator, sign_in, story, article):
    point = story.points.create(label="A point", position=1)
    point.links.create(passage=article.current.passages.first(), confidence=1)
    address = reverse("admin:coverage_app_article_delete", args=[article.pk])
    assert sign_in(administrator).post(address, {"post": "yes"}).status_code == 302
    assert story.articles.get().position == 1
    assert verbs(story)[0] == "article.remove"
    assert story.alignments.filter(state="queued").count() == 1


def test_no_page_of_the_administration_leads_where_an_administrator_may_not_go(story, administrator, sign_in):
    page = sign_in(administrator).get(f"/admin/coverage_app/story/{story.pk}/change/").content.decode()
    assert "View on site" not in page
    assert 'rel="icon"' in page
