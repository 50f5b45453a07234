"""`levelground trace`: the golden thread from one element, in both directions, and what a package rests on, worst first."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from levelground.cli.app import BasesOption, ChangePackageArgument, app

if TYPE_CHECKING:
    from levelground.change_package.change_package import ChangePackage
    from levelground.change_package.reliance import Reliance
    from levelground.change_package.trace import Trace


class ThreadFormat(StrEnum):
    """How a thread is shown."""

    TABLE = "table"
    JSON = "json"
    HTML = "html"


@app.command()
def trace(
    change_package: ChangePackageArgument,
    element: Annotated[str | None, typer.Argument(metavar="ELEMENT", help="An id: aim, P1, S2, C3, M1, R04-causes ...")] = None,
    *,
    output: Annotated[ThreadFormat, typer.Option("--format", help="table (a text tree), json or html (a page).")] = ThreadFormat.TABLE,
    unverified: Annotated[bool, typer.Option("--unverified", help="What rests on unverified evidence, or on none.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="The file to write; otherwise it is printed.")] = None,
    bases: BasesOption = None,
) -> None:
    """Follow the golden thread from an element in both directions, or (--unverified) say what the package rests on, worst first."""
    from levelground.change_package.read import read

    if (element is None) != unverified:
        raise typer.BadParameter("give the id of an element, or --unverified for the whole change package", param_hint="ELEMENT")
    reading = read(change_package, bases or ())
    package = reading.change_package
    text = _thread(package, element, output) if element is not None else _reliance(package, output)
    if out is None:
        typer.echo(text, nl=False)
        return
    from levelground.documents.writing import write_file

    out.parent.mkdir(parents=True, exist_ok=True)
    write_file(text.encode(), out, overwrite=True, kept=reading.files)
    typer.echo(f"{'thread of ' + element if element else 'what it rests on'}: {out}")


def _thread(package: ChangePackage, element: str, output: ThreadFormat) -> str:
    from levelground.change_package.trace import trace as trace_element

    found = trace_element(package, element)
    if output is ThreadFormat.HTML:
        from levelground.reports.trace_page import page

        return page(package, found)
    return _text(package, found, output)


def _reliance(package: ChangePackage, output: ThreadFormat) -> str:
    from levelground.change_package.reliance import reliance

    found = reliance(package)
    if output is ThreadFormat.HTML:
        from levelground.reports.trace_page import reliance_page

        return reliance_page(package, found)
    return _text(package, found, output)


def _text(package: ChangePackage, found: Trace | Reliance, output: ThreadFormat) -> str:
    """What was found, and how far the change package is co-produced: it stands with everything that is told of a version."""
    from levelground.change_package.provenance import co_production_words

    status = co_production_words(package.status, package.co_production)
    if output is ThreadFormat.JSON:
        return json.dumps({**found.as_json(), "co_production": status}, indent=2, ensure_ascii=False) + "\n"
    return "\n".join([f"{package.id} {package.version} is {status}.", *found.lines()]) + "\n"
