"""Decompositions and rates by group equal their slow twins."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from tests.twins import slow_decomposition as slow

from levelground.stats.decomposition.kitagawa import kitagawa_parts
from levelground.stats.decomposition.oaxaca import FORMS, oaxaca_blinder
from levelground.stats.decomposition.shares import mean_log_deviation_shares, theil_shares, variance_shares
from levelground.stats.group_metrics import confusion_counts, group_metrics

unhurried = settings(max_examples=60, deadline=None)
count = st.integers(0, 10**6)


@st.composite
def strata(draw: st.DrawFn) -> slow.Strata:
    rows = [
        (draw(count) if people_a else 0, people_a, draw(count) if people_b else 0, people_b)
        for people_a, people_b in draw(st.lists(st.tuples(count, count), min_size=1, max_size=6))
    ]
    assume(sum(row[1] for row in rows) and sum(row[3] for row in rows))
    return rows


@unhurried
@given(strata())
def test_kitagawa(rows: slow.Strata) -> None:
    parts = kitagawa_parts(*np.array(rows).T)
    scale = 1e-12 * (parts.group_rate + parts.reference_rate + np.abs(parts.rate_effect_by_stratum).sum())
    assert_allclose((parts.composition, parts.rate_effect), slow.swap_parts(rows), rtol=1e-9, atol=scale + 1e-15)


@st.composite
def two_groups(draw: st.DrawFn) -> list[list[tuple[float, float]]]:
    person = st.tuples(st.integers(-50, 50).map(float), st.integers(-1000, 1000).map(float))
    groups = [draw(st.lists(person, min_size=3, max_size=12)) for _ in range(2)]
    assume(all(len({x for x, _ in people}) > 1 for people in groups))
    return groups


@unhurried
@given(two_groups(), st.sampled_from(FORMS))
def test_oaxaca_blinder(groups: list[list[tuple[float, float]]], form: str) -> None:
    people = np.array(groups[0] + groups[1])
    found = oaxaca_blinder(people[:, 1], people[:, :1], np.arange(len(people)) < len(groups[0]), form=form)
    assert_allclose(found.explained, slow.explained(*groups, form), rtol=1e-9, atol=1e-7)
    (one, other), means = (slow.line(each) for each in groups), [np.mean([x for x, _ in each]) for each in groups]
    assert_allclose(found.endowment, (means[0] - means[1]) * other[1], rtol=1e-9, atol=1e-7)
    assert_allclose(found.coefficient, one[0] - other[0] + means[1] * (one[1] - other[1]), rtol=1e-9, atol=1e-7)
    assert_allclose(found.interaction, (means[0] - means[1]) * (one[1] - other[1]), rtol=1e-9, atol=1e-7)


SHARES = {"variance": variance_shares, "theil": theil_shares, "mean_log_deviation": mean_log_deviation_shares}


@pytest.mark.parametrize("measure", SHARES)
@unhurried
@given(groups=st.lists(st.lists(st.integers(1, 100).map(float), min_size=1, max_size=8), min_size=1, max_size=5))
def test_shares_add_up_to_the_measure_of_everybody(measure: str, groups: list[list[float]]) -> None:
    plain = getattr(slow, measure)
    found = SHARES[measure]([np.mean(each) for each in groups], [max(plain(each), 0) for each in groups], [len(each) for each in groups])
    everybody = [value for each in groups for value in each]
    assert_allclose(found.total, plain(everybody), rtol=1e-9, atol=1e-12)
    levelled = [float(np.mean(each)) for each in groups for _ in each]
    assert_allclose(found.between, plain(levelled), rtol=1e-9, atol=1e-12)


RATES = {
    "selection_rate": {"given": None, "hit": (1, True)},
    "recall": {"given": (0, True), "hit": (1, True)},
    "precision": {"given": (1, True), "hit": (0, True)},
    "false_positive_rate": {"given": (0, False), "hit": (1, True)},
}


@unhurried
@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 2)), min_size=1, max_size=30), st.sampled_from(list(RATES)))
def test_rates_by_group(people: list[tuple[bool, bool, int]], rate: str) -> None:
    counts = confusion_counts(*(np.array(column) for column in zip(*people, strict=True)), groups=3)
    metric = getattr(group_metrics(counts), rate)
    by_group = [slow.share_of(people, group, **RATES[rate]) for group in range(3)]
    overall = slow.share_of([(*person[:2], 0) for person in people], 0, **RATES[rate])
    known = [value for value in by_group if not math.isnan(value)]
    assert_allclose(metric.by_group, by_group)
    assert_allclose(metric.overall, overall)
    assert_allclose(metric.difference_between_groups, max(known) - min(known) if known else math.nan, atol=1e-15)
    assert_allclose(metric.ratio_between_groups, min(known) / max(known) if known and max(known) else math.nan)
    assert_allclose(metric.difference_to_overall, max(abs(each - overall) for each in known) if known else math.nan, atol=1e-15)
    nearest = [min(each, overall) / max(each, overall) for each in known if max(each, overall)]
    assert_allclose(metric.ratio_to_overall, min(nearest) if nearest else math.nan)
