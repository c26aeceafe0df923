"""Signing in and out and changing one's password, as one does it in a browser."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

PASSWORD = "correct horse battery"


@pytest.fixture
def ada(transactional_db: None) -> User:
    return User.objects.create_user("ada", password=PASSWORD)


def type_in(page: Page, username: str, password: str) -> None:
    """By keyboard alone."""
    page.get_by_label("Username").focus()
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def test_a_stranger_is_asked_to_sign_in_and_comes_back_by_keyboard(page: Page, ada: User) -> None:
    page.goto("/accounts/password/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")

    type_in(page, "ada", PASSWORD)

    expect(page.get_by_role("heading", level=1)).to_have_text("Change password")


def test_the_name_field_waits_for_typing(page: Page) -> None:
    page.goto("/accounts/sign-in/")

    expect(page.get_by_label("Username")).to_be_focused()


def test_the_skip_link_comes_first_and_leads_to_the_content(
    page: Page, ada: User, signed_in: Callable[[User], None]
) -> None:
    signed_in(ada)
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()

    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_a_wrong_password_is_said_and_keeps_the_name(page: Page, ada: User) -> None:
    page.goto("/accounts/sign-in/")

    type_in(page, "ada", "wrong")

    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    expect(page.get_by_label("Username")).to_have_value("ada")
    expect(page.get_by_label("Password")).to_have_value("")


def test_changing_the_password(page: Page, ada: User, signed_in: Callable[[User], None]) -> None:
    signed_in(ada)
    page.goto("/")
    page.get_by_text("ada", exact=True).click()
    page.get_by_role("link", name="Change password").click()

    page.get_by_label("Old password").fill(PASSWORD)
    page.get_by_label("New password", exact=True).fill("12345")
    page.get_by_label("New password confirmation").fill("12345")
    page.get_by_role("button", name="Change password").click()
    expect(page.locator(".field-error")).to_contain_text("too short")

    page.get_by_label("Old password").fill(PASSWORD)
    page.get_by_label("New password", exact=True).fill("another long one")
    page.get_by_label("New password confirmation").fill("another long one")
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your password is changed")
    ada.refresh_from_db()
    assert ada.check_password("another long one")


def test_signing_out(page: Page, ada: User, signed_in: Callable[[User], None]) -> None:
    signed_in(ada)
    page.goto("/")
    page.get_by_text("ada", exact=True).click()

    page.get_by_role("button", name="Sign out").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.goto("/")
    expect(page).to_have_url(re.compile(r"/accounts/sign-in/"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    page: Page, axe: Callable[..., None], ada: User, signed_in: Callable[[User], None], scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto("/accounts/sign-in/")
    axe()
    type_in(page, "ada", "wrong")
    expect(page.get_by_role("alert")).to_be_visible()
    axe()

    signed_in(ada)
    page.goto("/accounts/password/")
    axe()
    page.get_by_role("button", name="Change password").click()
    axe()
