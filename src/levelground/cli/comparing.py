"""`levelground compare` and `upgrade`: what differs between two versions, and how to take the base's improvements."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from levelground.cli.app import app

OldArgument = Annotated[str, typer.Argument(metavar="OLD", help="A shipped id, an earlier version (core@1.0.0), or the path of a file.")]
NewArgument = Annotated[str, typer.Argument(metavar="NEW", help="What to set beside it.")]


class ComparisonFormat(StrEnum):
    """How a comparison is shown."""

    TABLE = "table"
    JSON = "json"
    HTML = "html"


@app.command()
def compare(
    old: OldArgument,
    new: NewArgument,
    output: Annotated[ComparisonFormat, typer.Option("--format", help="table (text), json or html (a page).")] = ComparisonFormat.TABLE,
    out: Annotated[Path | None, typer.Option("--out", help="The file to write; otherwise it is printed.")] = None,
) -> None:
    """Say what differs between two change packages or versions, element by element, and what it means for the numbers."""
    from levelground.change_package.adaptation.compare import compare as compare_packages
    from levelground.change_package.adaptation.compare import counted
    from levelground.change_package.read import read
    from levelground.documents.writing import write_file

    found = compare_packages(read(old), read(new))
    if output is ComparisonFormat.HTML:
        from levelground.reports.comparison_page import page

        text = page(found)
    elif output is ComparisonFormat.JSON:
        text = json.dumps(found.as_json(), indent=2, ensure_ascii=False) + "\n"
    else:
        text = "\n".join(found.lines()) + "\n"
    if out is None:
        typer.echo(text, nl=False)
        return
    write_file(text.encode(), out, overwrite=True)
    typer.echo(f"{counted(found.counts)}: {out}")
