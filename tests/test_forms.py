"""What people type, checked."""

import pytest

from coverage_app.forms import AnnotationForm, WordsForm
from coverage_app.models import Outlet, Passage, Revision
from coverage_app.services.imports import batch_confirm, files_import
from tests.factories import make_comparison, make_story
from tests.given import given, report

TWICE = "The gates were opened before the other gates were closed."


@pytest.fixture
def full(db):
    return make_story(make_comparison())


def credited(story, outlet) -> AnnotationForm:
    return AnnotationForm({"kind": "added_detail", "label": "x", "outlets": [outlet.pk]}, story=story)


def test_an_outlet_of_the_story_can_be_credited(full):
    assert credited(full, Outlet.objects.get(name="Meridian Wire")).is_valid()


def test_an_outlet_of_another_story_cannot_be_credited(full, lead, story):
    files = [given("x.txt", report(1), outlet="The Secret Paper")]
    batch_confirm(actor=lead, batch=files_import(actor=lead, story=story, files=files))
    form = credited(full, Outlet.objects.get(name="The Secret Paper"))
    assert set(form.errors) == {"outlets"}
    assert "Secret" not in str(form["outlets"])


def test_nor_can_that_of_a_draft(full, lead):
    files_import(actor=lead, story=full, files=[given("x.txt", report(1), outlet="Not Yet Looked At")])
    assert set(credited(full, Outlet.objects.get(name="Not Yet Looked At")).errors) == {"outlets"}


@pytest.mark.parametrize(
    ("start", "place"),
    [
        (TWICE.index("gates"), TWICE.index("gates")),
        (TWICE.rindex("gates"), TWICE.rindex("gates")),
        (TWICE.rindex("gates") + 3, TWICE.rindex("gates")),  # the text was corrected a little before them
        ("", TWICE.index("gates")),
    ],
)
def test_of_words_that_stand_there_twice_those_that_were_selected_are_meant(start, place):
    passage = Passage(revision=Revision(text=TWICE), start=0, end=len(TWICE))
    form = WordsForm({"exact": "gates", "start": start}, passage=passage, others=[])
    assert form.is_valid()
    assert form.cleaned_data["place"] == place
