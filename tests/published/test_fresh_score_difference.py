"""Miettinen and Nurminen's limits of few events among millions, beside a search with 50 digits of what makes the counts most likely."""

from collections.abc import Callable
from decimal import Decimal, localcontext

import pytest
from numpy.testing import assert_allclose

from levelground.stats.miettinen_nurminen import miettinen_nurminen_difference_interval

Z = Decimal("1.959963984540054235524594430520551527955550084")


def _crossing(falls: Callable[[Decimal], bool], low: Decimal, high: Decimal) -> Decimal:
    """Where a condition that holds at `low` stops holding."""
    for _ in range(130):
        middle = (low + high) / 2
        low, high = (middle, high) if falls(middle) else (low, middle)
    return (low + high) / 2


def _not_rejected(difference: Decimal, x1: int, n1: int, x2: int, n2: int) -> bool:
    least, most = max(Decimal(0), -difference), min(Decimal(1), 1 - difference)

    def likelihood_rises(reference: Decimal) -> bool:
        group = reference + difference
        shares = [(x1, group), (x1 - n1, 1 - group), (x2, reference), (x2 - n2, 1 - reference)]
        return sum((Decimal(count) / share for count, share in shares if count), Decimal(0)) > 0

    reference = _crossing(likelihood_rises, least, most)
    group = reference + difference
    variance = (group * (1 - group) / n1 + reference * (1 - reference) / n2) * (n1 + n2) / (n1 + n2 - 1)
    distance = Decimal(x1) / n1 - Decimal(x2) / n2 - difference
    return distance**2 <= Z**2 * variance


@pytest.mark.parametrize(
    "table",
    [
        (5, 57_000_000, 2, 57_000_000),
        (0, 57_000_000, 3, 20_000_000),
        (5, 10_000, 2, 300_000),
        (2_000_000, 2_000_000, 1_999_997, 2_000_000),
        (19_943_134_992, 19_943_134_992, 95_110_687_907, 95_110_687_911),
        (3, 1_000_000_000, 8, 2_000_000_000),
        (999_999, 1_000_000, 2, 1_000_000),
        (7, 34, 1, 34),
    ],
)
def test_limits_keep_their_digits(table: tuple[int, int, int, int]) -> None:
    x1, n1, x2, n2 = table
    with localcontext(prec=60):
        observed = Decimal(x1) / n1 - Decimal(x2) / n2
        inside = Decimal("1e-40")  # strictly between -1 and 1, where both groups have a likelihood
        lower = _crossing(lambda difference: not _not_rejected(difference, *table), -1 + inside, observed)
        upper = _crossing(lambda difference: _not_rejected(difference, *table), observed, 1 - inside)
    assert_allclose(miettinen_nurminen_difference_interval(*table), [float(lower), float(upper)], rtol=1e-12)
