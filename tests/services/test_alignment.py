"""Runs of the engine: what they write, what they leave alone, and what happens when a worker dies."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from coverage_app.models import Alignment, Annotation, Link
from coverage_app.services import alignment as service
from coverage_app.services.annotations import annotation_accept, annotation_dismiss
from coverage_app.services.imports import Facts, GivenFile, batch_confirm, files_import

FIRST = """Ferry line to Osk suspended

The ferry line between Osk and Varn was suspended on Monday after a fire in the engine room of the Aurora.

Nobody was hurt, the harbour master Ilse Brandt said.

The Aurora was built in 1987 at the yard in Lund and rebuilt twice.
"""
SECOND = """Fire stops ferry

The ferry line between Osk and Varn has been suspended after a fire in the engine room of the Aurora on Monday.

Harbour master Ilse Brandt said that nobody was hurt.

Fishermen demand compensation of 40,000 crowns a week.
"""


@pytest.fixture
def compared(story, lead, django_capture_on_commit_callbacks):
    files = [
        GivenFile.from_text(FIRST, Facts(outlet="Osk Post")),
        GivenFile.from_text(SECOND, Facts(outlet="Varn Times")),
    ]
    batch = files_import(actor=lead, story=story, files=files)
    with django_capture_on_commit_callbacks(execute=True):
        batch_confirm(actor=lead, batch=batch)
    return story


@pytest.fixture
def again(compared, lead, django_capture_on_commit_callbacks):
    def compare_again():
        with django_capture_on_commit_callbacks(execute=True):
            return service.alignment_request(actor=lead, story=compared)

    return compare_again


def test_passages_that_report_the_same_meet_in_a_point(compared):
    assert compared.alignments.get().state == "done"
    point = next(p for p in compared.points.all() if any("Brandt" in link.passage.text for link in p.links.all()))
    outlets = {link.passage.revision.article.outlet.name for link in point.links.all()}
    assert outlets == {"Osk Post", "Varn Times"}


def test_comparing_again_keeps_the_addresses_of_rows(compared, again):
    before = list(compared.points.values_list("pk", flat=True))
    again()
    assert list(compared.points.values_list("pk", flat=True)) == before


def test_an_engine_run_leaves_alone_what_editors_decided(compared, again, lead):
    first, second = compared.annotations.filter(state="proposed")[:2]
    annotation_accept(actor=lead, annotation=first, version=1)
    annotation_dismiss(actor=lead, annotation=second, version=1)
    total = compared.annotations.count()
    again()
    assert Annotation.objects.get(pk=first.pk).state == "accepted"
    assert Annotation.objects.get(pk=second.pk).state == "dismissed"
    assert compared.annotations.count() == total  # neither is proposed a second time


def test_a_link_that_an_editor_rejected_stays_rejected(compared, again, lead):
    link = Link.objects.filter(point__story=compared).first()
    Link.objects.filter(pk=link.pk).update(state="rejected", by=lead)
    again()
    kept = Link.objects.get(pk=link.pk)
    assert (kept.state, kept.by) == ("rejected", lead)
    assert not Link.objects.filter(point=kept.point, passage=kept.passage).exclude(pk=kept.pk).exists()


def test_a_link_that_an_editor_accepted_stays_in_its_point(compared, again, lead):
    link = Link.objects.filter(point__story=compared).first()
    Link.objects.filter(pk=link.pk).update(state="accepted", by=lead)
    again()
    assert Link.objects.get(pk=link.pk).point_id == link.point_id
    assert Link.objects.filter(passage=link.passage).count() == 1


def test_a_locked_point_is_left_alone(compared, again):
    point = compared.points.first()
    compared.points.filter(pk=point.pk).update(locked=True, label="As I say")
    links = set(point.links.values_list("pk", flat=True))
    again()
    point.refresh_from_db()
    assert point.label == "As I say"
    assert set(point.links.values_list("pk", flat=True)) == links


def _abandoned(compared, **changes):
    """A run whose worker died: claimed, its lease over."""
    over = timezone.now() - timedelta(seconds=1)
    known = {"state": "running", "lease": Alignment.new_lease(), "lease_until": over, "attempts": 1}
    return Alignment.objects.create(story=compared, **known | changes)


def test_the_run_of_a_dead_worker_is_taken_up(compared):
    run = _abandoned(compared)
    assert service.alignment_run(alignment_id=run.pk) is None
    run.refresh_from_db()
    assert (run.state, run.attempts) == ("done", 2)


def test_the_run_of_a_living_worker_is_left_to_it(compared):
    until = timezone.now() + timedelta(seconds=30)
    run = _abandoned(compared, lease_until=until)
    assert service.alignment_run(alignment_id=run.pk) == until  # when to look again
    run.refresh_from_db()
    assert (run.state, run.attempts) == ("running", 1)


def test_a_run_that_keeps_killing_workers_is_given_up(compared):
    run = _abandoned(compared, attempts=service.MOST_ATTEMPTS)
    service.alignment_run(alignment_id=run.pk)
    run.refresh_from_db()
    assert run.state == "failed"
    assert "Given up" in run.message


def test_a_worker_that_lost_its_lease_writes_nothing(compared, monkeypatch):
    run = _abandoned(compared, state="queued", lease=None, lease_until=None, attempts=0)
    points = list(compared.points.values_list("pk", "label"))
    real = service.compare

    def slow(documents, progress):
        Alignment.objects.filter(pk=run.pk).update(lease=Alignment.new_lease())  # somebody else took it over
        return real(documents, progress=None)

    monkeypatch.setattr(service, "compare", slow)
    service.alignment_run(alignment_id=run.pk)
    assert Alignment.objects.get(pk=run.pk).state == "running"
    assert list(compared.points.values_list("pk", "label")) == points


def test_a_failure_is_told_and_leaves_the_old_comparison(compared, again, monkeypatch):
    points = list(compared.points.values_list("pk", "label"))

    def broken(documents, progress):
        raise RuntimeError("boom")

    monkeypatch.setattr(service, "compare", broken)
    run = again()
    run.refresh_from_db()
    assert run.state == "failed"
    assert "Start it again" in run.message
    assert list(compared.points.values_list("pk", "label")) == points


def test_a_second_request_joins_the_one_that_waits(compared, lead):
    first = service.alignment_request(actor=lead, story=compared)
    assert service.alignment_request(actor=lead, story=compared) == first


def test_a_new_request_supersedes_the_run_under_way(compared, again):
    old = _abandoned(compared, lease_until=timezone.now() + timedelta(minutes=1))
    new = again()
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.state, new.state) == ("failed", "done")


def test_every_run_has_a_second_task_that_watches_over_it(story, lead, settings, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    with django_capture_on_commit_callbacks(execute=True):
        run = service.alignment_request(actor=lead, story=story)
    queued = DBTaskResult.objects.all()
    assert [task.args_kwargs["args"] for task in queued] == [[run.pk], [run.pk]]
    first, watcher = sorted(queued, key=lambda task: task.run_after == get_date_max(), reverse=True)
    assert first.run_after == get_date_max()  # at once
    waits = watcher.run_after - timezone.now()
    assert timedelta(0) < waits - timedelta(seconds=settings.ALIGNMENT_LEASE_SECONDS - 5) < timedelta(seconds=10)


def test_a_worker_that_dies_is_replaced_by_the_next(compared, lead, settings, django_capture_on_commit_callbacks):
    """The worker is killed after its claim; the next worker that comes to the watching task does the work."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    with django_capture_on_commit_callbacks(execute=True):
        run = service.alignment_request(actor=lead, story=compared)
    DBTaskResult.objects.filter(run_after=get_date_max()).update(status="RUNNING")  # taken, never finished
    over = timezone.now() - timedelta(seconds=1)
    Alignment.objects.filter(pk=run.pk).update(state="running", lease=Alignment.new_lease(), lease_until=over)
    DBTaskResult.objects.filter(status="READY").update(run_after=over)  # time goes by
    due = DBTaskResult.objects.ready().get()
    due.task.call(*due.task_result.args)
    run.refresh_from_db()
    assert run.state == "done"
