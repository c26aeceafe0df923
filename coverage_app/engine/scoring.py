"""A logistic regression, the one kind of model that is fitted on the gold events."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FARTHEST = 30.0  # score past which the probability is 0 or 1 for all that it is used for; keeps exp() in range


@dataclass(frozen=True, slots=True)
class Scorer:
    """The probability of a yes, from named features (Cox 1958), calibrated (Platt 1999) by the script that fits it.

    `weights` are in the order of the rows. From `least` on, what is scored is proposed.
    """

    bias: float
    weights: Mapping[str, float]
    least: float

    def probability(self, row: Sequence[float]) -> float:
        """0..1 for one row of features. Raises ValueError for a row of another length than the weights."""
        score = self.bias + math.fsum(weight * value for weight, value in zip(self.weights.values(), row, strict=True))
        return 1 / (1 + math.exp(-max(-FARTHEST, min(FARTHEST, score))))
