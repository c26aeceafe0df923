"""Correcting passages over HTTP: with fragments and without, for whom, and what the one who is late is told."""

import json
import re

import pytest

from coverage_app.models import Link, Passage, Point
from coverage_app.services.links import link_add, link_move, link_remove
from tests.factories import make_story

HTMX = {"HX-Request": "true"}


@pytest.fixture
def full(lead, editor, viewer):
    return make_story(leads=[lead], editors=[editor], viewers=[viewer])


@pytest.fixture
def gates(full):
    return full.points.get(label="The gates")


@pytest.fixture
def dead(full):
    return full.points.get(label="The dead")


def _passage(full, words):
    found = Passage.objects.filter(revision__article__story=full).select_related("revision__article__outlet")
    return next(p for p in found if words in p.text)


@pytest.fixture
def passage(full):
    """Of The Morning Flare, in the point about the gates."""
    return _passage(full, "threw open")


def _after(response):
    return json.loads(response["HX-Trigger-After-Settle"])["crossread:after"]


def _shown(client, full):
    """What static/js/compare.js would send along."""
    page = client.get(f"/stories/{full.pk}/").content.decode()
    numbers = dict(re.findall(r'id="number-(pt\d+)">(\d+)<', page))
    rows = re.findall(r'<tbody class="row[^"]*" id="row-([\w-]+)" data-stamp="(\w+)"', page)
    return " ".join(f"{key}:{stamp}:{numbers.get(key, '')}" for key, stamp in rows)


def _rows(html):
    return re.findall(r'id="row-((?:pt|solo-p)\d+)"', html)


def test_the_form_offers_all_other_points_by_number_and_name(full, passage, gates, dead, editor, sign_in):
    response = sign_in(editor).get(f"/passages/{passage.pk}/move/?row=pt{gates.pk}", headers=HTMX)
    assert response["HX-Retarget"] == f"#editor-pt{gates.pk}"
    page = response.content.decode()
    assert "<html" not in page
    assert f'name="point" value="{dead.pk}"' in page
    assert f'name="point" value="{gates.pk}"' not in page
    assert _after(response)["focus"][-1] == f"#editor-pt{gates.pk} [data-focus]"


def test_without_htmx_the_form_is_a_page_with_a_search(full, passage, gates, dead, editor, sign_in):
    client = sign_in(editor)
    page = client.get(f"/passages/{passage.pk}/move/").content.decode()
    assert "<html" in page
    assert passage.text.split("’")[0] in page
    assert f'name="source" value="{gates.pk}"' in page
    found = client.get(f"/passages/{passage.pk}/move/?to=dead").content.decode()
    assert f'value="{dead.pk}" checked' in found, "the only one that is found is chosen"
    nothing = client.get(f"/passages/{passage.pk}/move/?to=zebra").content.decode()
    assert "No other point has this number or these words" in nothing


def test_a_moved_passage_is_in_the_other_row_and_only_what_changed_is_answered(
    full, passage, gates, dead, editor, sign_in
):
    client = sign_in(editor)
    shown = _shown(client, full)
    fields = {"point": dead.pk, "source": gates.pk, "row": f"pt{gates.pk}", "rows": shown}
    response = client.post(f"/passages/{passage.pk}/move/", fields, headers=HTMX)
    assert response.status_code == 200
    assert sorted(_rows(response.content.decode())) == sorted([f"pt{gates.pk}", f"pt{dead.pk}"])
    assert _after(response)["say"] == "Moved ¶1 of The Morning Flare to “The dead”."
    assert "Undo: Moved ¶1 of The Morning Flare to “The dead”" in response.content.decode()
    link = Link.objects.get(passage=passage, point=dead)
    assert (link.state, link.by) == ("accepted", editor)


def test_rows_that_go_and_come_are_taken_out_and_put_in_their_place(full, gates, dead, editor, sign_in):
    client = sign_in(editor)
    fields = {"version": 1, "point": gates.pk, "rows": _shown(client, full)}
    html = client.post(f"/points/{dead.pk}/merge/", fields, headers=HTMX).content.decode()
    assert f'<tbody id="row-pt{dead.pk}" hx-swap-oob="delete">' in html
    fields = {"rows": _shown(client, full)}
    html = client.post(f"/stories/{full.pk}/undo/", fields, headers=HTMX).content.decode()
    come = re.search(r'<table hx-swap-oob="afterend:#row-([\w-]+)">\s*<tbody[^>]+ id="row-(\w+)"', html)
    assert come.groups() == (f"pt{gates.pk}", f"pt{dead.pk}")


def test_rows_that_only_have_another_number_are_not_made_anew(full, gates, dead, editor, sign_in):
    client = sign_in(editor)
    fields = {"version": 1, "rows": _shown(client, full)}
    html = client.post(f"/points/{dead.pk}/up/", fields, headers=HTMX).content.decode()
    assert re.findall(r'id="number-(\w+)" hx-swap-oob="true">(\d)<', html) in (
        [(f"pt{gates.pk}", "2")],
        [(f"pt{dead.pk}", "1")],
    )


def test_without_htmx_every_edit_goes_back_to_the_row(full, passage, gates, dead, editor, sign_in):
    client = sign_in(editor)
    response = client.post(f"/passages/{passage.pk}/move/", {"point": dead.pk, "source": gates.pk})
    assert response.status_code == 302
    assert response.url == f"/stories/{full.pk}/#row-pt{dead.pk}"
    response = client.post(f"/passages/{passage.pk}/link/", {"point": gates.pk, "source": dead.pk})
    assert response.url.startswith(f"/stories/{full.pk}/#row-pt")
    assert passage.links.filter(state="accepted").count() == 2


def test_set_aside_and_taken_back(full, passage, gates, editor, sign_in):
    client = sign_in(editor)
    response = client.post(f"/passages/{passage.pk}/set-aside/", {"rows": _shown(client, full)}, headers=HTMX)
    html = response.content.decode()
    assert f"row-pt{gates.pk}-p{passage.pk}" not in html
    assert "threw open" in html[html.index("<tfoot") :]
    again = client.post(f"/passages/{passage.pk}/set-aside/", headers=HTMX)
    assert again.status_code == 409
    response = client.post(f"/passages/{passage.pk}/take-back/", {"rows": _shown(client, full)}, headers=HTMX)
    assert f"row-pt{gates.pk}-p{passage.pk}" in response.content.decode()


def test_split_by_a_line_break_and_joined_again(full, passage, editor, sign_in):
    client = sign_in(editor)
    before = passage.text
    form = client.get(f"/passages/{passage.pk}/split/?at={before.index('at night')}", headers=HTMX).content.decode()
    assert "\nat night." in form
    fields = {"start": passage.start, "end": passage.end, "text": before.replace(" at night", "\nat night")}
    response = client.post(f"/passages/{passage.pk}/split/", fields, headers=HTMX)
    assert response.status_code == 200
    passage.refresh_from_db()
    assert not passage.text.endswith("at night.")
    assert Passage.objects.filter(revision=passage.revision_id).count() == 5
    late = client.post(f"/passages/{passage.pk}/join/", {"start": fields["start"], "end": fields["end"]}, headers=HTMX)
    assert late.status_code == 409
    assert "in the meantime" in late.content.decode()
    client.post(f"/passages/{passage.pk}/join/", {"start": passage.start, "end": passage.end})
    passage.refresh_from_db()
    assert passage.text == before


@pytest.mark.parametrize("text", ["", "They threw open", "Other\nwords", "They\nthrew open 6 of the\ndam’s 8 gates."])
def test_a_split_that_changes_words_or_has_no_place_is_asked_for_again(text, full, passage, editor, sign_in):
    fields = {"start": passage.start, "end": passage.end, "text": text}
    response = sign_in(editor).post(f"/passages/{passage.pk}/split/", fields, headers=HTMX)
    assert response.status_code == 422
    assert "one line break" in response.content.decode()


def test_who_is_late_is_told_and_nothing_is_lost(full, passage, gates, dead, lead, editor, sign_in):
    link_remove(actor=lead, passage=passage, point=gates)
    fields = {"point": dead.pk, "source": gates.pk, "row": f"pt{gates.pk}"}
    response = sign_in(editor).post(f"/passages/{passage.pk}/move/", fields, headers=HTMX)
    assert response.status_code == 409
    assert response["HX-Retarget"] == f"#editor-pt{gates.pk}"
    assert "does not stand in “The gates” any more" in response.content.decode()
    page = sign_in(editor).post(f"/passages/{passage.pk}/move/", fields)
    assert page.status_code == 409
    assert "<html" in page.content.decode()


@pytest.mark.parametrize("htmx", [True, False])
def test_who_is_late_is_told_who_did_it_and_goes_on_from_where_the_passage_stands_now(
    htmx, full, passage, gates, dead, lead, editor, sign_in
):
    third = Point.objects.create(story=full, label="A third", position=9)
    third.links.create(passage=_passage(full, "The siren"), confidence=1)
    link_move(actor=lead, passage=passage, source=gates, target=dead)
    client, headers = sign_in(editor), HTMX if htmx else {}
    fields = {"point": third.pk, "source": gates.pk, "row": f"pt{gates.pk}"}
    response = client.post(f"/passages/{passage.pk}/move/", fields, headers=headers)
    assert response.status_code == 409
    html = response.content.decode()
    somebody = lead.get_full_name() or lead.username
    assert f"does not stand in “The gates” any more: {somebody} took it out. It stands in “The dead” now." in html
    assert "Nothing was changed." in html
    assert f'value="{third.pk}" checked' in html
    assert f'name="source" value="{dead.pk}"' in html
    fields["source"] = dead.pk
    assert client.post(f"/passages/{passage.pk}/move/", fields, headers=HTMX).status_code == 200
    assert [link.point for link in passage.links.exclude(state="rejected")] == [third]


def test_who_is_late_is_told_that_a_passage_stands_in_no_point(full, passage, gates, dead, lead, editor, sign_in):
    link_remove(actor=lead, passage=passage, point=gates)
    fields = {"point": dead.pk, "source": gates.pk, "row": f"pt{gates.pk}"}
    page = sign_in(editor).post(f"/passages/{passage.pk}/take-out/", fields).content.decode()
    assert "took it out. It stands in no point now." in page


@pytest.fixture
def in_both(passage, gates, dead, lead):
    link_add(actor=lead, passage=passage, point=dead)
    return passage


@pytest.mark.parametrize("name", ["The gates", "The dead"])
def test_who_joins_and_takes_it_back_stays_in_their_row(name, full, in_both, editor, sign_in):
    client, row = sign_in(editor), f"pt{full.points.get(label=name).pk}"
    fields = {"start": in_both.start, "end": in_both.end, "row": row}
    for act in (f"/passages/{in_both.pk}/join/", f"/stories/{full.pk}/undo/", f"/stories/{full.pk}/redo/"):
        response = client.post(act, fields | {"rows": _shown(client, full)}, headers=HTMX)
        assert response.status_code == 200
        assert _after(response)["focus"][0] == f"#row-{row}-p{in_both.pk}"
    assert client.post(f"/stories/{full.pk}/undo/", fields).url.endswith(f"#row-{row}")


def test_a_point_that_is_gone_or_of_another_story_is_refused(full, passage, gates, editor, sign_in):
    other = make_story(editors=[editor], title="Another").points.first()
    for point in (other.pk, 10**9):
        fields = {"point": point, "source": gates.pk}
        response = sign_in(editor).post(f"/passages/{passage.pk}/move/", fields, headers=HTMX)
        assert response.status_code == 409
        assert "no longer there" in response.content.decode()


@pytest.mark.parametrize(
    ("act", "fields", "status"),
    [
        ("move", {}, 422),
        ("move", {"point": "x"}, 422),
        ("link", {}, 422),
        ("take-out", {}, 400),
        ("join", {"start": "x"}, 400),
    ],
)
def test_missing_fields_are_asked_for(act, fields, status, full, passage, editor, sign_in):
    response = sign_in(editor).post(f"/passages/{passage.pk}/{act}/", fields, headers=HTMX)
    assert response.status_code == status


ACTS = ("move", "link", "take-out", "set-aside", "take-back", "split", "join")


@pytest.mark.parametrize("act", ACTS)
def test_for_whom(act, full, passage, viewer, stranger, editor, sign_in, client):
    address = f"/passages/{passage.pk}/{act}/"
    assert sign_in(stranger).post(address).status_code == 404
    assert sign_in(viewer).post(address).status_code == 403
    assert sign_in(editor).post(f"/passages/999999/{act}/").status_code == 404
    assert sign_in(editor).put(address).status_code == 405
    assert client.post(address).url.startswith("/accounts/sign-in/")
    if act not in ("move", "split"):
        assert sign_in(editor).get(address).status_code == 405


def test_viewers_see_nothing_to_correct(full, viewer, sign_in):
    page = sign_in(viewer).get(f"/stories/{full.pk}/").content.decode()
    assert "Correct" not in page
    assert "Undo" not in page
