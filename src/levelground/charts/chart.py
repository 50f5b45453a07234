"""A chart: one picture with its title, its words and its data table, never one without the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from levelground.measurement.results import ReleasedResults


@dataclass(frozen=True)
class DataTable:
    """The numbers of a chart as text: every row has as many cells as there are headers; the first cell names the row."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.headers):
                raise ValueError(f"a row of `{self.caption}` has {len(row)} cells for {len(self.headers)} headers: {row}")


@dataclass(frozen=True)
class Chart:
    """A picture (`svg`), what it says in words (`message`) and its numbers (`table`).

    `specification` is the Vega-Lite specification it was drawn from; None for a picture with a layout of its own.
    """

    id: str
    title: str
    message: str
    specification: Mapping[str, Any] | None = field(hash=False)
    svg: str
    table: DataTable


def released(results: object) -> ReleasedResults:
    """The results, if they may be shown.

    Raises
    ------
    TypeError
        When they are anything but `ReleasedResults`: nothing is drawn or written from results that disclosure
        control has not released.
    """
    if not isinstance(results, ReleasedResults):
        raise TypeError(f"only ReleasedResults may be shown, not {type(results).__name__}: release them first (`disclosure.release`)")
    return results
