"""`levelground trace`: the golden thread from one element, in both directions."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from levelground.cli.app import ChangePackageArgument, Format, app


@app.command()
def trace(
    change_package: ChangePackageArgument,
    element: Annotated[str, typer.Argument(metavar="ELEMENT", help="The id of an element: aim, P1, S2, I3, M1, R4 ...")],
    output: Annotated[Format, typer.Option("--format", help="table (a text tree) or json.")] = Format.TABLE,
) -> None:
    """Follow the golden thread from an element, in both directions."""
    from levelground.change_package.read import read
    from levelground.change_package.trace import trace as trace_element

    if output is Format.CSV:
        raise typer.BadParameter("a trace is a tree: choose table or json", param_hint="--format")
    found = trace_element(read(change_package).change_package, element)
    typer.echo(json.dumps(found.as_json(), indent=2, ensure_ascii=False) if output is Format.JSON else "\n".join(found.lines()))
