"""The grids of coverage (`tests/builders/coverage_grid.py`, `coverage_simulated.py`) to `docs/campaigns/coverage.md`.

`make campaign NAME=coverage`; `python tools/campaign.py coverage --kernels "Wilson" "D, ordered"` runs only these, and leaves the
other rows of the page as they are.

Every kernel is printed before it is judged. Finished cells are kept in `build/campaigns/` until the run is complete.
"""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from math import isnan, sqrt
from pathlib import Path
from statistics import fmean
from zlib import crc32

from tests.builders.coverage_grid import EXACT, KINDS, OUTER, Cell, Covered, cells, covered
from tests.builders.coverage_simulated import KERNELS, Simulated, SimulatedCell, draws_of, simulated, simulated_cells

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "build" / "campaigns"
PAGE = ROOT / "docs" / "campaigns" / "coverage.md"
MOSTLY = 0.75
"""A cell in which fewer intervals than this come without a warning is judged only by how many of these miss the truth."""

HEAD = """# Campaign: coverage

How often each 95% interval contains the truth, on a fixed grid (`tests/builders/coverage_grid.py`): n from 20 to 10,000, proportions from
0.005 to 0.5, 1 to 100 expected events, gaps of half, none and 1.6 times. **Counted over every outcome, not simulated** (up to 95,000 in a
cell; the outcomes left out, one in a thousand million, count as missed).

Run again with `make campaign NAME=coverage`. A sample of the grid is a test (`tests/stats/test_coverage.py`).

## What was found

The averages and the worst are over the cells in which each group expects one event or more; the last column is over the others.

| kernel | kind | cells | average | worst | at | worst where less than one event is expected |
|---|---|---|---|---|---|---|
"""

SIMULATED_HEAD = """
## Measures whose outcomes cannot be counted

1,000 sets of data are drawn for each cell (`tests/builders/coverage_simulated.py`, `coverage_of_models.py`, `coverage_of_parts.py`): 3 to
50 groups of 100 to 5,000 people, levels of 2%, 10% and 30%, ends level or up to four times apart, each group with one event or more
expected; standardised rates of 1 to 1,000 expected events in populations younger and older than the standard; and so on. The standard error
of a coverage is about 0.007, so that the worst of many cells is partly chance. Of an adjusted gap 400 sets are drawn (standard error
0.011): what is refused there counts as withheld. Of shrunken levels it is the coverage over all groups, their levels as the model says.

An interval may come with a warning (`..._few_groups`, `..._by_chance`, `..._zero_error` ...) or be withheld. Average and worst are over the
intervals without a warning, in the cells in which three quarters of them come without. The next column counts, over all cells, the
intervals that had no warning and missed, as a share of all; the last says why the warnings are there.

| kernel | kind | cells | mostly without a warning | average | worst | at | most missed without a warning | worst of those with a warning |
|---|---|---|---|---|---|---|---|---|
"""

ASKED = """
## What was asked

Exact: never under 95%. Approximate: 94% to 97% on average, and at worst 92% where one event or more is expected. The coverage of drawn data
may be three standard errors lower (0.021 of 1,000 sets, 0.033 of 400). Intervals without a warning never miss in more than 8% (and three
standard errors) of all. Funnel limits at 99.8%: exact never under it; approximate (Wilson's, turned round) 99.7% on average, at worst
99.4%: where it is under 99.7% their method id warns.

"""
RAN = """
## Commits

The seed of a cell is the CRC-32 of its name. Each row is of the commit that its kernel was last run on:

"""


def key(cell: Cell | SimulatedCell) -> str:
    """The name of a cell in the file of finished ones."""
    return f"{cell.kernel} {cell.truth}"


def row(name: str, found: list[tuple[Cell, Covered]]) -> str:
    """What was found for one kernel."""
    some = [(result.coverage, cell.truth) for cell, result in found if cell.expected >= 1]
    fewer = [result.coverage for cell, result in found if cell.expected < 1]
    worst, place = min(some)
    at, below = ", ".join(f"{number:g}" for number in place), f"{min(fewer):.2%}" if fewer else "-"
    return f"| {name} | {KINDS[name]} | {len(found)} | {fmean(each for each, _ in some):.2%} | {worst:.2%} | {at} | {below} |"


def faults(name: str, found: list[tuple[Cell, Covered]]) -> list[str]:
    """What is not as it was asked."""
    some = [(cell, result) for cell, result in found if cell.expected >= 1]
    nominal = OUTER.get(name, 0.95)
    least, low, high = (0.92, 0.94, 0.97) if nominal == 0.95 else (0.994, 0.997, 1.0)
    least = nominal if KINDS[name] == EXACT else least
    wrong = [
        f"{name} at {cell.truth}: {result.coverage:.4f}"
        for cell, result in (found if KINDS[name] == EXACT else some)
        if result.coverage < least
    ]
    average = fmean(result.coverage for _, result in some)
    if KINDS[name] != EXACT and not low <= average <= high:
        wrong.append(f"{name}: {average:.4f} on average")
    return wrong


def simulated_row(name: str, found: list[tuple[SimulatedCell, Simulated]]) -> str:
    """What was found for one kernel whose data are drawn."""
    judged = sorted((result.coverage, cell.truth) for cell, result in found if result.given >= MOSTLY)
    warned = [result.warned_coverage for _, result in found if not isnan(result.warned_coverage)]
    at = ", ".join(f"{number:g}" for number in judged[0][1])
    missed = max(result.missed for _, result in found)
    average, worst = fmean(each for each, _ in judged), judged[0][0]
    return (
        f"| {name} | {KERNELS[name][0]} | {len(found)} | {len(judged)} | {average:.1%} | {worst:.1%} | {at} | {missed:.1%} "
        f"| {f'{min(warned):.0%}' if warned else '-'} |"
    )


def simulated_faults(name: str, found: list[tuple[SimulatedCell, Simulated]]) -> list[str]:
    """What is not as it was asked."""
    exact = KERNELS[name][0] == EXACT
    least = (0.95 if exact else 0.92) - 3 * sqrt(0.95 * 0.05 / draws_of(name))
    judged = [(cell, result) for cell, result in found if result.given >= MOSTLY]
    wrong = [f"{name} at {cell.truth}: {result.coverage:.4f}" for cell, result in judged if result.coverage < least]
    wrong += [f"{name} at {cell.truth}: {result.missed:.4f} missed" for cell, result in found if result.missed > 1 - least]
    average = fmean(result.coverage for _, result in judged)
    if not exact and not 0.94 <= average <= 0.97:
        wrong.append(f"{name}: {average:.4f} on average")
    return wrong


def result_of(cell: Cell | SimulatedCell) -> Covered | Simulated:
    """The cell counted, or drawn."""
    return covered(cell) if isinstance(cell, Cell) else simulated(cell)


def kept_page() -> tuple[dict[str, str], dict[str, str], list[str]]:
    """The page as it stands: the row of each kernel, the commit that it was run on, and what was wrong."""
    lines = PAGE.read_text(encoding="utf-8").splitlines() if PAGE.exists() else []
    rows = {line.split(" | ")[0][2:]: line for line in lines if line.startswith("| ")}
    commits = {name: line.split("`")[1] for line in lines if line.startswith("- `") for name in line.split(": ", 1)[1].split("; ")}
    return rows, commits, [line for line in lines if line.startswith("- ") and not line.startswith("- `")]


def run_to_its_end(processes: int, kernels: list[str]) -> int:
    """Compute what is missing, print every kernel, write the page, and only then judge. With no kernels named, all of them."""
    unknown = sorted(set(kernels) - {*KINDS, *KERNELS})
    if unknown:
        raise SystemExit(f"kernels must be of the grid; found {', '.join(unknown)}")
    KEPT.mkdir(parents=True, exist_ok=True)
    path = KEPT / f"coverage{'-' if kernels else ''}{crc32(repr(kernels).encode()) if kernels else ''}.jsonl"
    done = dict(map(json.loads, path.read_text(encoding="utf-8").splitlines())) if path.exists() else {}
    counted, drawn = ([cell for cell in grid if not kernels or cell.kernel in kernels] for grid in (cells(), simulated_cells()))
    missing = [cell for cell in (*counted, *drawn) if key(cell) not in done]
    with ProcessPoolExecutor(processes) as pool, path.open("a", encoding="utf-8") as kept:
        for cell, result in zip(missing, pool.map(result_of, missing, chunksize=4), strict=True):
            done[key(cell)] = list(result)
            kept.write(json.dumps([key(cell), list(result)]) + "\n")
            kept.flush()
    new: dict[str, str] = {}
    wrong: list[str] = []
    for name in dict.fromkeys(cell.kernel for cell in counted):
        of_kernel = [(cell, Covered(*done[key(cell)])) for cell in counted if cell.kernel == name]
        new[name], wrong = row(name, of_kernel), wrong + faults(name, of_kernel)
    for name in dict.fromkeys(cell.kernel for cell in drawn):
        simulated_of = [(cell, Simulated(*done[key(cell)])) for cell in drawn if cell.kernel == name]
        new[name], wrong = simulated_row(name, simulated_of), wrong + simulated_faults(name, simulated_of)
    sys.stdout.write("\n".join(new.values()) + "\n")
    PAGE.write_text(page(new, wrong), encoding="utf-8")
    path.unlink()
    return 1 if wrong else 0


def page(new: dict[str, str], wrong: list[str]) -> str:
    """The page with the new rows in it, each in its place."""
    old, commits, before = kept_page()
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    rows, commits = old | new, commits | dict.fromkeys(new, commit)
    wrong = [line for line in before if not any(line.startswith(f"- {name}") for name in new)] + [f"- {fault}" for fault in wrong]
    tables = ("\n".join(rows[name] for name in kinds if name in rows) for kinds in (KINDS, KERNELS))
    ran = {each: "; ".join(name for name in (*KINDS, *KERNELS) if commits.get(name) == each) for each in dict.fromkeys(commits.values())}
    told = "\n".join(f"- `{each}`: {names}" for each, names in ran.items() if names)
    counted, drawn = tables
    return (
        HEAD + counted + "\n" + SIMULATED_HEAD + drawn + "\n" + ASKED + ("\n".join(wrong) or "All of it holds.") + "\n" + RAN + told + "\n"
    )
