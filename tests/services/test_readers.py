"""The second reader in a run of the engine: what is kept, what is asked anew, and what editors are told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coverage_app.engine import second_reader as engine
from coverage_app.engine.normalising import words
from coverage_app.models import Verdict
from coverage_app.services import readers
from coverage_app.services import verdicts as service
from coverage_app.services.alignment import alignment_request
from coverage_app.services.imports import Facts, GivenFile, batch_confirm, files_import
from coverage_app.services.verdicts import KeptVerdicts
from tests.engine.stories import COURIER, HARBOUR, HERALD
from tests.stand_in import stand_in

pytestmark = pytest.mark.django_db


class Counting:
    """Reads by the share of common words, and remembers what it was asked."""

    name, languages = "counting", frozenset({"en"})

    def __init__(self):
        self.asked = []

    def read(self, pairs):
        self.asked += pairs
        return [engine.Verdict(*[8 * _common(*pair) - 2] * 2) for pair in pairs]


def _common(one, other):
    mine, theirs = ({word.norm for word in words(text) if word.is_word} for text in (one, other))
    return len(mine & theirs) / len(mine | theirs)


@pytest.fixture
def reader(monkeypatch):
    counting = Counting()
    monkeypatch.setattr(readers, "shipped_reader", lambda: counting)
    return counting


@pytest.fixture
def compare(story, lead, django_capture_on_commit_callbacks):
    """compare(text, …) adds articles to the story; compare() compares it once more. Both give the run."""

    def compared(*texts):
        with django_capture_on_commit_callbacks(execute=True):
            if texts:
                files = [GivenFile.from_text(text, Facts(outlet=text.partition(" ")[0])) for text in texts]
                batch = files_import(actor=lead, story=story, files=files)
                batch_confirm(actor=lead, batch=batch)
            else:
                alignment_request(actor=lead, story=story)
        return story.alignments.first()

    return compared


def test_an_article_that_is_added_brings_only_pairs_of_its_own(reader, compare):
    assert compare(HARBOUR, HERALD).state == "done"
    first = list(reader.asked)
    assert first
    reader.asked.clear()
    assert compare(COURIER).state == "done"
    assert reader.asked
    assert all(one in COURIER or other in COURIER for one, other in reader.asked)
    assert Verdict.objects.count() == len(first) + len(reader.asked)


def test_comparing_again_asks_nothing_and_finds_the_same(reader, compare):
    pairs = compare(HARBOUR, HERALD, COURIER).pairs
    reader.asked.clear()
    assert compare().pairs == pairs
    assert reader.asked == []


def test_verdicts_come_back_as_they_were_kept_however_many():
    said = {f"{n:064x}": engine.Verdict(n / 8, -n / 8) for n in range(2500)}  # more than SQLite takes in one query
    kept = KeptVerdicts("some reader")
    kept.keep(said)
    assert kept.known([*said, "f" * 64]) == said


def test_two_workers_may_keep_the_same_verdict():
    kept = KeptVerdicts("some reader")
    kept.keep({"a" * 64: engine.Verdict(1.0, 2.0)})
    kept.keep({"a" * 64: engine.Verdict(1.0, 2.0), "b" * 64: engine.Verdict(3.0, 4.0)})
    assert Verdict.objects.count() == 2


def test_old_verdicts_are_forgotten_when_a_run_ends(reader, compare):
    kept = KeptVerdicts("a reader of last year")
    kept.keep({"a" * 64: engine.Verdict(1.0, 2.0), "b" * 64: engine.Verdict(3.0, 4.0)})
    old = timezone.now() - service.KEPT_FOR - timedelta(minutes=1)
    Verdict.objects.filter(key="a" * 64).update(kept_at=old)
    compare(HARBOUR, HERALD)
    assert not Verdict.objects.filter(key="a" * 64).exists()
    assert Verdict.objects.filter(key="b" * 64).exists()


def test_the_waiting_editors_see_how_far_it_is_and_the_lease_is_renewed(reader, monkeypatch):
    monkeypatch.setattr("coverage_app.engine.readers.PORTION", 2)
    said = []
    second = readers.StoryReader(lambda sentence, share: said.append((sentence, share)))
    second.reader.read([(f"Sentence {n}.", "Another.") for n in range(5)])
    assert [sentence for sentence, _ in said] == [f"Reading pairs of passages: {n} of 5" for n in (2, 4, 5)]
    shares = [share for _, share in said]
    assert shares == sorted(shares)
    assert readers.BEFORE < shares[0] <= shares[-1] == readers.READ


def test_a_worker_that_dies_while_reading_leaves_what_was_read(reader, monkeypatch):
    monkeypatch.setattr("coverage_app.engine.readers.PORTION", 2)

    def dies(sentence, share):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        readers.StoryReader(dies).reader.read([(f"Sentence {n}.", "Another.") for n in range(5)])
    assert Verdict.objects.count() == 2


def test_without_its_files_the_comparison_is_made_and_says_what_is_lost(story, compare, monkeypatch, sign_in, viewer):
    def none():
        raise engine.NoReader("The file is missing. Get it from the repository.")

    monkeypatch.setattr(readers, "shipped_reader", none)
    run = compare(HARBOUR, HERALD)
    assert run.state == "done"
    assert run.pairs
    assert "by words alone" in run.message
    assert "The file is missing. Get it from the repository." in run.message
    assert run.message in sign_in(viewer).get(story.get_absolute_url()).content.decode()
    assert run.message in story.changes.get(verb="alignment.done").summary


def test_with_its_files_nothing_is_said(story, reader, compare):
    run = compare(HARBOUR, HERALD)
    assert (run.state, run.message) == ("done", "")


@pytest.fixture
def adviser(settings):
    """adviser(behave) is a model at an address of its own, set as an operator would."""

    def asked(server):
        settings.READER_URL, settings.READER_MODEL = server.url, "small-model"

    return asked


def test_no_address_is_asked_unless_one_is_set(settings):
    assert settings.READER_URL == ""


def test_uncertain_pairs_are_read_by_the_adviser_and_it_is_said_how_many(reader, compare, adviser):
    with stand_in(lambda request: request.say('{"same": 0.9, "shares": 0.9}')) as server:
        adviser(server)
        run = compare(HARBOUR, HERALD)
    asked = [tuple(sorted(request.passages.values())) for request in server.asked]
    uncertain = {tuple(sorted(pair)) for pair in reader.asked if abs(8 * _common(*pair) - 2) <= 1.5}
    assert uncertain
    assert set(asked) == uncertain
    assert len(asked) < len(reader.asked)
    assert run.message == f"{len(asked)} uncertain pairs were read by small-model."
    assert Verdict.objects.filter(reader__startswith="small-model at 127.0.0.1").count() == len(asked)


def test_what_the_adviser_said_is_not_asked_again_and_said_again(reader, compare, adviser):
    with stand_in(lambda request: request.say('{"same": 0.9, "shares": 0.9}')) as server:
        adviser(server)
        first = compare(HARBOUR, HERALD)
        asked = len(server.asked)
        again = compare()
    assert len(server.asked) == asked
    assert (again.message, again.pairs) == (first.message, first.pairs)


def test_at_most_so_many_are_asked_about(reader, compare, adviser, settings):
    settings.READER_PAIRS = 1
    with stand_in(lambda request: request.say('{"same": 0.9, "shares": 0.9}')) as server:
        adviser(server)
        compare(HARBOUR, HERALD)
    assert len(server.asked) == 1


def test_where_the_adviser_fails_the_shipped_reader_decides_and_it_is_said(reader, compare, adviser, settings):
    alone = compare(HARBOUR, HERALD)
    with stand_in(lambda request: request.send(404, b"no such model")) as server:
        adviser(server)
        run = compare()
    assert run.pairs == alone.pairs
    assert run.message.startswith("0 uncertain pairs were read by small-model. ")
    assert f" {len(server.asked)} could not be" in run.message
