"""Write the tidy extracts of published figures in the library, and their manifest, from the files as published.

    python tools/extract_figures.py FOLDER [--into FOLDER]

FOLDER holds `mental_health_act_2023_24.csv` and `census_2021_england_ethnic_group.csv`. What a label or an area level may be is
read from `library/data_sources`, its one home. The same input always gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

LIBRARY = Path(__file__).resolve().parent.parent / "src" / "levelground" / "library"
MHA, CENSUS = "nhse_mha_2023_24", "census_2021_england"
DEMOGRAPHICS = ("Ethnicity", "All")
AREA_LEVELS = ("All submissions", "ICB")
MHA_COLUMNS = (
    "period", "measure", "subcategory", "demographic", "group_label", "area_level", "area_code", "area_name",
    "events", "events_status", "crude_rate", "standardised_rate", "standardised_rate_half_width",
)  # fmt: skip
CENSUS_COLUMNS = ("ethnic_group", "broad_group", "population")
OGL = "Contains public sector information licensed under the Open Government Licence v3.0."
OGL_ADDRESS = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"

HOW_MHA = """\
The publisher's data file for 2023/24. Values are as published; counts are written as integers, and an empty count (withheld by the \
publisher: under 5, below national level) has the status suppressed. It may be any number under 5, is never read as 0, and is not \
missing."""
HOW_CENSUS = """\
Typed in from memory of table TS021, not downloaded. Proved by reproducing published figures: through the crosswalk nhse_mha_2023_24 it \
gives back every crude rate by ethnic group that NHS England publishes for 2023/24, to one decimal, and its parts add up to 56,490,048. \
That proves groups to the rounding of the rates, not to the last person; Gypsy or Irish Traveller and Arab only inside broad groups; \
Roma only by being left out and by the total."""

Row = dict[str, str]


def declared(source_id: str) -> dict[str, Any]:
    """The declaration of a data source."""
    source: dict[str, Any] = yaml.safe_load((LIBRARY / "data_sources" / f"{source_id}.yaml").read_text(encoding="utf-8"))
    return source


def raw_file(source_id: str) -> str:
    """The name of the file as published."""
    return str(next(layout["file"] for layout in declared(source_id)["layouts"] if layout["name"] == "raw"))


def rows_of(data: bytes) -> list[Row]:
    """The rows of a CSV file, every value as text."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def is_damaged(row: Row, allowed: dict[str, list[str]], levels: Sequence[str]) -> bool:
    """Whether the row has a label that its demographic does not have, or an area level that does not exist."""
    return row["DemographicBreakdown"] not in allowed.get(row["Demographic"], []) or row["OrganisationBreakdown"] not in levels


def whole_number(written: str) -> str:
    """A count as an integer; empty stays empty (suppressed). Anything else is refused."""
    if written == "":
        return ""
    number = float(written)
    if not number.is_integer() or number < 0:
        raise SystemExit(f"A count must be a whole number that is not negative; found {written!r}.")
    return str(int(number))


def tidy(row: Row) -> tuple[str, ...]:
    """A row as published -> a row of the extract, with the count's status beside it."""
    events = whole_number(row["Total_Count"])
    return (
        row["Year"], row["Measure"], row["measureSubcategory"], row["Demographic"], row["DemographicBreakdown"],
        row["OrganisationBreakdown"], row["OrgID"], row["OrgName"], events, "counted" if events else "suppressed",
        row["CrudeRate"], row["StdRate"], row["Confidence_interval"],
    )  # fmt: skip


def as_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """CSV with line feeds, in UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def in_extract(row: Row) -> bool:
    """Whether the extract is about this row: by ethnicity or not broken down, for England or an ICB."""
    return row["Demographic"] in DEMOGRAPHICS and row["OrganisationBreakdown"] in AREA_LEVELS


def by_label(rows: Iterable[Row]) -> dict[str, int]:
    """How many rows have which label, under which area level and demographic."""
    names = (f"{row['OrganisationBreakdown']}, {row['Demographic']}: {row['DemographicBreakdown'] or '(blank)'}" for row in rows)
    return dict(sorted(Counter(names).items()))


def mental_health_act(data: bytes) -> tuple[bytes, dict[str, Any]]:
    """The extract, and what the manifest says of its rows."""
    columns = {column["name"]: column for column in declared(MHA)["columns"]}
    allowed, levels = columns["group_label"]["allowed_by"]["values"], columns["area_level"]["allowed"]
    rows = rows_of(data)
    damaged = [row for row in rows if is_damaged(row, allowed, levels)]
    sound = [row for row in rows if not is_damaged(row, allowed, levels)]
    kept = sorted(tidy(row) for row in sound if in_extract(row))
    return as_csv(MHA_COLUMNS, kept), {
        "rows": len(kept),
        "suppressed_cells": sum(row[MHA_COLUMNS.index("events_status")] == "suppressed" for row in kept),
        "rows_in_the_original": len(rows),
        "left_out": [*damage(damaged), *not_wanted(len(sound) - len(kept))],
    }


def damage(damaged: Sequence[Row]) -> list[dict[str, Any]]:
    """What the manifest says of rows with damaged labels, all of which are left out."""
    within, elsewhere = [row for row in damaged if in_extract(row)], [row for row in damaged if not in_extract(row)]
    return [
        {
            "rows": len(within),
            "what": "Damaged labels under demographic Ethnicity or All, for England or an ICB.",
            "why": "The label is not one of this demographic (a gender under Ethnicity, say). What was counted is not guessed.",
            "by_label": by_label(within),
        },
        {
            "rows": len(elsewhere),
            "what": "Damaged labels elsewhere: other demographics, other area levels, an area level that does not exist.",
            "why": "As above, and outside what this extract is for.",
            "by_label": by_label(elsewhere),
        },
    ]


def not_wanted(rows: int) -> list[dict[str, Any]]:
    """What the manifest says of sound rows and columns that are left out."""
    return [
        {
            "rows": rows,
            "what": "Age, Gender and deprivation (IMD); area levels Sub ICB, NHS Trust and Independent Health Provider.",
            "why": "Not broken down by ethnicity; left out to keep the extract small.",
        },
        {
            "columns": ["Datasource", "MHSDS_Count", "Acute_Count"],
            "why": "The parts of the total by data source; the total is kept.",
        },
    ]


def census(data: bytes) -> tuple[bytes, dict[str, Any]]:
    """The extract, and what the manifest says of its rows."""
    rows = [(row["ethnic_group_2021"], row["broad_group_2021"], whole_number(row["population"])) for row in rows_of(data)]
    return as_csv(CENSUS_COLUMNS, rows), {
        "rows": len(rows),
        "suppressed_cells": 0,
        "rows_in_the_original": len(rows),
        "total": sum(int(row[2]) for row in rows),
        "left_out": [],
    }


def described(source_id: str, extract: bytes, raw: bytes, counted: dict[str, Any], *, how: str) -> dict[str, Any]:
    """The manifest's entry for one file."""
    source = declared(source_id)
    return {
        "file": f"{source_id}.csv",
        "title": source["title"],
        "publisher": source["publisher"],
        "edition": source["edition"],
        "licence": source["licence"],
        "licence_address": OGL_ADDRESS,
        "attribution": f"{OGL} {source['title']}, {source['publisher']}.",
        "address": source["address"],
        "where_from": how,
        "verification": source["verification"],
        "sha256": hashlib.sha256(extract).hexdigest(),
        "original_file": raw_file(source_id),
        "original_sha256": hashlib.sha256(raw).hexdigest(),
        **counted,
    }


def extracts(folder: Path) -> dict[str, bytes]:
    """File name -> bytes: the two extracts and the manifest."""
    raw = {source: (folder / raw_file(source)).read_bytes() for source in (MHA, CENSUS)}
    mha, mha_counted = mental_health_act(raw[MHA])
    population, population_counted = census(raw[CENSUS])
    entries = [
        described(MHA, mha, raw[MHA], mha_counted, how=HOW_MHA),
        described(CENSUS, population, raw[CENSUS], population_counted, how=HOW_CENSUS),
    ]
    heading = "# Written by tools/extract_figures.py. Do not edit by hand.\n"
    manifest = heading + yaml.safe_dump({"figures": entries}, sort_keys=False, allow_unicode=True, width=140)
    return {f"{MHA}.csv": mha, f"{CENSUS}.csv": population, "manifest.yaml": manifest.encode("utf-8")}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the extracts."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the files as published are")
    parser.add_argument("--into", type=Path, default=LIBRARY / "figures", help="where to write (default: the library)")
    options = parser.parse_args(arguments)
    options.into.mkdir(parents=True, exist_ok=True)
    for name, data in extracts(options.folder).items():
        (options.into / name).write_bytes(data)
        print(f"{options.into / name}: {len(data):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
