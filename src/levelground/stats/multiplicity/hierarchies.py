"""How much groups truly differ, learnt from all of them, and what that says of each: two models, weighed over the prior's strength.

A prior of mean m and strength b counts as much as b people (or expected events) of a group's own, so that a group of size n keeps the
share n / (n + b) of its raw figure. b is not fixed at its likeliest value: each b is weighed by the likelihood of all groups' counts,
and m by its own uncertainty. Before the counts are seen, the share B = b / (n + b) that a group of middling size takes from the prior
has the density 2 (1 - B): with the uniform density of Christiansen and Morris intervals of few groups that differ much covered 91.4%
at worst, with this one 93.3%.
"""

from __future__ import annotations

from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import special

from levelground.stats.intervals import FloatArray

STEPS: Final = 40
"""Even steps of the share that the prior takes; each setting holds a few numbers of each step, however few groups it has."""
FADING_STEPS: Final = 16


class CountedGroups(NamedTuple):
    """Events and size of each group, and which cells hold one; the last axis is groups."""

    events: FloatArray
    size: FloatArray
    inside: NDArray[np.bool_]


class Posterior(NamedTuple):
    """What is known of each group's level; the last axis is groups."""

    mean: FloatArray
    variance: FloatArray
    own_share: FloatArray
    prior_mean: FloatArray


class Hierarchy(Protocol):
    """Counts whose levels come from one distribution."""

    @staticmethod
    def variance(mean: FloatArray) -> FloatArray:
        """Of one event's count in a group of size 1, given its level."""

    @staticmethod
    def spread(mean: FloatArray, precision: FloatArray) -> FloatArray:
        """The variance of a level whose knowledge counts as much as `precision` people."""

    @staticmethod
    def size_weight(size: FloatArray, strength: FloatArray) -> FloatArray:
        """How much a group says of the prior's mean, in people."""

    @staticmethod
    def log_likelihood(events: FloatArray, size: FloatArray, mean: FloatArray, strength: FloatArray) -> FloatArray:
        """Of a group's count, up to what does not depend on the prior."""


class GammaPoisson:
    """Poisson counts, their rates gamma: shape m b, rate b."""

    @staticmethod
    def variance(mean: FloatArray) -> FloatArray:
        """The mean."""
        return mean

    @staticmethod
    def spread(mean: FloatArray, precision: FloatArray) -> FloatArray:
        """Of a gamma distribution."""
        return mean / precision

    @staticmethod
    def size_weight(size: FloatArray, strength: FloatArray) -> FloatArray:
        """The inverse variance of a raw rate, over the mean."""
        return size * strength / (size + strength)

    @staticmethod
    def log_likelihood(events: FloatArray, size: FloatArray, mean: FloatArray, strength: FloatArray) -> FloatArray:
        """Negative binomial."""
        shape = mean * strength
        rising = special.gammaln(events + shape) - special.gammaln(shape)
        return np.asarray(rising - shape * np.log1p(size / strength) - events * np.log(size + strength), dtype=np.float64)


class BetaBinomial:
    """Binomial counts, their proportions beta: m b and (1 - m) b."""

    @staticmethod
    def variance(mean: FloatArray) -> FloatArray:
        """Of one trial."""
        return mean * (1 - mean)

    @staticmethod
    def spread(mean: FloatArray, precision: FloatArray) -> FloatArray:
        """Of a beta distribution."""
        return mean * (1 - mean) / (precision + 1)

    @staticmethod
    def size_weight(size: FloatArray, strength: FloatArray) -> FloatArray:
        """The inverse variance of a raw proportion, over that of one trial."""
        return size * (strength + 1) / (size + strength)

    @staticmethod
    def log_likelihood(events: FloatArray, size: FloatArray, mean: FloatArray, strength: FloatArray) -> FloatArray:
        """Beta-binomial."""
        first, second = mean * strength, (1 - mean) * strength
        after = special.betaln(events + first, size - events + second)
        return np.asarray(after - special.betaln(first, second), dtype=np.float64)


def known_prior(model: Hierarchy, groups: CountedGroups, mean: FloatArray, strength: FloatArray) -> Posterior:
    """The posterior under a prior that is given."""
    events, size, _ = groups
    level = (events + mean * strength) / (size + strength)
    prior_mean = np.broadcast_to(mean, (*level.shape[:-1], 1))
    return Posterior(level, model.spread(level, size + strength), size / (size + strength), prior_mean)


def learnt_prior(model: Hierarchy, groups: CountedGroups) -> Posterior:
    """The posterior under priors of every strength, each weighed by what all groups say of it; 0 < events < size somewhere."""
    events, size, inside = groups
    number = np.maximum(np.sum(inside, axis=-1, keepdims=True), 1)
    middling = np.exp(np.sum(np.log(size), axis=-1, keepdims=True, where=inside) / number)
    shares, masses = _shares_taken()
    strengths = [middling * share / (1 - share) for share in shares]
    priors = [_prior_mean(model, groups, strength) for strength in strengths]
    evidence = [
        np.sum(model.log_likelihood(events, size, mean, strength), axis=-1, keepdims=True, where=inside)
        + 0.5 * np.log(error)
        + np.log(mass)
        for strength, (mean, error), mass in zip(strengths, priors, masses, strict=True)
    ]
    weights = special.softmax(np.stack(evidence, axis=-1), axis=-1)
    return _mixed(model, groups, np.moveaxis(weights, -1, 0), strengths, priors)


def _shares_taken() -> tuple[FloatArray, FloatArray]:
    """Shares of a middling group's figure that the prior takes, and their masses: even steps, then ever smaller ones towards none."""
    even = 1 - np.sqrt(1 - (np.arange(STEPS) + 0.5) / STEPS)
    fading = 0.25 ** np.arange(FADING_STEPS, 0, -1)
    return np.concatenate([even[0] * fading, even]), np.concatenate([fading, np.ones(STEPS)])


def _prior_mean(model: Hierarchy, groups: CountedGroups, strength: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The prior's mean under a strength, and its variance."""
    events, size, inside = groups
    weight = np.where(inside, model.size_weight(size, strength), 0.0)
    total = np.sum(weight, axis=-1, keepdims=True)
    mean = np.sum(weight * (events / size), axis=-1, keepdims=True) / total
    return mean, model.variance(mean) / total


def _mixed(
    model: Hierarchy, groups: CountedGroups, weights: FloatArray, strengths: list[FloatArray], priors: list[tuple[FloatArray, FloatArray]]
) -> Posterior:
    """Mean and variance over the strengths, added up so that no digits are lost where levels are known well."""
    events, size, _ = groups
    mean, between, within = np.zeros(events.shape), np.zeros(events.shape), np.zeros(events.shape)
    share, prior_mean, so_far = np.zeros(events.shape), np.zeros(weights.shape[1:]), np.zeros(weights.shape[1:])
    for weight, strength, (middle, error) in zip(weights, strengths, priors, strict=True):
        so_far = so_far + weight
        level = (events + middle * strength) / (size + strength)
        away = level - mean
        mean = mean + away * weight / np.where(so_far > 0, so_far, 1)
        between = between + weight * away * (level - mean)
        within = within + weight * (model.spread(level, size + strength) + (strength / (size + strength)) ** 2 * error)
        share = share + weight * size / (size + strength)
        prior_mean = prior_mean + weight * middle
    return Posterior(mean, within + between, share, prior_mean)
