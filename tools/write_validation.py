"""Writes `docs/methods/validation.md`: every family of reference outputs beside our own numbers, with the largest error of each row.

Called by `make docs`. `tests/published/test_validation.py` judges the same rows; a test holds that every family is on the page.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.published.validation import Comparison

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "methods" / "validation.md"

HEAD = """# Validation

Every statistic that a reference implementation also computes, beside the reference's own output on made-up, seeded inputs
(`tests/oracles/`). Written by `make docs`; the same rows are tests.

- **mode**: `correct` is what a kernel gives when nothing else is asked for. Another name is a reference whose printed numbers we follow
  with `compat=`, where it differs from the published formula.
- **cases**: how many numbers or labels were compared.
- **largest error**: relative to the reference's number, where nothing else is said; `0` means equal to the last digit.
- **allowed**: what a row may not exceed; a row over it fails the tests.
- **note**: where a reference stops early, rounds or draws at random, why the two differ; "ours holds" means that
  `tests/published/test_which_side_is_right.py` shows our number right, apart from both, by arithmetic with more digits.

| family | what | mode | cases | largest error | allowed | note |
|---|---|---|---|---|---|---|
"""


def row(each: Comparison) -> str:
    """One line of the table."""
    if each.measured == "labels":
        found, allowed = f"{each.largest:.0f} differ", "0 differ"
    else:
        unit = "" if each.measured == "relative" else f" {each.measured}"
        found, allowed = f"{_digit(each.largest)}{unit}", f"{_digit(each.tolerance)}{unit}"
    return f"| `{each.family}` | {each.what} | `{each.mode}` | {each.cases:,} | {found} | {allowed} | {each.note} |"


def page(comparisons: Iterable[Comparison]) -> str:
    """The whole page, and how much there is in sum."""
    rows = list(comparisons)
    families, cases = len({each.family for each in rows}), sum(each.cases for each in rows)
    return HEAD + "\n".join(row(each) for each in rows) + f"\n\n{families} families, {len(rows)} rows, {cases:,} numbers and labels.\n"


def _digit(value: float) -> str:
    """One significant digit. Below 1e-12 it is the machine's rounding, which may differ from one machine to the next."""
    return "0" if value == 0 else "under 1e-12" if value < 1e-12 else f"{value:.0e}"


def main() -> None:
    """Write the page."""
    sys.path.insert(0, str(ROOT))
    from tests.published.validation import every_comparison

    PAGE.write_text(page(every_comparison()), encoding="utf-8")


if __name__ == "__main__":
    main()
