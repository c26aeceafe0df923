"""Correcting points over HTTP."""

import json

import pytest

from coverage_app.models import Passage, Point
from coverage_app.services.points import point_merge, point_name
from tests.factories import make_comparison, make_story

HTMX = {"HX-Request": "true"}


@pytest.fixture
def full(lead, editor, viewer):
    return make_story(make_comparison(extra_points=2), leads=[lead], editors=[editor], viewers=[viewer])


@pytest.fixture
def gates(full):
    return full.points.get(label="The gates")


@pytest.fixture
def dead(full):
    return full.points.get(label="The dead")


def _after(response):
    return json.loads(response["HX-Trigger-After-Settle"])["crossread:after"]


def _labels(full):
    return list(full.points.values_list("label", flat=True))


def test_the_form_has_the_name_and_all_that_can_be_done(full, dead, editor, sign_in):
    page = sign_in(editor).get(f"/points/{dead.pk}/correct/", headers=HTMX).content.decode()
    assert 'value="The dead"' in page
    for words in ("Lock", "Move up", "Move down", "Merge into another point", "Sarvel Valley Gazette: checked"):
        assert words in page


def test_a_name_is_given(full, dead, editor, sign_in):
    client = sign_in(editor)
    response = client.post(f"/points/{dead.pk}/correct/", {"version": 1, "label": "Victims"}, headers=HTMX)
    assert response.status_code == 200
    assert "Victims" in response.content.decode()
    assert _after(response)["focus"][0] == f"#row-pt{dead.pk} [data-passage]"
    wrong = client.post(f"/points/{dead.pk}/correct/", {"version": 2, "label": " "}, headers=HTMX)
    assert wrong.status_code == 422
    assert "Give the point a name" in wrong.content.decode()


def test_the_later_of_two_names_is_told(full, dead, lead, editor, sign_in):
    point_name(actor=lead, point=dead, version=1, label="Victims")
    response = sign_in(editor).post(f"/points/{dead.pk}/correct/", {"version": 1, "label": "Toll"}, headers=HTMX)
    assert response.status_code == 409
    assert "Somebody else changed the point “Victims” in the meantime" in response.content.decode()


def test_lock_and_unlock(full, dead, editor, sign_in):
    client = sign_in(editor)
    assert "· locked" in client.post(f"/points/{dead.pk}/lock/", {"version": 1}, headers=HTMX).content.decode()
    assert client.post(f"/points/{dead.pk}/unlock/", {"version": 2}).url.endswith(f"#row-pt{dead.pk}")
    dead.refresh_from_db()
    assert not dead.locked


def test_up_and_down(full, dead, editor, sign_in):
    client = sign_in(editor)
    assert _labels(full) == ["The gates", "The dead", "Fact 1", "Fact 2"]
    client.post(f"/points/{dead.pk}/up/", {"version": 1})
    assert _labels(full) == ["The dead", "The gates", "Fact 1", "Fact 2"]
    first = client.post(f"/points/{dead.pk}/up/", {"version": 2}, headers=HTMX)
    assert first.status_code == 422
    assert "first point already" in first.content.decode()
    for version, place in ((2, 1), (3, 2), (4, 3)):
        client.post(f"/points/{dead.pk}/down/", {"version": version})
        assert _labels(full).index("The dead") == place
    assert "last point already" in client.post(f"/points/{dead.pk}/down/", {"version": 5}).content.decode()


def test_merged_into_another(full, gates, dead, editor, sign_in):
    client = sign_in(editor)
    page = client.get(f"/points/{dead.pk}/merge/").content.decode()
    assert f'value="{gates.pk}"' in page
    assert f'name="point" value="{dead.pk}"' not in page
    assert client.post(f"/points/{dead.pk}/merge/", {"version": 1}, headers=HTMX).status_code == 422
    response = client.post(f"/points/{dead.pk}/merge/", {"version": 1, "point": gates.pk}, headers=HTMX)
    assert response.status_code == 200
    assert _after(response)["focus"][0] == f"#row-pt{gates.pk} [data-passage]"
    assert "The dead" not in _labels(full)


def test_split_into_two(full, gates, editor, sign_in):
    client = sign_in(editor)
    chosen = gates.links.first().passage_id
    page = client.get(f"/points/{gates.pk}/split/?passage={chosen}").content.decode()
    assert f'value="{chosen}" checked' in page
    fields = {"passage": [chosen], "label": "Apart"}
    assert client.post(f"/points/{gates.pk}/split/", fields, headers=HTMX).status_code == 200
    assert _labels(full)[:2] == ["The gates", "Apart"]
    assert client.post(f"/points/{gates.pk}/split/", {}, headers=HTMX).status_code == 422


@pytest.mark.parametrize("htmx", [True, False])
def test_a_split_that_cannot_be_gives_the_form_back(htmx, full, gates, editor, sign_in):
    client, headers = sign_in(editor), HTMX if htmx else {}
    nothing = client.post(f"/points/{gates.pk}/split/", {"label": "Apart"}, headers=headers)
    assert nothing.status_code == 422
    html = nothing.content.decode()
    assert "Choose the passages that become a point of their own." in html
    assert 'value="Apart"' in html
    every = list(gates.links.values_list("passage", flat=True))
    too_many = client.post(f"/points/{gates.pk}/split/", {"passage": every}, headers=headers)
    assert too_many.status_code == 422
    html = too_many.content.decode()
    assert "Leave at least one passage in “The gates”." in html
    assert html.count(" checked") == len(every)


def test_a_point_of_selected_passages(full, editor, sign_in):
    client = sign_in(editor)
    passages = [p.pk for p in Passage.objects.filter(kind="headline", revision__article__story=full)]
    everything = client.get(f"/stories/{full.pk}/points/new/").content.decode()
    assert everything.count('type="checkbox"') > len(passages)
    query = "&".join(f"passage={pk}" for pk in passages)
    some = client.get(f"/stories/{full.pk}/points/new/?{query}", headers=HTMX).content.decode()
    assert some.count('type="checkbox"') == some.count(" checked") == len(passages)
    response = client.post(f"/stories/{full.pk}/points/new/", {"passage": passages, "label": "Heads"})
    made = Point.objects.get(label="Heads")
    assert response.url.endswith(f"#row-pt{made.pk}")
    assert made.links.count() == len(passages)
    none = client.post(f"/stories/{full.pk}/points/new/", {"passage": ["x"]}, headers=HTMX)
    assert none.status_code == 422
    assert "Select at least one" in none.content.decode()


def test_an_absence_is_checked_in_the_cell(full, dead, editor, sign_in):
    client = sign_in(editor)
    article = full.articles.get(outlet__name="Sarvel Valley Gazette")
    address = f"/points/{dead.pk}/absences/{article.pk}"
    response = client.post(f"{address}/check/", headers=HTMX)
    assert response.status_code == 409, "the story has it checked"
    response = client.post(f"{address}/uncheck/", headers=HTMX)
    assert "no match found" in response.content.decode()
    assert _after(response)["focus"][0] == f"#row-pt{dead.pk} [data-article=a{article.pk}] button"
    assert client.post(f"{address}/check/").url.endswith(f"#row-pt{dead.pk}")
    assert dead.absences.get().by == editor
    assert client.post(f"/points/{dead.pk}/absences/999999/check/").status_code == 404


def test_a_point_that_is_gone_is_no_page(full, gates, dead, lead, editor, sign_in):
    point_merge(actor=lead, point=dead, version=1, into=gates)
    assert sign_in(editor).get(f"/points/{dead.pk}/correct/").status_code == 404
    gates.links.update(state="rejected")
    assert sign_in(editor).get(f"/points/{gates.pk}/correct/").status_code == 404


FORMS = ("correct", "merge", "split")


@pytest.mark.parametrize("act", [*FORMS, "lock", "unlock", "up", "down"])
def test_for_whom(act, full, dead, viewer, stranger, editor, sign_in, client):
    address = f"/points/{dead.pk}/{act}/"
    assert sign_in(stranger).post(address).status_code == 404
    assert sign_in(viewer).post(address).status_code == 403
    assert sign_in(editor).post(f"/points/999999/{act}/").status_code == 404
    assert sign_in(editor).put(address).status_code == 405
    assert client.post(address).url.startswith("/accounts/sign-in/")
    if act not in FORMS:
        assert sign_in(editor).get(address).status_code == 405
    if act not in ("merge", "split"):
        assert sign_in(editor).post(address, {"version": "x"}).status_code == 400


@pytest.mark.parametrize("act", ["check", "uncheck"])
def test_for_whom_absences_are(act, full, dead, viewer, stranger, sign_in, client):
    address = f"/points/{dead.pk}/absences/{full.articles.first().pk}/{act}/"
    assert sign_in(stranger).post(address).status_code == 404
    assert sign_in(viewer).post(address).status_code == 403
    assert sign_in(viewer).get(address).status_code == 405
    assert client.post(address).url.startswith("/accounts/sign-in/")


def test_for_whom_new_points_are(full, viewer, stranger, editor, sign_in, client):
    address = f"/stories/{full.pk}/points/new/"
    assert sign_in(stranger).get(address).status_code == 404
    assert sign_in(viewer).get(address).status_code == 403
    assert sign_in(editor).put(address).status_code == 405
    assert client.get(address).url.startswith("/accounts/sign-in/")
