"""The grid of detection (`tests/builders/detection_grid.py`) to `docs/campaigns/detection.md`: `make campaign NAME=detection`.

Every kind is printed before it is judged. Finished cells are kept in `build/campaigns/` until the run is complete.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.builders.detection_grid import KINDS, XMR, Cell, Checked, cells, checked

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "build" / "campaigns" / "detection.jsonl"
PAGE = ROOT / "docs" / "campaigns" / "detection.md"

HEAD = """# Campaign: detection

What `levelground.stats.detection` computes, beside what is drawn, on a fixed grid (`tests/builders/detection_grid.py`): 20,000 draws for a
power, 2,000 runs or more for a run length, seeded by the cell.

Run again with `make campaign NAME=detection`. Smaller runs of the same are tests (`tests/twins/test_slow_detection.py`).

## Computed and drawn

Exact kinds must agree within four standard errors of what was drawn. Powers are normal approximations: from 20 expected events in each
group on they may be 0.05 off besides; below that nothing is promised, and the last column says how far off they were.

| what | cells | agree | largest difference, in standard errors | largest difference of a power, 20 or more expected | fewer expected |
|---|---|---|---|---|---|
"""

CHART = """
## An XmR chart with every rule

No formula has all of it; simulated, 8,192 runs each: points until the first signal on average, and how often there is one within the
first 12. The shift is in standard deviations; 0 is a false alarm. Limits are known, or made of so many points before (moving ranges
screened once). A trend and a shift take 7 points, or 6.

"""

ASKED = """
## What was found wrong

"""


def key(cell: Cell) -> str:
    """The name of a cell in the file of finished ones."""
    return f"{cell.kind} {cell.truth}"


def row(kind: str, found: list[Checked]) -> str:
    """What was found for one kind."""
    exact = [abs(each.computed - each.drawn) / each.error for each in found if not each.allowed and each.error]
    some, few = (
        [abs(each.computed - each.drawn) for each in found if each.allowed and (each.allowed < 1) == promised] for promised in (True, False)
    )
    agree = sum(each.holds for each in found)
    cells_of = [f"{max(exact):.1f}" if exact else "-", *(f"{max(off):.3f}" if off else "-" for off in (some, few))]
    return f"| {kind} | {len(found)} | {agree} | {' | '.join(cells_of)} |"


def chart(found: dict[tuple[object, ...], Checked]) -> str:
    """The table of the XmR chart: shifts down, limits across."""
    limits = sorted({truth[1:] for truth in found}, key=lambda each: (-int(str(each[0])), -int(str(each[1] or 10**9))))
    names = [f"{points} points, {f'limits of {baseline}' if baseline else 'known limits'}" for points, baseline in limits]
    shifts = sorted({float(str(truth[0])) for truth in found})
    lines = [f"| shift | {' | '.join(names)} |", "|---|" + "---|" * len(names)]
    for shift in shifts:
        each = [found[(shift, *limit)] for limit in limits]
        lines.append(f"| {shift:g} | " + " | ".join(f"{one.drawn:.1f}; {one.within:.1%}" for one in each) + " |")
    return "\n".join(lines) + "\n"


def run_to_its_end(processes: int) -> int:
    """Compute what is missing, print every kind, write the page, and only then judge."""
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    done = dict(map(json.loads, KEPT.read_text(encoding="utf-8").splitlines())) if KEPT.exists() else {}
    grid = list(cells())
    missing = [cell for cell in grid if key(cell) not in done]
    with ProcessPoolExecutor(processes) as pool, KEPT.open("a", encoding="utf-8") as kept:
        for cell, result in zip(missing, pool.map(checked, missing), strict=True):
            done[key(cell)] = list(result)
            kept.write(json.dumps([key(cell), list(result)]) + "\n")
            kept.flush()
    found = {cell: Checked(*done[key(cell)]) for cell in grid}
    rows = [row(kind, [each for cell, each in found.items() if cell.kind == kind]) for kind in KINDS if kind != XMR]
    table = chart({cell.truth: each for cell, each in found.items() if cell.kind == XMR})
    sys.stdout.write("\n".join(rows) + "\n" + table)
    wrong = [f"- {key(cell)}: {each.computed:.4f} computed, {each.drawn:.4f} drawn" for cell, each in found.items() if not each.holds]
    told = "\n".join(wrong) or "Nothing: all of it agrees."
    PAGE.write_text(HEAD + "\n".join(rows) + "\n" + CHART.rstrip("\n") + "\n\n" + table + ASKED + told + "\n", encoding="utf-8")
    KEPT.unlink()
    return 1 if wrong else 0
