"""A document that comes back is checked: what it prints against its data, and those against the sources."""

from dataclasses import replace

import pytest

from coverage_app.export.data import Unreadable
from coverage_app.export.html import render_fragment, render_html
from coverage_app.export.options import DATA, LAYOUTS, Options
from coverage_app.export.verifying import verify

from ..factories import make_comparison

TITLE = Options(title="The night of the dam", include_proposed=True)
SOURCES = {document.sha256: [document.text] for document in make_comparison().documents}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("cap", [None, 0, 3, 12])
@pytest.mark.parametrize("render", [render_html, render_fragment])
def test_what_was_exported_is_right(layout, cap, render) -> None:
    report = verify(render(make_comparison(), replace(TITLE, layout=layout, cap=cap)), SOURCES)
    assert report.complete, report


@pytest.mark.parametrize("inside", [inside for inside in DATA if inside != "none"])
def test_a_word_that_is_printed_otherwise_is_found(inside) -> None:
    html = render_html(make_comparison(), replace(TITLE, data=inside))
    forged = html.replace("The siren was started by hand.", "The siren was never started.", 1)
    report = verify(forged, SOURCES)
    assert report.differs
    assert any("never started" in words for finding in report.findings for words in finding.words)


def test_a_quotation_under_a_note_is_checked_too() -> None:
    html = render_html(make_comparison(), TITLE)
    assert "<q>last closed in 1961</q>" in html
    assert verify(html.replace("<q>last closed in 1961</q>", "<q>last closed in 1861</q>"), SOURCES).differs


@pytest.mark.parametrize(
    ("label", "forged"), [("Two dead or three", "Two dead or thirty"), ("The gates", "The windows")]
)
def test_labels_of_points_and_notes_are_checked_too(label, forged) -> None:
    for layout in LAYOUTS:
        html = render_html(make_comparison(), replace(TITLE, layout=layout))
        start = html.index("<main>")
        assert verify(html[:start] + html[start:].replace(label, forged), SOURCES).differs


def test_data_that_was_changed_with_the_words_differs_from_the_source() -> None:
    html = render_html(make_comparison(), replace(TITLE, data="plain"))
    report = verify(html.replace("started by hand", "started at once"), SOURCES)
    assert [finding.result for finding in report.findings[:2]] == ["sound", "sound"]
    assert report.differs
    assert "Sarvel Valley Gazette" in next(f.text for f in report.findings if f.result == "differs")


def test_a_source_that_is_not_here_is_said() -> None:
    report = verify(render_html(make_comparison(), TITLE), {})
    assert not report.differs
    assert not report.complete
    assert sum(finding.result == "unknown" for finding in report.findings) == 3


def test_white_space_may_be_set_otherwise_by_another_version() -> None:
    spaced = {sha: [text.replace(" ", "\n  ") for text in texts] for sha, texts in SOURCES.items()}
    assert verify(render_html(make_comparison(), TITLE), spaced).complete


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>A page of somebody else</p>",
        '<script type="application/json" id="crossread-comparison">{}</script>',
        '<script type="application/json" id="crossread-comparison">[1]</script>',
        '<script type="application/json" id="crossread-comparison">{"format"</script>',
        '<script type="application/json+xz+base64" id="crossread-pack">AAAA</script>',
        '<script type="application/json+xz+base64" id="crossread-pack">?</script>',
    ],
)
def test_what_is_no_export_says_so(html) -> None:
    with pytest.raises(Unreadable):
        verify(html, {})


def test_without_data_there_is_nothing_to_check_against() -> None:
    with pytest.raises(Unreadable, match="no Crossread data"):
        verify(render_html(make_comparison(), replace(TITLE, data="none")), SOURCES)
