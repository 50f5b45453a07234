"""All charts of a release, drawn once and kept as files: `<measure>.<breakdown>.<gap|levels>.svg` and the same name `.json`.

Whoever serves pages reads them from here; nothing is drawn while someone waits for a page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from levelground.charts import driver_diagram, gap_plot, groups, level_plot
from levelground.charts.chart import Chart, DataTable, released
from levelground.errors import BundleUnreadable
from levelground.measurement.results import ReleasedResults

_SAFE_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*")


def draw(results: ReleasedResults) -> dict[str, Chart]:
    """Every chart of a release, by id: levels before gaps, measure by measure, and the driver diagram last.

    A measure that is given for several areas has no picture: its counts are of areas of different size. It has its table.
    """
    results = released(results)
    charts: list[Chart] = []
    for measure_id in results.measured_ids():
        if len(groups.areas(results, measure_id)) != 1:
            continue
        for breakdown in groups.breakdowns(results, measure_id):
            charts.append(level_plot.level_plot(results, measure_id, breakdown))
            if any(gap.group.breakdown == breakdown for gap in results.gaps_of(measure_id)):
                charts.append(gap_plot.gap_plot(results, measure_id, breakdown))
    charts.append(driver_diagram.driver_diagram(results.change_package))
    return {chart.id: chart for chart in charts}


def files(charts: Mapping[str, Chart]) -> dict[str, bytes]:
    """Charts as files, by name: for each its picture, and what it says with its numbers; and `charts.json`, the list of them."""
    kept = {"charts.json": _json(list(charts))}
    for chart in charts.values():
        name = _safe(chart.id)
        kept[f"{name}.svg"] = f"{chart.svg}\n".encode()
        kept[f"{name}.json"] = _json(_as_json(chart))
    return kept


def render(results: ReleasedResults, folder: Path) -> dict[str, Chart]:
    """Draw every chart of a release and write it to `folder`, which is made if it is not there."""
    charts = draw(results)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files(charts).items():
        (folder / name).write_bytes(content)
    return charts


def read(folder: Path) -> dict[str, Chart]:
    """The charts that `render` wrote, by id, in the same order.

    Raises
    ------
    BundleUnreadable
        When the folder has no charts, or one of them cannot be read.
    """
    try:
        ids = json.loads((folder / "charts.json").read_text(encoding="utf-8"))
        return {chart_id: _read_one(chart_id, folder) for chart_id in ids}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BundleUnreadable(f"The charts in {folder} cannot be read ({error}). Draw them again from the release.") from error


def _read_one(chart_id: str, folder: Path) -> Chart:
    name = _safe(chart_id)
    kept = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    svg = (folder / f"{name}.svg").read_text(encoding="utf-8").removesuffix("\n")
    table = DataTable(kept["table"]["caption"], tuple(kept["table"]["headers"]), tuple(tuple(row) for row in kept["table"]["rows"]))
    return Chart(chart_id, kept["title"], kept["message"], kept["specification"], svg, table)


def _as_json(chart: Chart) -> dict[str, Any]:
    table = {"caption": chart.table.caption, "headers": chart.table.headers, "rows": chart.table.rows}
    return {"id": chart.id, "title": chart.title, "message": chart.message, "table": table, "specification": chart.specification}


def _safe(chart_id: str) -> str:
    if not _SAFE_ID.fullmatch(chart_id):
        raise ValueError(f"`{chart_id}` is not an id that can name a file: letters, digits, `_`, `-` and single dots")
    return chart_id


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()
