"""Annotating over HTTP: with fragments and without, for whom, and what happens to the one who is late."""

import json
import re

import pytest
from django.utils import timezone

from coverage_app import access
from coverage_app.models import Annotation, Change, Outlet, Passage, Story
from coverage_app.services.links import link_add
from tests.factories import make_story

HTMX = {"HX-Request": "true"}


@pytest.fixture
def full(lead, editor, viewer):
    return make_story(leads=[lead], editors=[editor], viewers=[viewer])


@pytest.fixture
def proposal(full):
    return full.annotations.get(label="Two dead or three")


@pytest.fixture
def passage(full):
    return next(
        p for p in Passage.objects.filter(revision__article__story=full).select_related("revision") if "1961" in p.text
    )


def _fields(full, **more):
    outlet = Outlet.objects.get(name="Meridian Wire")
    known = {
        "kind": "added_detail",
        "outlets": [outlet.pk],
        "label": "The year",
        "body": "*Only* here",
        "exact": "1961",
    }
    return known | more


def test_the_form_offers_the_selected_words(full, passage, editor, sign_in):
    start = passage.text.index("1961")
    url = f"/passages/{passage.pk}/annotate/?start={start}&end={start + 4}"
    response = sign_in(editor).get(url, headers=HTMX)
    assert response["HX-Retarget"].startswith("#editor-")
    page = response.content.decode()
    assert "<html" not in page
    assert ">\n1961</textarea>" in page


@pytest.mark.parametrize("name", ["The gates", "The dead"])
def test_who_annotates_stays_in_the_row_where_they_asked(name, full, lead, editor, sign_in):
    gates, dead = full.points.get(label="The gates"), full.points.get(label="The dead")
    passage = Passage.objects.get(pk=gates.links.first().passage_id)
    link_add(actor=lead, passage=passage, point=dead)
    client, row = sign_in(editor), f"pt{full.points.get(label=name).pk}"
    link = f"/passages/{passage.pk}/annotate/?row={row}"
    assert f'href="{link}"' in client.get(f"/stories/{full.pk}/").content.decode()
    form = client.get(link, headers=HTMX)
    assert form["HX-Retarget"] == f"#editor-{row}"
    assert f'name="row" value="{row}"' in form.content.decode()
    fields = _fields(full, exact=passage.text, kind="note", row=row)
    made = client.post(f"/passages/{passage.pk}/annotate/", fields, headers=HTMX)
    note = Annotation.objects.get(label="The year")
    stays = [f"#row-{row} #n{note.pk}", f"#row-{row}-p{passage.pk}"]
    for response in (
        made,
        client.post(f"/stories/{full.pk}/undo/", {"row": row}, headers=HTMX),
        client.post(f"/stories/{full.pk}/redo/", {"row": row}, headers=HTMX),
    ):
        after = json.loads(response["HX-Trigger-After-Settle"])["crossread:after"]
        assert after["focus"][:2] == stays


def test_without_htmx_the_form_is_a_page(full, passage, editor, sign_in):
    page = sign_in(editor).get(f"/passages/{passage.pk}/annotate/").content.decode()
    assert "<html" in page
    assert passage.text in page.replace("&#x27;", "'")


@pytest.mark.parametrize("where", ["?start=x", "?start=5&end=2", "?start=-3&end=99999", "?start=1"])
def test_a_selection_that_makes_no_sense_offers_the_whole_passage(where, full, passage, editor, sign_in):
    response = sign_in(editor).get(f"/passages/{passage.pk}/annotate/{where}")
    assert response.status_code == 200


def test_annotating_answers_the_row_with_focus_and_announcement(full, passage, editor, sign_in):
    response = sign_in(editor).post(f"/passages/{passage.pk}/annotate/", _fields(full), headers=HTMX)
    made = Annotation.objects.get(label="The year")
    assert (made.by, made.state, made.targets.get().exact) == (editor, "accepted", "1961")
    page = response.content.decode()
    assert page.strip().startswith("<tbody")
    assert "<em>Only</em> here" in page
    after = json.loads(response["HX-Trigger-After-Settle"])["crossread:after"]
    assert after["say"] == "Annotated: The year."
    assert after["focus"][0] == f"#n{made.pk}"


def test_annotating_without_htmx_goes_back_to_the_row(full, passage, editor, sign_in):
    response = sign_in(editor).post(f"/passages/{passage.pk}/annotate/", _fields(full, marks="none"))
    assert response.status_code == 302
    assert response.url.startswith(f"/stories/{full.pk}/?marks=none#row-")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"exact": "1962"}, "do not stand in the passage"),
        ({"exact": ""}, "Select the words"),
        ({"label": ""}, "Say in a few words"),
        ({"outlets": []}, "Tick the outlet"),
        ({"kind": "difference"}, "choose the passage to compare with"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_stored(wrong, message, full, passage, editor, sign_in):
    response = sign_in(editor).post(f"/passages/{passage.pk}/annotate/", _fields(full, **wrong), headers=HTMX)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert "*Only* here" in response.content.decode()  # what was typed is still there
    assert not Annotation.objects.filter(label="The year").exists()


def test_a_difference_has_words_in_two_articles(full, editor, sign_in):
    first, second = (
        next(p for p in Passage.objects.filter(revision__article__story=full).select_related("revision") if w in p.text)
        for w in ("two people", "three people")
    )
    fields = _fields(full, kind="difference", exact="two", against=second.pk, difference_class="number")
    response = sign_in(editor).post(f"/passages/{first.pk}/annotate/", fields, headers=HTMX)
    assert response.status_code == 200
    made = Annotation.objects.get(label="The year")
    assert [t.passage_id for t in made.targets.all()] == [first.pk, second.pk]
    assert made.difference_class == "number"


def test_a_note_with_markup_is_sanitized(full, passage, editor, sign_in):
    body = "**bold** <script>alert(1)</script> [x](javascript:alert(1)) <b onclick=alert(1)>loud</b>"
    page = sign_in(editor).post(f"/passages/{passage.pk}/annotate/", _fields(full, body=body), headers=HTMX)
    text = page.content.decode()
    assert "<strong>bold</strong>" in text
    assert "<script" not in text
    assert 'href="javascript' not in text
    assert "onclick" not in text


@pytest.mark.parametrize(("act", "state"), [("accept", "accepted"), ("dismiss", "dismissed")])
def test_a_proposal_is_decided_with_one_press(act, state, full, proposal, editor, sign_in):
    response = sign_in(editor).post(f"/annotations/{proposal.pk}/{act}/", {"version": 1}, headers=HTMX)
    assert response.status_code == 200
    proposal.refresh_from_db()
    assert (proposal.state, proposal.by) == (state, editor)
    assert Change.objects.get(verb=f"annotation.{act}").actor == editor


def test_every_row_that_shows_the_words_is_made_anew(full, proposal, editor, sign_in):
    """A difference may have its two targets in two rows."""
    other = full.points.first().links.last().passage
    proposal.targets.filter(pk=proposal.targets.last().pk).update(passage=other, start=0, end=4, exact=other.text[:4])
    response = sign_in(editor).post(f"/annotations/{proposal.pk}/accept/", {"version": 1}, headers=HTMX)
    assert re.findall(r"<tbody[^>]*?(hx-swap-oob)?(?:=\"true\")?>", response.content.decode()) == ["", "hx-swap-oob"]


def test_a_dismissed_proposal_can_be_taken_back(full, proposal, editor, sign_in):
    client = sign_in(editor)
    client.post(f"/annotations/{proposal.pk}/dismiss/", {"version": 1})
    page = client.get(f"/stories/{full.pk}/").content.decode()
    assert "1 dismissed" in page
    client.post(f"/annotations/{proposal.pk}/accept/", {"version": 2})
    proposal.refresh_from_db()
    assert proposal.state == "accepted"


def test_deleting_ones_own_annotation(full, editor, sign_in):
    own = full.annotations.get(label="The closing of 1961")
    response = sign_in(editor).post(f"/annotations/{own.pk}/delete/", {"version": 1}, headers=HTMX)
    assert f'id="n{own.pk}"' not in response.content.decode()
    assert not Annotation.objects.filter(pk=own.pk).exists()


def test_the_late_one_gets_a_conflict_with_both_texts_and_can_go_on(full, proposal, lead, editor, sign_in):
    outlets = [o.pk for o in proposal.outlets.all()]
    theirs = {"version": 1, "label": "Theirs", "outlets": outlets}
    mine = {"version": 1, "label": "Mine", "outlets": outlets, "body": "my note"}
    sign_in(lead).post(f"/annotations/{proposal.pk}/edit/", theirs)
    client = sign_in(editor)
    response = client.post(f"/annotations/{proposal.pk}/edit/", mine, headers=HTMX)
    assert response.status_code == 409
    page = response.content.decode()
    assert "Theirs" in page
    assert 'value="Mine"' in page
    assert 'name="version" value="2"' in page
    assert Annotation.objects.get(pk=proposal.pk).label == "Theirs"
    client.post(f"/annotations/{proposal.pk}/edit/", mine | {"version": 2}, headers=HTMX)
    assert Annotation.objects.get(pk=proposal.pk).label == "Mine"


def test_deciding_late_shows_what_it_is_now(full, proposal, lead, editor, sign_in):
    sign_in(lead).post(f"/annotations/{proposal.pk}/dismiss/", {"version": 1})
    response = sign_in(editor).post(f"/annotations/{proposal.pk}/accept/", {"version": 1}, headers=HTMX)
    assert response.status_code == 409
    assert "dismissed, by Lena Lead" in response.content.decode()
    assert Annotation.objects.get(pk=proposal.pk).state == "dismissed"


@pytest.mark.parametrize("act", ["accept", "dismiss", "delete", "edit"])
def test_rights(act, full, proposal, viewer, stranger, client, sign_in):
    url = f"/annotations/{proposal.pk}/{act}/"
    assert sign_in(viewer).post(url, {"version": 1}).status_code == 403
    assert sign_in(stranger).post(url, {"version": 1}).status_code == 404
    assert sign_in(viewer).post("/annotations/999999/accept/", {"version": 1}).status_code == 404
    assert client.post(url, {"version": 1}).url.startswith("/accounts/sign-in/")
    assert Annotation.objects.get(pk=proposal.pk).state == "proposed"


def test_annotating_is_for_editors(full, passage, viewer, stranger, sign_in):
    url = f"/passages/{passage.pk}/annotate/"
    assert sign_in(viewer).get(url).status_code == 403
    assert sign_in(stranger).get(url).status_code == 404


def test_an_archived_story_is_not_annotated(full, passage, lead, sign_in):
    client = sign_in(lead)
    client.post(f"/stories/{full.pk}/archive/")
    response = client.post(f"/passages/{passage.pk}/annotate/", _fields(full))
    assert response.status_code == 403
    assert "archived" in response.content.decode()


def test_deciding_needs_a_version_and_a_post(full, proposal, editor, sign_in):
    client = sign_in(editor)
    assert client.post(f"/annotations/{proposal.pk}/accept/").status_code == 400
    assert client.get(f"/annotations/{proposal.pk}/accept/").status_code == 405


def test_the_figures_above_the_comparison_follow(full, proposal, editor, sign_in):
    client = sign_in(editor)
    assert "<b>1</b> to decide" in client.get(f"/stories/{full.pk}/").content.decode()
    response = client.post(f"/annotations/{proposal.pk}/accept/", {"version": 1}, headers=HTMX)
    strip = re.search(
        r'<div class="overview" id="overview" hx-swap-oob="true">.*', response.content.decode(), re.DOTALL
    )
    counts = re.search(r'<p class="counts".*?</p>', strip[0], re.DOTALL)[0]
    assert "to decide" not in counts


def test_without_htmx_deleting_asks_first(full, editor, sign_in):
    own = full.annotations.get(label="The closing of 1961")
    client = sign_in(editor)
    page = client.post(f"/annotations/{own.pk}/delete/", {"version": 1}).content.decode()
    assert "Delete this annotation?" in page
    assert Annotation.objects.filter(pk=own.pk).exists()
    client.post(f"/annotations/{own.pk}/delete/", {"version": 1, "sure": "1"})
    assert not Annotation.objects.filter(pk=own.pk).exists()


def test_a_whole_passage_that_others_report_too_is_not_offered_as_a_detail(full, passage, editor, sign_in):
    shared = full.points.first().links.first().passage
    client = sign_in(editor)
    page = client.get(f"/passages/{shared.pk}/annotate/").content.decode()
    assert re.search(r'value="note"[^>]*checked', page)
    page = client.get(f"/passages/{passage.pk}/annotate/").content.decode()
    assert re.search(r'value="added_detail"[^>]*checked', page)


@pytest.fixture
def unplaced(full, lead):
    """An accepted note whose passage was set aside afterwards."""
    note = full.annotations.get(label="The closing of 1961")
    Annotation.objects.filter(pk=note.pk).update(by=lead)
    Passage.objects.filter(targets__annotation=note).update(kind="furniture")
    return note


def test_a_note_on_words_that_were_set_aside_is_listed_and_can_be_edited(unplaced, full, editor, sign_in):
    client = sign_in(editor)
    page = client.get(f"/stories/{full.pk}/").content.decode()
    assert "Notes on words that were set aside" in page
    assert "The closing of 1961" in page[page.index("Notes on words") :]
    form = client.get(f"/annotations/{unplaced.pk}/edit/", headers=HTMX)
    assert form["HX-Retarget"] == "#editor-unplaced"
    outlets = [o.pk for o in unplaced.outlets.all()]
    fields = {"version": 1, "label": "The year 1961", "outlets": outlets}
    response = client.post(f"/annotations/{unplaced.pk}/edit/", fields, headers=HTMX)
    assert response["HX-Retarget"] == "#unplaced"
    assert "The year 1961" in response.content.decode()
    assert client.post(f"/annotations/{unplaced.pk}/delete/", {"version": 2, "sure": "1"}).url.endswith("#unplaced")


def test_a_detail_decided_among_fewer_articles_asks_for_another_look(full, editor, sign_in):
    full.annotations.filter(label="The closing of 1961").update(among=2)
    page = sign_in(editor).get(f"/stories/{full.pk}/").content.decode()
    assert "decided among 2 articles: look again" in page


def test_a_story_archived_at_the_last_moment_is_no_fault(full, passage, editor, sign_in, monkeypatch):
    """Somebody archives it between the look at the rights and the writing."""
    story_for = access.story_for

    def archived_just_after(request, story_id, right):
        story = story_for(request, story_id, right)
        Story.objects.filter(pk=story_id).update(archived_at=timezone.now())
        return story

    monkeypatch.setattr(access, "story_for", archived_just_after)
    response = sign_in(editor).post(f"/passages/{passage.pk}/annotate/", _fields(full))
    assert response.status_code == 403
    assert "This story is archived" in response.content.decode()
    assert not Annotation.objects.filter(label="The year").exists()


# --- both versions of what two changed at the same time


def test_who_saves_late_sees_both_versions_with_the_words_that_differ_marked(full, proposal, lead, editor, sign_in):
    theirs = {"label": "Two dead or five", "outlets": [o.pk for o in proposal.outlets.all()], "version": 1}
    sign_in(lead).post(f"/annotations/{proposal.pk}/edit/", theirs, headers=HTMX)
    mine = theirs | {"label": "Two dead or four", "body": "A thought"}
    response = sign_in(editor).post(f"/annotations/{proposal.pk}/edit/", mine, headers=HTMX)
    assert response.status_code == 409
    page = response.content.decode()
    assert "Two dead or <ins>five</ins></td>" in page
    assert "Mine</span>Two dead or <ins>four</ins></td>" in page
    assert '<span class="meta">nothing</span></td>' in page
    assert "Mine</span><ins>A thought</ins></td>" in page
    assert "As it is now (accepted, by Lena Lead)" in page
    assert "the same in both" in page  # the outlets
    assert "Use mine" in page
    assert "Keep theirs" in page
    assert 'name="version" value="2"' in page, "saving now builds on theirs"


def test_who_decides_late_sees_what_it_was_and_can_decide_all_the_same(full, proposal, lead, editor, sign_in):
    theirs = {"label": "Two dead or five", "outlets": [o.pk for o in proposal.outlets.all()], "version": 1}
    sign_in(lead).post(f"/annotations/{proposal.pk}/edit/", theirs, headers=HTMX)
    client = sign_in(editor)
    response = client.post(f"/annotations/{proposal.pk}/dismiss/", {"version": 1}, headers=HTMX)
    assert response.status_code == 409
    page = response.content.decode()
    assert "Two dead or <ins>five</ins></td>" in page
    assert "As you saw it</span>Two dead or <ins>three</ins></td>" in page
    assert "As you saw it" in page
    assert "Dismiss it all the same" in page
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    assert f'hx-post="/annotations/{proposal.pk}/dismiss/"' in page
    client.post(f"/annotations/{proposal.pk}/dismiss/", {"version": version}, headers=HTMX)
    assert Annotation.objects.get(pk=proposal.pk).state == "dismissed"


def test_who_decides_late_on_what_the_journal_does_not_have_sees_what_is_there(full, proposal, editor, sign_in):
    Annotation.objects.filter(pk=proposal.pk).update(version=5, label="Changed by a script")
    page = sign_in(editor).post(f"/annotations/{proposal.pk}/accept/", {"version": 1}, headers=HTMX).content.decode()
    assert "Changed by a script" in page
    assert "As you saw it" not in page
