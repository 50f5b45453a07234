"""Whatever kind of array a caller has, a kernel gives the same: every public kernel by every kind of number, layout, and settings' axes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from tests.stats.kernel_calls import CALLS, PLACES, Call, public_kernels

BY_NAME = [pytest.param(call, id=f"{place}-{call.kernel.__name__}") for place, call in enumerate(CALLS)]
every_kernel = pytest.mark.parametrize("call", BY_NAME)


class Series:
    """What a data frame's column looks like to NumPy."""

    def __init__(self, values: np.ndarray) -> None:
        self.values = values

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.array(self.values, dtype=dtype)


def _read_only(array: np.ndarray) -> np.ndarray:
    copy = array.copy()
    copy.setflags(write=False)
    return copy


def _frame(array: np.ndarray) -> Any:
    """A column, or a table, whose index is not in order: it counts for nothing."""
    return (pd.Series if array.ndim == 1 else pd.DataFrame)(array, index=np.arange(len(array))[::-1])


LAYOUTS: dict[str, Callable[[np.ndarray], Any]] = {
    "lists": lambda array: array.tolist(),
    "every second, backwards": lambda array: np.repeat(array[..., ::-1], 2, axis=-1)[..., ::-2],
    "columns first": np.asfortranarray,
    "read-only": _read_only,
    "other bytes first": lambda array: array.astype(array.dtype.newbyteorder()),
    "array-like": Series,
    "data frame": _frame,
}
NUMBERS = ("float16", "float32", "longdouble", "int8", "int64", "uint8", "uint64")


def _leaves(found: Any) -> Iterator[Any]:
    if isinstance(found, tuple):
        for each in found:
            yield from _leaves(each)
    elif hasattr(found, "__dataclass_fields__"):
        for name in found.__dataclass_fields__:
            yield from _leaves(getattr(found, name))
    else:
        yield found


def _same(found: Any, expected: Any, rtol: float = 1e-12) -> None:
    ours, theirs = list(_leaves(found)), list(_leaves(expected))
    assert len(ours) == len(theirs)
    for mine, wanted in zip(ours, theirs, strict=True):
        assert np.shape(mine) == np.shape(wanted)
        if np.asarray(wanted).dtype.kind == "f":
            assert_allclose(mine, wanted, rtol=rtol, atol=1e-15)
        else:
            assert np.asarray(mine).dtype.kind == np.asarray(wanted).dtype.kind
            assert_array_equal(mine, wanted)


def test_no_public_kernel_is_left_out() -> None:
    """A new kernel is called by the names of its arguments; where these say too little it needs a line in `kernel_calls.py`."""
    assert len(public_kernels()) > 150
    called = {call.kernel for call in CALLS}
    assert [name for kernel, name in public_kernels().items() if kernel not in called] == []


@every_kernel
def test_the_same_from_every_layout(call: Call) -> None:
    expected = call()
    for layout in LAYOUTS.values():
        _same(call(**{name: layout(array) if array.ndim else array for name, array in call.arrays.items()}), expected)


@every_kernel
def test_the_same_from_every_kind_of_number(call: Call) -> None:
    expected = call()
    for kind in NUMBERS:
        kept = {}
        for name, array in call.arrays.items():
            with np.errstate(invalid="ignore"):
                changed = array.astype(kind)
            numbers = array.dtype.kind != "b" and (name not in PLACES or changed.dtype.kind in "iu")
            kept[name] = changed if numbers and np.array_equal(changed, array) else array
        _same(call(**kept), expected)


@every_kernel
def test_arguments_stay_as_they_were_and_results_are_the_callers_own(call: Call) -> None:
    given = {name: array.copy() for name, array in call.arrays.items()}
    leaves = [leaf for leaf in _leaves(call(**given)) if isinstance(leaf, np.ndarray)]
    for leaf in leaves:
        assert not any(np.shares_memory(leaf, array) for array in given.values())
        if leaf.flags.writeable:  # one value for all periods is a view that cannot be written to
            leaf.fill(0)
    for name, array in given.items():
        assert_array_equal(array, call.arrays[name])


@every_kernel
def test_what_could_hide_a_missing_value_is_refused(call: Call) -> None:
    for name, array in call.arrays.items():
        wrong = [np.ma.masked_array(array, mask=False), array.astype(str), array.astype(object), array.astype(complex), None]
        if array.dtype.kind == "b":
            wrong = [array.astype(float), *wrong[:-1]]
        else:
            wrong = [array != 0, array.astype("datetime64[s]"), *wrong[: 4 if name in OPTIONAL else 5]]
        for each in wrong:
            with pytest.raises(TypeError):
                call(**{name: each})


def _repeated(call: Call, axes: tuple[int, ...]) -> dict[str, np.ndarray]:
    """Every array once for each setting, along new first axes; what has no settings of its own stays."""
    own = {name: array.ndim - call.own[name] for name, array in call.arrays.items() if call.own[name] <= array.ndim}
    before = np.broadcast_shapes(*(call.arrays[name].shape[:axis] for name, axis in own.items()))
    shapes = {name: (*axes, *before, *call.arrays[name].shape[axis:]) for name, axis in own.items()}
    aligned = {name: call.arrays[name].reshape((1,) * (len(before) - axis) + call.arrays[name].shape) for name, axis in own.items()}
    return {**call.arrays, **{name: np.broadcast_to(aligned[name], shape).copy() for name, shape in shapes.items()}}


@every_kernel
def test_settings_beside_one_another_are_as_each_alone(call: Call) -> None:
    if not call.settings:
        return
    expected = list(_leaves(call()))
    for axes in ((2,), (2, 1, 3)):
        found = list(_leaves(call(**_repeated(call, axes))))
        for leaf, alone in zip(found, expected, strict=True):
            if np.ndim(leaf) == np.ndim(alone):  # a field that no setting changes
                assert_array_equal(leaf, alone)
                continue
            assert np.shape(leaf) == (*axes, *np.shape(alone))
            for place in np.ndindex(*axes):
                if not call.drawn:
                    _same(leaf[place], alone)


@every_kernel
def test_no_settings_give_nothing(call: Call) -> None:
    if not call.settings:
        return
    for leaf, alone in zip(_leaves(call(**_repeated(call, (0,)))), _leaves(call()), strict=True):
        assert np.ndim(leaf) == np.ndim(alone) or np.shape(leaf) == (0, *np.shape(alone))


@every_kernel
def test_plain_numbers_give_plain_numbers(call: Call) -> None:
    if any(call.own.values()):
        return
    first = {name: array.flat[0].item() for name, array in call.arrays.items()}
    expected = call()
    for leaf, beside in zip(_leaves(call(**first)), _leaves(expected), strict=True):
        assert not isinstance(leaf, np.ndarray)
        _same(leaf, np.asarray(beside).flat[0])


@every_kernel
def test_cells_outside_may_hold_anything(call: Call) -> None:
    if "where" not in call.arrays:
        return
    expected, outside = call(), ~call.arrays["where"]
    for wrong in (np.nan, np.inf, -1.0, 1e308):
        changed = {}
        for name, array in call.arrays.items():
            if array.dtype.kind == "f" and call.own[name] and array.shape[-1:] == outside.shape and call.own[name] == 1:
                changed[name] = np.where(outside, wrong, array)
        assert changed
        _same(call(**changed), expected)


OPTIONAL = {
    "target", "standard_errors", "rebase", "multiplier", "risk", "lived", "scale", "average", "reference", "favourable", "strata", "units",
    "trials", "mean", "strength", "centre",
}  # fmt: skip
"""Arguments for which None means that there is none."""
