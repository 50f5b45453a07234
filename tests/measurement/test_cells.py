"""A withheld or absent number is no number: every use as one is refused, by Python and by NumPy."""

import json
import math
import operator

import numpy as np
import pytest

from levelground.measurement.cells import SUPPRESSED, NotAvailable, Suppressed, is_number

WITHOUT = [SUPPRESSED, NotAvailable("no row")]


@pytest.mark.parametrize("cell", WITHOUT, ids=str)
class TestNoNumber:
    @pytest.mark.parametrize(
        "use",
        [
            operator.add,
            operator.sub,
            operator.mul,
            operator.truediv,
            operator.floordiv,
            operator.mod,
            operator.pow,
            operator.lt,
            operator.le,
            operator.gt,
            operator.ge,
            max,
            min,
        ],
    )
    def test_with_a_number_on_either_side(self, cell, use) -> None:
        for left, right in ((cell, 1), (1, cell), (cell, 1.5), (1.5, cell), (cell, cell)):
            with pytest.raises(TypeError):
                use(left, right)

    @pytest.mark.parametrize(
        "use", [int, float, complex, bool, round, abs, operator.neg, operator.pos, operator.index, math.floor, math.isnan]
    )
    def test_by_itself(self, cell, use) -> None:
        with pytest.raises(TypeError):
            use(cell)

    def test_in_sums_and_arrays(self, cell) -> None:
        for use in (sum, np.array, np.sum, np.mean, np.nansum):
            with pytest.raises(TypeError):
                use([1, cell, 2])

    def test_as_text(self, cell) -> None:
        for text in (str(cell), repr(cell), f"{cell}"):
            assert text == ("suppressed" if isinstance(cell, Suppressed) else "not available (no row)")
        for form in (".1f", "d", ",", "05"):
            with pytest.raises(TypeError):
                format(cell, form)
        with pytest.raises(TypeError):
            json.dumps(cell)

    def test_is_told_apart_from_every_number(self, cell) -> None:
        assert not is_number(cell)
        assert cell not in (0, 0.0, None, "", False, math.nan)


def test_only_integers_and_floats_are_numbers() -> None:
    assert [is_number(cell) for cell in (0, 1.5, True, None, "1")] == [True, True, False, False, False]
