"""Speakers: one voice, whatever the articles call it."""

import pytest

from coverage_app.engine.voices import Voice, personal_name, voices


@pytest.mark.parametrize(
    ("speaker", "name"),
    [
        ("Foreign Minister Ilsa Brandt", "Ilsa Brandt"),
        ("Ms Brandt", "Brandt"),
        ("Secretary of State Ada Lind", "Ada Lind"),
        ("Deputy Minister and Minister of Energy Jon Berg", "Jon Berg"),
        ("Rep. Ada B. Lind of Holm", "Ada B. Lind"),
        ("Kim Jong-un", "Kim Jong-un"),
        ("the ministry", None),
        ("The minister", None),
        ("Centre for Coastal Studies", None),
        ("Lind and Berg", None),
        ("a diplomat", None),
    ],
)
def test_the_name_of_a_person_without_titles(speaker: str, name: str | None):
    assert personal_name(speaker) == name


def test_a_shorter_name_is_that_of_the_longer_one():
    heard = voices(["Foreign Minister Ilsa Brandt", "Ms Brandt", "Brandt", "Jon Berg"])
    assert {speaker: voice.name for speaker, voice in heard.items()} == {
        "Foreign Minister Ilsa Brandt": "Ilsa Brandt",
        "Ms Brandt": "Ilsa Brandt",
        "Brandt": "Ilsa Brandt",
        "Jon Berg": "Jon Berg",
    }


def test_a_name_that_two_people_share_is_neither():
    heard = voices(["Ilsa Brandt", "Otto Brandt", "Brandt"])
    assert [heard[name].name for name in ("Ilsa Brandt", "Otto Brandt", "Brandt")] == [
        "Ilsa Brandt",
        "Otto Brandt",
        "Brandt",
    ]


def test_initials_and_articles_make_no_other_voice():
    heard = voices(["Stephen E. Boyd", "Stephen Boyd", "The council", "the council"])
    assert len(set(heard.values())) == 2
    assert heard["the council"] == Voice("The council", is_person=False)


def test_nobody_has_no_voice():
    assert voices([]) == {}
