"""Logistic regressions for engine/scoring.py: fitted with soft targets, calibrated by Platt's scaling."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from coverage_app.engine.scoring import Scorer


@dataclass(frozen=True)
class Line:
    """The logit of a row is `rows @ weights + bias`."""

    weights: np.ndarray
    bias: float

    def probability(self, rows: np.ndarray) -> np.ndarray:
        return 1 / (1 + np.exp(-(rows @ self.weights + self.bias)))

    def scaled(self, slope: float, offset: float) -> "Line":
        """The line whose logit is slope * logit + offset."""
        return Line(slope * self.weights, slope * self.bias + offset)

    def scorer(self, names: Sequence[str], least: float) -> Scorer:
        weights = {name: round(float(weight), 3) for name, weight in zip(names, self.weights, strict=True)}
        return Scorer(round(float(self.bias), 3), weights, round(float(least), 3))


def fit(rows: np.ndarray, targets: np.ndarray, regularisation: float) -> Line:
    """The regression of targets between 0 and 1; `regularisation` is C over rows of unit variance."""
    scaler = StandardScaler().fit(rows)
    scaled = scaler.transform(rows)
    # each row stands as a yes and as a no, weighted by how much it is either
    regression = LogisticRegression(C=regularisation, max_iter=2000).fit(
        np.concatenate([scaled, scaled]),
        np.repeat([1, 0], len(rows)),
        sample_weight=np.concatenate([targets, 1 - targets]),
    )
    weights = regression.coef_[0] / scaler.scale_
    return Line(weights, float(regression.intercept_[0] - weights @ scaler.mean_))


def platt(logits: np.ndarray, hits: np.ndarray) -> tuple[float, float]:
    """Slope and offset that turn logits into those of the probability of a hit (Platt 1999)."""
    found = LogisticRegression(C=1000.0).fit(logits[:, None], hits)
    return float(found.coef_[0][0]), float(found.intercept_[0])


def logit(share: np.ndarray) -> np.ndarray:
    return np.log(share / (1 - share))
