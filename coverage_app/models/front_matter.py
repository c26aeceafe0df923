"""What a newsroom puts before and behind a published comparison."""

from django.db import models

from .stories import Story


class FrontMatter(models.Model):
    """The texts of a story's exports. Kept with the story, since an address, which holds all other choices of an
    export, has no room for them."""

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="front_matter")
    byline = models.CharField(max_length=200, blank=True, help_text="Who signs the comparison.")
    dated = models.DateField("date", null=True, blank=True, help_text="Printed beside the byline.")
    introduction = models.TextField(
        max_length=5000, blank=True, help_text="Before the comparison. *emphasis*, [links](https://…), lists."
    )
    method = models.TextField(
        "note on method", max_length=5000, blank=True, help_text="Before what Crossread says of how this was made."
    )

    class Meta:
        verbose_name_plural = "front matter"

    def __str__(self) -> str:
        return f"Front matter of {self.story}"
