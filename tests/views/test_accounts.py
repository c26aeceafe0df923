"""Signing in and out, and what everybody gets without an account."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

PASSWORD = "a long enough phrase"


@pytest.fixture
def account(db):
    return User.objects.create_user("nora", password=PASSWORD)


def test_signing_in_leads_to_the_stories_or_back(account, client):
    fields = {"username": "nora", "password": PASSWORD}
    assert client.post("/accounts/sign-in/", fields).url == "/"
    client.post("/accounts/sign-out/")
    assert (
        client.post("/accounts/sign-in/?next=/stories/new/", fields | {"next": "/stories/new/"}).url == "/stories/new/"
    )


def test_the_way_back_stays_on_this_site(account, client):
    fields = {"username": "nora", "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post("/accounts/sign-in/", fields).url == "/"


def test_a_wrong_password_says_so_without_telling_which(account, client):
    for username in ("nora", "nobody"):
        page = client.post("/accounts/sign-in/", {"username": username, "password": "x"}).content.decode()
        assert "do not belong together" in page


def test_guessing_is_locked_out(account, client, settings):
    settings.AXES_ENABLED = True
    for _ in range(settings.AXES_FAILURE_LIMIT):
        response = client.post("/accounts/sign-in/", {"username": "nora", "password": "wrong"})
    assert response.status_code == 429
    response = client.post("/accounts/sign-in/", {"username": "nora", "password": PASSWORD})
    assert response.status_code == 429
    assert "Too many attempts" in response.content.decode()


def test_changing_the_password(account, sign_in):
    fields = {"old_password": PASSWORD, "new_password1": "another long phrase", "new_password2": "another long phrase"}
    client = sign_in(account)
    page = client.post("/accounts/password/", fields, follow=True)
    assert "Your password is changed" in page.content.decode()
    account.refresh_from_db()
    assert account.check_password("another long phrase")


def test_signing_out_needs_a_press_not_a_link(account, sign_in):
    client = sign_in(account)
    assert client.get("/accounts/sign-out/").status_code == 405
    client.post("/accounts/sign-out/")
    assert client.get("/").status_code == 302


def test_health_answers_without_an_account(db, client):
    response = client.get("/health/")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.parametrize("url", ["/", "/stories/new/", "/stories/1/", "/admin/", "/accounts/password/"])
def test_everything_else_asks_for_one(url, db, client):
    assert client.get(url).url.startswith(("/accounts/sign-in/", "/admin/login/"))


def test_a_form_without_its_token_changes_nothing_and_says_why(account):
    client = Client(enforce_csrf_checks=True)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    response = client.post("/stories/new/", {"title": "x"})
    assert response.status_code == 403
    assert "The form has expired" in response.content.decode()
