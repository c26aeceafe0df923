"""A logistic regression, the one kind of model that is fitted on the gold events."""

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul

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
        if len(row) != len(self.weights):
            raise ValueError(f"{len(row)} features for {len(self.weights)} weights")
        return self.probability_of(math.fsum(map(mul, self.weights.values(), row)))

    def probability_of(self, weight: float) -> float:
        """0..1 for the sum of the features, each times its weight."""
        score = self.bias + weight
        return 1 / (1 + math.exp(-max(-FARTHEST, min(FARTHEST, score))))


@dataclass(frozen=True, slots=True)
class Levels:
    """Confidence in a few levels: histogram binning (Zadrozny & Elkan 2001).

    What lies between two borders gets the share of yeses that was found there. `values` is one longer than `borders`.
    """

    borders: tuple[float, ...]
    values: tuple[float, ...]

    def of(self, confidence: float) -> float:
        """The level (0..1) of a confidence (0..1)."""
        return self.values[bisect_right(self.borders, confidence)]
