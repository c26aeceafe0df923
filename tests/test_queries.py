"""What is read of a story."""

import pytest

from coverage_app import queries
from coverage_app.services.imports import batch_confirm, files_import
from tests.given import given, report

pytestmark = pytest.mark.django_db


def test_a_draft_is_compared_only_once_it_is_confirmed(editor, story):
    confirmed = files_import(actor=editor, story=story, files=[given("1.txt", report(1))])
    batch_confirm(actor=editor, batch=confirmed)
    draft = files_import(actor=editor, story=story, files=[given("2.txt", report(2))])
    assert [document.source for document in queries.documents(story)] == ["1.txt"]
    assert [document.source for document in queries.comparison(story).documents] == ["1.txt"]
    batch_confirm(actor=editor, batch=draft)
    assert [document.source for document in queries.documents(story)] == ["1.txt", "2.txt"]
