"""`manage.py demo_password`: the two accounts of a first start."""

import re
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[str, dict[str, str]]:
    out = StringIO()
    call_command("demo_password", *arguments, stdout=out)
    return out.getvalue(), dict(re.findall(r"^ +(\w+) +(\S+)$", out.getvalue(), re.M))


def test_makes_an_administrator_and_an_editor_who_can_sign_in(client: Client) -> None:
    _, passwords = run()

    assert set(passwords) == {"admin", "editor"}
    for username, password in passwords.items():
        assert client.login(username=username, password=password)
    admin, editor = User.objects.get(username="admin"), User.objects.get(username="editor")
    assert admin.is_superuser
    assert admin.is_staff
    assert not editor.is_superuser
    assert not editor.is_staff


def test_stores_only_hashes() -> None:
    _, passwords = run()

    for user in User.objects.all():
        assert passwords[user.username] not in str(user.__dict__)


def test_again_sets_other_passwords(client: Client) -> None:
    _, first = run()
    _, second = run()

    assert not client.login(username="admin", password=first["admin"])
    assert client.login(username="admin", password=second["admin"])
    assert User.objects.count() == 2


def test_missing_keeps_what_is_there_and_says_how_to_get_new_ones(client: Client) -> None:
    _, first = run()
    User.objects.get(username="editor").delete()

    _, second = run("--missing")
    said, third = run("--missing")

    assert set(second) == {"editor"}
    assert client.login(username="admin", password=first["admin"])
    assert third == {}
    assert "make demo-password" in said


def test_an_account_of_that_name_keeps_its_rank() -> None:
    User.objects.create_user("admin", is_staff=False)

    run()

    assert not User.objects.get(username="admin").is_superuser
