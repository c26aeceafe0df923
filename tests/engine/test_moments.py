"""Lines that say when an article was published."""

from datetime import UTC, datetime

import pytest

from coverage_app.engine.moments import is_moment, moment_of
from coverage_app.engine.reading import read


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("March 11, 2026, 3:42 p.m. (updated 6:05 p.m.)", datetime(2026, 3, 11, 15, 42)),
        ("Thursday 12 March 2026, 6.00am", datetime(2026, 3, 12, 6, 0)),
        ("Published on 5 May 2024 at 14:07 GMT", datetime(2024, 5, 5, 14, 7, tzinfo=UTC)),
        (
            "Wed 1 Jul 2020 09.15 BST | Last modified on Wed 1 Jul 2020 11.00 BST",
            datetime(2020, 7, 1, 8, 15, tzinfo=UTC),
        ),
        ("Jan. 2, 2021", datetime(2021, 1, 2)),
    ],
)
def test_a_line_with_nothing_but_a_date_gives_the_time(line, moment):
    assert moment_of(line) == moment


@pytest.mark.parametrize(
    "line",
    [
        "The accord was signed on March 11, 2009.",
        "In May 2024 he resigned",
        "March of the penguins",
        "2026",
        "May 40, 2026 at 99:99",
        "",
    ],
)
def test_other_lines_give_none(line):
    assert moment_of(line) is None


def test_a_sentence_with_a_date_stays_report():
    assert not is_moment("The fire broke out on 5 May 2024")


def test_the_time_of_a_text_is_read_and_set_aside():
    text = "Bridge closed after fire\n\nBy Ada Lind\n5 May 2024, 14:07\n\nThe bridge over the Oste was closed.\n"
    document = read(text.encode(), "osk-post.txt")
    assert document.published == datetime(2024, 5, 5, 14, 7)
    assert [p.text for p in document.passages if p.kind == "furniture"] == ["By Ada Lind", "5 May 2024, 14:07"]
