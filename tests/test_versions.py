"""Two versions of a note: what only one of them has is marked in it."""

from coverage_app.versions import Part, Words, parts


def _marked(words):
    return "".join(f"[{w.text}]" if w.differs else w.text for w in words)


def test_words_that_only_one_has_are_marked_in_it():
    (part,) = parts([("Label", "Two dead or three", "Two dead or four")])
    assert _marked(part.theirs) == "Two dead or [three]"
    assert _marked(part.mine) == "Two dead or [four]"
    assert not part.is_same


def test_both_are_whole():
    theirs, mine = "A note, with a *list*:\n- one\n- two", "Another note:\n- two\n- three"
    (part,) = parts([("Note", theirs, mine)])
    assert "".join(words.text for words in part.theirs) == theirs
    assert "".join(words.text for words in part.mine) == mine


def test_what_only_one_has_at_all_is_all_marked():
    assert parts([("Note", "Something", "")]) == (Part("Note", (Words("Something", True),), ()),)


def test_the_same_words_are_not_marked_and_empty_fields_left_out():
    (part,) = parts([("Label", "The same", "The same"), ("Note", "", "")])
    assert part.is_same


def test_another_way_to_write_the_same_word_is_marked():
    (part,) = parts([("Label", "The organisation", "The organization")])
    assert _marked(part.mine) == "The [organization]"
