"""Bootstrap intervals of rates, proportions and their ratios: whole replicates are counts, so a replicate is one draw of a count."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from levelground.stats import domains
from levelground.stats.intervals import FloatArray, Interval, MethodArray, interval
from levelground.stats.parts import parts

CELLS_AT_ONCE: Final = 1 << 20
"""How many drawn counts are held at once: memory does not grow with the number of settings."""
WITHHELD_FEW_EVENTS: Final = "withheld_few_events"
FEWEST_EVENTS: Final = 10
"""With fewer events than this a bootstrap interval is far too narrow, and is withheld."""
MOST_EVENTS: Final = 1e15
Seed = int | np.random.SeedSequence
Streams = list[np.random.Generator]
"""A stream of random numbers for each setting."""


class Bootstrap(NamedTuple):
    """Percentile intervals, an element for each setting."""

    interval: Interval
    """Percentiles of the replicates; NaN where they are withheld."""
    standard_error: FloatArray
    """Standard deviation of the replicates (of their logarithm for a ratio); NaN where it is withheld."""
    method: MethodArray
    """``bootstrap_percentile``, or ``withheld_few_events``: a count is below 10."""


def bootstrap_rate(
    events: ArrayLike, exposure: ArrayLike, *, seed: Seed, draws: int = 1000, per: ArrayLike = 1.0, confidence: ArrayLike = 0.95
) -> Bootstrap:
    r"""The percentile bootstrap of a rate, with Poisson counts.

    .. math:: x^* \sim \text{Poisson}(x), \quad \frac{\text{per}\; x^*}{t}

    Fewer than 10 events have no interval here (NaN, ``withheld_few_events``): from 0 events every replicate would be 0.

    Parameters
    ----------
    events : array_like
        Whole numbers x, 0 or more and at most 1e15.
    exposure : array_like
        People, or person-time, t: above 0.
    seed : int or numpy.random.SeedSequence
        The same seed gives the same intervals. Each setting has a stream of its own, found by its place: chunks, and settings
        after it, change nothing. No other random state is read or changed.
    draws : int
        Replicates: 2 or more.
    per : array_like
        The rate's multiplier.
    confidence : array_like
        A fraction between 0 and 1 (0.95; 95 is refused).

    Returns
    -------
    Bootstrap
        In the broadcast shape of the arguments, in the unit of `per`.

    Raises
    ------
    ValueError
        For counts that are negative, not finite, not whole or above 1e15; exposure or per that is not above 0; fewer than 2 draws;
        confidence outside (0, 1).
    TypeError
        For text, booleans, objects (None among them) and masked arrays; draws that are not a whole number.

    Notes
    -----
    `rate_interval` needs no simulation and covers better: this one is for what is computed further from counts that were drawn.

    References
    ----------
    Efron B, Tibshirani RJ. An Introduction to the Bootstrap. 1993: chapter 13 (percentile intervals).

    Examples
    --------
    A thousand detentions among 400,000, per 100,000; Byar gives 234.7 to 266.0:

    >>> found = bootstrap_rate(1_000, 400_000, seed=1, draws=20_000, per=100_000).interval
    >>> bool(abs(found.lower - 234.7) < 1 and abs(found.upper - 266.0) < 1)
    True
    """
    x, t, multiplier, tail = np.broadcast_arrays(
        _countable("events", events),
        domains.positive("exposure", exposure, most=domains.LARGEST),
        domains.positive("per", per, most=domains.LARGEST),
        domains.upper_tail(confidence),
    )

    def replicate(streams: Streams, part: slice, number: int) -> FloatArray:
        counts = _drawn(streams, x.ravel()[part], number)
        return np.asarray(counts * (multiplier.ravel()[part] / t.ravel()[part])[:, np.newaxis])

    return _bootstrap(replicate, x >= FEWEST_EVENTS, tail, seed, draws)


def bootstrap_rate_ratio(
    events: ArrayLike,
    exposure: ArrayLike,
    reference_events: ArrayLike,
    reference_exposure: ArrayLike,
    *,
    seed: Seed,
    draws: int = 1000,
    confidence: ArrayLike = 0.95,
) -> Bootstrap:
    r"""The percentile bootstrap of a rate ratio, with Poisson counts in both groups.

    .. math:: \frac{x_1^* / t_1}{x_2^* / t_2}, \quad x_i^* \sim \text{Poisson}(x_i)

    Fewer than 10 events in either group have no interval here (NaN, ``withheld_few_events``). A replicate without events in the
    comparison group, about one in 20,000 at 10 events, counts half an event there.

    Parameters
    ----------
    events, exposure, reference_events, reference_exposure : array_like
        As for `rate_ratio`; counts at most 1e15.
    seed, draws, confidence
        As for `bootstrap_rate`.

    Returns
    -------
    Bootstrap
        Of the ratio (no unit), in the broadcast shape of the arguments.

    Raises
    ------
    ValueError, TypeError
        As `bootstrap_rate`.

    References
    ----------
    As for `bootstrap_rate`.

    Examples
    --------
    Detentions, England 2023/24, Black to White (3.34 to 3.54 exact):

    >>> found = bootstrap_rate_ratio(5_693, 2_381_724, 31_735, 45_684_263, seed=1, draws=20_000).interval
    >>> f"{found.lower:.2f} to {found.upper:.2f}"
    '3.34 to 3.54'
    """
    x1, t1, x2, t2, tail = np.broadcast_arrays(
        _countable("events", events),
        domains.positive("exposure", exposure, most=domains.LARGEST),
        _countable("reference_events", reference_events),
        domains.positive("reference_exposure", reference_exposure, most=domains.LARGEST),
        domains.upper_tail(confidence),
    )

    def replicate(streams: Streams, part: slice, number: int) -> FloatArray:
        group, reference = _drawn(streams, x1.ravel()[part], number), _drawn(streams, x2.ravel()[part], number)
        times = (t2.ravel()[part] / t1.ravel()[part])[:, np.newaxis]
        return np.asarray(group / np.maximum(reference, 0.5) * times)

    return _bootstrap(replicate, (x1 >= FEWEST_EVENTS) & (x2 >= FEWEST_EVENTS), tail, seed, draws, logarithm=True)


def _bootstrap(
    replicate: Callable[[Streams, slice, int], FloatArray],
    enough: np.ndarray,
    tail: FloatArray,
    seed: Seed,
    draws: int,
    *,
    logarithm: bool = False,
) -> Bootstrap:
    number = domains.whole("draws", draws, least=2)
    key = _key(seed)
    found = np.full((3, tail.size), np.nan)
    for part in parts(tail.size, cells_each=number, at_once=CELLS_AT_ONCE):
        drawn = replicate(_streams(key, part), part, number)
        spread = np.log(np.maximum(drawn, np.finfo(np.float64).tiny)) if logarithm else drawn
        found[2, part] = spread.std(axis=-1, ddof=1)
        drawn.sort(axis=-1)
        for side, share in enumerate((tail.ravel()[part], 1 - tail.ravel()[part])):
            found[side, part] = _percentile(drawn, share)
    found[:, ~enough.ravel()] = np.nan
    lower, upper, error = found.reshape((3, *tail.shape))
    return Bootstrap(interval(lower, upper), error[()], np.where(enough, "bootstrap_percentile", WITHHELD_FEW_EVENTS)[()])


def _percentile(ordered: FloatArray, share: FloatArray) -> FloatArray:
    """Between the two replicates on either side of it, by its distance from each."""
    place = share * (ordered.shape[-1] - 1)
    below = np.floor(place).astype(np.intp)[:, np.newaxis]
    above = np.minimum(below + 1, ordered.shape[-1] - 1)
    low, high = (np.take_along_axis(ordered, each, axis=-1)[:, 0] for each in (below, above))
    return np.asarray(low + (place - below[:, 0]) * (high - low), dtype=np.float64)


def _drawn(streams: Streams, mean: FloatArray, number: int) -> FloatArray:
    return np.asarray([stream.poisson(count, number) for stream, count in zip(streams, mean.tolist(), strict=True)], dtype=np.float64)


def _key(seed: Seed) -> np.ndarray:
    if isinstance(seed, np.random.SeedSequence):
        return np.asarray(seed.generate_state(2, np.uint64))
    return np.asarray(np.random.SeedSequence(domains.whole("seed", seed, least=0)).generate_state(2, np.uint64))


def _streams(key: np.ndarray, part: slice) -> Streams:
    """A stretch of one Philox stream for each setting, so long that none reaches the next."""
    places = range(part.start, part.stop)
    return [np.random.Generator(np.random.Philox(key=key, counter=np.array([0, 0, place, 0], np.uint64))) for place in places]


def _countable(name: str, values: ArrayLike) -> FloatArray:
    counts = domains.counts(name, values)
    if np.any(counts > MOST_EVENTS):
        raise ValueError(f"{name} must be at most {MOST_EVENTS:g} to be drawn again; found {counts.max():g}")
    return counts
