"""Every list of the administration takes the same queries for more rows; what editors decided is read-only."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coverage_app.models import Absence, Annotation, Article, Change, Link, Outlet, Point, Target
from coverage_app.services.imports import batch_confirm, files_import
from coverage_app.services.stories import story_create
from tests.given import given, report

pytestmark = pytest.mark.django_db

LISTS = (
    "absence",
    "alignment",
    "annotation",
    "article",
    "change",
    "importbatch",
    "importfile",
    "link",
    "outlet",
    "point",
    "story",
)
READ_ONLY = ("absence", "alignment", "annotation", "change", "link", "point")


def fill(number: int) -> None:
    """A story of a person of its own, with two articles and one of everything that editors decide."""
    user = User.objects.create_user(f"user-{number}")
    story = story_create(actor=user, title=f"Story {number}")
    files = [given(f"outlet-{number}-{n}.txt", report(10 * number + n)) for n in range(2)]
    batch_confirm(actor=user, batch=files_import(actor=user, story=story, files=[*files, given("empty.txt", b"")]))
    one, other = story.articles.all()
    passage = one.current.passages.first()
    point = Point.objects.create(story=story, label=f"Point {number}", position=1)
    Link.objects.create(point=point, passage=passage, confidence=0.9, by=user, state="accepted")
    Absence.objects.create(point=point, article=other, by=user)
    annotation = Annotation.objects.create(story=story, label=f"Detail {number}", by=user)
    annotation.outlets.add(one.outlet)
    Target.objects.create(annotation=annotation, passage=passage, start=0, end=5, exact="Flood")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_the_same_queries_for_more_rows(name, administrator, sign_in):
    def count():
        with CaptureQueriesContext(connection) as queries:
            response = client.get(reverse(f"admin:coverage_app_{name}_changelist"))
        assert response.status_code == 200
        return response.context["cl"].result_count, len(queries)

    client = sign_in(administrator)
    for number in (1, 2):
        fill(number)
    rows, queries = count()
    for number in (3, 4, 5):
        fill(number)
    more_rows, same_queries = count()
    assert more_rows > rows > 1
    assert same_queries == queries


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_searched(name, administrator, sign_in):
    for number in (1, 2):
        fill(number)
    response = sign_in(administrator).get(reverse(f"admin:coverage_app_{name}_changelist"), {"q": "no such words"})
    assert response.context["cl"].result_count == 0


@pytest.mark.parametrize("name", LISTS)
def test_every_object_has_its_page(name, administrator, sign_in):
    fill(1)
    client = sign_in(administrator)
    model = client.get(reverse(f"admin:coverage_app_{name}_changelist")).context["cl"].model
    for found in model.objects.all()[:3]:
        assert client.get(reverse(f"admin:coverage_app_{name}_change", args=[found.pk])).status_code == 200


@pytest.mark.parametrize("name", READ_ONLY)
def test_what_editors_decided_is_not_changed_here(name, administrator, sign_in):
    fill(1)
    client = sign_in(administrator)
    model = client.get(reverse(f"admin:coverage_app_{name}_changelist")).context["cl"].model
    found, before = model.objects.first(), model.objects.count()
    assert client.get(reverse(f"admin:coverage_app_{name}_add")).status_code == 403
    assert client.post(reverse(f"admin:coverage_app_{name}_change", args=[found.pk]), {}).status_code == 403
    assert (
        client.post(reverse(f"admin:coverage_app_{name}_delete", args=[found.pk]), {"post": "yes"}).status_code == 403
    )
    assert model.objects.count() == before


def test_lists_do_not_load_texts_and_bytes(administrator, sign_in):
    fill(1)
    client = sign_in(administrator)
    for name in ("article", "importfile", "importbatch"):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"admin:coverage_app_{name}_changelist"))
        asked = " ".join(query["sql"] for query in queries)
        assert '"content"' not in asked
        assert '"coverage_app_revision"."text"' not in asked


def test_nothing_of_ours_needs_an_exception_from_the_content_security_policy(administrator, sign_in, story):
    client = sign_in(administrator)
    for address in ("/admin/coverage_app/importbatch/add/", f"/admin/coverage_app/story/{story.pk}/change/"):
        response = client.get(address)
        assert "'unsafe-inline'" not in response.headers["Content-Security-Policy"]
        text = response.content.decode()
        assert " style=" not in text
        assert " onclick=" not in text


def test_outlets_are_kept_in_order(administrator, sign_in):
    client = sign_in(administrator)
    fields = {"name": "The Wenlade Courier", "kind": "paper", "homepage": "courier.example"}
    assert client.post(reverse("admin:coverage_app_outlet_add"), fields).status_code == 302
    assert Outlet.objects.get().homepage == "https://courier.example"
    again = client.post(reverse("admin:coverage_app_outlet_add"), fields | {"name": "the wenlade courier"})
    assert again.status_code == 200
    assert Outlet.objects.count() == 1


def test_an_outlet_with_articles_is_not_deleted(administrator, sign_in):
    fill(1)
    outlet = Outlet.objects.first()
    sign_in(administrator).post(reverse("admin:coverage_app_outlet_delete", args=[outlet.pk]), {"post": "yes"})
    assert Outlet.objects.filter(pk=outlet.pk).exists()


def test_a_person_with_work_is_deactivated_not_deleted(administrator, sign_in):
    fill(1)
    user = User.objects.get(username="user-1")
    sign_in(administrator).post(reverse("admin:auth_user_delete", args=[user.pk]), {"post": "yes"})
    assert User.objects.filter(pk=user.pk).exists()
    assert Change.objects.filter(actor=user).exists()
    assert Article.objects.exists()
