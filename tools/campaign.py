"""Long runs of generated cases: `make campaign NAME=upgrade`, `edits`, `interest`, `coverage` or `detection`.

A stopped run goes on where it was.

What is found goes to `docs/campaigns/NAME.md`, with the commit, the seed and the number of cases; a case that fails is
named by its number, from which it can be made again. Finished blocks are kept in `build/campaigns/` until the run is complete.
"""

from __future__ import annotations

import argparse
import atexit
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from importlib import import_module
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "build" / "campaigns"
RECORDS = ROOT / "docs" / "campaigns"
BLOCK = 50
SEED = 20261122

Outcome = tuple[list[str], dict[str, int]]
"""What is wrong with one case (nothing, when it is well), and what it had in it, counted."""


def upgrade(random: Random) -> Outcome:
    """An overlay carried over to an edited base: nothing lost, nothing applied silently, no id twice."""
    from tests.builders.upgrade_cases import upgrade_case
    from tests.change_package.adaptation.test_nothing_is_lost import problems

    from levelground.change_package.adaptation.changes import changes
    from levelground.change_package.adaptation.upgrade import upgrade as carried_over

    case = upgrade_case(random)
    found = carried_over(case.overlay, case.old, case.new).sorted
    seen = Counter(f"conflicts, {conflict.kind}" for conflict in found.conflicts)
    seen["changes of a base"] = len(changes(case.old.document.value, case.new.document.value))
    seen["operations of an overlay"] = len(case.overlay.operations)
    seen["parts carried over"], seen["parts that the base has taken up"] = len(found.carried), len(found.absorbed)
    return problems(case, random), dict(seen)


def edits(random: Random) -> Outcome:
    """A race of four people on one draft, twenty edits kept: every one in the history, none gone under unseen."""
    _records_of_this_process()
    from tests.builders.edit_races import history_is_whole, problems, race

    run = race(random, writers=4, edits_each=5, package_id=f"northshire_{random.getrandbits(60):x}")
    faults = problems(run) + ([] if history_is_whole(run.version) else ["an edit does not begin where the one before it ended"])
    return faults, {**run.counts, "edits that were kept": len(run.notes)}


def interest(random: Random) -> Outcome:
    """Two hundred people behind one address send the form within the same minute; on SQLite, then on PostgreSQL."""
    from tests.builders.interest_load import QUICK, RUSHED, all_at_once, asked, problems, sending, served
    from tools.temporary_postgres import temporary_postgres

    faults: list[str] = []
    seen: dict[str, int] = {}
    for how, pause, begin_within in (("at their own pace", QUICK, 12.0), ("everything at once", RUSHED, 42.0)):
        for name, database in (("SQLite", contextlib.nullcontext("")), ("PostgreSQL", temporary_postgres())):
            with contextlib.ExitStack() as held:
                folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="levelground-interest-")))
                site, code, environment = held.enter_context(served(folder / "home", held.enter_context(database)))
                people, seconds = all_at_once(site, code, 200, begin_within, random, pause=pause)
                faults += [f"{name}, {how}: {fault}" for fault in problems(people, asked(environment, "found"))]
            if pause == QUICK and sending(people) > 60:
                faults.append(f"{name}, {how}: {sending(people):.0f} seconds from the first form that was sent to the last")
            said = f"{name}, {how}"
            seen[f"{said}: people"], seen[f"{said}: requests"] = len(people), sum(one.requests for one in people)
            seen[f"{said}: seconds from the first page to the last"] = round(seconds)
            seen[f"{said}: seconds from the first form sent to the last"] = round(sending(people))
            seen[f"{said}: the slowest answer in milliseconds"] = round(1000 * max(one.slowest for one in people))
    return faults, seen


@cache
def _records_of_this_process() -> None:
    """The product's tables on SQLite, in a folder of this process alone."""
    home = tempfile.mkdtemp(prefix="levelground-campaign-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ.update(LEVELGROUND_HOME=home, DJANGO_SETTINGS_MODULE="tests.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


CAMPAIGNS: dict[str, tuple[Callable[[Random], Outcome], str, int]] = {
    "edits": (
        edits,
        "Four people edit one draft at the same time, each until five of their edits were kept: texts of drivers and an idea, the "
        "title, new ideas, undo (`tests/builders/edit_races.py`). Who is shown both sides of a conflict chooses at random, or gives "
        "way. Checked against the writers' own notes, with a plain YAML reader: numbers without a gap; the text after each edit and "
        "the draft say what they must; an edit went only over what its writer had been shown; the audit trail tells of each. "
        "On SQLite, with the settings of the product.",
        500,
    ),
    "interest": (
        interest,
        "Two hundred people behind one address fill in the expression of interest, one question a page, each with cookies of their own, "
        "and send it within the same minute; one post in five is sent twice in the same moment (`tests/builders/interest_load.py`). "
        "Twice: at the pace of quick people (8 seconds a page), where all must have sent it within 60 seconds of the first; and in a "
        "rush that no people could do, 0.6 seconds a page, where it may take longer and nothing may go wrong. "
        "A real server with the settings of the product. Checked in its records: nobody had an error, nothing is lost, nothing is "
        "there twice, nobody is held back as a machine, each is acknowledged once and stands once in the audit trail.",
        1,
    ),
    "upgrade": (
        upgrade,
        "Made-up bases, edits of them and overlays on them (`tests/builders/upgrade_cases.py`), each upgraded with a side chosen at "
        "random for every conflict. Checked: each change of the base and each operation is in exactly one list; the result holds; "
        "fact by fact, it is what one side wanted, or what was chosen (`tests/change_package/adaptation/fact_by_fact.py`); no id stands "
        "twice; the overlay's comments stay.",
        10_000,
    ),
}


_GRIDS = {"coverage": "tools.coverage_campaign", "detection": "tools.detection_campaign"}
"""Campaigns over a fixed grid, which keep their own books."""


def block(name: str, number: int, cases: int) -> dict[str, object]:
    """Run one block of cases."""
    run, _, _ = CAMPAIGNS[name]
    failures: dict[str, list[str]] = {}
    seen: Counter[str] = Counter()
    for case in range(number * BLOCK, min((number + 1) * BLOCK, cases)):
        try:
            faults, counted = run(Random(f"{SEED}/{case}"))
        except Exception as error:
            faults, counted = [f"{type(error).__name__}: {error}"], {}
        seen.update(counted)
        if faults:
            failures[str(case)] = faults
    return {"block": number, "failures": failures, "seen": seen}


def kept_blocks(name: str, commit: str, cases: int) -> tuple[Path, dict[int, dict]]:
    """The file of a run that was begun on this commit, and its finished blocks."""
    KEPT.mkdir(parents=True, exist_ok=True)
    path = KEPT / f"{name}-{commit[:12]}-{SEED}-{cases}.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return path, {entry["block"]: entry for entry in map(json.loads, lines)}


def record(name: str, commit: str, cases: int, blocks: dict[int, dict], seconds: float) -> str:
    """The page of a finished run."""
    failures = {case: faults for entry in blocks.values() for case, faults in entry["failures"].items()}
    seen: Counter[str] = Counter()
    for entry in blocks.values():
        seen.update(entry["seen"])
    rows = "\n".join(f"| {what} | {number:,} |" for what, number in sorted(seen.items()))
    told = "\n".join(f"- case {case}: {'; '.join(faults)}" for case, faults in failures.items()) or "No case failed."
    return f"""# Campaign: {name}

{CAMPAIGNS[name][1]}

Run again with `make campaign NAME={name}`; one case is `Random("{SEED}/NUMBER")`.

| | |
|---|---|
| commit | `{commit}` |
| seed | {SEED} |
| cases | {cases:,} |
| cases that failed | {len(failures):,} |
| minutes | {seconds / 60:.1f} |

## What the cases had in them

| | |
|---|---|
{rows}

## What failed

{told}
"""


def main() -> int:
    """Run a campaign to its end, or go on with it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", choices=[*CAMPAIGNS, *_GRIDS])
    parser.add_argument("--cases", type=int, help="as many as the campaign says where absent")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--kernels", nargs="+", default=[], help="of the campaign coverage: only these, the other rows stay")
    given = parser.parse_args()
    if given.name in _GRIDS:
        only = [given.kernels] if given.name == "coverage" else []
        done: int = import_module(_GRIDS[given.name]).run_to_its_end(given.processes, *only)
        return done
    given.cases = given.cases or CAMPAIGNS[given.name][2]
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    path, blocks = kept_blocks(given.name, commit, given.cases)
    missing = [number for number in range(-(-given.cases // BLOCK)) if number not in blocks]
    begun = time.monotonic()
    with ProcessPoolExecutor(given.processes) as pool, path.open("a", encoding="utf-8") as kept:
        for done in pool.map(block, [given.name] * len(missing), missing, [given.cases] * len(missing)):
            blocks[int(str(done["block"]))] = done
            kept.write(json.dumps(done) + "\n")
            kept.flush()
            print(f"{len(blocks) * BLOCK:,} of {given.cases:,}", file=sys.stderr)
    RECORDS.mkdir(parents=True, exist_ok=True)
    page = RECORDS / f"{given.name}.md"
    page.write_text(record(given.name, commit, given.cases, blocks, time.monotonic() - begun), encoding="utf-8")
    path.unlink()
    failed = sum(len(entry["failures"]) for entry in blocks.values())
    print(f"{page.relative_to(ROOT)}: {given.cases:,} cases, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
