"""Articles in the administration."""

import pytest

from coverage_app.services.stories import story_archive
from tests.factories import make_story


@pytest.fixture
def article(lead):
    return make_story(leads=[lead]).articles.first()


def test_an_article_of_an_archived_story_is_read_only(article, lead, administrator, sign_in):
    client = sign_in(administrator)
    url = f"/admin/coverage_app/article/{article.pk}/"
    assert "_save" in client.get(f"{url}change/").content.decode()
    story_archive(actor=lead, story=article.story)
    assert "_save" not in client.get(f"{url}change/").content.decode()
    assert client.post(f"{url}change/", {"headline": "Other"}).status_code == 403
    assert client.post(f"{url}delete/", {"post": "yes"}).status_code == 403
