"""The XmR cases of the references as one table: a row for each case, filled up with NaN."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from tests.published.oracle import columns

from levelground.stats.spc.xmr import XmrChart, xmr_chart


@dataclass(frozen=True)
class XmrCases:
    """Values (cases, periods), and `place` = (case, period) of each row of a family's table of points."""

    values: np.ndarray
    rebase: np.ndarray
    improvement: np.ndarray
    target: np.ndarray
    screened: np.ndarray
    fix_after: np.ndarray
    place: tuple[np.ndarray, np.ndarray]

    def charts(self, compat: str | None = None) -> list[tuple[np.ndarray, XmrChart]]:
        """Charts of the cases that share their options, each in one call: (which cases, their chart)."""
        shared = [
            (np.flatnonzero((self.screened == screen) & np.isin(self.fix_after, [first])), bool(screen), first)
            for screen in (True, False)
            for first in np.unique(self.fix_after)
        ]
        return [
            (
                which,
                xmr_chart(
                    self.values[which],
                    improvement=self.improvement[which],
                    rebase=self.rebase[which],
                    fix_after=int(first) or None,
                    screen=screen,
                    compat=compat,
                ),
            )
            for which, screen, first in shared
            if which.size
        ]

    def gathered(self, charts: list[tuple[np.ndarray, XmrChart]], name: str) -> np.ndarray:
        """One field of the limits or the causes, in the order of the family's table of points."""
        cells: np.ndarray | None = None
        for which, chart in charts:
            part = np.asarray(getattr(chart.limits, name, None) if hasattr(chart.limits, name) else getattr(chart.causes, name))
            cells = np.empty(self.values.shape, dtype=object if part.dtype.kind == "U" else part.dtype) if cells is None else cells
            cells[which] = part
        assert cells is not None
        return cells[self.place] if cells.dtype != object else cells[self.place].astype(str)


def cases(family: str, points: str) -> XmrCases:
    config, rows = columns(family, "config"), columns(family, points)
    case = np.searchsorted(config["case"], rows["case"])
    first = np.searchsorted(case, np.arange(config["case"].size))
    period = np.arange(case.size) - first[case]
    place = (case, period)
    values = np.full((config["case"].size, period.max() + 1), np.nan)
    values[place] = rows["y"]
    group = np.zeros(values.shape)
    group[place] = rows["rebase_group"]
    rebase = np.zeros(values.shape, dtype=bool)
    rebase[:, 1:] = (group[:, 1:] != group[:, :-1]) & ~np.isnan(values[:, 1:])
    screened = np.char.lower(config["screen_outliers"]) == "true"
    fix_after = np.nan_to_num(config["fix_after_n_points"])
    return XmrCases(values, rebase, config["improvement_direction"], config["target"], screened, fix_after, place)
