"""Public editions: what anybody gets who has the address, and what nobody gets."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coverage_app import settings as shipped
from coverage_app.models import Edition
from coverage_app.services import editions as service

from ..factories import make_story


@pytest.fixture
def edition(lead, settings, django_capture_on_commit_callbacks) -> Edition:
    settings.PUBLIC_EDITIONS = True
    with django_capture_on_commit_callbacks(execute=True):
        made = service.edition_publish(actor=lead, story=make_story(leads=[lead]), query="")
    service.edition_make_public(actor=lead, edition=made)
    made.refresh_from_db()
    return made


def policy(answer) -> dict[str, str]:
    return dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))


def test_anybody_reads_it_as_it_was_published_whatever_became_of_the_story(edition, client):
    edition.story.points.update(label="Other words")
    answer = client.get(edition.get_absolute_url())
    assert answer.status_code == 200
    assert answer.content == bytes(edition.html)
    assert answer["Content-Type"] == "text/html; charset=utf-8"


def test_it_may_be_styled_and_lead_on_and_nothing_else(edition, client):
    answer = client.get(edition.get_absolute_url())
    directives = policy(answer)
    sandbox = directives.pop("sandbox").split()
    assert directives.pop("frame-ancestors") == "'none'"
    assert "; ".join(" ".join(pair) for pair in directives.items()) == edition.policy
    assert "'sha256-" in directives["style-src"]
    assert not {"allow-scripts", "allow-same-origin", "allow-forms"} & set(sandbox)
    assert "allow-popups" in sandbox  # a link to a source, opened in a new tab
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cross-Origin-Opener-Policy"] == "unsafe-none"  # together with a sandbox browsers refuse another one
    assert answer["X-Robots-Tag"] == "noindex"


def test_an_older_edition_keeps_the_style_it_was_published_with(edition, client, monkeypatch):
    monkeypatch.setattr("coverage_app.export.style.policy_text", lambda theme: "style-src 'sha256-new'")
    assert policy(client.get(edition.get_absolute_url()))["style-src"] in edition.policy


def test_any_cache_may_keep_it_a_little_while(edition, lead, sign_in):
    answer = sign_in(lead).get(edition.get_absolute_url())  # even for one who has a session
    assert answer["Cache-Control"] == "public, max-age=300, must-revalidate"
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies
    again = sign_in(lead).get(edition.get_absolute_url(), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == answer["Cache-Control"]


def test_what_has_not_changed_is_not_even_read(edition, client):
    etag = f'"{edition.sha256}"'
    with CaptureQueriesContext(connection) as seen:
        client.get(edition.get_absolute_url(), headers={"If-None-Match": etag})
    assert len(seen) == 1
    assert '"html"' not in seen[0]["sql"]


def test_its_head_can_be_asked_for_and_nothing_else_done(edition, client):
    answer = client.head(edition.get_absolute_url())
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["ETag"] == f'"{edition.sha256}"'
    assert client.post(edition.get_absolute_url()).status_code == 405


def test_an_operator_may_let_it_be_framed_and_found(edition, client, settings):
    settings.PUBLIC_FRAMES = ["https://news.example", "https://www.news.example"]
    settings.PUBLIC_INDEXED = True
    answer = client.get(edition.get_absolute_url())
    assert policy(answer)["frame-ancestors"] == "https://news.example https://www.news.example"
    assert "X-Frame-Options" not in answer
    assert "X-Robots-Tag" not in answer


def test_who_comes_after_it_was_withdrawn_is_told_when_and_why(edition, client, lead):
    service.edition_withdraw(actor=lead, edition=edition, reason="The <figures> were wrong.")
    answer = client.get(edition.get_absolute_url(), headers={"If-None-Match": f'"{edition.sha256}"'})
    assert answer.status_code == 410
    page = answer.content.decode()
    assert "This was withdrawn" in page
    assert "The &lt;figures&gt; were wrong." in page
    edition.refresh_from_db()
    assert edition.withdrawn_at.isoformat(timespec="minutes")[:16] in page
    assert "The river" not in page
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert "max-age=300" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("why", ["unknown", "not public", "switched off", "too long"])
def test_elsewhere_there_is_nothing(edition, client, settings, why):
    address = edition.get_absolute_url()
    if why == "not public":
        Edition.objects.update(public=False)
    elif why == "switched off":
        settings.PUBLIC_EDITIONS = False
    else:
        address = f"/published/{'A' * (32 if why == 'unknown' else 3000)}/"
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Nothing is published at this address" in answer.content.decode()
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert "public" not in answer["Cache-Control"]  # it may be there in a minute


def test_public_addresses_are_off_unless_an_operator_says_otherwise():
    assert (shipped.PUBLIC_EDITIONS, shipped.PUBLIC_FRAMES, shipped.PUBLIC_INDEXED) == (False, [], False)
