"""`levelground list`: what the library and its registers hold."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from levelground.cli.app import Format, app

if TYPE_CHECKING:
    from levelground.registers.catalogue import Catalogue, Listed

Row = Mapping[str, Any]

WhatArgument = Annotated[str | None, typer.Argument(metavar="[WHAT]", help="packages, measures, recommendations, evidence ...")]
IdArgument = Annotated[str | None, typer.Argument(metavar="[ID]", help="One entry, with all that is known of it.")]

WIDE = 160
"""How wide a table is, in characters, where it is not shown on a terminal."""

HIDDEN = ("ambitions", "addressees_inferred", "indicators", "same_as", "conflicts_with")
"""Columns that a table leaves out; csv and json have them."""


@app.command("list")
def list_(
    what: WhatArgument = None,
    entry_id: IdArgument = None,
    *,
    addressee: Annotated[str | None, typer.Option("--addressee", help="Only recommendations to this body.")] = None,
    ambition: Annotated[str | None, typer.Option("--ambition", help="Only what is tagged with it: A24-maternal ...")] = None,
    unverified: Annotated[bool, typer.Option("--unverified", help="Only what is marked unverified.")] = False,
    files: Annotated[list[Path] | None, typer.Option("--with", help="A change package of your own to count in; may be repeated.")] = None,
    output: Annotated[Format, typer.Option("--format", help="table, csv or json.")] = Format.TABLE,
) -> None:
    """What the library holds: change packages, measures, recommendations, evidence, resources, frameworks, ambitions, sources, principles.

    Without WHAT an overview. `list ambitions ID` says what there is for an ambition. Ends with 12 for a name that there is none of.
    """
    from levelground.registers.catalogue import Wanted, catalogue, listed_named
    from levelground.registers.entries import entry
    from levelground.registers.rollup import HONEST, rollup
    from levelground.registers.rollup_text import lines

    held = catalogue(files or ())
    if what is None:
        _refuse_options(addressee, ambition, unverified)
        _show_rows(held.overview(), output, HONEST)
        return
    listed = listed_named(what)
    _refuse_misplaced(listed, entry_id, addressee, ambition, unverified)
    if entry_id is not None and listed == "ambitions" and output is Format.TABLE:
        typer.echo("\n".join(lines(rollup(entry_id, held.files, held.known))))
        return
    if entry_id is not None:
        _show_entry(entry(held, listed, entry_id), output)
        return
    rows = held.rows(listed, Wanted(addressee, ambition, unverified))
    _show_rows(rows, output, _counted(held, listed, rows))


def _refuse_options(addressee: str | None, ambition: str | None, unverified: bool) -> None:
    if addressee is not None or ambition is not None or unverified:
        raise typer.BadParameter("say what to list, for example: levelground list recommendations --unverified", param_hint="WHAT")


def _refuse_misplaced(listed: Listed, entry_id: str | None, addressee: str | None, ambition: str | None, unverified: bool) -> None:
    if entry_id is not None:
        if addressee is not None or ambition is not None or unverified:
            raise typer.BadParameter("one entry is not filtered: leave the options out, or the id", param_hint="ID")
    elif addressee is not None and listed != "recommendations":
        raise typer.BadParameter("only recommendations have addressees", param_hint="--addressee")
    elif ambition is not None and listed not in ("packages", "measures", "recommendations"):
        raise typer.BadParameter("only packages, measures and recommendations are tagged with ambitions", param_hint="--ambition")


def _counted(held: Catalogue, listed: Listed, rows: Sequence[Row]) -> str:
    unverified = sum(row["mark"] == "unverified" for row in rows)
    return f"{len(rows)} of {len(held.rows(listed))} {listed.value}; {unverified} of these unverified."


def _show_rows(rows: Sequence[Row], output: Format, said: str) -> None:
    if output is Format.JSON:
        typer.echo(json.dumps(list(rows), indent=2, ensure_ascii=False))
    elif output is Format.CSV:
        _write_csv(rows)
    else:
        console = Console(highlight=False, width=None if sys.stdout.isatty() else WIDE)
        console.print(_table(rows), soft_wrap=False)
        console.print(said, soft_wrap=True, markup=False)


def _write_csv(rows: Sequence[Row]) -> None:
    if rows:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(rows[0])
        writer.writerows([_cell(value) for value in row.values()] for row in rows)


NARROW = ("id", "mark", "what", "version", "kind", "statistic")
WORDS = ("text", "statement", "title", "name")


def _table(rows: Sequence[Row]) -> Table:
    table = Table(box=SIMPLE, pad_edge=False)
    columns = [name for name in (rows[0] if rows else ()) if name not in HIDDEN]
    for name in columns:
        table.add_column(name.replace("_", " "), no_wrap=name in NARROW, overflow="fold", min_width=40 if name in WORDS else None)
    for row in rows:
        table.add_row(*(_escaped(_cell(row[name])) for name in columns))
    return table


def _escaped(text: str) -> str:
    return text.replace("[", "\\[")


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _show_entry(entry: Row, output: Format) -> None:
    if output is Format.JSON:
        typer.echo(json.dumps(entry, indent=2, ensure_ascii=False))
    elif output is Format.CSV:
        _write_csv(
            [{key: json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value for key, value in entry.items()}]
        )
    else:
        for line in _lines(entry):
            typer.echo(line)


def _lines(value: Any, indent: str = "") -> Iterator[str]:
    """Plain values as indented lines."""
    for key, inner in value.items():
        name = str(key).replace("_", " ")
        if isinstance(inner, dict):
            yield f"{indent}{name}:" if inner else f"{indent}{name}: nothing known"
            yield from _lines(inner, f"{indent}  ")
        elif isinstance(inner, list) and any(isinstance(part, dict) for part in inner):
            yield f"{indent}{name}:"
            for part in inner:
                first, *rest = list(_lines(part, f"{indent}    ")) or [""]
                yield f"{indent}  - {first.strip()}"
                yield from rest
        else:
            yield f"{indent}{name}: {_cell(inner) if inner != [] else 'none'}"
