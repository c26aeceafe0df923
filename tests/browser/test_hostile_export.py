"""No text, however hostile, adds an element, an attribute or an address of its own to an export: seen in a real
browser, with a tripwire, and without the policy that would stop it there, since a file may be copied into a page that
has none."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from coverage_app.export.html import render_fragment, render_html
from coverage_app.export.options import LAYOUTS, Layout

from ..export.hostile import hostile, hostile_options
from ..export.payloads import PAYLOADS

TOGETHER = 60  # payloads in one document
POLICY = re.compile('<meta http-equiv="Content-Security-Policy"[^>]*>')
TRIPWIRE = "window.tripped = []; window.trip = () => window.tripped.push('ran');"
# Every element with the names of its attributes, every address, and what ran.
FOUND = """async () => {
  for (const element of document.querySelectorAll('#clickme')) element.click();
  for (const element of document.querySelectorAll('[onmouseover]')) element.onmouseover?.();
  await new Promise((done) => setTimeout(done, 50));
  return {
    ran: window.tripped,
    elements: [...new Set([...document.querySelectorAll('*')].map(
      (e) => e.localName + ' ' + e.getAttributeNames().filter((name) => name !== 'lang').sort().join(' ')))],
    languages: [...new Set([...document.querySelectorAll('[lang]')].map((e) => e.lang))],
    addresses: [...document.querySelectorAll('[href], [src], [action]')].flatMap(
      (e) => ['href', 'src', 'action'].map((name) => e.getAttribute(name)).filter(Boolean)),
    namespaces: [...new Set([...document.querySelectorAll('*')].map((e) => e.namespaceURI))],
  };
}"""
AGAIN = "() => { document.body.innerHTML = document.body.innerHTML; }"  # written out and parsed again, as editors do


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_runs_and_nothing_is_added(page: Page, tmp_path: Path, layout: Layout) -> None:
    page.add_init_script(TRIPWIRE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))

    def found(payloads: list[str], name: str) -> list[dict]:
        documents = []
        options = hostile_options(payloads, layout)
        for render in (render_html, render_fragment) if layout == "columns" else (render_html,):
            html = POLICY.sub("", render(hostile(payloads), options))
            file = tmp_path / f"{name}-{render.__name__}.html"
            file.write_text(html, encoding="utf-8")
            page.goto(file.as_uri())
            documents.append(page.evaluate(FOUND))
            page.evaluate(AGAIN)
            documents.append(page.evaluate(FOUND))
        return documents

    harmless = found([f"harmless [x](https://example.org/{n}) *so*\n\n> y\n\n- `z`" for n in range(4)], "harmless")
    allowed = {element for document in harmless for element in document["elements"]}
    allowed |= {"blockquote ", "br ", "em ", "strong ", "code ", "ol ", "ul ", "li ", "p ", "a rel"}  # of a note
    for start in range(0, len(PAYLOADS), TOGETHER):
        payloads = list(PAYLOADS[start : start + TOGETHER])
        for document in found(payloads, f"hostile-{start}"):
            assert document["ran"] == []
            assert document["namespaces"] == ["http://www.w3.org/1999/xhtml"]
            assert set(document["elements"]) <= allowed
            # Which language a text is in is guessed from its words; only one that is known is ever said.
            assert all(re.fullmatch("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", language) for language in document["languages"])
            assert all(address.startswith(("#", "https://", "http://")) for address in document["addresses"])
    assert all(url.startswith("file://") for url in asked)
