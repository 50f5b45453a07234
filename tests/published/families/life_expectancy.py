"""Life expectancy at every age, all places in one call."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from tests.published.banded import by_band, limits_of
from tests.published.oracle import columns
from tests.published.validation import Comparison, labels, numbers

from levelground.stats.standardisation.life_expectancy import LifeExpectancy, life_expectancy

FAMILY, CLOSE = "life_expectancy", 1e-9


def _ours(deaths: np.ndarray, people: np.ndarray, confidence: float) -> LifeExpectancy:
    """A place whose rows the reference leaves out of its tables, but our kernel refuses, takes part as a place of nobody."""
    fits = _fits(deaths, people)
    return life_expectancy(np.where(fits, deaths, 0), np.where(fits, people, 0), confidence=confidence)


def _fits(deaths: np.ndarray, people: np.ndarray) -> np.ndarray:
    return np.all((deaths >= 0) & (people >= 0), axis=-1, keepdims=True)


def comparisons() -> Iterator[Comparison]:
    """Years and limits at two confidences, people and deaths, and what is withheld."""
    deaths, people = by_band(columns(FAMILY, "input"), "grp", "deaths", "pop")
    table = columns(FAMILY, "expected")
    for confidence, name in ((0.95, "95_0"), (0.998, "99_8")):
        lower, upper = limits_of(table, name)
        theirs = by_band(table | {"lower": lower, "upper": upper}, "grp", "value", "lower", "upper")
        ours = _ours(deaths, people, confidence)
        yield numbers(FAMILY, f"years, {confidence:.1%}", (ours.estimate, *ours.interval), theirs, relative=CLOSE)
    ours, fits = _ours(deaths, people, 0.95), _fits(deaths, people)[:, 0]
    mine, used = (ours.population[fits], ours.deaths[fits]), [each[fits] for each in by_band(table, "grp", "pops_used", "dths_used")]
    yield numbers(FAMILY, "people and deaths at that age and over", mine, used, relative=CLOSE)
    withheld = np.strings.startswith(ours.method, "withheld")
    yield labels(FAMILY, "withheld", withheld, np.isnan(by_band(table, "grp", "value")[0]))
