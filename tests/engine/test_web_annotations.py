"""Annotations are read in all the forms in which tools write them."""

import json

import pytest

from coverage_app.engine.anchors import Quoted
from coverage_app.engine.web_annotations import UnfitAnnotations, documents_of, read_annotations
from tests.factories import make_document

PAGE = "https://outlet-1.example/report"
QUOTE = {"type": "TextQuoteSelector", "exact": "two people", "prefix": "killed ", "suffix": ", the"}


def read(value: object) -> tuple:
    return read_annotations(json.dumps(value).encode())


def w3c(**more: object) -> dict:
    return {"id": "urn:x:1", "type": "Annotation", "target": {"source": PAGE, "selector": QUOTE}, **more}


HYPOTHESIS = {
    "id": "abc123",
    "created": "2026-03-12T09:15:00.000000+00:00",
    "user": "acct:ada@hypothes.is",
    "user_info": {"display_name": "Ada Reader"},
    "uri": PAGE,
    "text": "Is that so?\n\nThe service said three.",
    "tags": ["number", "check"],
    "group": "__world__",
    "target": [
        {
            "source": PAGE,
            "selector": [
                {"type": "RangeSelector", "startContainer": "/p[2]", "endContainer": "/p[2]"},
                {"type": "TextPositionSelector", "start": 4711, "end": 4721},
                QUOTE,
            ],
        }
    ],
}


@pytest.mark.parametrize("wrap", [lambda a: a, lambda a: [a], lambda a: {"rows": [a], "total": 1}])
def test_hypothesis(wrap):
    (found,) = read(wrap(HYPOTHESIS))
    assert (found.by, found.text, found.tags) == ("Ada Reader", HYPOTHESIS["text"], ("number", "check"))
    assert found.at.isoformat() == "2026-03-12T09:15:00+00:00"
    (pointer,) = found.pointers
    assert pointer.quoted == Quoted("two people", "killed ", ", the", 4711, 4721)
    assert PAGE in pointer.sources


def test_the_file_of_the_hypothesis_client():
    client = {"export_date": "2026-03-13", "client_version": "1.1", "annotations": [HYPOTHESIS]}
    assert read(client) == read(HYPOTHESIS)


@pytest.mark.parametrize(
    "target",
    [
        {"source": PAGE, "selector": QUOTE},
        [{"source": PAGE, "selector": QUOTE}],
        {"type": "SpecificResource", "source": {"id": PAGE}, "selector": [QUOTE]},
        {"type": "Choice", "items": [{"source": PAGE, "selector": [QUOTE]}]},
    ],
)
def test_forms_of_a_target(target):
    (found,) = read(w3c(target=target))
    assert found.pointers[0].quoted == Quoted("two people", "killed ", ", the")
    assert PAGE in found.pointers[0].sources


def test_the_innermost_words_within_the_outer_ones():
    selector = {"type": "TextQuoteSelector", "exact": "The flood killed two people", "refinedBy": QUOTE}
    (found,) = read(w3c(target={"source": PAGE, "selector": selector}))
    assert found.pointers[0].quoted == Quoted("two people", "killed ", ", the", within="The flood killed two people")
    (found,) = read(w3c(target={"source": PAGE, "selector": {"type": "CssSelector", "value": "p", "refinedBy": QUOTE}}))
    assert found.pointers[0].quoted == Quoted("two people", "killed ", ", the")


@pytest.mark.parametrize(
    ("body", "text", "tags"),
    [
        ({"bodyValue": "Plain"}, "Plain", ()),
        ({"body": "https://example.org/why"}, "https://example.org/why", ()),
        ({"body": {"type": "TextualBody", "value": "One"}}, "One", ()),
        ({"body": [{"value": "One"}, {"value": "Two", "purpose": "tagging"}]}, "One", ("Two",)),
        ({}, "", ()),
    ],
)
def test_forms_of_a_body(body, text, tags):
    (found,) = read(w3c(**body))
    assert (found.text, found.tags) == (text, tags)


@pytest.mark.parametrize(
    ("creator", "by"),
    [
        ({"creator": {"type": "Person", "name": "Ada @ the desk"}}, "Ada @ the desk"),
        ({"creator": [{"nickname": "ada"}]}, "ada"),
        ({"creator": "mailto:ada@paper.example"}, "ada"),
        ({"creator": 3}, ""),
        ({}, ""),
    ],
)
def test_who_wrote_it_and_never_their_address(creator, by):
    assert read(w3c(**creator))[0].by == by


def test_collections_pages_and_graphs():
    page = {"type": "AnnotationPage", "items": [w3c(), w3c(id="urn:x:2")]}
    assert len(read({"type": "AnnotationCollection", "first": page})) == 2
    assert len(read({"@graph": [w3c()]})) == 1


def test_an_annotation_has_the_same_name_whenever_it_is_read():
    assert read(w3c())[0].id == "urn:x:1"
    assert read(HYPOTHESIS)[0].id == "https://hypothes.is/a/abc123"
    nameless = w3c(id=None)
    assert read(nameless)[0].id == read(nameless)[0].id
    assert read(nameless)[0].id != read(w3c(id=None, bodyValue="Other"))[0].id
    assert read(w3c(id="n1"))[0].id.startswith("sha256:")  # a database's, which another has too


def test_what_no_page_can_hold_is_left_out():
    (found,) = read_annotations(b'{"target": "x", "bodyValue": "a\\u0000b\\ud800c"}')
    assert found.text == "ab?c"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no JSON"),
        (b"\xff\xfe\xff", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"{}", "no annotations"),
        (b'{"rows": [[[[[[[[[[[[{"target": "x"}]]]]]]]]]]]]}', "no annotations"),
        (json.dumps([w3c()] * 2001).encode(), "2,001 annotations"),
    ],
)
def test_what_cannot_be_read_says_so(data, says):
    with pytest.raises(UnfitAnnotations, match=says):
        read_annotations(data)


@pytest.mark.parametrize("junk", [None, 3, "x", [], [3], {"selector": 3}, {"selector": {"type": "TextQuoteSelector"}}])
def test_a_target_that_tells_nothing_is_no_trouble(junk):
    assert all(not pointer.quoted.exact for pointer in read(w3c(target=junk))[0].pointers)


@pytest.mark.parametrize(
    ("source", "number"),
    [
        ("https://outlet-1.example/report", 1),
        ("http://www.outlet-1.example/report/?utm_source=mail#top", 1),
        ("https://via.hypothes.is/https://outlet-2.example/report", 2),
        ("https://outlet-1.example/report?page=2", None),
        ("https://outlet-1.example/", None),
        ("urn:sha256:{two}", 2),
    ],
)
def test_which_article_is_meant(source, number):
    documents = tuple(make_document(n, f"Outlet {n}", "Head", [f"Report {n}."]) for n in (1, 2))
    target = {"source": source.format(two=documents[1].sha256), "selector": QUOTE}
    found = documents_of(read(w3c(target=target))[0].pointers[0], documents)
    assert [document.order for document in found] == ([number] if number else [])
