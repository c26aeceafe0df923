"""The page that takes in annotations made elsewhere: look first, then take in."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape

from tests.factories import make_story

pytestmark = pytest.mark.django_db

PAGE = "https://outlet-1.example/report"


@pytest.fixture
def full(lead, editor, viewer):
    return make_story(leads=[lead], editors=[editor], viewers=[viewer])


def address(story):
    return f"/stories/{story.pk}/annotations/"


def note(text: str, exact: str) -> dict:
    selector = {"type": "TextQuoteSelector", "exact": exact}
    return {
        "id": text,
        "user": "acct:ada@x",
        "uri": PAGE,
        "text": text,
        "target": [{"source": PAGE, "selector": [selector]}],
    }


NOTES = [note("<b>Bold</b> “quotes”", "killed two people"), note("Lost", "killed nobody <i>at all</i>")]


def send(client, story, data):
    return client.post(address(story), {"file": SimpleUploadedFile("notes.json", data)})


def test_one_looks_and_then_takes_them_in(full, editor, sign_in):
    client, count = sign_in(editor), full.annotations.count()
    page = send(client, full, b"\xef\xbb\xbf" + json.dumps(NOTES, ensure_ascii=False).encode())
    shown = page.content.decode()
    assert page.status_code == 200
    assert "1 would be taken in, 1 has no place." in shown
    assert escape(NOTES[0]["text"]) in shown
    assert "killed two people" in shown
    assert f"{escape('killed nobody <i>at all</i>')}</q> do not stand there." in shown
    assert "<b>Bold" not in shown
    assert full.annotations.count() == count, "looking takes nothing in"
    text = page.context["form"].initial["text"]
    assert json.loads(text) == NOTES
    done = client.post(address(full), {"text": text}, follow=True)
    assert "Took in 1 annotation." in done.content.decode()
    assert full.annotations.count() == count + 1
    again = send(client, full, json.dumps(NOTES).encode()).content.decode()
    assert "0 would be taken in, 1 is here already, 1 has no place." in again
    assert "Take them in" not in again


def test_a_file_in_another_encoding_is_the_same(full, editor, sign_in):
    page = send(sign_in(editor), full, json.dumps(NOTES, ensure_ascii=False).encode("utf-16"))
    assert json.loads(page.context["form"].initial["text"]) == NOTES


def test_rights(full, lead, editor, viewer, stranger, client, sign_in):
    for user, status in ((lead, 200), (editor, 200), (viewer, 403), (stranger, 404)):
        assert sign_in(user).get(address(full)).status_code == status
        assert send(sign_in(user), full, json.dumps(NOTES).encode()).status_code == status
    assert client.get(address(full)).status_code == 302
    assert sign_in(viewer).post(address(full), {"text": json.dumps(NOTES)}).status_code == 403
    link = address(full).encode()
    assert link in sign_in(editor).get(f"/stories/{full.pk}/articles/").content
    assert link not in sign_in(viewer).get(f"/stories/{full.pk}/articles/").content


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "This file is empty"),
        (b"no", "This file is no JSON"),
        (b"[]", "no annotations in this file"),
        (None, "Choose"),
    ],
)
def test_what_is_wrong_is_told(data, says, full, editor, sign_in):
    client = sign_in(editor)
    response = client.post(address(full)) if data is None else send(client, full, data)
    assert response.status_code == 422
    assert re.search(says, response.content.decode())


def test_a_text_that_was_tampered_with_is_told(full, editor, sign_in):
    response = sign_in(editor).post(address(full), {"text": "no"}, follow=True)
    assert "This file is no JSON" in response.content.decode()
