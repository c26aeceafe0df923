"""A story goes to another Crossread and is the same there."""

import contextlib
import io
import json
import random

import msgspec
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coverage_app import models, queries
from coverage_app.bundling import bundle
from coverage_app.double_review import Round
from coverage_app.errors import ServiceError
from coverage_app.models import Annotation, Change, FrontMatter, Outlet, Story
from coverage_app.services.annotations import Content, Words, annotation_create, annotation_edit
from coverage_app.services.articles import article_remove
from coverage_app.services.bundles import bundle_import
from coverage_app.services.double_reviews import (
    double_review_answer,
    double_review_close,
    double_review_decide,
    double_review_done,
    double_review_open,
)
from coverage_app.services.history import is_step, last_step, step_undo
from coverage_app.services.imports import batch_confirm, files_import
from coverage_app.services.points import point_merge
from tests.bundles import as_json, members, packed, spoiled, with_manifest
from tests.factories import make_comparison, make_story
from tests.given import PAGE, given, report, too_large
from tests.hand import Hand

pytestmark = pytest.mark.database

NASTY = [
    "</script><script>alert(1)</script>",
    "line\u2028separator, \\u0000 spelled out, tab\tand \\\\ strokes",
    "‮reversed‬ 🧑🏽‍🚒 e\u0301 \ufeff",
    "\"quoted\" 'and' =1+1",
    "  spaces at both ends  ",
]


def take(story: Story, by: User) -> Story:
    return bundle_import(actor=by, file=io.BytesIO(packed(story)))


def worked_on(seed: int, lead: User, editor: User) -> Story:
    """A story in which two have decided much, at random."""
    story = make_story(make_comparison(articles=4, extra_points=4), leads=[lead], editors=[editor])
    dice = random.Random(seed)
    hands = [Hand(lead, story, seed), Hand(editor, story, seed + 100)]
    for _ in range(30):
        hand = dice.choice(hands)
        hand.correct()
        if dice.random() < 0.2:
            passage = hand.passage()
            content = Content("note", tuple(Outlet.objects.all()[:2]), dice.choice(NASTY), dice.choice(NASTY))
            words = Words(passage, 0, dice.randint(1, len(passage.text)))
            annotation = annotation_create(actor=hand.actor, story=story, content=content, words=[words])
            annotation_edit(actor=editor, annotation=annotation, version=1, content=content)
        if dice.random() < 0.2 and last_step(actor=hand.actor, story=story):
            with contextlib.suppress(ServiceError):
                step_undo(actor=hand.actor, story=story)
    files = [given("page.html", PAGE), given("empty.docx", b"no zip"), given("report.txt", report(seed)), too_large()]
    batch = files_import(actor=editor, story=story, files=files)
    if seed % 2:
        FrontMatter.objects.create(story=story, byline=dice.choice(NASTY), dated="2026-03-12", method=NASTY[0])
        batch_confirm(actor=lead, batch=batch)  # and so compared anew, on top of what was decided
        article_remove(actor=lead, article=story.articles.order_by("pk")[1])
    return story


def named(story: Story) -> tuple:
    """The bundle's rows with names in place of the numbers of people, which differ; and its files."""
    made = bundle(story)
    people = [person.name for person in made.story.people]

    def told(value):
        if isinstance(value, list):
            return [told(one) for one in value]
        if not isinstance(value, dict):
            return value
        by = ("by", "named_by", "kind_by")
        if "reviewers" in value:
            value["reviewers"] = [people[one] for one in value["reviewers"]]
        return {
            key: people[one] if key in by and one is not None else one if key == "data" else told(one)
            for key, one in value.items()
            if key != "people"
        }

    rows, journal = told(msgspec.to_builtins(made.story)), told(msgspec.to_builtins(made.journal))
    outlets = [outlet["name"] for outlet in rows.pop("outlets")]  # in the order of their keys, which differ
    for row in rows["articles"]:
        row["outlet"] = outlets[row["outlet"]]
    for row in rows["annotations"]:
        row["outlets"] = sorted(outlets[place] for place in row["outlets"])
    return rows, sorted(outlets), journal, made.files


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_lost_on_the_way(seed, lead, editor, stranger):
    story = worked_on(seed, lead, editor)
    there = take(story, stranger)
    assert as_json(there) == as_json(story)
    *rows, journal, files = named(story)
    *their_rows, their_journal, their_files = named(there)
    assert their_rows == rows
    assert their_files == files
    assert their_journal[:-1] == journal
    assert their_journal[-1]["verb"] == "story.import"
    again = take(there, lead)
    assert as_json(again) == as_json(story)
    assert named(again)[0] == rows[0]


def test_closed_double_reviews_come_along_and_open_ones_stay(lead, editor, stranger):
    story = make_story(leads=[lead, stranger], editors=[editor])
    review = double_review_open(actor=lead, story=story, first=editor, second=stranger)
    assert not bundle(story).story.double_reviews, "nobody may see what is answered in an open round"
    for user in (editor, stranger):
        for candidate in review.candidates.all():
            double_review_answer(actor=user, candidate=candidate, yes=candidate.number % 2 == 0 or user == editor)
        double_review_done(actor=user, double_review=review)
    double_review_decide(actor=lead, candidate=review.candidates.first(), yes=False)
    review.refresh_from_db()
    double_review_close(actor=lead, double_review=review)
    point_merge(actor=lead, point=story.points.last(), version=1, into=story.points.first())  # it is gone now
    there = take(story, stranger)
    ours, theirs = Round(story.double_reviews.get()), Round(there.double_reviews.get())
    assert theirs.figures == ours.figures
    assert theirs.by_point == ours.by_point
    assert named(there)[0]["double_reviews"] == named(story)[0]["double_reviews"]
    assert named(take(there, lead))[0]["double_reviews"] == named(story)[0]["double_reviews"]


def test_numbers_are_written_as_they_were(lead, stranger):
    story = make_story(leads=[lead])
    first, second = (article.current.passages.first().pk for article in story.articles.all()[:2])
    story.alignments.update(pairs=[[first, second, 1]])
    assert as_json(take(story, stranger)) == as_json(story)


def test_a_bundle_of_an_unchanged_story_is_the_same_bytes(lead):
    story = make_story(leads=[lead])
    assert packed(story) == packed(story)


def test_who_imports_leads_and_nobody_is_taken_for_an_account_of_this_house(lead, editor, stranger):
    story = worked_on(1, lead, editor)
    there = take(story, stranger)
    assert [(m.user, m.role) for m in there.members.all()] == [(stranger, "lead")]
    assert there.created_by == stranger
    deciders = {a.by for a in there.annotations.all() if a.by} | {c.actor for c in there.changes.all() if c.actor}
    assert {user.get_full_name() for user in deciders} == {"Lena Lead", "Edith Editor", "Stan Stranger"}
    for user in deciders - {stranger}:
        assert user not in (lead, editor)
        assert not user.is_active
        assert not user.has_usable_password()
        assert not user.is_staff


def test_a_person_is_called_as_they_were_however_they_are_called(lead):
    names = ["Ada", "Ada de  la Cruz", "x" * 150, "A" * 150 + " " + "B" * 150]
    story = make_story(leads=[lead])
    for number, name in enumerate(names):
        user = User.objects.create(username=f"u{number}", first_name=name[:150], last_name=name[151:])
        Annotation.objects.create(story=story, label=f"By {number}", by=user, kind="note")
    there = take(story, lead)
    assert [a.by for a in queries.exported(there).annotations] == [a.by for a in queries.exported(story).annotations]
    assert {*names} <= {a.by for a in queries.exported(there).annotations}


def test_the_journal_is_read_and_not_taken_back(lead, editor, stranger):
    story = worked_on(2, lead, editor)
    there = take(story, stranger)
    first, last = there.changes.last(), there.changes.first()
    assert first.at == story.changes.last().at
    assert (last.verb, last.actor) == ("story.import", stranger)
    assert not any(is_step(change) for change in there.changes.all())
    assert last_step(actor=stranger, story=there) is None
    undone = story.changes.filter(verb="undo").first()
    assert there.changes.filter(verb="undo").first().of.summary == undone.of.summary


def test_what_is_done_after_the_import_goes_on_from_there(lead, stranger):
    story = make_story(leads=[lead])
    there = take(story, stranger)
    passage = there.articles.first().current.passages.first()
    content = Content("note", (there.articles.first().outlet,), "New here")
    made = annotation_create(actor=stranger, story=there, content=content, words=[Words(passage, 0, 3)])
    before, after = queries.exported(story), queries.exported(there)
    assert after.annotations[:-1] == before.annotations
    assert after.annotations[-1].id == f"n{made.pk}"
    assert after.annotations[-1].targets[0].passage == before.documents[0].passages[0].id
    step_undo(actor=stranger, story=there)
    assert as_json(there) == as_json(story)


def test_an_id_that_came_is_not_given_to_something_made_here(lead, stranger):
    there = take(make_story(leads=[lead]), stranger)
    own = Annotation.objects.create(story=there, label="Made here", kind="note")
    kept = there.bundle
    taken = next(ours for ours in kept.ids if ours.startswith("n"))
    kept.ids[taken] = f"n{own.pk}"
    kept.save()
    ids = [annotation.id for annotation in queries.exported(there).annotations]
    assert ids[-1] == f"n{own.pk}b"
    assert len(set(ids)) == len(ids)
    assert [a.id for a in queries.exported(take(there, lead)).annotations] == ids


def test_an_outlet_that_is_written_otherwise_here_keeps_its_name_in_the_export(lead, stranger):
    story = make_story(leads=[lead])
    data = packed(story)
    Outlet.objects.filter(name="Meridian Wire").update(name="MERIDIAN wire")
    there = bundle_import(actor=stranger, file=io.BytesIO(data))
    assert there.articles.first().outlet.name == "MERIDIAN wire"
    assert queries.exported(there).documents[0].outlet == "Meridian Wire"
    assert "Meridian Wire" in as_json(there)
    assert "MERIDIAN" not in as_json(there)


def test_other_bytes_than_the_uploaded_ones_do_not_come(lead, editor, stranger):
    story = worked_on(3, lead, editor)
    there = take(story, stranger)
    files = models.ImportFile.objects.filter(batch__story=story).order_by("pk")
    theirs = models.ImportFile.objects.filter(batch__story=there).order_by("pk")
    assert [bytes(f.content) for f in theirs] == [bytes(f.content) for f in files]
    assert [(f.name, f.sha256, f.state, f.message) for f in theirs] == [
        (f.name, f.sha256, f.state, f.message) for f in files
    ]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda s: s["articles"][0].update(headline="Another one"), "other articles"),
        (lambda s: s["points"][0]["links"].pop(), "other points"),
        (lambda s: s["annotations"][0].update(body="Put into a mouth"), "other annotations"),
        (lambda s: s["people"][1].update(name="Somebody Else"), "other absences"),
        (lambda s: s["articles"][0].update(url="https://"), "none of the web"),
        (lambda s: s["outlets"][0].update(name="Two\nlines"), "cannot be shown"),
        (lambda s: s["articles"][0].update(published="0001-01-01T00:00:00+14:00"), "none that can be stored"),
        (lambda s: s["people"][0].update(name="x" * 151), "too long"),
    ],
)
def test_a_bundle_that_contradicts_itself_leaves_nothing_behind(spoil, says, lead, editor):
    data = packed(make_story(editors=[editor]))
    before = Story.objects.count(), User.objects.count(), Outlet.objects.count(), Change.objects.count()
    with pytest.raises(ServiceError, match=says):
        bundle_import(actor=lead, file=io.BytesIO(spoiled(data, spoil)))
    assert (Story.objects.count(), User.objects.count(), Outlet.objects.count(), Change.objects.count()) == before


@pytest.mark.parametrize("content", [b"[]", b"{", b"[" * 10_000, json.dumps({"articles": []}).encode()])
def test_a_comparison_that_is_none_is_refused(content, lead):
    data = with_manifest({**members(packed(make_story(leads=[lead]))), "comparison.json": content})
    with pytest.raises(ServiceError, match="comparison"):
        bundle_import(actor=lead, file=io.BytesIO(data))


def test_more_rows_take_no_more_queries_to_bundle(lead, django_assert_num_queries):
    small, large = make_story(leads=[lead]), make_story(make_comparison(articles=6, extra_points=20), leads=[lead])
    with CaptureQueriesContext(connection) as few:
        packed(small)
    with django_assert_num_queries(len(few)):
        packed(large)
