"""Expected counts beside a plain sum, and at their edges."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from levelground.stats.detection.expected_counts import expected_counts


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 5), st.floats(0.01, 20), st.integers(1, 15))
def test_the_chance_of_too_few(rate: float, exposure: float, least: int) -> None:
    found, mean = expected_counts(rate, exposure, least=least), rate * exposure
    assert_allclose(found.too_few, sum(math.exp(-mean) * mean**x / math.factorial(x) for x in range(least)), rtol=1e-8, atol=1e-12)
    assert found.none <= found.too_few * (1 + 1e-12)
    if np.isfinite(found.periods):
        assert found.periods * mean >= least * (1 - 1e-12)


def test_edges() -> None:
    nothing = expected_counts(0, 5)
    assert tuple(nothing) == (0, 1, 1, math.inf)
    assert_array_equal(expected_counts([1e200], 1e90).too_few, [0])
    assert expected_counts(5e-324, 1).periods == math.inf
    assert expected_counts([], 1).expected.shape == (0,)
    assert expected_counts([[1.0], [2.0]], [1.0, 2, 3]).expected.shape == (2, 3)


def test_what_is_refused() -> None:
    for rate, exposure in ((-1, 1), (1, 0), (np.nan, 1), (1e300, 1e300)):
        with pytest.raises(ValueError, match="must be"):
            expected_counts(rate, exposure)
    with pytest.raises(ValueError, match="least must be 1 or more"):
        expected_counts(1, 1, least=0)
    with pytest.raises(TypeError):
        expected_counts(None, 1)  # type: ignore[arg-type]
