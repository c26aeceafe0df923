"""What is true of every address: who only asks for the head gets it, and what no row can be called is not found."""

import pytest
from django.db.models import BigAutoField
from django.urls import get_resolver, reverse

from coverage_app.models import Annotation, Change, Edition, Outlet, Story
from tests.factories import make_story

pytestmark = pytest.mark.django_db

BEYOND = str(BigAutoField.MAX_BIGINT + 1)
OURS = [
    pattern
    for pattern in get_resolver().url_patterns
    if getattr(pattern, "name", None) and "." in pattern.name and not pattern.name.startswith("accounts.")
]
WITH_KEYS = [pattern for pattern in OURS if "_id" in str(pattern.pattern)]
PAGES = [pattern for pattern in OURS if pattern.name != "alignment.status"]  # a fragment, asked for by its own page


@pytest.fixture
def full(lead) -> Story:
    return make_story(leads=[lead])


def keys(story: Story, **more: object) -> dict:
    """A fitting value for whatever an address asks for."""
    article = story.articles.first()
    edition = Edition.objects.get_or_create(story=story, kept=True)[0]
    known = {
        "story_id": story.pk,
        "article_id": article.pk,
        "batch_id": article.current.file.batch_id,
        "file_id": article.current.file_id,
        "passage_id": article.current.passages.exclude(kind="furniture").first().pk,
        "annotation_id": story.annotations.get(state="proposed").pk,
        "point_id": story.points.first().pk,
        "candidate_id": 1,  # the addresses of a double review take answers only
        "member_id": story.members.first().pk,
        "key": f"pt{story.points.first().pk}",
        "change_id": Change.objects.get_or_create(story=story, verb="x", summary="A step")[0].pk,
        "edition_id": edition.pk,
        "token": edition.token,
        "kind": "json",
        "item": f"n{story.annotations.get(state='proposed').pk}",
    }
    return known | more


def address(pattern, values: dict) -> str:
    return reverse(pattern.name, kwargs={name: values[name] for name in pattern.pattern.converters})


@pytest.mark.parametrize("pattern", PAGES, ids=lambda pattern: pattern.name)
def test_who_asks_for_the_head_is_answered_as_who_asks_for_all(pattern, full, lead, sign_in):
    there, client = address(pattern, keys(full)), sign_in(lead)
    page, head = client.get(there), client.head(there)
    assert head.status_code == page.status_code
    assert head.content == b""
    assert client.get(address(pattern, keys(full))).status_code == page.status_code, "asking for the head changed it"


@pytest.mark.parametrize("pattern", WITH_KEYS, ids=lambda pattern: pattern.name)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_number_that_no_row_can_have_is_not_found(pattern, method, full, lead, sign_in):
    client = sign_in(lead)
    for name in (name for name in pattern.pattern.converters if name.endswith("_id")):
        there = address(pattern, keys(full, **{name: 77777777})).replace("77777777", BEYOND)
        assert getattr(client, method)(there).status_code == 404


@pytest.mark.parametrize("model", ["story", "article", "importbatch", "importfile", "outlet", "change"])
@pytest.mark.parametrize("number", [BEYOND, "9" * 30, "²", "x"])
def test_the_administration_does_not_find_it_either(model, number, administrator, sign_in):
    response = sign_in(administrator).get(f"/admin/coverage_app/{model}/{number}/change/")
    assert response.status_code in (302, 404)


@pytest.mark.parametrize("number", [BEYOND, "9" * 30, "-1"])
def test_such_a_number_in_a_form_is_no_choice(number, full, lead, sign_in):
    client = sign_in(lead)
    known = keys(full)
    fields = {"kind": "added_detail", "label": "x", "exact": "Dam opens", "outlets": [number], "start": number}
    assert client.post(f"/passages/{known['passage_id']}/annotate/", fields).status_code == 422
    fields |= {"kind": "difference", "outlets": [Outlet.objects.first().pk], "against": number}
    assert client.post(f"/passages/{known['passage_id']}/annotate/", fields).status_code == 422
    proposal = f"/annotations/{known['annotation_id']}/accept/"
    assert client.post(proposal, {"version": number}).status_code in (400, 409)
    assert Annotation.objects.get(pk=known["annotation_id"]).state == "proposed"
