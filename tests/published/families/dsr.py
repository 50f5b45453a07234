"""Directly standardised rates; groups with a different number of bands in one call, and events that one person has several times."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from tests.published.banded import by_band, limits_of
from tests.published.oracle import columns
from tests.published.validation import Comparison, labels, numbers

from levelground.stats.standardisation.direct import DirectRate, direct_rate, direct_rate_of_repeats

FAMILY, CLOSE = "dsr", 1e-9


def _row(what: str, ours: object, theirs: object) -> Comparison:
    return numbers(FAMILY, what, ours, theirs, relative=CLOSE)  # type: ignore[arg-type]


def _rates(per: float, confidence: float, least_events: int = 10) -> DirectRate:
    events, population, standard = by_band(columns(FAMILY, "input"), "grp", "x", "n", "stdpop")
    there = ~np.isnan(population)
    return direct_rate(np.nan_to_num(events), population, standard, per=per, confidence=confidence, least_events=least_events, where=there)


def comparisons() -> Iterator[Comparison]:
    """Three confidences, two multipliers, what is withheld, every rate and variance when nothing is, and repeats."""
    table = columns(FAMILY, "expected")
    for confidence, name in ((0.95, "95_0"), (0.998, "99_8")):
        ours = _rates(100_000, confidence)
        yield _row(f"rate, {confidence:.1%}", (ours.estimate, *ours.interval), (table["value"], *limits_of(table, name)))
    yield _row("events", ours.events, table["total_count"])
    withheld = np.strings.startswith(table["statistic"], "dsr NA")
    yield labels(FAMILY, "withheld", ours.method == "withheld_few_events", withheld)
    few = columns(FAMILY, "expected_90_per1000")
    ours = _rates(1_000, 0.9)
    yield _row("rate per 1,000, 90.0%", (ours.estimate, *ours.interval), (few["value"], few["lowercl"], few["uppercl"]))
    basis = columns(FAMILY, "expected_unsuppressed_basis")
    ours = _rates(100_000, 0.95, least_events=0)
    variance = (ours.standard_error / 100_000) ** 2
    yield _row("nothing withheld: events, rate, variance", (ours.events, ours.estimate, variance), (basis["O"], basis["dsr"], basis["var"]))
    yield from _repeats()


def _repeats() -> Iterator[Comparison]:
    rows, table = columns(FAMILY, "input_nonindependent"), columns(FAMILY, "expected_nonindependent")
    repeats = np.unique(rows["eventfreq"])
    cells = [by_band({name: column[rows["eventfreq"] == f] for name, column in rows.items()}, "grp", "individuals") for f in repeats]
    once = {name: column[rows["eventfreq"] == repeats[0]] for name, column in rows.items()}
    population, standard = by_band(once, "grp", "n", "stdpop")
    people, there = np.stack([cell for (cell,) in cells], axis=-2), ~np.isnan(population)
    for confidence, name in ((0.95, "95_0"), (0.998, "99_8")):
        ours = direct_rate_of_repeats(np.nan_to_num(people), population, standard, repeats, per=100_000, confidence=confidence, where=there)
        theirs = (table["total_count"], table["value"], *limits_of(table, name))
        yield _row(f"repeats, {confidence:.1%}", (ours.events, ours.estimate, *ours.interval), theirs)
