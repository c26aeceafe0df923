"""What follows from texts and points: made whole or in part, and anew when a passage moves."""

from dataclasses import replace

from coverage_app.engine.compare import compare
from coverage_app.engine.derived import with_derived, with_origins, with_quotes

from .stories import harbour_story


def test_made_afterwards_it_is_what_a_run_makes():
    whole, bare = compare(harbour_story()), compare(harbour_story(), derived=False)
    assert (bare.quotes, bare.origins, bare.placements) == ((), (), ())
    assert with_derived(bare) == whole


def test_each_part_can_be_made_alone():
    whole, bare = compare(harbour_story()), compare(harbour_story(), derived=False)
    assert with_quotes(bare) == replace(bare, quotes=whole.quotes)
    assert with_origins(bare) == replace(bare, origins=whole.origins)


def test_quotes_follow_the_points():
    """A paraphrase is one only while it stands in a row with the quotation."""
    comparison = compare(harbour_story(), derived=False)

    def paraphrases(points):
        quotes = with_quotes(replace(comparison, points=points)).quotes
        return [v for quote in quotes for v in quote.versions if "paraphrased" in v.forms]

    assert paraphrases(comparison.points)
    assert not paraphrases(())
    assert paraphrases(comparison.points)
