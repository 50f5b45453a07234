"""Runs every `bench_*.py` of this folder, in the order of their names: `python -m benchmarks`.

A benchmark is a module with `main() -> None` that prints its own table. Names given on the command line choose among them:
`python -m benchmarks intervals`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent


def chosen(names: Sequence[str]) -> list[str]:
    """The benchmarks to run: all of them, or those named; a name that is none of them ends the run."""
    every = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    unknown = sorted(set(names) - set(every))
    if unknown:
        sys.exit(f"No benchmark is called {', '.join(unknown)}. There are: {', '.join(every)}.")
    return [name for name in every if not names or name in names]


def main(names: Sequence[str]) -> None:
    """Run the chosen benchmarks one after the other."""
    for name in chosen(names):
        benchmark = import_module(f"benchmarks.bench_{name}")
        if hasattr(benchmark, "main"):
            print(f"\n{name}: {(benchmark.__doc__ or '').strip().splitlines()[0]}\n", flush=True)
            benchmark.main()


if __name__ == "__main__":
    main(sys.argv[1:])
