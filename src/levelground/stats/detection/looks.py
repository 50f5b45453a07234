"""What looking again at each period does to a test: how often it errs in all, and how strict each look must be."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from levelground.stats import domains
from levelground.stats.intervals import FloatArray

MOST_LOOKS: Final = 500
_STEPS: Final = 30
_AT_ONCE: Final = 16


def looks_error(looks: ArrayLike, *, confidence: float = 0.95) -> FloatArray:
    r"""The chance that at least one of several looks at growing numbers finds a gap, when there is none.

    .. math:: 1 - P\!\left(|S_k| \le z \sqrt{k} \text{ for all } k \le m\right), \quad S_k = S_{k-1} + \varepsilon_k,
              \; \varepsilon_k \sim N(0, 1)

    For one look it is 1 - confidence; no result is NaN. With ever more looks it goes to 1:
    who looks for long enough always finds something.

    Parameters
    ----------
    looks : array_like
        How many times all numbers so far are tested, equally far apart: whole numbers, 1 to 500.
    confidence : float
        1 minus the level of each look's test: a fraction between 0 and 1.

    Returns
    -------
    ndarray
        Probabilities, in the shape of `looks`.

    Raises
    ------
    ValueError
        For looks that are not whole, below 1 or above 500, confidence outside (0, 1).
    TypeError
        For text, booleans, objects (None among them) and masked arrays; for more than one confidence.

    Notes
    -----
    The density of the sum that has not crossed yet is carried from look to look by Gauss-Legendre quadrature, to about 1e-9. It holds
    for tests that are about normal; few events make it rougher.

    References
    ----------
    Armitage P, McPherson CK, Rowe BC. Repeated significance tests on accumulating data. Journal of the Royal Statistical Society A
    1969; 132: 235-244, table 2.

    Examples
    --------
    At 95% a look: two, five, ten, twenty and fifty looks.

    >>> print(looks_error([1, 2, 5, 10, 20, 50]).round(3))
    [0.05  0.083 0.142 0.193 0.248 0.32 ]
    """
    number = domains.trials("looks", looks)
    domains.not_negative("looks", number, most=MOST_LOOKS)
    if not number.size:
        return number
    z = float(domains.normal_quantile(_tail(confidence)))
    return np.asarray(_errors(np.array([z]), int(number.max()))[number.astype(np.intp) - 1, 0])[()]


def looks_confidence(looks: ArrayLike, *, confidence: float = 0.95) -> FloatArray:
    r"""How strict the test of each look must be, so that all looks together err no oftener than one test (Pocock).

    .. math:: c: \quad 1 - P\!\left(|S_k| \le z_{(1 - c) / 2} \sqrt{k} \text{ for all } k \le m\right) = 1 - \text{confidence}

    For one look it is the confidence itself; no result is NaN. 0 looks are refused.

    The other Parameters and Raises: as for `looks_error`.

    Parameters
    ----------
    confidence : float
        What all looks together are to keep.

    Returns
    -------
    ndarray
        The `confidence` to give to each test, in the shape of `looks`.

    References
    ----------
    Pocock SJ. Group sequential methods in the design and analysis of clinical trials. Biometrika 1977; 64: 191-199, table 1.

    Examples
    --------
    The nominal levels of Pocock's table, in per cent, for two, five and ten looks:

    >>> print((100 * (1 - looks_confidence([2, 5, 10]))).round(2))
    [2.94 1.58 1.06]
    """
    number = domains.trials("looks", looks)
    domains.not_negative("looks", number, most=MOST_LOOKS)
    allowed = 2 * float(_tail(confidence))
    each, place = np.unique(number.ravel(), return_inverse=True)
    found = np.empty(each.size)
    for start in range(0, each.size, _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        found[part] = _distance(each[part].astype(np.intp), allowed)
    return np.asarray(special.erf(found / np.sqrt(2))[place].reshape(number.shape))[()]


def _distance(looks: NDArray[np.intp], allowed: float) -> FloatArray:
    """The distance at which so many looks err as often as is allowed: by the secant of the logarithm, kept between its bounds."""
    low = np.full(looks.shape, float(-special.ndtri(allowed / 2)))
    high = -special.ndtri(allowed / 2 / looks)
    excess = [_excess(each, looks, allowed) for each in (low, high)]
    older, newer = low, high
    for _ in range(_STEPS):
        level = excess[1] - excess[0]
        step = np.where(level == 0, 0.0, excess[1] * (newer - older) / np.where(level == 0, 1.0, level))
        older, newer = newer, np.clip(newer - step, low, high)
        if np.all(np.abs(newer - older) < 1e-12):
            break
        excess = [excess[1], _excess(newer, looks, allowed)]
    return newer


def _excess(z: FloatArray, looks: NDArray[np.intp], allowed: float) -> FloatArray:
    return np.asarray(np.log(_errors(z, int(looks.max()))[looks - 1, np.arange(looks.size)] / allowed))


def _errors(z: FloatArray, looks: int) -> FloatArray:
    """After 1, 2, ... looks (rows), for each distance `z` (columns). By symmetry only sums of 0 and more are carried."""
    nodes, weights = np.polynomial.legendre.leggauss(int(24 + 4 * np.max(z) * np.sqrt(looks)) // 2 + 8)
    nodes, weights = (nodes + 1) / 2, weights / 2
    kept = np.empty((looks, z.size))
    at, mass = np.zeros((z.size, 1)), np.ones((z.size, 1))
    for look in range(1, looks + 1):
        reach = z[:, np.newaxis] * np.sqrt(look)
        here = reach * nodes
        mass = np.einsum("zi,zij->zj", mass, _step(at, here)) * reach * weights
        at = here
        kept[look - 1] = np.sum(mass, axis=1)
    return 1 - kept


def _step(before: FloatArray, here: FloatArray) -> FloatArray:
    """The density of going from the one distance from 0 to the other, whichever side either is on."""
    away, across = here[:, np.newaxis, :] - before[:, :, np.newaxis], here[:, np.newaxis, :] + before[:, :, np.newaxis]
    return np.asarray((np.exp(-(away**2) / 2) + np.exp(-(across**2) / 2)) / np.sqrt(2 * np.pi))


def _tail(confidence: float) -> FloatArray:
    tail = domains.upper_tail(confidence)
    if tail.ndim:
        raise TypeError(f"confidence must be one number; found an array of {tail.size}")
    return tail
