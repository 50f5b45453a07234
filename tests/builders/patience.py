"""Whether work ends in good time, told in two ways that a busy machine or a full memory does not change.

Speed is what `benchmarks/` measures. Here: does it end (`patiently`), and does it grow with what it is given (`lines_run`).
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

PATIENCE = 20.0
"""Seconds of processor time. What is meant takes at most two of them, even at the end of a long run; what runs away takes minutes."""


@contextlib.contextmanager
def patiently(seconds: float = PATIENCE) -> Iterator[None]:
    """The block ends before patience does."""
    start = time.process_time()
    yield
    assert time.process_time() - start < seconds


def lines_run(work: Callable[..., object], *arguments: object) -> int:
    """How many lines of Python `work(*arguments)` runs, each turn of a loop counted: the same number on every machine."""
    count = 0

    def each(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return each

    before = sys.gettrace()
    sys.settrace(each)
    try:
        work(*arguments)
    finally:
        sys.settrace(before)
    return count
