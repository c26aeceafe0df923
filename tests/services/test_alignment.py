"""Runs of the engine: what they write, what they leave alone, and what happens when a worker dies."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from coverage_app.models import Alignment, Annotation, Link
from coverage_app.services import alignment as service
from coverage_app.services import leases
from coverage_app.services.annotations import annotation_accept, annotation_dismiss
from coverage_app.services.imports import Facts, GivenFile, batch_confirm, files_import

QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
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
            run = service.alignment_request(actor=lead, story=compared)
        run.refresh_from_db()
        return run

    return compare_again


def test_passages_that_report_the_same_meet_in_a_point(compared):
    assert compared.alignments.get().state == "done"
    point = next(p for p in compared.points.all() if any("Brandt" in link.passage.text for link in p.links.all()))
    outlets = {link.passage.revision.article.outlet.name for link in point.links.all()}
    assert outlets == {"Osk Post", "Varn Times"}


def test_comparing_again_keeps_the_addresses_of_rows(compared, again):
    before = list(compared.points.values_list("pk", flat=True))
    assert again().state == "done"
    assert list(compared.points.values_list("pk", flat=True)) == before


def test_an_engine_run_leaves_alone_what_editors_decided(compared, again, lead):
    first, second = compared.annotations.filter(state="proposed")[:2]
    annotation_accept(actor=lead, annotation=first, version=1)
    annotation_dismiss(actor=lead, annotation=second, version=1)
    total = compared.annotations.count()
    assert again().state == "done"
    assert Annotation.objects.get(pk=first.pk).state == "accepted"
    assert Annotation.objects.get(pk=second.pk).state == "dismissed"
    assert compared.annotations.count() == total  # neither is proposed a second time


def test_a_link_that_an_editor_rejected_stays_rejected(compared, again, lead):
    link = Link.objects.filter(point__story=compared).first()
    Link.objects.filter(pk=link.pk).update(state="rejected", by=lead)
    assert again().state == "done"
    kept = Link.objects.get(pk=link.pk)
    assert (kept.state, kept.by) == ("rejected", lead)
    assert not Link.objects.filter(point=kept.point, passage=kept.passage).exclude(pk=kept.pk).exists()


def test_a_link_that_an_editor_accepted_stays_in_its_point(compared, again, lead):
    link = Link.objects.filter(point__story=compared).first()
    Link.objects.filter(pk=link.pk).update(state="accepted", by=lead)
    assert again().state == "done"
    assert Link.objects.get(pk=link.pk).point_id == link.point_id
    assert Link.objects.filter(passage=link.passage).count() == 1


def test_a_locked_point_is_left_alone(compared, again):
    point = compared.points.first()
    compared.points.filter(pk=point.pk).update(locked=True, label="As I say")
    links = set(point.links.values_list("pk", flat=True))
    assert again().state == "done"
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
    service.alignment_run(alignment_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.attempts) == ("done", 2)


def test_the_run_of_a_living_worker_is_left_to_it(compared, settings):
    settings.TASKS = QUEUE
    until = timezone.now() + timedelta(seconds=30)
    run = _abandoned(compared, lease_until=until)
    service.alignment_run(alignment_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.attempts) == ("running", 1)
    assert DBTaskResult.objects.get().run_after == until + leases.GRACE  # and looked at again when it should be over


def test_a_run_that_keeps_killing_workers_is_given_up(compared):
    run = _abandoned(compared, attempts=leases.MOST_ATTEMPTS)
    service.alignment_run(alignment_id=run.pk)
    run.refresh_from_db()
    assert run.state == "failed"
    assert "Given up" in run.message


def test_a_worker_that_lost_its_lease_writes_nothing(compared, monkeypatch):
    run = _abandoned(compared, state="queued", lease=None, lease_until=None, attempts=0)
    points = list(compared.points.values_list("pk", "label"))
    real = service.compare

    def slow(documents, progress, **options):
        Alignment.objects.filter(pk=run.pk).update(lease=Alignment.new_lease())  # somebody else took it over
        return real(documents, progress=None)

    monkeypatch.setattr(service, "compare", slow)
    service.alignment_run(alignment_id=run.pk)
    assert Alignment.objects.get(pk=run.pk).state == "running"
    assert list(compared.points.values_list("pk", "label")) == points


def test_a_run_does_not_make_what_is_not_stored(compared, again, monkeypatch):
    made, real = [], service.compare
    monkeypatch.setattr(service, "compare", lambda *given, **options: made.append(real(*given, **options)) or made[-1])
    again()
    assert made[0].points
    assert (made[0].quotes, made[0].origins, made[0].placements) == ((), (), ())


def test_a_failure_is_told_and_leaves_the_old_comparison(compared, again, monkeypatch):
    points = list(compared.points.values_list("pk", "label"))

    def broken(documents, progress, **options):
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


def test_a_run_asked_for_has_a_task_that_watches_over_it(story, lead, settings, django_capture_on_commit_callbacks):
    settings.TASKS = QUEUE
    with django_capture_on_commit_callbacks(execute=True):
        run = service.alignment_request(actor=lead, story=story)
    queued = DBTaskResult.objects.all()
    assert [task.args_kwargs["args"] for task in queued] == [[run.pk], [run.pk]]
    first, watcher = sorted(queued, key=lambda task: task.run_after == get_date_max(), reverse=True)
    assert first.run_after == get_date_max()  # at once
    waits = watcher.run_after - timezone.now()
    assert timedelta(0) < waits - timedelta(seconds=settings.ALIGNMENT_LEASE_SECONDS - 5) < timedelta(seconds=10)


def test_workers_may_die_until_the_attempts_are_used_up(compared, lead, settings, django_capture_on_commit_callbacks):
    """Each worker is killed after its claim; the next that comes to the watching task finds the lease over."""
    settings.TASKS = QUEUE
    with django_capture_on_commit_callbacks(execute=True):
        run = service.alignment_request(actor=lead, story=compared)
    DBTaskResult.objects.update(status="RUNNING")  # the first worker took the task and died; so did the watcher
    for attempt in range(1, leases.MOST_ATTEMPTS + 1):
        assert service.runs.claim(run.pk)
        run.refresh_from_db()
        assert (run.state, run.attempts) == ("running", attempt)
        over = timezone.now() - timedelta(seconds=1)
        Alignment.objects.filter(pk=run.pk).update(lease_until=over)
        due = DBTaskResult.objects.get(status="READY")  # every claim leaves one behind
        DBTaskResult.objects.filter(pk=due.pk).update(status="RUNNING")
    due.task.call(*due.task_result.args)
    run.refresh_from_db()
    assert run.state == "failed"
    assert "Given up" in run.message


def test_the_next_worker_does_what_a_dead_one_left(compared, lead, settings, django_capture_on_commit_callbacks):
    settings.TASKS = QUEUE
    with django_capture_on_commit_callbacks(execute=True):
        run = service.alignment_request(actor=lead, story=compared)
    DBTaskResult.objects.update(status="RUNNING")
    service.runs.claim(run.pk)
    Alignment.objects.filter(pk=run.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    due = DBTaskResult.objects.get(status="READY")
    due.task.call(*due.task_result.args)
    run.refresh_from_db()
    assert run.state == "done"


def test_a_report_of_progress_renews_the_lease(compared):
    run = _abandoned(compared, lease_until=timezone.now() + timedelta(seconds=1))
    leases.Lease(Alignment, run.pk, run.lease).report("Half way", 0.5)
    run.refresh_from_db()
    assert run.lease_until > timezone.now() + timedelta(seconds=20)
    assert (run.message, run.progress) == ("Half way", 0.5)


def test_old_runs_do_not_keep_their_pairs(compared, again):
    old = compared.alignments.get()
    assert old.pairs
    again()
    old.refresh_from_db()
    assert old.pairs == []
