"""Annotations made elsewhere come to their words, once, and what has no place is told."""

import json
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coverage_app import queries
from coverage_app.engine.web_annotations import read_annotations
from coverage_app.errors import StoryArchived
from coverage_app.export.options import Options
from coverage_app.export.selection import published
from coverage_app.export.web_annotations import collection
from coverage_app.models import Story
from coverage_app.services.annotations import Content, annotation_edit
from coverage_app.services.history import last_step, step_redo, step_undo
from coverage_app.services.stories import story_archive
from coverage_app.services.web_annotations import annotations_import, annotations_place
from tests.factories import make_comparison, make_story

pytestmark = pytest.mark.database

PAGE = "https://outlet-1.example/report"


@pytest.fixture
def full(lead, editor) -> Story:
    return make_story(leads=[lead], editors=[editor])


def hypothesis(number: int = 1, **more: object) -> dict:
    quote = {"type": "TextQuoteSelector", "exact": "killed two people", "prefix": "The flood ", "suffix": ", the"}
    return {
        "id": f"note{number}",
        "user": "acct:ada@hypothes.is",
        "user_info": {"display_name": "Ada Reader"},
        "created": "2026-03-12T09:15:00+00:00",
        "uri": PAGE,
        "text": "Is that so?\n\nThe service said *three*.",
        "tags": ["number"],
        "target": [{"source": PAGE, "selector": [quote]}],
    } | more


def target(exact: str, source: str = PAGE, **more: object) -> dict:
    return {"source": source, "selector": [{"type": "TextQuoteSelector", "exact": exact, **more}]}


def take(story, actor, *annotations):
    statements = read_annotations(json.dumps(annotations).encode())
    return annotations_import(actor=actor, story=story, statements=statements)


def test_a_note_of_hypothesis_comes_to_its_words(full, editor):
    placement = take(full, editor, hypothesis())
    assert len(placement.placed) == 1
    note = full.annotations.latest("pk")
    assert (note.kind, note.state, note.by, note.label) == ("note", "accepted", editor, "Is that so?")
    assert note.body == (
        "The service said *three*.\n\nTags: number\n\nWritten elsewhere by Ada Reader on 12 March 2026."
    )
    assert [outlet.name for outlet in note.outlets.all()] == ["Meridian Wire"]
    found = note.targets.get()
    assert found.exact == "killed two people" == found.passage.text[found.start : found.end]
    assert found.prefix.endswith("The flood ")
    assert note.among == 3


def test_the_same_file_again_adds_nothing_even_after_an_edit(full, editor):
    take(full, editor, hypothesis())
    note = full.annotations.latest("pk")
    content = Content("note", tuple(note.outlets.all()), "Reworded", "By us")
    annotation_edit(actor=editor, annotation=note, version=1, content=content)
    count, changes = full.annotations.count(), full.changes.count()
    placement = take(full, editor, hypothesis(), hypothesis())
    assert [statement.text for statement in placement.known] == [hypothesis()["text"]] * 2
    assert (full.annotations.count(), full.changes.count()) == (count, changes)


def test_one_that_is_twice_in_a_file_comes_once(full, editor):
    assert len(take(full, editor, hypothesis(), hypothesis()).placed) == 1


def test_one_step_takes_all_back_and_brings_them_again(full, editor):
    before = full.annotations.count()
    take(full, editor, hypothesis(1), hypothesis(2, text="Another"))
    assert last_step(actor=editor, story=full).summary == "Took in 2 annotations made elsewhere"
    step_undo(actor=editor, story=full)
    assert full.annotations.count() == before
    step_redo(actor=editor, story=full)
    assert full.annotations.count() == before + 2


@pytest.mark.parametrize(
    ("more", "words", "why"),
    [
        ({"target": [target("killed nobody")]}, "killed nobody", "do not stand there"),
        ({"target": [target("flood")]}, "flood", "stand there 2 times"),
        ({"target": [{"source": PAGE}]}, "", "are not told"),
        ({"target": []}, None, "names no words"),
        (
            {"uri": "https://x.example/", "target": [target("The flood", "https://x.example/")]},
            "The flood",
            "no article",
        ),
        (
            {"uri": "https://x.example/", "target": [target("Words that nobody printed here", "https://x.example/")]},
            "Words that nobody printed here",
            "stand in none",
        ),
    ],
)
def test_what_has_no_place_is_told_with_its_words(more, words, why, full, editor):
    count = full.annotations.count()
    placement = take(full, editor, hypothesis(**more))
    assert not placement.placed
    (lost,) = placement.unplaced
    assert lost.words == words
    assert why in lost.why
    assert full.annotations.count() == count


def test_a_page_that_is_no_article_is_no_matter_if_the_very_words_stand_in_one_only(full, editor):
    elsewhere = "https://mirror.example/report"
    take(full, editor, hypothesis(uri=elsewhere, target=[target("The river was last closed in 1961", elsewhere)]))
    assert full.annotations.latest("pk").targets.get().exact == "The river was last closed in 1961"


def test_several_targets_and_the_words_of_which_one_has_none(full, editor):
    both = [target("killed two people"), target("killed three people", "https://outlet-2.example/report")]
    placement = take(full, editor, hypothesis(target=[*both, target("killed nobody")]))
    assert [lost.words for lost in placement.unplaced] == ["killed nobody"]
    note = full.annotations.latest("pk")
    assert [found.exact for found in note.targets.all()] == ["killed two people", "killed three people"]
    assert {outlet.name for outlet in note.outlets.all()} == {"Meridian Wire", "The Morning Flare"}


def ours(**more: object) -> dict:
    return {
        "id": "urn:uuid:6f0c6a3e-5b0d-4a52-9f5c-0d7f4f3f1c55",
        "type": "Annotation",
        "creator": {"type": "Person", "name": "Grace Elsewhere"},
        "body": [
            {"type": "TextualBody", "value": "Two or three", "purpose": "describing"},
            {"type": "TextualBody", "value": "One says *two*.", "purpose": "commenting"},
            {"type": "TextualBody", "value": "number", "purpose": "tagging"},
        ],
        "target": [target("killed two people"), target("killed three people", "https://outlet-2.example/report")],
        "crossread:kind": "difference",
        "crossread:state": "accepted",
        "crossread:outlets": ["the morning flare"],
    } | more


def test_ours_come_back_as_they_were(full, editor):
    take(full, editor, ours())
    note = full.annotations.latest("pk")
    assert (note.kind, note.difference_class, note.label) == ("difference", "number", "Two or three")
    assert note.body == "One says *two*.\n\nWritten elsewhere by Grace Elsewhere."
    assert [outlet.name for outlet in note.outlets.all()] == ["The Morning Flare"]


def test_ours_without_their_other_side_are_notes(full, editor):
    placement = take(full, editor, ours(target=[target("killed two people")]))
    assert placement.placed[0].kind == "note"
    note = full.annotations.latest("pk")
    assert (note.kind, note.difference_class) == ("note", "")


def test_rows_and_what_nobody_checked_stay_where_they_are(full, editor):
    placement = take(full, editor, ours(**{"crossread:kind": "point"}), ours(**{"crossread:state": "proposed"}))
    assert placement.points == 1
    assert "nobody checked it" in placement.unplaced[0].why
    assert not placement.placed


def test_a_note_of_this_very_story_is_known_by_what_it_says(full, editor):
    there = full.annotations.get(label="The closing of 1961")
    same = ours(
        body=[
            {"value": there.label, "purpose": "describing"},
            {"value": there.body, "purpose": "commenting"},
        ],
        target=[target("last closed in 1961")],
        **{"crossread:kind": "added_detail"},
    )
    assert len(take(full, editor, same).known) == 1


@pytest.mark.parametrize("cap", [None, 5])
@pytest.mark.parametrize("url", [None, PAGE])
def test_what_another_crossread_exports_comes_to_the_same_words(cap, url, lead, editor, stranger):
    """Whether the words may go out or not, and whether an article has an address or only its hash."""
    comparison = make_comparison(articles=4, extra_points=3)
    comparison = replace(
        comparison,
        documents=tuple(replace(d, url=url and d.url) for d in comparison.documents),
        annotations=tuple(replace(a, state="accepted", by="Lena Lead") for a in comparison.annotations),
    )
    theirs = make_story(comparison, leads=[lead])
    mine = make_story(replace(comparison, annotations=()), leads=[stranger])
    options = Options(title="Flood", cap=cap)
    exported = collection(published(queries.exported(theirs), options), options)
    placement = take(mine, stranger, exported)
    assert not placement.unplaced
    assert placement.points == mine.points.count()
    for was, now in zip(theirs.annotations.all(), mine.annotations.all(), strict=True):
        assert (now.kind, now.label, now.difference_class) == (was.kind, was.label, was.difference_class)
        assert [found.exact for found in now.targets.all()] == [found.exact for found in was.targets.all()]
        assert [outlet.name for outlet in now.outlets.all()] == [outlet.name for outlet in was.outlets.all()]
    assert len(take(theirs, lead, exported).known) == len(take(mine, stranger, exported).known) == 3


@pytest.mark.parametrize(
    ("more", "label"),
    [
        ({"text": "", "tags": ["number", "check"]}, "number, check"),
        ({"text": "", "tags": []}, "Marked: killed two people"),
        ({"text": "w" * 300}, "…"),
        ({"text": "\u0001\nx"}, "Without words"),
    ],
)
def test_a_note_has_a_label_whatever_was_said(more, label, full, editor):
    take(full, editor, hypothesis(**more))
    note = full.annotations.latest("pk")
    assert label in note.label
    assert len(note.label) <= 200
    assert more["text"].strip() in note.body


def test_an_archived_story_takes_nothing_in(full, lead):
    story_archive(actor=lead, story=full)
    with pytest.raises(StoryArchived):
        take(full, lead, hypothesis())


def test_looking_where_they_go_takes_the_same_queries_for_many(full, lead, django_assert_num_queries):
    large = make_story(make_comparison(articles=6, extra_points=10), leads=[lead])
    statements = read_annotations(json.dumps([hypothesis(n, text=f"Note {n}") for n in range(30)]).encode())
    with CaptureQueriesContext(connection) as few:
        annotations_place(story=full, statements=statements[:1])
    with django_assert_num_queries(len(few)):
        assert len(annotations_place(story=large, statements=statements).placed) == 30
