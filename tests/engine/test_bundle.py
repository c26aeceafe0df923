"""What is no bundle, or a hostile one, is refused in words, whatever is wrong with it."""

import io
import json
import random
import re
import struct
import zipfile

import pytest
from django.db import transaction

from coverage_app.engine import bundle_zip
from coverage_app.engine.bundle import UnfitBundle
from coverage_app.engine.bundle_zip import unpack
from tests.bundles import members, packed, spoiled, with_manifest, zipped
from tests.factories import make_story

pytestmark = pytest.mark.django_db  # for the sound bundle, which is made once of a story


@pytest.fixture(scope="module")
def sound(django_db_setup, django_db_blocker) -> bytes:
    """A sound bundle; the story that it was made from is gone again."""
    with django_db_blocker.unblock(), transaction.atomic():
        data = packed(make_story())
        transaction.set_rollback(True)
    return data


def refusal(data: bytes) -> str:
    with pytest.raises(UnfitBundle) as caught:
        unpack(io.BytesIO(data))
    return str(caught.value)


def test_a_sound_one_is_read(sound):
    bundle = unpack(io.BytesIO(sound))
    assert bundle.story.title == "The night of the dam"
    assert len(bundle.files) == 3


def _review(**more):
    asked = {"number": 1, "point": "pt1", "passage": "p1", "label": "x", "verdict": "", "by": None, "at": None}
    answers = [{"reviewer": 0, "yes": True, "at": "2026-03-12T09:00:00Z"}]
    review = {"by": 0, "opened": "2026-03-12T09:00:00Z", "closed": None, "reviewers": [0, 1], "done": [None, None]}

    def spoil(s):
        s["people"] += [{"name": "Ada", "role": None}, {"name": "Emil", "role": "editor"}]
        s["double_reviews"].append(review | {"candidates": [asked | {"answers": answers}]} | more)

    return spoil


def _same_place(s):
    s["articles"][0]["revisions"][0]["passages"][1]["start"] = 0


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_same_place, "does not stand where it says"),
        (lambda s: s["articles"][0]["revisions"][0]["passages"][-1].update(end=10**6), "does not stand where it says"),
        (lambda s: s["articles"][0]["revisions"][0]["passages"].pop(), "words of a[0-9]+ stand in no passage"),
        (lambda s: s["articles"][0]["revisions"][0].update(text="Another text"), "does not stand where it says"),
        (lambda s: s["articles"][0]["revisions"][0]["passages"][1].update(number=1), "number of a passage"),
        (lambda s: s["articles"][0].update(current=7), "the text of a[0-9]+ is missing"),
        (lambda s: s["articles"][0].update(outlet=99), "the outlet of a[0-9]+ is missing"),
        (lambda s: s["articles"][0].update(url="javascript:alert(1)"), "articles.*url"),
        (lambda s: s["articles"][0].update(id="../a1"), "articles.*id"),
        (lambda s: s["articles"][0].update(id="a1\n"), "articles.*id"),
        (lambda s: s["articles"][0].update(id="p1"), "articles.*id"),
        (lambda s: s["articles"][0].update(headline="x" * 501), "length <= 500"),
        (lambda s: s["articles"][0].update(headline="a\0b"), "NUL"),
        (lambda s: s["articles"][0].update(headline="a\ud800b"), "not as it should be"),
        (lambda s: s["articles"][0].update(position=2**31), "articles.*position"),
        (lambda s: s["articles"][0].update(mood="sad"), "mood"),
        (lambda s: s["articles"][0].pop("headline"), "headline"),
        (lambda s: s["articles"][1].update(id=s["articles"][0]["id"]), "one article twice"),
        (lambda s: s["annotations"][0]["targets"][0].update(exact="put in"), "do not stand where it says"),
        (lambda s: s["annotations"][0]["targets"][0].update(end=0), "do not stand where it says"),
        (lambda s: s["annotations"][0]["targets"][0].update(passage="p999999"), "a passage of n[0-9]+ is missing"),
        (lambda s: s["annotations"][0].update(confidence=2), "confidence"),
        (lambda s: s["annotations"][0].update(at="2026-03-12T09:00:00"), "timezone"),
        (lambda s: s["annotations"][0].update(by=99), "somebody is named"),
        (lambda s: s["points"][0]["links"].append(s["points"][0]["links"][0]), "one link of pt[0-9]+ twice"),
        (lambda s: s.update(points=[s["points"][0] | {"links": []}] * 20_001), "length <= 20000"),
        (lambda s: s["files"][0].update(sha256="0" * 64), "bytes of “article-1.txt” are missing"),
        (lambda s: s["files"][0].update(size=1), "another size"),
        (lambda s: s["files"][0].update(sha256=""), "bytes that no file has"),
        (lambda s: s["files"][0].update(batch=9), "import of “article-1.txt” is missing"),
        (lambda s: s["run"].update(pairs=[["p999998", "p999999", 0.5]]), "passage of a pair"),
        (lambda s: s["people"][0].update(name=" Ada"), "begins or ends with a space"),
        (lambda s: s["outlets"][0].update(name="THE MORNING FLARE"), "one outlet twice"),
        (lambda s: s.update(title=" "), "title"),
        (_review(reviewers=[0, 0]), "one reviewer of a double review twice"),
        (_review(reviewers=[0, 9]), "somebody is named"),
        (_review(candidates=3), "candidates"),
    ],
)
def test_rows_that_lie_are_refused(spoil, says, sound):
    said = refusal(spoiled(sound, spoil))
    assert re.search(says, said)
    assert "Export it once more" in said


@pytest.mark.parametrize(
    ("step", "says"),
    [({"of": 0}, "takes back what came after it"), ({"by": 3}, "somebody is named"), ({"data": None}, "data")],
)
def test_a_journal_that_lies_is_refused(step, says, sound):
    whole = {"by": None, "at": "2026-03-12T09:00:00Z", "verb": "x", "summary": "x", "undone": False, "of": None}
    assert says in refusal(spoiled(sound, lambda j: j.append(whole | {"data": {}} | step), "journal.json"))


def test_one_that_was_unpacked_and_zipped_again_by_hand_is_read(sound):
    again = zipped([("files/", b""), *reversed(members(sound).items())])
    assert unpack(io.BytesIO(again)) == unpack(io.BytesIO(sound))


def test_what_a_double_review_asked_about_may_be_gone(sound):
    assert unpack(io.BytesIO(spoiled(sound, _review()))).story.double_reviews


def test_an_address_may_be_in_capitals(sound):
    address = "HTTPS://OUTLET.EXAMPLE/REPORT"
    data = spoiled(sound, lambda s: s["articles"][0].update(url=address))
    assert unpack(io.BytesIO(data)).story.articles[0].url == address


def test_members_that_lie_are_refused(sound):
    files = members(sound)
    story = files["story.json"]
    assert "no story bundle: it has no manifest.json" in refusal(zipped({"a.txt": b"x"}))
    assert "lacks journal.json" in refusal(with_manifest({k: v for k, v in files.items() if k != "journal.json"}))
    assert "SHA-256 is another" in refusal(zipped({**files, "story.json": story + b" "}))
    assert "holds a file that its manifest lacks: “../../etc/passwd”" in refusal(
        zipped({**files, "../../etc/passwd": b"root"})
    )
    assert "no part of a story: “../up”" in refusal(with_manifest({**files, "../up": b"x"}))
    assert "no part of a story: “extra.json”" in refusal(with_manifest({**files, "extra.json": b"{}"}))
    lost = next(name for name in files if name.startswith("files/"))
    assert "lacks a file that its manifest lists" in refusal(zipped({k: v for k, v in files.items() if k != lost}))
    assert "bytes of “article-" in refusal(with_manifest({k: v for k, v in files.items() if k != lost}))
    with pytest.warns(UserWarning, match="Duplicate"):
        assert "two files of the same name, “story.json”" in refusal(zipped([*files.items(), ("story.json", story)]))
    assert "story.json in the bundle is not as it should be" in refusal(with_manifest({**files, "story.json": b"\xff"}))
    assert "nested too deeply" in refusal(with_manifest({**files, "journal.json": b'[{"data":' + b'{"a":' * 99_999}))


@pytest.mark.parametrize(
    ("manifest", "says"),
    [
        ({"version": 2}, "version 2.0, and this Crossread knows 1.0"),
        ({"minor": 1}, "version 1.1, and this Crossread knows 1.0"),
        ({"version": 0}, "version 0.0"),
        ({"format": "crossread/comparison"}, "no story bundle"),
        ({"version": "two"}, "cannot be read"),
        ({"members": 3}, "members"),
    ],
)
def test_a_bundle_of_another_kind_or_time_is_refused(manifest, says, sound):
    assert says in refusal(with_manifest(members(sound), **manifest))


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    def never(*arguments):
        raise AssertionError("it was unpacked")

    monkeypatch.setattr(zipfile.ZipFile, "read", never)
    assert "times its size" in refusal(zipped({"files/a": bytes(30 * 2**20)}))
    assert "3,000 files" in refusal(zipped({f"files/{n}": b"" for n in range(3000)}))
    lying = bytearray(zipped({"files/a": bytes(30 * 2**20)}))
    at = lying.index(b"PK\1\2")
    lying[at + 20 : at + 24] = bytes(4)  # of no size at all when packed
    assert "times its size" in refusal(bytes(lying))
    monkeypatch.setattr(bundle_zip, "MOST_JSON", 1000)
    with pytest.raises(UnfitBundle, match="has more than"):
        unpack(io.BytesIO(zipped({"manifest.json": bytes(2000)})))
    monkeypatch.setattr(bundle_zip, "MOST_BYTES", 1000)
    assert "would unpack to 1 files" in refusal(zipped({"files/a": bytes(2000)}))


def test_a_list_of_files_that_is_a_bomb_itself_is_refused_before_it_is_read(sound):
    end = bytearray(sound[-22:])
    end[12:16] = struct.pack("<L", 2**30)
    assert "packed by other means" in refusal(sound[:-22] + bytes(end))
    assert "packed by other means" in refusal(sound + b"behind")


def test_what_is_locked_or_oddly_packed_is_refused(sound):
    locked = bytearray(sound)
    at = sound.index(b"PK\1\2")
    locked[at + 8] |= 1
    assert "password" in refusal(bytes(locked))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("manifest.json", "{}")
    assert "unusual way" in refusal(out.getvalue())


@pytest.mark.parametrize("data", [b"", b"PK", b"\0" * 100, json.dumps({"format": "crossread/bundle"}).encode() * 9])
def test_what_is_no_zip_is_refused(data):
    assert "no story bundle" in refusal(data)


def test_whatever_byte_is_broken_the_answer_is_a_sentence(sound):
    dice = random.Random(5)
    refused = 0
    for _ in range(300):
        data = bytearray(sound)
        for _ in range(dice.randint(1, 3)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        try:
            unpack(io.BytesIO(bytes(data[: dice.choice([len(data), dice.randrange(len(data))])])))
        except UnfitBundle:
            refused += 1
    assert refused > 250
