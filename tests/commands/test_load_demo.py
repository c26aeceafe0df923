"""`manage.py load_demo`: accounts and demo story for a first look."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from coverage_app.models import Article, ImportFile, Outlet, Story

pytestmark = pytest.mark.django_db


def run() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


@pytest.mark.django_db(transaction=True)  # the comparison is queued when the import is committed
def test_loads_five_articles_of_known_outlets_and_compares_them() -> None:
    said = run()

    story = Story.objects.get()
    articles = story.articles.select_related("outlet")
    assert story.title in said
    assert [(article.outlet.name, article.outlet.kind) for article in articles] == [
        ("Meridian Wire", Outlet.Kind.WIRE),
        ("The Wenlade Courier", Outlet.Kind.PAPER),
        ("The Morning Flare", Outlet.Kind.PAPER),
        ("Kestvision English", Outlet.Kind.BROADCASTER),
        ("Sarvel Valley Gazette", Outlet.Kind.PAPER),
    ]
    assert all(article.state == Article.State.CONFIRMED for article in articles)
    assert articles[0].published_at.isoformat() == "2026-03-11T14:42:00+00:00"
    assert story.points.count() > 10  # tests run the queued comparison at once


def test_admin_leads_the_story_and_editor_edits_it() -> None:
    run()

    roles = {member.user.username: member.role for member in Story.objects.get().members.select_related("user")}
    assert roles == {"admin": "lead", "editor": "editor"}


def test_again_changes_nothing_even_when_the_story_was_renamed() -> None:
    run()
    before = list(User.objects.values_list("username", "password"))
    Story.objects.update(title="Renamed")

    said = run()

    assert "“Renamed” is there already" in said
    assert "make demo-password" in said
    assert (Story.objects.count(), ImportFile.objects.count()) == (1, 5)
    assert list(User.objects.values_list("username", "password")) == before


def test_a_deleted_story_comes_back() -> None:
    run()
    Story.objects.get().delete()

    run()

    assert Story.objects.get().articles.count() == 5
