"""The browser tests' own watch: what it must notice."""

import pytest
from playwright.sync_api import Page

from .conftest import Trouble

INLINE = "document.head.append(Object.assign(document.createElement('script'), {textContent: '1'}))"
STYLE = "document.body.setAttribute('style', 'color: red')"
HANDLER = "document.body.setAttribute('onclick', '1'); document.body.click()"


@pytest.mark.parametrize("script", [INLINE, STYLE, HANDLER])
def test_a_break_of_the_policy_is_noticed(page: Page, trouble: Trouble, script: str) -> None:
    trouble.expect("Content Security Policy")
    page.goto("/accounts/sign-in/")

    page.evaluate(script)

    assert any("Content Security Policy" in line for line in trouble.lines)
    assert trouble.unexpected() == []


def test_an_error_in_a_script_is_noticed(page: Page, trouble: Trouble) -> None:
    trouble.expect("^script: .*undone")
    page.goto("/accounts/sign-in/")

    page.evaluate("setTimeout(() => { throw new Error('undone') })")
    page.wait_for_timeout(100)

    assert any("undone" in line for line in trouble.lines)


def test_a_request_to_elsewhere_is_noticed(page: Page, trouble: Trouble) -> None:
    trouble.expect("outside request: http://127.0.0.1:1/|Content Security Policy|Failed to load|status of 404")
    page.goto("/accounts/sign-in/")

    page.evaluate("fetch('http://127.0.0.1:1/').catch(() => 0)")
    page.evaluate("fetch('/nowhere/').catch(() => 0)")
    page.wait_for_timeout(100)

    assert any("127.0.0.1:1" in line for line in trouble.lines)
