"""Two directly standardised rates beside each other: their ratio and their difference, each with its interval."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from levelground.stats.intervals import FloatArray, Interval, MethodArray, interval, mover, quotient
from levelground.stats.standardisation import bands
from levelground.stats.standardisation.direct import DirectRate


class ComparedRates(NamedTuple):
    """A directly standardised rate beside that of its comparison group, for each setting."""

    estimate: FloatArray
    """The ratio (no unit) or the difference (in the unit of the rates); NaN where one of the rates is withheld."""
    interval: Interval
    """Limits in the unit of the estimate; NaN where one of the rates is withheld."""
    method: MethodArray
    """``mover_ratio`` or ``mover_difference``; ``no_events`` where both rates are 0; or why one of the rates is withheld."""


def direct_rate_ratio(rate: DirectRate, reference: DirectRate) -> ComparedRates:
    r"""The ratio of two directly standardised rates (the comparative mortality figure), with the interval recovered from theirs (MOVER-R).

    .. math:: L = \frac{l_a (2a - l_a)}{ab + \sqrt{(ab)^2 - l_a u_b (2a - l_a)(2b - u_b)}}, \quad
              U = \frac{ab + \sqrt{(ab)^2 - u_a l_b (2a - u_a)(2b - l_b)}}{l_b (2b - l_b)}

    with the rates a, b and their limits. 1 is no gap. A rate of 0 gives 0 and a lower limit of 0; a comparison rate of 0 gives `inf` and an
    upper limit of `inf`; with both 0 there is no ratio (NaN), and the interval is 0 to `inf`. Turned round, ratio and limits are inverted.

    Parameters
    ----------
    rate, reference : DirectRate
        Rates by the same standard population, the same `per` and at the same confidence; they broadcast.

    Returns
    -------
    ComparedRates
        In the broadcast shape of the rates.

    Raises
    ------
    ValueError
        For shapes that do not broadcast.

    Notes
    -----
    The confidence is that of the rates' own intervals. The groups must be different people. Two indirectly standardised ratios must not be
    divided by each other: each has weights of its own.

    References
    ----------
    Donner A, Zou GY. Closed-form confidence intervals for functions of the normal mean and standard deviation. Statistical Methods in
    Medical Research 2012; 21: 347-359.
    Breslow NE, Day NE. Statistical Methods in Cancer Research, volume II. IARC 1987: chapter 2 (the comparative mortality figure).

    Examples
    --------
    Down's syndrome among fifth and later births beside first births (see `direct_rate`); Fay and Feuer print rates of 75.5 and 92.3 per
    100,000 births, weighted by all births of the mother's age:

    >>> from levelground.stats.standardisation.direct import direct_rate
    >>> all_births = [319_933, 931_318, 786_511, 488_235, 237_863, 61_313]
    >>> fifth = direct_rate([0, 8, 63, 112, 262, 295], [327, 30_666, 123_419, 149_919, 104_088, 34_392], all_births)
    >>> first = direct_rate([107, 141, 60, 40, 39, 25], [230_061, 329_449, 114_920, 39_487, 14_208, 3_052], all_births)
    >>> found = direct_rate_ratio(fifth, first)
    >>> f"{found.estimate:.3f} ({found.interval.lower:.3f} to {found.interval.upper:.3f})"
    '0.818 (0.690 to 0.974)'
    """
    a, l_a, u_a, b, l_b, u_b = _together(rate, reference)
    method = _method(rate, reference, "mover_ratio")
    nothing = (a == 0) & (b == 0)
    method = np.where((method == "mover_ratio") & nothing, "no_events", method)
    below = a * b + np.sqrt(np.maximum((a * b) ** 2 - l_a * u_b * (2 * a - l_a) * (2 * b - u_b), 0))
    above = a * b + np.sqrt(np.maximum((a * b) ** 2 - u_a * l_b * (2 * a - u_a) * (2 * b - l_b), 0))
    lower = bands.divided(l_a * (2 * a - l_a), below)
    upper = bands.divided(above, l_b * (2 * b - l_b), np.inf)
    return ComparedRates(
        bands.shown(quotient(a, b), method),
        interval(bands.shown(lower, method), bands.shown(upper, method)),
        method[()],
    )


def direct_rate_difference(rate: DirectRate, reference: DirectRate) -> ComparedRates:
    r"""The difference of two directly standardised rates, with the interval recovered from theirs (MOVER).

    .. math:: L = a - b - \sqrt{(a - l_a)^2 + (u_b - b)^2}, \quad U = a - b + \sqrt{(u_a - a)^2 + (b - l_b)^2}

    0 is no gap; below 0 the group's rate is the lower one. Turned round, the difference and its limits change sign.

    Parameters
    ----------
    rate, reference : DirectRate
        As for `direct_rate_ratio`.

    Returns
    -------
    ComparedRates
        In the broadcast shape of the rates, per `per` of the rates.

    Raises
    ------
    ValueError
        As `direct_rate_ratio`.

    References
    ----------
    Zou GY, Donner A. Statistics in Medicine 2008; 27: 1693-1702.

    Examples
    --------
    The same births, per 100,000:

    >>> from levelground.stats.standardisation.direct import direct_rate
    >>> all_births = [319_933, 931_318, 786_511, 488_235, 237_863, 61_313]
    >>> fifth = direct_rate([0, 8, 63, 112, 262, 295], [327, 30_666, 123_419, 149_919, 104_088, 34_392], all_births, per=100_000)
    >>> first = direct_rate([107, 141, 60, 40, 39, 25], [230_061, 329_449, 114_920, 39_487, 14_208, 3_052], all_births, per=100_000)
    >>> found = direct_rate_difference(fifth, first)
    >>> f"{found.estimate:.1f} ({found.interval.lower:.1f} to {found.interval.upper:.1f})"
    '-16.8 (-31.9 to -2.2)'
    """
    a, l_a, u_a, b, l_b, u_b = _together(rate, reference)
    method = _method(rate, reference, "mover_difference")
    lower, upper = mover(a, Interval(l_a, u_a), b, Interval(l_b, u_b))
    return ComparedRates(bands.shown(a - b, method), interval(bands.shown(lower, method), bands.shown(upper, method)), method[()])


def _together(rate: DirectRate, reference: DirectRate) -> tuple[FloatArray, ...]:
    """Rates and limits, broadcast; 0 where they are withheld."""
    parts = (part for each in (rate, reference) for part in (each.estimate, *each.interval))
    return np.broadcast_arrays(*(np.where(np.isnan(part), 0.0, part) for part in parts))


def _method(rate: DirectRate, reference: DirectRate, otherwise: str) -> MethodArray:
    own, theirs = np.broadcast_arrays(rate.method, reference.method)
    kept = [np.char.startswith(each, "withheld") for each in (own, theirs)]
    return np.select(kept, [own, theirs], otherwise)
