"""A seeded sample of the grid of detection; the whole grid is `make campaign NAME=detection`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.builders.detection_grid import KINDS, XMR, cells, checked

SLOW = {
    "a trend alone": (3,),
    "rules but the trend": (2.0, ("outside", "two_in_three", "shift"), 7),
    "one point outside": (1.0,),
    XMR: (2.0, 7, 24),
}


@pytest.mark.parametrize("kind", KINDS)
def test_one_cell_of_each_kind_holds(kind: str) -> None:
    of_kind = [cell for cell in cells() if cell.kind == kind and cell.truth == SLOW.get(kind, cell.truth)]
    cell = of_kind[int(np.random.default_rng(20_26).integers(len(of_kind)))]
    found = checked(cell)
    assert found.holds, (cell, found)
    assert np.isfinite(found.drawn)


def test_the_page_of_the_campaign_has_every_kind_and_all_of_it_agrees() -> None:
    page = (Path(__file__).parents[2] / "docs" / "campaigns" / "detection.md").read_text(encoding="utf-8")
    assert [kind for kind in KINDS if kind != XMR and f"| {kind} |" not in page] == []
    assert XMR.removeprefix("an ") in page
    assert "Nothing: all of it agrees." in page
