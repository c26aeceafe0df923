"""The exported demo story is what was looked at and kept."""

from .golden.files import documents


def test_the_demo_story_goes_out_as_it_was_kept() -> None:
    for path, html in documents().items():
        kept = path.read_text(encoding="utf-8")
        assert html == kept, f"{path.name} differs: look at it, then run python -m tests.export.golden to keep it"
