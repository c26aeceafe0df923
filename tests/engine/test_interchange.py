"""A comparison survives the way to a file and back, editors' decisions included."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from coverage_app.engine.compare import compare
from coverage_app.engine.documents import Comparison
from coverage_app.engine.interchange import from_json, to_json

from .stories import harbour_story


def _decided() -> Comparison:
    """A comparison on which editors have worked."""
    comparison = compare(harbour_story())
    when = datetime(2031, 5, 7, 9, 0, tzinfo=UTC)
    point = comparison.points[0]
    link = replace(point.links[0], by="Ada", at=when, state="accepted")
    return replace(
        comparison,
        pairs=tuple(replace(pair, same=0.0) for pair in comparison.pairs),  # no part of the format
        documents=(replace(comparison.documents[0], published=when, byline="Jonna Pihl"), *comparison.documents[1:]),
        points=(replace(point, locked=True, links=(link, *point.links[1:])), *comparison.points[1:]),
        absences=tuple(replace(a, state="checked", by="Ada", at=when) for a in comparison.absences),
        annotations=(replace(comparison.annotations[0], state="accepted", by="Ada", at=when, body="*Why*"),),
    )


def test_there_and_back():
    comparison = _decided()
    assert from_json(json.loads(json.dumps(to_json(comparison)))) == comparison


def test_the_file_says_what_it_is():
    data = to_json(_decided())
    assert (data["format"], data["version"], data["minor"]) == ("crossread/comparison", 1, 1)
    assert data["points"][0]["links"][0]["at"] == "2031-05-07T09:00:00+00:00"
    assert data["annotations"][0]["class"] is None


def test_unknown_members_are_ignored():
    data = to_json(_decided())
    data["minor"] = 9
    data["moods"] = []
    data["articles"][0]["mood"] = {}
    data["quotes"][0]["mood"] = "calm"
    assert from_json(data) == _decided()


def test_quotes_origins_and_placements_are_in_the_file():
    data = to_json(_decided())
    texts = {p["id"]: p["text"] for article in data["articles"] for p in article["passages"]}
    quoted = [e for quote in data["quotes"] for v in quote["versions"] for e in v["quotation"]["extents"]]
    copied = [e for origin in data["origins"] for reuse in origin["reuses"] for e in reuse["extents"]]
    assert quoted
    assert all(texts[e["passage"]][e["start"] : e["end"]] == e["exact"] for e in quoted + copied)
    assert {origin["article"] for origin in data["origins"]} == {article["id"] for article in data["articles"]}
    assert {placement["point"] for placement in data["placements"]} == {point["id"] for point in data["points"]}


def test_a_file_of_the_first_minor_version_is_read():
    data = to_json(_decided())
    for member in ("minor", "quotes", "origins", "placements"):
        del data[member]
    assert from_json(data) == replace(_decided(), quotes=(), origins=(), placements=())


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"format": "other"}, "not a comparison"),
        ({"version": 2}, "version 2"),
        ({"articles": None}, "damaged"),
        ({"pairs": [[1]]}, "values"),
    ],
)
def test_what_cannot_be_read_is_refused(change: dict, says: str):
    with pytest.raises(ValueError, match=says):
        from_json({**to_json(_decided()), **change})
