"""Accuracy from sampled answers, with 95 % intervals over problems."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

#: Resamples of the problem set for the intervals.
RESAMPLES, BOOTSTRAP_SEED = 4000, 11


@dataclass(frozen=True)
class Scores:
    """Per problem: share of correct samples, majority correct, any correct."""

    single: np.ndarray
    majority: np.ndarray
    any_right: np.ndarray


def majority_vote(finals: list[str | None]) -> str | None:
    """The most frequent final number; the one drawn first wins a tie."""
    votes = Counter(number for number in finals if number is not None)
    return votes.most_common(1)[0][0] if votes else None


def score(finals: list[list[str | None]], truth: list[str]) -> Scores:
    """Scores of ``finals[problem][sample]``."""
    return Scores(
        np.array([np.mean([f == t for f in row]) for row, t in zip(finals, truth)]),
        np.array([float(majority_vote(row) == t) for row, t in zip(finals, truth)]),
        np.array([float(t in row) for row, t in zip(finals, truth)]),
    )


def interval(values: np.ndarray) -> tuple[float, float, float]:
    """Mean and 95 % bootstrap interval over problems, in percent.

    Problems are resampled, not samples: sixteen samples of one problem are not
    sixteen independent measurements.
    """
    rng = np.random.default_rng(BOOTSTRAP_SEED)
    means = values[rng.integers(0, len(values), (RESAMPLES, len(values)))].mean(1)
    low, high = np.percentile(means, (2.5, 97.5))
    return 100 * float(values.mean()), 100 * float(low), 100 * float(high)
