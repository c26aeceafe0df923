"""What second readers said, kept so that no pair of passages is read twice."""

from django.db import models


class Verdict(models.Model):
    """What a reader said of two passages. Losing one costs no more than reading them again."""

    key = models.CharField(max_length=64, primary_key=True)  # engine/second_reader.py: key_of
    reader = models.CharField(max_length=200)  # its name: which model said so
    same = models.FloatField()  # logits, as in the engine
    shares = models.FloatField()
    kept_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.key} by {self.reader}"
