"""One address answers the page and a part of it: nobody gets the one for the other."""

import pytest

from tests.factories import make_story

HTMX = {"HX-Request": "true"}
BACK = HTMX | {"HX-History-Restore-Request": "true"}


@pytest.fixture
def client(lead, sign_in):
    return sign_in(lead)


@pytest.fixture(params=["list", "export"])
def address(request, lead):
    story = make_story(leads=[lead])
    return {"list": "/?q=dam", "export": f"/stories/{story.pk}/export/"}[request.param]


def test_what_is_kept_of_the_fragment_is_not_shown_as_the_page(address, client):
    fragment, page = client.get(address, headers=HTMX), client.get(address)
    assert "<html" not in fragment.content.decode()
    assert "<html" in page.content.decode()
    for answer in (fragment, page):
        assert "HX-Request" in answer["Vary"]
        assert answer["Cache-Control"] == "private, no-cache"


def test_going_back_gets_the_whole_page(address, client):
    assert "<html" in client.get(address, headers=BACK).content.decode()


def test_an_answer_that_says_more_about_keeping_it_is_left_alone(client):
    client.logout()
    assert "no-store" in client.get("/accounts/sign-in/")["Cache-Control"]
