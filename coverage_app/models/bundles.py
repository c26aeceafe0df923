"""What a story that came from a bundle keeps of it."""

from django.db import models

from .stories import Story


class Bundle(models.Model):
    """How the rows of such a story were called where it was made, so that its exports stay the same byte for byte and
    the anchors in them lead to the same places: see queries.exported()."""

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="bundle")
    ids = models.JSONField()  # by our id: theirs, {"p345": "p22"}; of rows that are gone since, too
    outlets = models.JSONField()  # by our name: theirs, where it is capitalised otherwise

    def __str__(self) -> str:
        return f"bundle of story {self.story_id}"
