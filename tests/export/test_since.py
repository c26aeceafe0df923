"""What has changed between two published versions, as a reader is told it."""

from dataclasses import replace

from coverage_app.engine.documents import Absence, Link
from coverage_app.export.since import from_rows, since, to_rows

from ..factories import make_comparison, make_document

BEFORE = make_comparison(extra_points=4)


def told(**changes) -> dict[str, list[str]]:
    return {news.sentence: list(news.lines) for news in since(BEFORE, replace(BEFORE, **changes))}


def with_point(number: int, **changes):
    points = list(BEFORE.points)
    points[number] = replace(points[number], **changes)
    return {"points": tuple(points)}


def with_note(number: int, **changes):
    notes = list(BEFORE.annotations)
    notes[number] = replace(notes[number], **changes)
    return {"annotations": tuple(notes)}


def test_nothing_changed_is_nothing_told():
    assert since(BEFORE, BEFORE) == ()


def test_who_decided_and_when_is_no_change_to_a_reader():
    assert told(**with_note(0, by="editor", at=None)) == {}


def test_an_article_that_came_and_one_that_went():
    new = make_document(9, "The Late Edition", "Dam: what we know", ["All is told."])
    assert told(documents=(*BEFORE.documents[:2], new)) == {
        "1 article added": ["The Late Edition: Dam: what we know"],
        "1 article left out": ["Sarvel Valley Gazette: Growers count the damage"],
    }


def test_a_corrected_text_is_told_once_whatever_became_of_its_links():
    first = BEFORE.documents[0]
    passages = tuple(replace(p, id=f"new-{p.id}") for p in first.passages)
    documents = (replace(first, sha256="f" * 64, revision=2, passages=passages), *BEFORE.documents[1:])
    points = tuple(
        replace(p, links=tuple(link for link in p.links if not link.passage.startswith("a1."))) for p in BEFORE.points
    )
    assert told(documents=documents, points=points) == {
        "1 article replaced by a corrected text": ["Meridian Wire: Dam opens six gates at night"]
    }


def test_credits_and_passages_of_the_same_text():
    first, second, third = BEFORE.documents
    set_aside = replace(second, passages=(*second.passages[:1], replace(second.passages[1], kind="furniture")))
    documents = (replace(first, byline="By Another", url=None), set_aside, third)
    assert told(documents=documents) == {
        "1 article credited otherwise": ["Meridian Wire: byline, address"],
        "1 article cut into other passages": ["The Morning Flare"],
    }


def test_points_renamed_added_and_left_out():
    assert told(**with_point(0, label="Six gates")) == {"1 point renamed": ["“Six gates”, before “The gates”"]}
    assert told(**with_point(0, id="pt99", label="Anew")) == {
        "1 point added": ["Anew"],
        "1 point left out": ["The gates"],
    }


def test_the_fewest_points_are_said_to_have_moved():
    first, *others = BEFORE.points
    assert told(points=(*others, first)) == {"1 point moved to another row": ["The gates: row 6, before row 1"]}


def test_links_made_taken_out_and_confirmed():
    point = BEFORE.points[1]
    third = BEFORE.documents[2].passages[1].id
    assert told(**with_point(1, links=(*point.links, Link(third, 0.5)))) == {
        "1 passage linked to a point": ["The dead: Sarvel Valley Gazette"]
    }
    rejected = (point.links[0], replace(point.links[1], state="rejected"))
    assert told(**with_point(1, links=rejected)) == {"1 passage taken out of a point": ["The dead: The Morning Flare"]}
    confirmed = tuple(replace(link, state="accepted") for link in point.links)
    assert told(**with_point(1, links=confirmed)) == {
        "2 links confirmed by editors": ["The dead: Meridian Wire", "The dead: The Morning Flare"]
    }


def test_notes_added_left_out_checked_and_changed():
    assert told(annotations=BEFORE.annotations[1:]) == {"1 note left out": ["The closing of 1961"]}
    assert told(annotations=(*BEFORE.annotations, replace(BEFORE.annotations[0], id="n9"))) == {
        "1 note added": ["The closing of 1961"]
    }
    assert told(**with_note(1, state="accepted", label="Two or three dead")) == {
        "1 note checked by an editor": ["Two or three dead"],
        "1 note changed": ["“Two or three dead”, before “Two dead or three”"],
    }
    assert told(**with_note(0, body="Other words.")) == {"1 note changed": ["The closing of 1961"]}


def test_absences_that_somebody_checked_or_took_back():
    third = BEFORE.documents[2].id
    assert told(absences=()) == {"1 absence no longer checked": ["The dead: Sarvel Valley Gazette"]}
    more = (*BEFORE.absences, Absence("pt3", third, "checked", "Ada Lead"))
    assert told(absences=more) == {"1 absence checked by an editor": ["Fact 1: Sarvel Valley Gazette"]}


def test_it_comes_back_from_being_stored():
    news = since(BEFORE, replace(BEFORE, points=BEFORE.points[1:], annotations=()))
    assert len(news) == 2
    assert from_rows(to_rows(news)) == news
