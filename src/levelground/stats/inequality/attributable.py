"""How much better a setting would be if all were as the best group: population attributable risk (PAR) and fraction (PAF)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from levelground.stats import domains
from levelground.stats.inequality.differences import picked_by_chance
from levelground.stats.inequality.measures import (
    WITHHELD_ZERO_AVERAGE,
    InequalityMeasure,
    around,
    follows_healthequal,
    measure,
    over_average,
    tails,
)
from levelground.stats.inequality.settings import Settings, by_settings, checked_settings, require_at_most
from levelground.stats.intervals import FloatArray, MethodArray

WITHHELD_EMPTY_BEST = "withheld_no_people_in_best_group"
NO_SCALE = "no_scale"
FEWEST = 10
"""With fewer people than this in the best group who have, or have not, what is counted, the interval is too narrow."""
CLEARLY_APART = 2.0
"""A best group, and another nearer to it than this many standard errors, may be in each other's place."""


def population_attributable_risk(
    estimates: ArrayLike,
    population: ArrayLike,
    *,
    favourable: ArrayLike,
    scale: ArrayLike | None = None,
    ordered: bool = False,
    average: ArrayLike | None = None,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
) -> InequalityMeasure:
    r"""How much higher, or lower, the setting's average would be if every group were as the best one (PAR).

    .. math:: PAR = y_{best} - \mu, \quad SE = \mu\,SE(PAF)

    The best group is the last in an order; without one it has the highest value where higher is better, else the lowest (of those that are
    level, the last). 0: nothing to gain. Where the best group of an order is worse than the average, PAR is set to 0, and the method says
    so. Above 0 where higher is better, below 0 where lower is.

    Parameters
    ----------
    estimates : array_like
        Proportions, as parts of `scale`, (settings..., groups): 0 or more. A setting needs 2 groups.
    population : array_like
        People in each group: 0 or more. The standard error takes them as independently counted people, not as weights of a survey.
    favourable : array_like
        True where a higher value is better, one or one for each setting.
    scale : array_like, optional
        The estimate that everybody would have: 1, 100 or 1,000; one or one for each setting. Without it there is no interval.
    ordered : bool
        Whether the groups stand in order from the least advantaged to the most.
    average : array_like, optional
        The setting's average where it is known from elsewhere; otherwise the groups' mean weighted by population.
    confidence, where : array_like
        As for `between_group_variance`.

    Returns
    -------
    InequalityMeasure
        In the unit of the estimates, in the shape of the settings. Method: ``walter``, ``walter_set_to_0``,
        ``walter_picked_by_chance``, ``walter_few_in_best_group``, ``no_scale``,
        ``withheld_zero_average`` and ``withheld_no_people_in_best_group`` (NaN limits), ``withheld_fewer_than_two_groups`` or
        ``withheld_no_population``.

    Raises
    ------
    ValueError
        For numbers that are negative, not finite or above 1e70; estimates above `scale`; confidence outside (0, 1).
    TypeError
        For text, objects (None among them), masked arrays, booleans where numbers are meant and numbers where booleans are.

    Notes
    -----
    The interval takes the average as known and the best group as picked beforehand. Without an order the best is picked for its level:
    where another lies within two standard errors of it (of the difference, from the numbers of people) the method says
    ``walter_picked_by_chance``, and coverage at 95% can be 38% with 16 level groups. With fewer than 10 people in the best group who have
    what is counted, or who have not, the interval is too narrow (without width for none): ``walter_few_in_best_group``. Elsewhere coverage
    is 92% to 97%.

    References
    ----------
    Walter SD. The estimation and interpretation of attributable risk in health research. Biometrics 1976; 32: 829-849.
    Schlotheuber A, Hosseinpoor AR. International Journal of Environmental Research and Public Health 2022; 19: 3697 (appendix A).

    Examples
    --------
    Case 4 of `tests/oracles/inequality_nonordered`, as healthequal 1.0.1 prints it:

    >>> values, people = [43.993709, 39.585431, 56.416488, 57.732757, 63.13508], [3851, 1098, 4530, 427, 379]
    >>> found = population_attributable_risk(values, people, favourable=False, scale=100)
    >>> f"{found.estimate:.3f} ({found.interval.lower:.3f} to {found.interval.upper:.3f})"
    '-10.685 (-13.431 to -7.939)'
    """
    return risk_measure(_checked(estimates, population, favourable, average, where), scale, confidence, ordered=ordered)


def population_attributable_fraction(
    estimates: ArrayLike,
    population: ArrayLike,
    *,
    favourable: ArrayLike,
    scale: ArrayLike | None = None,
    ordered: bool = False,
    average: ArrayLike | None = None,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
    compat: str | None = None,
) -> InequalityMeasure:
    r"""The population attributable risk as a percentage of the setting's average (PAF).

    .. math:: PAF = 100\,(y_{best} - \mu) / \mu

    .. math:: SE = 100 \sqrt{\frac{c\,n\,[a d (n - c) + b c^2]}{(a + c)^3 (c + d)^3}}

    with the people inside the best group who have (c) and have not (d) what is counted, those outside it who have (a) and have not (b), and
    n = a + b + c + d. Best group, 0 and sign: as for `population_attributable_risk`. NaN, withheld: the average is 0.

    The other Parameters, Returns (in percent) and Raises: as for `population_attributable_risk`.

    Parameters
    ----------
    compat : str, optional
        ``healthequal-1.0.1``: the standard error is left as a fraction beside an estimate in percent, and the interval is 100 times too
        narrow (its coverage was 2.9%).

    Notes
    -----
    As for `population_attributable_risk`. Where lower is better PAF is below 0: -40 means that 40% would not happen.

    References
    ----------
    Walter SD. Biometrics 1976; 32: 829-849.

    Examples
    --------
    Case 4 of `tests/oracles/inequality_nonordered`, as healthequal 1.0.1 prints it:

    >>> values, people = [43.993709, 39.585431, 56.416488, 57.732757, 63.13508], [3851, 1098, 4530, 427, 379]
    >>> f"{population_attributable_fraction(values, people, favourable=False).estimate:.3f}"
    '-21.255'
    """
    settings = _checked(estimates, population, favourable, average, where)
    return fraction_measure(settings, scale, confidence, ordered=ordered, compat=compat)


class _Gain(NamedTuple):
    """What there is to gain, one for each setting."""

    risk: FloatArray
    average: FloatArray
    error: FloatArray
    """Of PAF as a fraction."""
    method: MethodArray


def risk_measure(settings: Settings, scale: ArrayLike | None, confidence: ArrayLike, *, ordered: bool = False) -> InequalityMeasure:
    """PAR of settings that were checked."""

    def work(some: Settings, tail: FloatArray, *most: FloatArray) -> InequalityMeasure:
        gain = _gain(some, most, ordered)
        return _measured(some, gain.risk, gain.average * gain.error, gain, tail)

    return by_settings(work, settings, tails(confidence, settings), *_most(settings, scale))


def fraction_measure(
    settings: Settings, scale: ArrayLike | None, confidence: ArrayLike, *, ordered: bool = False, compat: str | None = None
) -> InequalityMeasure:
    """PAF of settings that were checked."""
    unit = 1 if follows_healthequal(compat) else 100

    def work(some: Settings, tail: FloatArray, *most: FloatArray) -> InequalityMeasure:
        gain = _gain(some, most, ordered)
        return _measured(some, over_average(100 * gain.risk, gain.average), unit * gain.error, gain, tail)

    return by_settings(work, settings, tails(confidence, settings), *_most(settings, scale))


def _measured(settings: Settings, estimate: FloatArray, error: FloatArray, gain: _Gain, tail: FloatArray) -> InequalityMeasure:
    return measure(settings, estimate, error, around(estimate, error, tail), gain.method)


def _most(settings: Settings, scale: ArrayLike | None) -> tuple[FloatArray, ...]:
    """The highest value that an estimate of each setting may have, (settings,), if it is known."""
    return () if scale is None else (require_at_most("scale", settings, domains.not_negative("scale", scale)),)


def _gain(settings: Settings, most: tuple[FloatArray, ...], ordered: bool) -> _Gain:
    best, better = _best(settings, ordered), settings.groups.favourable[:, 0, 0]
    average = settings.groups.mean[:, 0, 0]
    risk = settings.estimates[np.arange(len(best)), best] - average
    wrong = np.where(better, risk < 0, risk > 0)
    error, method = np.full(len(best), np.nan), np.full(len(best), NO_SCALE)
    if most:
        error, method = _walter(settings, best, most[0])
        method = np.where((method == "walter") & wrong, "walter_set_to_0", _warned(settings, best, ordered, most[0], method))
    return _Gain(np.where(wrong, 0.0, risk), average, error, method)


def _walter(settings: Settings, best: NDArray[np.intp], scale: FloatArray) -> tuple[FloatArray, MethodArray]:
    """The standard error of the fraction, from shares of the population instead of counts of people."""
    rows = np.arange(len(best))
    level = settings.estimates / np.where(scale > 0, scale, 1)[:, np.newaxis]
    having = np.sum(settings.shares * level, axis=-1)
    inside, inside_having = settings.shares[rows, best], (settings.shares * level)[rows, best]
    inside_not = inside - inside_having
    outside_not = np.maximum(1 - having - inside_not, 0)
    known = (having > 0) & (inside > 0)
    base = np.where(known, having, 1.0)
    theirs = np.minimum(inside_having / base, 1)
    with np.errstate(over="ignore"):
        variance = theirs * ((1 - theirs) * (inside_not * (1 - inside_having) / base) + outside_not * theirs**2)
    variance = np.where(known, variance, np.nan) / np.where(known, inside, 1.0) ** 3
    method = np.where(known, "walter", np.where(having > 0, WITHHELD_EMPTY_BEST, WITHHELD_ZERO_AVERAGE))
    return np.sqrt(variance / np.where(settings.people > 0, settings.people, 1)), method


def _warned(settings: Settings, best: NDArray[np.intp], ordered: bool, scale: FloatArray, method: MethodArray) -> MethodArray:
    """Where the interval does not hold: a best group that chance may have picked, or in which there is nothing to count."""
    most = scale[:, np.newaxis]
    people = settings.shares * settings.people[:, np.newaxis]
    level = settings.estimates / np.where(most > 0, most, 1)
    errors = np.where(people > 0, most * np.sqrt(level * (1 - level) / np.where(people > 0, people, 1)), 0.0)
    having, inside = (people * level)[np.arange(len(best)), best], people[np.arange(len(best)), best]
    few = np.minimum(having, inside - having) < FEWEST
    chance = np.zeros_like(few) if ordered else picked_by_chance(settings, best, errors=errors, apart=CLEARLY_APART)
    said = np.where(few, "walter_few_in_best_group", np.where(chance, "walter_picked_by_chance", "walter"))
    return np.where(method == "walter", said, method)


def _best(settings: Settings, ordered: bool) -> NDArray[np.intp]:
    """The last group, or the last of those with the best value."""
    values, best = settings.estimates, settings.groups.best[..., 0]
    best_one = settings.member if ordered else settings.member & (values == best)
    return np.asarray(values.shape[-1] - 1 - np.argmax(best_one[:, ::-1], axis=-1))


def _checked(estimates: ArrayLike, population: ArrayLike, favourable: ArrayLike, average: ArrayLike | None, where: ArrayLike) -> Settings:
    return checked_settings(estimates, population, favourable=favourable, average=average, where=where)
