"""Editions: what is kept, what is told of it, who may see it, and what happens when a worker dies."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from coverage_app.errors import ServiceError, StoryArchived
from coverage_app.export.html import render_html
from coverage_app.export.since import from_rows
from coverage_app.exporting import exporting
from coverage_app.models import Annotation, Edition
from coverage_app.services import editions as service
from coverage_app.services import leases
from coverage_app.services.annotations import annotation_accept
from coverage_app.services.stories import story_archive

from ..factories import make_comparison, make_story

QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}


@pytest.fixture
def full(lead, viewer):
    return make_story(leads=[lead], viewers=[viewer])


@pytest.fixture
def publish(full, lead, django_capture_on_commit_callbacks):
    def publish(query: str = "") -> Edition:
        with django_capture_on_commit_callbacks(execute=True):
            edition = service.edition_publish(actor=lead, story=full, query=query)
        edition.refresh_from_db()
        return edition

    return publish


@pytest.fixture
def shown(settings):
    settings.PUBLIC_EDITIONS = True


def journal(story) -> list[str]:
    return list(story.changes.filter(verb__startswith="edition.").order_by("pk").values_list("summary", flat=True))


def test_an_edition_is_the_export_with_its_choices(full, publish):
    edition = publish("title=The+flood&proposed=on&marks=added")
    options = exporting(full, QueryDict(edition.query)).options(edition.made_at)
    assert bytes(edition.html).decode() == render_html(exporting(full, QueryDict()).comparison, options)
    assert edition.sha256 == hashlib.sha256(bytes(edition.html)).hexdigest()
    assert f'content="{edition.policy}"'.replace("'", "&#x27;") in bytes(edition.html).decode()
    assert (edition.state, edition.number, edition.title) == ("done", 1, "The flood")
    assert edition.choices == ["Mark words: Added words only", "Include notes that nobody has checked"]
    assert journal(full) == ["Published edition 1, “The flood”"]


def test_its_data_are_what_went_out_and_no_more(full, publish):
    left_out = full.articles.get(outlet__name="The Morning Flare")
    data = json.loads(bytes(publish(f"no_article=a{left_out.pk}").json))
    assert [article["outlet"] for article in data["articles"]] == ["Meridian Wire", "Sarvel Valley Gazette"]
    assert {annotation["state"] for annotation in data["annotations"]} == {"accepted"}


def test_the_next_one_says_what_has_changed_since(full, publish, lead):
    assert publish().news == []
    note = Annotation.objects.get(story=full, label="Two dead or three")
    annotation_accept(actor=lead, annotation=note, version=note.version)
    full.points.filter(label="The gates").update(label="Six gates")
    second = publish()
    assert second.number == 2
    assert [news.sentence for news in from_rows(second.news)] == ["1 point renamed", "1 note added"]


def test_what_is_published_stays_as_it_was(full, publish):
    edition = publish()
    full.points.update(label="Other words")
    service.edition_make(edition_id=edition.pk)  # the task that watched over it comes late
    again = Edition.objects.get(pk=edition.pk)
    assert bytes(again.html) == bytes(edition.html)
    assert b"Other words" not in bytes(again.html)
    assert len(journal(full)) == 1


def test_a_second_press_waits_for_the_same_edition(full, lead):
    first = service.edition_publish(actor=lead, story=full, query="marks=added")
    assert service.edition_publish(actor=lead, story=full, query="marks=added") == first
    with pytest.raises(ServiceError, match="other choices is being made"):
        service.edition_publish(actor=lead, story=full, query="")


def test_nothing_is_published_in_the_archive(full, lead):
    story_archive(actor=lead, story=full)
    with pytest.raises(StoryArchived):
        service.edition_publish(actor=lead, story=full, query="")


def test_a_story_without_articles_says_why_and_the_next_try_takes_its_place(
    story, lead, django_capture_on_commit_callbacks
):
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            service.edition_publish(actor=lead, story=story, query="")
    failed = story.editions.get()
    assert (failed.state, failed.number) == ("failed", None)
    assert "no confirmed articles" in failed.message


def test_another_worker_makes_what_a_dead_one_left(full, lead, settings, django_capture_on_commit_callbacks):
    settings.TASKS = QUEUE
    with django_capture_on_commit_callbacks(execute=True):
        edition = service.edition_publish(actor=lead, story=full, query="")
    DBTaskResult.objects.update(status="RUNNING")  # by workers that are dead
    service.runs.claim(edition.pk)
    Edition.objects.filter(pk=edition.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    due = DBTaskResult.objects.get(status="READY")
    due.task.call(*due.task_result.args)
    edition.refresh_from_db()
    assert (edition.state, edition.number, edition.attempts) == ("done", 1, 2)


def test_a_worker_that_lost_its_lease_writes_nothing(full, lead, monkeypatch):
    edition = service.edition_publish(actor=lead, story=full, query="")

    def slow(comparison, options):
        Edition.objects.filter(pk=edition.pk).update(lease=Edition.new_lease())  # somebody else took it over
        return "late"

    monkeypatch.setattr(service, "render_html", slow)
    service.edition_make(edition_id=edition.pk)
    edition.refresh_from_db()
    assert (edition.state, edition.number, bytes(edition.html)) == ("running", None, b"")
    assert journal(full) == []


def test_an_edition_that_keeps_killing_workers_is_given_up(full, lead):
    edition = service.edition_publish(actor=lead, story=full, query="")
    Edition.objects.filter(pk=edition.pk).update(attempts=leases.MOST_ATTEMPTS)
    service.edition_make(edition_id=edition.pk)
    edition.refresh_from_db()
    assert edition.state == "failed"
    assert "Given up" in edition.message


def test_files_for_one_person_have_no_number_and_give_way_to_the_next(
    full, viewer, publish, django_capture_on_commit_callbacks
):
    kept = publish()
    for query in ("", "marks=none"):
        with django_capture_on_commit_callbacks(execute=True):
            files = service.edition_prepare(actor=viewer, story=full, query=query)
    files.refresh_from_db()
    assert (files.state, files.number, files.query) == ("done", None, "marks=none")
    assert set(full.editions.all()) == {kept, files}
    assert len(journal(full)) == 1


def test_public_and_withdrawn_are_a_step_each(full, publish, lead, shown):
    edition = publish()
    assert not edition.public
    for _ in range(2):
        service.edition_make_public(actor=lead, edition=edition)
    for _ in range(2):
        service.edition_withdraw(actor=lead, edition=edition, reason="The figures were wrong.")
    edition.refresh_from_db()
    assert edition.withdrawn_by == lead
    assert journal(full)[1:] == ["Made edition 1 public", "Withdrew edition 1: The figures were wrong."]
    with pytest.raises(ServiceError, match="for good"):
        service.edition_make_public(actor=lead, edition=edition)


def test_no_edition_is_public_where_the_server_shows_none(publish, lead):
    with pytest.raises(ServiceError, match="operator"):
        service.edition_make_public(actor=lead, edition=publish())


def test_in_the_archive_nothing_is_made_public_but_what_is_can_be_withdrawn(full, publish, lead, shown):
    first, second = publish(), publish("marks=none")
    service.edition_make_public(actor=lead, edition=first)
    story_archive(actor=lead, story=full)
    with pytest.raises(StoryArchived):
        service.edition_make_public(actor=lead, edition=second)
    service.edition_withdraw(actor=lead, edition=first, reason="")
    assert journal(full)[-1] == "Withdrew edition 1"


def test_what_is_not_public_cannot_be_withdrawn(publish, lead):
    with pytest.raises(ServiceError, match="not public"):
        service.edition_withdraw(actor=lead, edition=publish(), reason="")


def test_each_address_is_its_own(publish):
    tokens = {publish().token, publish("marks=none").token}
    assert len(tokens) == 2
    assert min(map(len, tokens)) >= 32  # 192 bits


def test_more_articles_take_no_more_queries(lead):
    def queries(comparison) -> int:
        story = make_story(comparison, leads=[lead])
        edition = service.edition_publish(actor=lead, story=story, query="")
        with CaptureQueriesContext(connection) as seen:
            service.edition_make(edition_id=edition.pk)
        return len(seen)

    assert queries(make_comparison()) == queries(make_comparison(articles=6, extra_points=10))
