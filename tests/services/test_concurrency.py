"""What happens when people and workers write at the same moment, on SQLite and (make test-postgres) on PostgreSQL."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from coverage_app.errors import ServiceError, StaleEdit
from coverage_app.models import Alignment, Annotation, Article, Change, Member
from coverage_app.services import alignment, annotations, stories
from coverage_app.services.articles import article_remove
from tests.factories import make_comparison, make_story

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(*acts: Callable[[], object]) -> list[object]:
    """Runs all acts in threads of their own, started together; returns what each returned or raised."""
    outcomes: list[object] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            gate.wait(10)
            outcomes[number] = act()
        except Exception as error:  # noqa: BLE001  whatever it is, the test looks at it
            outcomes[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads), "they wait for one another"
    return outcomes


@pytest.fixture
def full(lead):
    return make_story(make_comparison(extra_points=3), leads=[lead])


def test_of_two_edits_of_one_annotation_one_wins_and_the_other_hears_of_it(full, lead, editor):
    key = full.annotations.get(label="Two dead or three").pk
    content = [
        annotations.Content(kind="difference", outlets=tuple(full.annotations.get(pk=key).outlets.all()), label=label)
        for label in ("Mine", "Theirs")
    ]
    outcomes = _at_once(
        *(
            lambda user=user, text=text: annotations.annotation_edit(
                actor=user, annotation=Annotation.objects.get(pk=key), version=1, content=text
            )
            for user, text in zip((lead, editor), content, strict=True)
        )
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Change", "StaleEdit"]
    late = next(outcome for outcome in outcomes if isinstance(outcome, StaleEdit))
    assert Annotation.objects.get(pk=key).label == late.current.label
    assert Change.objects.filter(verb="annotation.edit").count() == 1


def test_of_many_workers_one_claims_a_run(full):
    run = Alignment.objects.create(story=full, state="queued")
    leases = _at_once(*[lambda: alignment.runs.claim(run.pk)] * 6)
    assert sum(lease is not None for lease in leases) == 1, leases


def test_accepting_while_a_run_is_written_loses_neither(full, lead):
    key = full.annotations.get(label="Two dead or three").pk
    run = Alignment.objects.create(story=full, state="queued")
    outcomes = _at_once(
        lambda: alignment.alignment_run(alignment_id=run.pk),
        lambda: annotations.annotation_accept(actor=lead, annotation=Annotation.objects.get(pk=key), version=1),
    )
    assert outcomes[0] is None
    assert isinstance(outcomes[1], Change | StaleEdit | Annotation.DoesNotExist)
    run.refresh_from_db()
    assert run.state == "done"
    accepted = Annotation.objects.filter(pk=key, state="accepted").exists()
    assert accepted == isinstance(outcomes[1], Change)


def test_removing_articles_while_a_run_is_written_comes_to_an_end(full, lead, editor):
    run = Alignment.objects.create(story=full, state="queued")
    first, second = full.articles.all()[:2]
    outcomes = _at_once(
        lambda: alignment.alignment_run(alignment_id=run.pk),
        lambda: article_remove(actor=lead, article=Article.objects.get(pk=first.pk)),
        lambda: article_remove(actor=editor, article=Article.objects.get(pk=second.pk)),
    )
    assert [outcome for outcome in outcomes if outcome is not None] == []
    assert full.articles.count() == 1
    assert full.articles.get().position == 1
    assert not Alignment.objects.filter(story=full, state="running").exists()


def test_two_leads_cannot_both_step_down(story, lead, editor):
    story.members.filter(user=editor).update(role="lead")
    members = [Member.objects.select_related("user", "story").get(story=story, user=user) for user in (lead, editor)]
    outcomes = _at_once(
        *(lambda member=member: stories.member_change(actor=lead, member=member, role="viewer") for member in members)
    )
    assert sum(isinstance(outcome, ServiceError) for outcome in outcomes) == 1, outcomes
    assert story.members.filter(role="lead").count() == 1
