"""`levelground list`: what the library and its registers hold."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from levelground.cli.app import Format, app
from levelground.cli.findings import show_findings
from levelground.errors import UnknownElement

if TYPE_CHECKING:
    from levelground.registers.catalogue import Catalogue, Listed, Wanted

Row = Mapping[str, Any]

WhatArgument = Annotated[str | None, typer.Argument(metavar="[WHAT]", help="packages, drivers, ideas, measures, recommendations ...")]
IdArgument = Annotated[str | None, typer.Argument(metavar="[ID]", help="One entry, with all that is known of it.")]

HIDDEN = ("ambitions", "addressees_inferred", "indicators", "same_as", "conflicts_with")
"""Columns that a table leaves out; csv and json have them."""


@app.command("list")
def list_(
    what: WhatArgument = None,
    entry_id: IdArgument = None,
    *,
    package: Annotated[str | None, typer.Option("--package", help="Only drivers, ideas or measures that this change package has.")] = None,
    addressee: Annotated[str | None, typer.Option("--addressee", help="Only recommendations to this body.")] = None,
    ambition: Annotated[str | None, typer.Option("--ambition", help="Only what is there for it: A24-maternal ...")] = None,
    unverified: Annotated[bool, typer.Option("--unverified", help="Only what is marked unverified.")] = False,
    files: Annotated[list[Path] | None, typer.Option("--with", help="A change package of your own to count in; may be repeated.")] = None,
    output: Annotated[Format, typer.Option("--format", help="table, csv or json.")] = Format.TABLE,
) -> None:
    """What the library holds: change packages, drivers, ideas, measures, recommendations, evidence, resources and more.

    Without WHAT an overview. `list ideas --package core` says what there is to change; `list ambitions ID` what there is for an
    ambition. Ends with 12 for a name that there is none of.
    """
    from levelground.registers.catalogue import Wanted

    try:
        _list(what, entry_id, Wanted(addressee, ambition, unverified, package), files or (), output)
    except UnknownElement as refusal:
        show_findings(refusal.findings)
        raise typer.Exit(refusal.exit_code) from None


def _list(what: str | None, entry_id: str | None, wanted: Wanted, files: Sequence[Path], output: Format) -> None:
    from levelground.registers.catalogue import catalogue, listed_named
    from levelground.registers.entries import entry
    from levelground.registers.rollup import HONEST, rollup
    from levelground.registers.rollup_text import lines

    held = catalogue(files)
    if what is None:
        _refuse_options(wanted)
        _show_rows(held.overview(), output, HONEST)
        return
    listed = listed_named(what)
    _refuse_misplaced(listed, entry_id, wanted)
    if entry_id is not None and listed == "ambitions" and output is Format.TABLE:
        typer.echo("\n".join(lines(rollup(entry_id, held.files, held.known))))
        return
    if entry_id is not None:
        _show_entry(entry(held, listed, entry_id, wanted.package), output)
        return
    rows = held.rows(listed, wanted)
    _show_rows(rows, output, _counted(held, listed, wanted, rows))


def _refuse_options(wanted: Wanted) -> None:
    if wanted.package is not None or wanted.addressee is not None or wanted.ambition is not None or wanted.unverified:
        raise typer.BadParameter("say what to list, for example: levelground list recommendations --unverified", param_hint="WHAT")


def _refuse_misplaced(listed: Listed, entry_id: str | None, wanted: Wanted) -> None:
    if wanted.package is not None and listed not in ("drivers", "ideas", "measures"):
        raise typer.BadParameter("only drivers, ideas and measures are listed by change package", param_hint="--package")
    if entry_id is not None:
        if wanted.addressee is not None or wanted.ambition is not None or wanted.unverified:
            raise typer.BadParameter("one entry is not filtered: leave the options out, or the id", param_hint="ID")
    elif wanted.addressee is not None and listed != "recommendations":
        raise typer.BadParameter("only recommendations have addressees", param_hint="--addressee")
    elif wanted.ambition is not None and listed not in ("packages", "drivers", "ideas", "measures", "recommendations"):
        said = "only packages, drivers, ideas, measures and recommendations are listed by ambition"
        raise typer.BadParameter(said, param_hint="--ambition")


def _counted(held: Catalogue, listed: Listed, wanted: Wanted, rows: Sequence[Row]) -> str:
    """How many of how many; for an ambition no whole: what a change package changed is counted there too."""
    from levelground.registers.catalogue import ELEMENTS, Wanted

    unverified = sum(row["mark"] == "unverified" for row in rows)
    whole = wanted.ambition is None or listed not in ELEMENTS
    of = f" of {len(held.rows(listed, Wanted(package=wanted.package)))}" if whole else ""
    return f"{len(rows)}{of} {listed.value}; {unverified} of these unverified."


def _show_rows(rows: Sequence[Row], output: Format, said: str) -> None:
    if output is Format.JSON:
        typer.echo(json.dumps(list(rows), indent=2, ensure_ascii=False))
    elif output is Format.CSV:
        _write_csv(rows)
    else:
        width = shutil.get_terminal_size().columns
        typer.echo(laid_out(rows, width, terminal=sys.stdout.isatty()))
        typer.echo(said)


def _write_csv(rows: Sequence[Row]) -> None:
    if rows:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(rows[0])
        writer.writerows([_cell(value) for value in row.values()] for row in rows)


WORDS = ("text", "statement", "title", "name", "words")
"""Columns of whole sentences: they get what width the others leave, and at least `READABLE`."""

READABLE = 40
BETWEEN = 3
"""Characters that a table has between two columns."""


def laid_out(rows: Sequence[Row], width: int, *, terminal: bool) -> str:
    """Rows for reading, nothing cut off: a table where it has room, otherwise one block for each.

    Where this is no terminal, a table only if each row stands on one line.
    """
    columns = {name: cells for name in (rows[0] if rows else ()) if name not in HIDDEN and any(cells := [_cell(row[name]) for row in rows])}
    widths = _widths(columns, width)
    if widths is not None and (terminal or all(_longest(name, columns[name]) <= widths[name] for name in columns)):
        return _table(columns, widths, width)
    return "\n".join(_block({name: cells[at] for name, cells in columns.items()}, width) for at in range(len(rows)))


def _longest(name: str, cells: Sequence[str]) -> int:
    return max(map(len, (name, *cells)))


def _widths(columns: Mapping[str, Sequence[str]], width: int) -> dict[str, int] | None:
    """How wide each column is, no word broken; None where there is no room."""
    room = width - BETWEEN * (len(columns) + 1)
    full = {name: _longest(name, cells) for name, cells in columns.items()}
    least = {name: max(len(word) for cell in (name, *cells) for word in (cell.split() or [""])) for name, cells in columns.items()}
    least.update((name, max(least[name], min(full[name], READABLE))) for name in columns if name in WORDS)
    for name in sorted(columns, key=lambda name: (name in WORDS, full[name])):
        spare = room - sum(least.values())
        least[name] += max(0, min(full[name] - least[name], spare))
    return least if sum(least.values()) <= room else None


def _table(columns: Mapping[str, Sequence[str]], widths: Mapping[str, int], width: int) -> str:
    table = Table(box=SIMPLE, pad_edge=False)
    for name in columns:
        table.add_column(name.replace("_", " "), width=widths[name], overflow="fold")
    for cells in zip(*columns.values(), strict=True):
        table.add_row(*map(Text, cells))
    console = Console(file=io.StringIO(), width=width, color_system=None)
    with console.capture() as captured:
        console.print(table)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def _block(cells: Mapping[str, str], width: int) -> str:
    """Id and mark, what is said of it, then its words."""
    head = "  ".join(cells[name] for name in ("id", "mark") if name in cells)
    about = "; ".join(f"{name.replace('_', ' ')}: {cell}" for name, cell in cells.items() if name not in ("id", "mark", *WORDS) and cell)
    words = [cell for name, cell in cells.items() if name in WORDS]
    return "\n".join([head, *(_wrapped(part, width) for part in (about, *words) if part), ""])


def _wrapped(text: str, width: int) -> str:
    return textwrap.fill(text, width, initial_indent="    ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)


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
