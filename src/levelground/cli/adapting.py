"""`levelground new`, `adapt` and `resolve`: a change package of one's own, from nothing or from a base."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from levelground.cli.app import BasesOption, ChangePackageArgument, app
from levelground.errors import ChangePackageInvalid

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")


class DocumentFormat(StrEnum):
    """How a whole change package is written."""

    YAML = "yaml"
    JSON = "json"


def _an_id(given: str) -> str:
    if not _ID.fullmatch(given):
        raise typer.BadParameter("an id begins with a letter and goes on with letters, digits, _ or -, at most 64 in all")
    return given


def _words(given: str) -> str:
    if not given.strip():
        raise typer.BadParameter("it must have words")
    return given


TitleOption = Annotated[str, typer.Option("--title", callback=_words, help="Its title; page titles speak of an inequality.")]
OutOption = Annotated[Path, typer.Option("--out", help="The file to write.")]
OverwriteOption = Annotated[bool, typer.Option("--overwrite", help="Write over a file that is there.")]


@app.command()
def new(
    package_id: Annotated[str, typer.Argument(metavar="ID", callback=_an_id, help="The id of the new change package.")],
    title: TitleOption,
    out: OutOption,
    overwrite: OverwriteOption = False,
) -> None:
    """Begin a change package from nothing: a small whole one, with comments that say what each part is for."""
    from levelground.change_package.beginnings import new_text
    from levelground.change_package.read import read_text
    from levelground.change_package.write import write

    write(read_text(new_text(package_id, title), str(out)), out, overwrite=overwrite)
    typer.echo(f"{out}: a change package to write on. What is missing: levelground check {out}")


@app.command()
def adapt(
    base: Annotated[str, typer.Argument(metavar="BASE", help="What to adapt: a shipped id (core), core@1.0.0, or the path of a file.")],
    *,
    package_id: Annotated[str, typer.Option("--id", callback=_an_id, help="The id of the adaptation.")],
    title: TitleOption,
    out: OutOption,
    overwrite: OverwriteOption = False,
    bases: BasesOption = None,
) -> None:
    """Begin an adaptation of a change package: an overlay on that exact version, with an example of each operation."""
    from levelground.change_package.adaptation.adapt import resolve as resolve_overlay
    from levelground.change_package.adaptation.overlay_reading import read_overlay
    from levelground.change_package.beginnings import overlay_text
    from levelground.change_package.read import read
    from levelground.documents.writing import write_file

    reading = read(base, bases or ())
    text = overlay_text(reading, package_id, title)
    resolve_overlay(reading, read_overlay(text, str(out)))
    write_file(text.encode("utf-8"), out, overwrite=overwrite)
    typer.echo(
        f"{out}: an adaptation of {reading.pin} that changes nothing yet. What is missing: levelground check {out}{_needs(base, out)}"
    )


def _needs(base: str, out: Path) -> str:
    """What to add to a command so that a base is found that stands neither beside the overlay nor in the library."""
    path = Path(base)
    return f" --base {base}" if path.is_file() and path.parent.resolve() != out.parent.resolve() else ""


@app.command()
def resolve(
    change_package: ChangePackageArgument,
    out: OutOption,
    output: Annotated[DocumentFormat, typer.Option("--format", help="yaml or json.")] = DocumentFormat.YAML,
    overwrite: OverwriteOption = False,
    bases: BasesOption = None,
) -> None:
    """Write the whole change package as one document: an adaptation with all that it takes from its base."""
    from levelground.change_package.check import errors_of
    from levelground.change_package.read import read
    from levelground.cli.checking import all_findings
    from levelground.cli.findings import counted
    from levelground.documents.writing import write_file

    reading = read(change_package, bases or ())
    findings = all_findings(reading)
    if errors_of(findings):
        raise ChangePackageInvalid(f"{reading.name}: {counted(findings)}. Nothing was written.", findings)
    as_json = json.dumps(reading.document.value, indent=2, ensure_ascii=False) + "\n"
    write_file(as_json.encode("utf-8") if output is DocumentFormat.JSON else reading.data, out, overwrite=overwrite)
    elements = sum(1 for _ in reading.change_package.elements())
    typer.echo(f"{out}: {reading.pin.id} {reading.pin.version}, {elements} elements in one document.")
