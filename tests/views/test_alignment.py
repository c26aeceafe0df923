"""The progress of a comparison as the page asks for it."""

from coverage_app.models import Alignment
from tests.factories import make_story

HTMX = {"HX-Request": "true"}


def _status(client, story):
    return client.get(f"/stories/{story.pk}/alignment/", headers=HTMX)


def test_a_run_under_way_says_what_it_does_and_asks_again(story, viewer, sign_in):
    Alignment.objects.create(story=story, state="running", progress=0.4, message="Finding the same in other words")
    page = _status(sign_in(viewer), story).content.decode()
    assert "Finding the same in other words" in page
    assert 'value="0.40"' in page
    assert "hx-get" in page


def test_a_finished_run_stops_asking_and_leaves_it_to_the_page_when_to_show_it(story, viewer, sign_in):
    Alignment.objects.create(story=story, state="done")
    response = _status(sign_in(viewer), story)
    page = response.content.decode()
    assert "HX-Refresh" not in response
    assert "crossread:ready" in response["HX-Trigger-After-Settle"]
    assert "The new comparison is ready." in page
    assert f'href="/stories/{story.pk}/"' in page
    assert "hx-get" not in page


def test_a_failed_run_stops_asking_and_offers_another(story, lead, viewer, sign_in):
    Alignment.objects.create(story=story, state="failed", message="The worker died.")
    page = _status(sign_in(lead), story).content.decode()
    assert "The worker died." in page
    assert "hx-get" not in page
    assert "Compare again" in page
    assert "Compare again" not in _status(sign_in(viewer), story).content.decode()


def test_the_page_shows_a_run_under_way_above_the_old_comparison(lead, sign_in):
    story = make_story(leads=[lead])
    Alignment.objects.create(story=story, state="queued", message="Waiting for a worker")
    page = sign_in(lead).get(f"/stories/{story.pk}/").content.decode()
    assert "Waiting for a worker" in page
    assert "The gates" in page


def test_without_htmx_the_status_is_the_page(story, viewer, sign_in):
    assert sign_in(viewer).get(f"/stories/{story.pk}/alignment/").url == f"/stories/{story.pk}/"


def test_comparing_again_is_for_editors(story, editor, viewer, stranger, sign_in):
    url = f"/stories/{story.pk}/alignment/start/"
    assert sign_in(viewer).post(url).status_code == 403
    assert sign_in(stranger).post(url).status_code == 404
    assert sign_in(editor).get(url).status_code == 405
    assert sign_in(editor).post(url).url == f"/stories/{story.pk}/"
    assert story.alignments.count() == 1
