"""The page that checks an exported document: for anybody, saying no more than it must."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coverage_app.export.html import render_html
from coverage_app.export.options import Options

from ..factories import make_comparison, make_story

HTML = render_html(make_comparison(), Options("The night of the dam"))


def send(client, html: str | bytes):
    content = html.encode() if isinstance(html, str) else html
    return client.post("/verify/", {"file": SimpleUploadedFile("dam.html", content, content_type="text/html")})


def test_a_reader_without_an_account_sees_that_all_is_right(client, lead):
    make_story(leads=[lead])
    page = send(client, HTML).content.decode()
    assert "All words quoted are in the sources" in page
    assert "Meridian Wire: all words quoted stand in its source." in page


def test_a_changed_word_is_told_but_shown_to_no_stranger(client, lead, sign_in):
    make_story(leads=[lead])
    forged = HTML.replace("started by hand", "started at once", 1)
    page = send(client, forged).content.decode()
    assert "This document has been changed" in page
    assert "started at once" not in page
    assert "started at once" in send(sign_in(lead), forged).content.decode()


def test_without_the_sources_the_rest_is_checked(client, db):
    page = send(client, HTML).content.decode()
    assert "What could be checked is right" in page
    assert "its source is not here" in page


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"<p>x</p>", "no Crossread data"), (b"\xff\xfe\x00", "no text in UTF-8"), (b"", "Give the HTML file")],
)
def test_other_files_are_refused_with_what_to_do(client, db, content, said):
    answer = send(client, content)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_more_articles_take_no_more_queries(client, lead):
    def queries(articles: int) -> int:
        comparison = make_comparison(articles=articles)
        make_story(comparison, leads=[lead])
        with CaptureQueriesContext(connection) as seen:
            assert send(client, render_html(comparison, Options("Dam"))).status_code == 200
        return len(seen)

    assert queries(2) == queries(6) <= 3
