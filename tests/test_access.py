"""The way to the sign-in page and back."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("where", "back"),
    [
        ("http://testserver/stories/1/?marks=none#row-pt1", "/stories/1/?marks=none"),
        ("http://testserver//evil.example/", "/"),
        ("http://testserver/\\evil.example/", "/"),
        ("https://evil.example/stories/1/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
        (None, "/"),
    ],
)
def test_after_the_session_ended_one_comes_back_to_the_page_one_was_on_and_never_to_another_site(where, back):
    headers = {"HX-Request": "true"} | ({} if where is None else {"HX-Current-URL": where})
    answer = urlsplit(Client().get("/stories/1/alignment/", headers=headers)["HX-Redirect"])
    assert (answer.netloc, answer.path) == ("", "/accounts/sign-in/")
    assert parse_qs(answer.query) == {"next": [back]}


def test_a_fragments_form_whose_session_is_over_leads_to_signing_in(lead):
    """Its token went with the session: that must not look like a lack of rights."""
    url = "http://testserver/stories/1/?marks=none"
    headers = {"HX-Request": "true", "HX-Current-URL": url}
    response = Client(enforce_csrf_checks=True).post("/annotations/1/accept/", {"version": 1}, headers=headers)
    assert response["HX-Redirect"] == "/accounts/sign-in/?next=%2Fstories%2F1%2F%3Fmarks%3Dnone"
