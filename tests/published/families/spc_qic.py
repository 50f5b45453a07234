"""Every case of qicharts2's charts: centre, both pairs of limits, points outside and runs; two funnels; three rules of runs.

Correct mode is compared wherever it is the reference's formula: all cases but those in `REFERENCE_IS_WRONG`, which (with all others)
are compared in compat mode. Missing values, both options together and other edges are in `tests/stats`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from tests.published.oracle import columns
from tests.published.validation import CORRECT, Comparison, labels, numbers

from levelground.stats.intervals import FloatArray
from levelground.stats.spc.attribute_charts import c_chart, p_chart, u_chart
from levelground.stats.spc.control_chart import ControlChart
from levelground.stats.spc.individuals import i_chart, i_prime_chart, mr_chart
from levelground.stats.spc.rare_events import g_chart, t_chart
from levelground.stats.spc.run_chart import RunChart, run_chart
from levelground.stats.spc.runs_rules import runs_signal
from levelground.stats.spc.subgroup_charts import s_chart, xbar_chart

FAMILY, CLOSE, QICHARTS2 = "spc_qic", 1e-9, "qicharts2-0.8.1"
FIELDS = (("value", "y"), ("centre", "cl"), ("lower", "lcl"), ("inner_lower", "lcl.95"), ("inner_upper", "ucl.95"), ("upper", "ucl"))
RUNS = ("n.useful", "longest.run", "longest.run.max", "n.crossings", "n.crossings.min")
CHARTS = ("run", "i", "mr", "t", "p", "pp", "c", "u", "up", "g", "ip", "xbar", "s")
REFERENCE_IS_WRONG = {
    "mr": (13, 14, 15, 16, 17, 18),  # its inner limit is two thirds of the upper one, and not 2 sigma
    "ip": (62, 63),  # sigma of all points, although there is a baseline or an exclusion
    "xbar": (67, 69, 71),  # pooled standard deviation over c4, where sizes differ
    "s": (73, 75, 77),
}
UNSCREENED = {"c", "g", "mr", "run", "s", "xbar"}


class Case(NamedTuple):
    """One row of the configuration, and its points."""

    chart: str
    values: FloatArray
    """(periods,), or (periods, members) of subgroups."""
    size: FloatArray
    options: dict[str, object]
    """As our charts take them."""

    def drawn(self, compat: str | None) -> tuple[ControlChart | None, RunChart]:
        """Our chart (none for a run chart) and its runs."""
        marks = {name: value for name, value in self.options.items() if name in ("rebase", "exclude")}
        if self.chart == "run":
            every = {name: value for name, value in self.options.items() if name != "screen"}
            return None, run_chart(self.values, **every)
        chart = self._chart(compat)
        return chart, run_chart(chart.value, centre=chart.centre, **marks)

    def _chart(self, compat: str | None) -> ControlChart:
        options = {name: value for name, value in self.options.items() if name != "screen" or self.chart not in UNSCREENED}
        if self.chart == "c":
            return c_chart(self.values, **options)
        if self.chart in ("p", "pp", "u", "up"):
            kernel = p_chart if self.chart[0] == "p" else u_chart
            return kernel(self.values, self.size, laney=len(self.chart) > 1, compat=compat, **options)
        if self.chart == "ip":
            return i_prime_chart(self.values, self.size, compat=compat, **options)
        kernels = {"i": i_chart, "mr": mr_chart, "t": t_chart, "g": g_chart, "xbar": xbar_chart, "s": s_chart}
        return kernels[self.chart](self.values, compat=compat, **options)


def comparisons() -> Iterator[Comparison]:
    """A row for each kind of chart and mode; then the runs of all charts, the rules of runs, and the funnels."""
    config, points, table = columns(FAMILY, "config"), columns(FAMILY, "input"), columns(FAMILY, "expected")
    cases = {int(case): _case({name: cells[row] for name, cells in config.items()}, points) for row, case in enumerate(config["case"])}
    runs = []
    for chart in CHARTS:
        numbered = [case for case in cases if cases[case].chart == chart]
        for mode in (CORRECT, QICHARTS2):
            kept = [case for case in numbered if mode == QICHARTS2 or case not in REFERENCE_IS_WRONG.get(chart, ())]
            if kept and not (mode == QICHARTS2 and chart in ("run", "c")):
                ours = [cases[case].drawn(None if mode == CORRECT else mode) for case in kept]
                yield from _limits(chart, mode, ours, {name: cells[np.isin(table["case"], kept)] for name, cells in table.items()})
                runs += [(case, run) for case, (_, run) in zip(kept, ours, strict=True) if mode == QICHARTS2 or chart in ("run", "c")]
    yield from _runs([run for _, run in sorted(runs, key=lambda each: each[0])], table)
    signals = columns(FAMILY, "expected_crsignal")
    for rule, name in (("anhoej", "anhoej"), ("best_box", "bestbox"), ("cut_box", "cutbox")):
        signal = runs_signal(signals["n"], signals["c"], signals["l"], rule=rule)
        yield labels(FAMILY, f"signal of runs, {rule}", signal, signals[name] == "TRUE")
    yield from _funnels()


def _limits(chart: str, mode: str, ours: list[tuple[ControlChart | None, RunChart]], table: dict[str, np.ndarray]) -> Iterator[Comparison]:
    if chart == "run":
        centre = np.concatenate([each.centre for _, each in ours])
        yield numbers(FAMILY, f"{chart}: centre, {len(ours)} cases", centre, table["cl"], relative=CLOSE, mode=mode)
        return
    mine = np.concatenate([[getattr(each, field) for field, _ in FIELDS] for each, _ in ours], axis=1)
    theirs = [table[name] for _, name in FIELDS]
    yield numbers(FAMILY, f"{chart}: values and limits, {len(ours)} cases", mine, theirs, relative=CLOSE, mode=mode)
    outside = np.concatenate([each.outside for each, _ in ours])
    yield labels(FAMILY, f"{chart}: points outside", outside, table["sigma.signal"] == "TRUE", mode=mode)


def _runs(ours: list[RunChart], table: dict[str, np.ndarray]) -> Iterator[Comparison]:
    kept = ~np.isin(table["case"], REFERENCE_IS_WRONG["mr"])
    of_points = {
        "n.useful": [each.runs.useful for each in ours],
        "longest.run": [each.runs.longest_run for each in ours],
        "longest.run.max": [each.runs.longest_run_limit for each in ours],
        "n.crossings": [each.runs.crossings for each in ours],
        "n.crossings.min": [each.runs.crossings_limit for each in ours],
    }
    for name in RUNS:
        yield labels(FAMILY, f"{name.replace('.', ' ')}, all {len(ours)} cases", np.concatenate(of_points[name]), table[name])
    signal = np.concatenate([each.runs.signal for each in ours])[kept]
    yield labels(FAMILY, "runs signal, all but moving ranges", signal, table["runs.signal"][kept] == "TRUE")


def _funnels() -> Iterator[Comparison]:
    places = columns(FAMILY, "input_funnel")
    for name, laney in (("p", False), ("pp", True)):
        table, chart = columns(FAMILY, f"expected_funnel_{name}"), p_chart(places["y"], places["n"], laney=laney, ordered=False)
        mine = [chart.value, chart.centre, chart.lower, chart.upper]
        theirs = [table["y"], table["cl"], table["lcl"], table["ucl"]]
        yield numbers(FAMILY, f"{name}, of places: values and limits", mine, theirs, relative=CLOSE)
        yield labels(FAMILY, f"{name}, of places: outside", chart.outside, table["sigma.signal"] == "TRUE")


def _case(case: dict[str, np.generic], points: dict[str, np.ndarray]) -> Case:
    own = points["case"] == case["case"]
    place, values, size = (points[name][own] for name in ("x", "y", "n"))
    chart, periods = str(case["chart"]), np.unique(place)
    if chart in ("xbar", "s"):
        rows = [values[place == period] for period in periods]
        values = np.full((periods.size, max(map(len, rows))), np.nan)
        for row, members in enumerate(rows):
            values[row, : len(members)] = members
    options: dict[str, object] = {"screen": case["screenedmr"] == "TRUE", "exclude": periods == float(case["exclude"])}
    last = [float(part) for part in str(case["part"]).replace("nan", "").split(";") if part]
    options["rebase"] = np.isin(periods, np.array(last) + 1)
    if float(case["freeze"]) > 0:
        options["baseline"] = periods <= float(case["freeze"])
    if not np.isnan(float(case["cl"])):
        options["centre"] = float(case["cl"])
    return Case(chart, values, size, options)
