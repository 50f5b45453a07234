"""How sure Kitagawa's parts of a gap are: intervals of the gap, of the composition part and of the rate part."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from levelground.stats import domains
from levelground.stats.decomposition.kitagawa import counted_strata, shares_of_people
from levelground.stats.intervals import FloatArray, Interval, MethodArray, interval
from levelground.stats.parts import in_parts
from levelground.stats.standardisation.comparative import ComparedRates, direct_rate_difference
from levelground.stats.standardisation.direct import direct_rate


class KitagawaIntervals(NamedTuple):
    """Limits of what `kitagawa_parts` gives of each setting, in its unit."""

    gap: Interval
    """Of the gap between the crude rates."""
    composition: Interval
    """Of the composition part; 0 to 0 where the groups are spread alike."""
    rate_effect: Interval
    """Of the rate part."""
    method: MethodArray
    """``mover``; ``withheld_few_events`` (fewer than 10 in one of the rates that are compared), ``withheld_empty_stratum`` (a stratum has
    people of one group only) or ``withheld_no_people``: every limit is NaN."""


def kitagawa_intervals(
    group_events: ArrayLike,
    group_people: ArrayLike,
    reference_events: ArrayLike,
    reference_people: ArrayLike,
    *,
    per: ArrayLike = 1.0,
    confidence: ArrayLike = 0.95,
    where: ArrayLike = True,
) -> KitagawaIntervals:
    r"""Intervals of the parts that `kitagawa_parts` gives. Each part is a difference of two directly standardised rates.

    .. math:: \text{rate part} = \sum_s w_s r_{As} - \sum_s w_s r_{Bs}, \quad w_s = (c_{As} + c_{Bs}) / 2

    .. math:: \text{composition} = \sum_s k_s^+ (r_{As} + r_{Bs}) - \sum_s k_s^- (r_{As} + r_{Bs}), \quad k_s = (c_{As} - c_{Bs}) / 2

    with Dobson's limits of each sum, and MOVER for their difference. Limits on both sides of 0: chance alone may give the part.

    Parameters
    ----------
    group_events, group_people, reference_events, reference_people, per, where
        As for `kitagawa_parts`.
    confidence : array_like
        A fraction between 0 and 1 (0.95; 95 is refused), one or one for each setting.

    Returns
    -------
    KitagawaIntervals
        Limits in units of `per`, in the shape of the settings.

    Raises
    ------
    ValueError
        As `kitagawa_parts`; confidence outside (0, 1).
    TypeError
        As `kitagawa_parts`.

    Notes
    -----
    People are taken as counted and events as Poisson: where events are common the limits are too wide. Withheld where fewer than 10 events
    are behind one of the sums. Coverage at 95% is 95% to 96% on average.

    References
    ----------
    Kitagawa EM. Journal of the American Statistical Association 1955; 50: 1168-1194.
    Dobson AJ, Kuulasmaa K, Eberle E, Scherer J. Statistics in Medicine 1991; 10: 457-462.
    Zou GY, Donner A. Statistics in Medicine 2008; 27: 1693-1702.

    Examples
    --------
    Two strata, one of them riskier; all of the gap of 6 points is composition:

    >>> found = kitagawa_intervals([10, 80], [100, 400], [40, 20], [400, 100])
    >>> for part in (found.composition, found.rate_effect):
    ...     print(f"{part.lower:.3f} to {part.upper:.3f}")
    0.023 to 0.098
    -0.064 to 0.061
    """
    *counts, inside = counted_strata(group_events, group_people, reference_events, reference_people, where)
    scale, tail = domains.positive("per", per), domains.upper_tail(confidence)
    settings, strata = np.broadcast_shapes(inside.shape[:-1], scale.shape, tail.shape), inside.shape[-1]
    within = [np.broadcast_to(each, (*settings, strata)) for each in counts]
    return in_parts(
        _intervals, settings, *within, *(np.broadcast_to(each, settings) for each in (scale, 1 - 2 * tail)), cells_each=4 * strata
    )


def _intervals(*arrays: FloatArray) -> KitagawaIntervals:
    events_a, people_a, events_b, people_b, scale, confidence = arrays
    share_a, share_b = (np.nan_to_num(shares_of_people(each)) for each in (people_a, people_b))
    events, people = (np.concatenate(each, axis=-1) for each in ((events_a, events_b), (people_a, people_b)))
    apart = np.tile((share_a - share_b) / 2, 2)

    def compared(first: tuple[FloatArray, FloatArray, FloatArray], second: tuple[FloatArray, FloatArray, FloatArray]) -> ComparedRates:
        return direct_rate_difference(*(direct_rate(*each, confidence=confidence) for each in (first, second)))

    rates = compared((events_a, people_a, (share_a + share_b) / 2), (events_b, people_b, (share_a + share_b) / 2))
    mixes = compared((events, people, np.maximum(apart, 0)), (events, people, np.maximum(-apart, 0)))
    crude = compared((events_a, people_a, share_a), (events_b, people_b, share_b))
    weight = np.maximum(apart, 0).sum(axis=-1)
    alike = weight < 1e-12
    few = (rates.method == "withheld_few_events") | (crude.method == "withheld_few_events")
    few |= ~alike & (mixes.method == "withheld_few_events")
    nobody = ~((people_a > 0).any(axis=-1) & (people_b > 0).any(axis=-1))
    one_sided = ((people_a > 0) != (people_b > 0)).any(axis=-1)
    method = np.select([nobody, one_sided, few], ["withheld_no_people", "withheld_empty_stratum", "withheld_few_events"], "mover")
    kept = np.where(method == "mover", scale, np.nan)
    composed = (np.where(alike, 0.0, weight * each) * kept for each in mixes.interval)
    return KitagawaIntervals(
        interval(*(each * kept for each in crude.interval)),
        interval(*composed),
        interval(*(each * kept for each in rates.interval)),
        method,
    )
