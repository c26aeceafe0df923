"""Correcting by hand: what each correction does, that a late one is refused, and that no run of the engine overrides
it. The runs are real ones, over three short reports of a fire on a ferry."""

import pytest

from coverage_app import queries
from coverage_app.errors import ServiceError, StaleEdit, StoryArchived
from coverage_app.models import Absence, Annotation, Change, Link, Outlet, Passage, Point, Target
from coverage_app.services import alignment
from coverage_app.services.absences import absence_check, absence_uncheck
from coverage_app.services.annotations import Content, Words, annotation_create
from coverage_app.services.history import step_redo, step_undo
from coverage_app.services.imports import Facts, GivenFile, batch_confirm, files_import
from coverage_app.services.links import link_add, link_move, link_remove
from coverage_app.services.passages import passage_join, passage_set_aside, passage_split, passage_take_back
from coverage_app.services.points import (
    point_create,
    point_lock,
    point_merge,
    point_name,
    point_place,
    point_split,
    point_unlock,
)
from coverage_app.services.stories import story_archive

pytestmark = pytest.mark.database

REPORTS = {
    "Osk Post": """The week in the islands

The ferry line between Osk and Varn was suspended on Monday after a fire in the engine room of the Aurora.

Nobody was hurt, the harbour master Ilse Brandt said.

The Aurora was built in 1987 at the yard in Lund and rebuilt twice.

The repairs of the Aurora will take three weeks and cost two million crowns.
""",
    "Varn Times": """Morning bulletin

The ferry line between Osk and Varn has been suspended after a fire in the engine room of the Aurora on Monday.

Harbour master Ilse Brandt said that nobody was hurt.

Repairs of the Aurora will cost two million crowns and take three weeks.

Fishermen demand compensation of 40,000 crowns a week.
""",
    "Lund Radio": """From our newsroom

After a fire in the engine room of the Aurora the ferry line between Osk and Varn was suspended on Monday.

The harbour master, Ilse Brandt, said that nobody was hurt.

It will take three weeks to repair the Aurora, and cost two million crowns.
""",
}


@pytest.fixture
def compared(story, lead, django_capture_on_commit_callbacks):
    files = [GivenFile.from_text(text, Facts(outlet=outlet)) for outlet, text in REPORTS.items()]
    with django_capture_on_commit_callbacks(execute=True):
        batch_confirm(actor=lead, batch=files_import(actor=lead, story=story, files=files))
    return story


@pytest.fixture
def again(compared, lead, django_capture_on_commit_callbacks):
    """again(): the articles are compared anew."""

    def run():
        with django_capture_on_commit_callbacks(execute=True):
            alignment.alignment_request(actor=lead, story=compared)

    return run


def said(story, words, outlet=None):
    """The passage that has these words."""
    found = Passage.objects.filter(revision__article__story=story).select_related("revision__article__outlet")
    return next(
        p for p in found if words in p.text and p.kind == "body" and outlet in (None, p.revision.article.outlet.name)
    )


def row(story, words):
    """The point in which a passage with these words stands."""
    return next(
        point
        for point in story.points.prefetch_related("links__passage__revision")
        if any(words in link.passage.text for link in point.links.all() if link.state != "rejected")
    )


def rows(story):
    """The passages of each point in order, as {outlet: first words}."""
    passages = {
        p.id: f"{d.outlet}: {' '.join(p.text.split()[:4])}" for d in queries.documents(story) for p in d.passages
    }
    comparison = queries.comparison(story)
    return [
        sorted(passages[link.passage] for link in point.links if link.state != "rejected")
        for point in sorted(comparison.points, key=lambda point: point.order)
    ]


def outlets(point):
    links = point.links.exclude(state="rejected").select_related("passage__revision__article__outlet")
    return sorted(link.passage.revision.article.outlet.name for link in links)


ALL = sorted(REPORTS)


# --- links


def test_the_engine_finds_three_points(compared):
    assert outlets(row(compared, "suspended")) == ALL
    assert outlets(row(compared, "hurt")) == ALL
    assert outlets(row(compared, "three weeks")) == ALL


def test_a_moved_passage_stays_where_it_was_put(compared, editor, again):
    passage, hurt, fire = said(compared, "hurt", "Lund Radio"), row(compared, "hurt"), row(compared, "suspended")
    link_move(actor=editor, passage=passage, source=hurt, target=fire)
    assert outlets(hurt) == ["Osk Post", "Varn Times"]
    assert Change.objects.get(verb="link.move").summary.startswith("Moved ¶2 of Lund Radio to “After a fire in the")
    before = rows(compared)
    again()
    assert rows(compared) == before
    assert fire.links.get(passage=passage).by == editor


def test_a_passage_that_was_taken_out_stays_out(compared, editor, again):
    passage, hurt = said(compared, "hurt", "Lund Radio"), row(compared, "hurt")
    link_remove(actor=editor, passage=passage, point=hurt)
    assert outlets(hurt) == ["Osk Post", "Varn Times"]
    again()
    assert outlets(row(compared, "hurt")) == ["Osk Post", "Varn Times"]
    assert not passage.links.exclude(state="rejected").exists()


def test_a_passage_may_report_two_points_and_goes_on_to(compared, editor, again):
    passage, hurt, fire = said(compared, "hurt", "Lund Radio"), row(compared, "hurt"), row(compared, "suspended")
    link_add(actor=editor, passage=passage, point=fire)
    again()
    standing = passage.links.filter(state="accepted").values_list("point", flat=True)
    assert sorted(standing) == sorted([hurt.pk, fire.pk])


def test_who_moves_a_passage_that_somebody_moved_before_is_told(compared, editor, lead):
    passage, hurt, fire = said(compared, "hurt", "Lund Radio"), row(compared, "hurt"), row(compared, "suspended")
    link_remove(actor=lead, passage=passage, point=hurt)
    with pytest.raises(StaleEdit, match="¶2 of Lund Radio does not stand in "):
        link_move(actor=editor, passage=passage, source=hurt, target=fire)
    assert not passage.links.filter(point=fire).exists()


def test_a_passage_is_not_linked_twice_and_not_when_it_is_set_aside(compared, editor):
    passage, hurt = said(compared, "hurt", "Lund Radio"), row(compared, "hurt")
    with pytest.raises(StaleEdit, match="already"):
        link_add(actor=editor, passage=passage, point=hurt)
    passage_set_aside(actor=editor, passage=passage)
    with pytest.raises(ServiceError, match="Take it back into the report first"):
        link_move(actor=editor, passage=passage, source=hurt, target=row(compared, "suspended"))


def test_a_point_that_is_gone_is_said(compared, editor, lead):
    hurt, fire = row(compared, "hurt"), row(compared, "suspended")
    point_merge(actor=lead, point=fire, version=1, into=hurt)
    with pytest.raises(StaleEdit, match="no longer there"):
        link_add(actor=editor, passage=said(compared, "Fishermen"), point=fire)


# --- points


def test_merged_points_stay_merged(compared, editor, again):
    hurt, fire = row(compared, "hurt"), row(compared, "suspended")
    point_merge(actor=editor, point=hurt, version=1, into=fire)
    assert not Point.objects.filter(pk=hurt.pk).exists()
    assert outlets(fire) == sorted(ALL * 2)
    before = rows(compared)
    again()
    assert rows(compared) == before
    assert row(compared, "hurt").pk == fire.pk


def test_merging_keeps_an_editors_name_and_lock(compared, editor):
    hurt, fire = row(compared, "hurt"), row(compared, "suspended")
    point_name(actor=editor, point=hurt, version=1, label="No casualties")
    point_lock(actor=editor, point=hurt, version=2)
    point_merge(actor=editor, point=hurt, version=3, into=fire)
    fire.refresh_from_db()
    assert (fire.label, fire.label_by, fire.locked) == ("No casualties", editor, True)


def test_what_was_checked_absent_is_not_in_a_merged_point_that_has_it(compared, editor):
    hurt, fire = row(compared, "hurt"), row(compared, "suspended")
    link_remove(actor=editor, passage=said(compared, "hurt", "Lund Radio"), point=hurt)
    article = said(compared, "hurt", "Lund Radio").revision.article
    absence_check(actor=editor, point=hurt, article=article)
    point_merge(actor=editor, point=hurt, version=1, into=fire)
    assert not Absence.objects.exists(), "Lund Radio reports the fire"


def test_a_split_point_stays_split(compared, editor, again):
    fire = row(compared, "suspended")
    chosen = [said(compared, "suspended", "Lund Radio"), said(compared, "suspended", "Varn Times")]
    made = point_split(actor=editor, point=fire, passages=chosen)
    assert (outlets(fire), outlets(made)) == (["Osk Post"], ["Lund Radio", "Varn Times"])
    order = list(compared.points.values_list("pk", flat=True))
    assert order.index(made.pk) == order.index(fire.pk) + 1
    before = rows(compared)
    again()
    assert rows(compared) == before


def test_a_point_is_not_split_into_nothing(compared, editor):
    hurt = row(compared, "hurt")
    whole = [link.passage for link in hurt.links.select_related("passage__revision__article")]
    with pytest.raises(ServiceError, match="at least one"):
        point_split(actor=editor, point=hurt, passages=whole)
    with pytest.raises(ServiceError, match="Choose"):
        point_split(actor=editor, point=hurt, passages=[])


def test_a_point_made_by_hand_stays(compared, editor, again):
    alone = [said(compared, "1987"), said(compared, "Fishermen")]
    made = point_create(actor=editor, story=compared, passages=alone)
    assert made.label
    made_named = point_create(actor=editor, story=compared, passages=[alone[1]], label="The fishermen's demand")
    assert outlets(made) == ["Osk Post"], "what is selected leaves the point in which it stood"
    again()
    assert outlets(Point.objects.get(pk=made.pk)) == ["Osk Post"]
    named = Point.objects.get(pk=made_named.pk)
    assert (outlets(named), named.label, named.label_by) == (["Varn Times"], "The fishermen's demand", editor)


def test_a_named_point_keeps_its_name(compared, editor, again):
    hurt = row(compared, "hurt")
    point_name(actor=editor, point=hurt, version=1, label="  No   casualties ")
    again()
    assert row(compared, "hurt").label == "No casualties"
    assert row(compared, "hurt").pk == hurt.pk


def test_the_later_of_two_names_is_refused(compared, editor, lead):
    hurt = row(compared, "hurt")
    point_name(actor=lead, point=hurt, version=1, label="No casualties")
    with pytest.raises(StaleEdit, match="in the meantime"):
        point_name(actor=editor, point=hurt, version=1, label="Nobody hurt")
    with pytest.raises(ServiceError, match="Give the point a name"):
        point_name(actor=editor, point=hurt, version=2, label=" ")
    with pytest.raises(ServiceError, match="too long"):
        point_name(actor=editor, point=hurt, version=2, label="x" * 301)
    assert row(compared, "hurt").label == "No casualties"


def test_a_placed_point_keeps_its_place(compared, editor, again):
    first, *_, last = compared.points.all()
    point_place(actor=editor, point=last, version=1, before=first)
    assert compared.points.first() == last
    order = list(compared.points.values_list("pk", flat=True))
    again()
    assert list(compared.points.values_list("pk", flat=True)) == order
    placed = compared.points.get(pk=last.pk)
    point_place(actor=editor, point=placed, version=placed.version, before=None)
    assert compared.points.last() == last


def test_placing_among_points_of_one_position(compared, editor):
    """As those that were split off have."""
    fire = row(compared, "suspended")
    second = point_split(actor=editor, point=fire, passages=[said(compared, "suspended", "Lund Radio")])
    third = point_split(actor=editor, point=fire, passages=[said(compared, "suspended", "Varn Times")])
    point_place(actor=editor, point=third, version=1, before=second)
    order = list(compared.points.values_list("pk", flat=True))
    at = order.index(fire.pk)
    assert order[at : at + 3] == [fire.pk, third.pk, second.pk]
    point_place(actor=editor, point=fire, version=1, before=None)
    assert compared.points.last() == fire


def test_a_locked_point_is_left_alone_by_the_engine_and_by_nobody_else(compared, editor, again):
    hurt, fire = row(compared, "hurt"), row(compared, "suspended")
    point_lock(actor=editor, point=hurt, version=1)
    with pytest.raises(StaleEdit, match="in the meantime"):
        point_lock(actor=editor, point=hurt, version=1)
    Link.objects.filter(point=hurt, passage=said(compared, "hurt", "Osk Post")).delete()
    again()
    assert outlets(hurt) == ["Lund Radio", "Varn Times"], "the engine puts nothing in"
    link_move(actor=editor, passage=said(compared, "hurt", "Lund Radio"), source=hurt, target=fire)
    assert outlets(hurt) == ["Varn Times"]
    point_unlock(actor=editor, point=hurt, version=2)
    again()
    assert outlets(hurt) == ["Osk Post", "Varn Times"]


# --- absences


def test_an_absence_is_checked_and_checked_no_longer(compared, editor, again):
    hurt, passage = row(compared, "hurt"), said(compared, "hurt", "Lund Radio")
    article = passage.revision.article
    with pytest.raises(StaleEdit, match="By now a passage of Lund Radio stands in"):
        absence_check(actor=editor, point=hurt, article=article)
    link_remove(actor=editor, passage=passage, point=hurt)
    absence_check(actor=editor, point=hurt, article=article)
    with pytest.raises(StaleEdit, match="already"):
        absence_check(actor=editor, point=hurt, article=article)
    again()
    assert hurt.absences.get().by == editor
    absence_uncheck(actor=editor, point=hurt, article=article)
    with pytest.raises(StaleEdit, match="any more"):
        absence_uncheck(actor=editor, point=hurt, article=article)
    assert not hurt.absences.exists()


def test_what_is_put_where_it_was_checked_absent_ends_the_absence(compared, editor):
    hurt, passage = row(compared, "hurt"), said(compared, "hurt", "Lund Radio")
    link_remove(actor=editor, passage=passage, point=hurt)
    absence_check(actor=editor, point=hurt, article=passage.revision.article)
    link_add(actor=editor, passage=passage, point=hurt)
    assert not hurt.absences.exists()
    step_undo(actor=editor, story=compared)
    assert hurt.absences.exists()


# --- passages


def test_what_is_set_aside_comes_back_with_its_links(compared, editor, again):
    passage = said(compared, "hurt", "Lund Radio")
    before = rows(compared)
    passage_set_aside(actor=editor, passage=passage)
    assert not any("Lund Radio: The harbour master, Ilse" in point for point in rows(compared))
    with pytest.raises(StaleEdit, match="already"):
        passage_set_aside(actor=editor, passage=passage)
    passage_take_back(actor=editor, passage=passage)
    assert rows(compared) == before
    passage_set_aside(actor=editor, passage=passage)
    again()
    passage.refresh_from_db()
    assert (passage.kind, passage.kind_by) == ("furniture", editor)


def _span(passage):
    passage.refresh_from_db()
    return passage.start, passage.end


def _annotate(editor, story, passage, words, label):
    start = passage.text.index(words)
    content = Content("added_detail", (Outlet.objects.get(name="Osk Post"),), label)
    at = [Words(passage, start, start + len(words))]
    return annotation_create(actor=editor, story=story, content=content, words=at)


def _targets(annotation):
    found = annotation.targets.select_related("passage__revision").order_by("passage__start", "start")
    for target in found:
        assert target.passage.text[target.start : target.end] == target.exact
        here = target.passage.start + target.start
        assert target.passage.revision.text[:here].endswith(target.prefix)
    return [target.exact for target in found]


def test_links_and_notes_follow_a_passage_that_is_split_and_joined(compared, editor, again):
    passage = said(compared, "1987")
    early = _annotate(editor, compared, passage, "The Aurora", "Early")
    late = _annotate(editor, compared, passage, "rebuilt twice", "Late")
    across = _annotate(editor, compared, passage, "in Lund and rebuilt", "Across")
    point = point_create(actor=editor, story=compared, passages=[passage])
    second = passage_split(actor=editor, passage=passage, span=_span(passage), at=passage.text.index(" and rebuilt"))
    passage.refresh_from_db()
    assert (passage.text, second.text) == (
        "The Aurora was built in 1987 at the yard in Lund",
        "and rebuilt twice.",
    )
    assert set(point.links.values_list("passage", flat=True)) == {passage.pk, second.pk}
    assert [_targets(a) for a in (early, late, across)] == [
        ["The Aurora"],
        ["rebuilt twice"],
        ["in Lund", "and rebuilt"],
    ]
    again()
    assert set(point.links.values_list("passage", flat=True)) == {passage.pk, second.pk}
    assert Passage.objects.filter(pk=second.pk).exists()
    passage_join(actor=editor, passage=passage, span=_span(passage))
    passage.refresh_from_db()
    assert passage.text == "The Aurora was built in 1987 at the yard in Lund and rebuilt twice."
    assert [_targets(a) for a in (early, late)] == [["The Aurora"], ["rebuilt twice"]]
    assert set(point.links.values_list("passage", flat=True)) == {passage.pk}
    assert Annotation.objects.filter(label="Across", targets__isnull=False).exists()
    again()
    assert not Passage.objects.filter(pk=second.pk).exists()


def test_a_passage_that_is_not_as_it_was_seen_is_not_cut(compared, editor, lead):
    passage = said(compared, "1987")
    seen = _span(passage)
    with pytest.raises(ServiceError, match="words on both sides"):
        passage_split(actor=editor, passage=passage, span=seen, at=0)
    with pytest.raises(ServiceError, match="words on both sides"):
        passage_split(actor=editor, passage=passage, span=seen, at=999)
    passage_split(actor=lead, passage=passage, span=seen, at=20)
    for act in (
        lambda: passage_split(actor=editor, passage=passage, span=seen, at=10),
        lambda: passage_join(actor=editor, passage=passage, span=seen),
    ):
        with pytest.raises(StaleEdit, match="split or joined"):
            act()


def test_only_what_belongs_together_is_joined(compared, editor):
    last = said(compared, "Fishermen")
    with pytest.raises(ServiceError, match="No passage follows"):
        passage_join(actor=editor, passage=last, span=_span(last))
    headline = Passage.objects.filter(revision=last.revision, kind="headline").select_related("revision__article").get()
    with pytest.raises(ServiceError, match="cannot be joined"):
        passage_join(actor=editor, passage=headline, span=_span(headline))


def test_joining_keeps_what_an_editor_decided_of_either_half(compared, editor):
    first, second = said(compared, "suspended", "Lund Radio"), said(compared, "hurt", "Lund Radio")
    fire, hurt = row(compared, "suspended"), row(compared, "hurt")
    link_remove(actor=editor, passage=first, point=fire)
    link_add(actor=editor, passage=second, point=fire)
    passage_join(actor=editor, passage=first, span=_span(first))
    assert first.links.get(point=fire).state == "accepted", "one half stands there"
    assert first.links.filter(point=hurt).exists()
    step_undo(actor=editor, story=compared)
    assert first.links.get(point=fire).state == "rejected"
    assert second.links.filter(point=fire, state="accepted").exists()


# --- all of them


def test_nothing_is_corrected_in_the_archive(compared, editor, lead):
    passage, hurt, fire = said(compared, "hurt", "Lund Radio"), row(compared, "hurt"), row(compared, "suspended")
    span, article = _span(passage), passage.revision.article
    story_archive(actor=lead, story=compared)
    acts = [
        lambda: link_add(actor=editor, passage=passage, point=fire),
        lambda: link_move(actor=editor, passage=passage, source=hurt, target=fire),
        lambda: link_remove(actor=editor, passage=passage, point=hurt),
        lambda: point_create(actor=editor, story=compared, passages=[passage]),
        lambda: point_split(actor=editor, point=hurt, passages=[passage]),
        lambda: point_merge(actor=editor, point=hurt, version=1, into=fire),
        lambda: point_name(actor=editor, point=hurt, version=1, label="x"),
        lambda: point_lock(actor=editor, point=hurt, version=1),
        lambda: point_unlock(actor=editor, point=hurt, version=1),
        lambda: point_place(actor=editor, point=hurt, version=1, before=None),
        lambda: passage_set_aside(actor=editor, passage=passage),
        lambda: passage_take_back(actor=editor, passage=passage),
        lambda: passage_split(actor=editor, passage=passage, span=span, at=10),
        lambda: passage_join(actor=editor, passage=passage, span=span),
        lambda: absence_check(actor=editor, point=hurt, article=article),
        lambda: absence_uncheck(actor=editor, point=hurt, article=article),
    ]
    before = rows(compared)
    for act in acts:
        with pytest.raises(StoryArchived):
            act()
    assert rows(compared) == before


# --- taken back after the engine, or somebody else, was there


def test_corrections_are_taken_back_after_another_run(compared, editor, again):
    before = rows(compared)
    passage, hurt, fire = said(compared, "hurt", "Lund Radio"), row(compared, "hurt"), row(compared, "suspended")
    link_move(actor=editor, passage=passage, source=hurt, target=fire)
    again()
    step_undo(actor=editor, story=compared)
    assert rows(compared) == before
    passage_split(actor=editor, passage=passage, span=_span(passage), at=20)
    again()
    step_undo(actor=editor, story=compared)
    passage.refresh_from_db()
    assert passage.text == "The harbour master, Ilse Brandt, said that nobody was hurt."
    again()
    assert rows(compared) == before
    point_merge(actor=editor, point=hurt, version=Point.objects.get(pk=hurt.pk).version, into=fire)
    again()
    step_undo(actor=editor, story=compared)
    assert rows(compared) == before
    step_redo(actor=editor, story=compared)
    assert outlets(fire) == sorted(ALL * 2)


def test_a_link_that_the_engine_made_meanwhile_gives_way_to_the_editors(compared, editor):
    alone, hurt = said(compared, "Fishermen"), row(compared, "hurt")
    link_add(actor=editor, passage=alone, point=hurt)
    step_undo(actor=editor, story=compared)
    Link.objects.create(point=hurt, passage=alone, confidence=0.4)  # as a run may
    step_redo(actor=editor, story=compared)
    assert hurt.links.get(passage=alone).by == editor


def test_what_others_put_into_a_new_point_is_not_lost_with_it(compared, editor, lead):
    made = point_create(actor=editor, story=compared, passages=[said(compared, "1987")])
    link_add(actor=lead, passage=said(compared, "Fishermen"), point=made)
    with pytest.raises(StaleEdit, match="built on"):
        step_undo(actor=editor, story=compared)
    assert outlets(made) == ["Osk Post", "Varn Times"]


def test_what_others_wrote_on_a_half_is_not_lost_with_it(compared, editor, lead):
    passage = said(compared, "1987")
    second = passage_split(actor=editor, passage=passage, span=_span(passage), at=passage.text.index("at the yard"))
    _annotate(lead, compared, second, "rebuilt", "Theirs")
    with pytest.raises(StaleEdit, match="built on"):
        step_undo(actor=editor, story=compared)
    assert Target.objects.get(annotation__label="Theirs").passage == second
