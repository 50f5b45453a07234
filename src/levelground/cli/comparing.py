"""`levelground compare` and `upgrade`: what differs between two versions, and how to take the base's improvements."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from levelground.cli.app import BasesOption, app
from levelground.cli.findings import notices, show_findings
from levelground.errors import ChangePackageInvalid, ChangePackageUnreadable

if TYPE_CHECKING:
    from levelground.change_package.adaptation.overlay_reading import OverlayReading
    from levelground.change_package.reading import Reading

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
    bases: BasesOption = None,
) -> None:
    """Say what differs between two change packages or versions, element by element, and what it means for the numbers."""
    from levelground.change_package.adaptation.compare import compare as compare_packages
    from levelground.change_package.adaptation.compare import counted
    from levelground.change_package.read import read
    from levelground.documents.writing import write_file

    before, after = read(old, bases or ()), read(new, bases or ())
    found = compare_packages(before, after)
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
    write_file(text.encode(), out, overwrite=True, kept=(*before.files, *after.files))
    typer.echo(f"{counted(found.counts)}: {out}")


class UpgradeFormat(StrEnum):
    """How an upgrade is told."""

    TABLE = "table"
    JSON = "json"


def _choices(given: list[str] | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in given or ():
        key, _, side = each.rpartition("=")
        if not key or side not in ("mine", "theirs"):
            raise typer.BadParameter(f"`{each}` is not KEY=mine or KEY=theirs", param_hint="--choose")
        if found.setdefault(key, side) != side:
            raise typer.BadParameter(f"both mine and theirs are chosen for `{key}`", param_hint="--choose")
    return found


@app.command()
def upgrade(
    overlay: Annotated[str, typer.Argument(metavar="OVERLAY", help="The adaptation: the path of its file, or a shipped id.")],
    *,
    to: Annotated[str, typer.Option("--to", help="The new version of its base: a shipped id, core@1.1.0, or the path of a file.")],
    old: Annotated[str | None, typer.Option("--from", help="The version that it adapts, where it is not found by itself.")] = None,
    choose: Annotated[
        list[str] | None, typer.Option("--choose", metavar="KEY=SIDE", help="Settle a conflict: P1.text=mine or P1.text=theirs.")
    ] = None,
    version: Annotated[str | None, typer.Option("--version", help="The adaptation's new version.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="The file to write; without it, what would happen is only said.")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Write over a file that is there.")] = False,
    bases: BasesOption = None,
    output: Annotated[UpgradeFormat, typer.Option("--format", help="table (text) or json.")] = UpgradeFormat.TABLE,
) -> None:
    """Carry an adaptation over to a new version of its base; nothing is written while there is something to choose.

    Ends with 0 when the adaptation was carried over, 11 when conflicts wait for a choice or the result does not hold.
    """
    from levelground.change_package.adaptation.upgrade import upgrade as upgrade_overlay
    from levelground.change_package.read import read
    from levelground.documents.writing import write_file

    if version is not None and not re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", version):
        raise typer.BadParameter("a version is three numbers: 1.1.0", param_hint="--version")
    ours, old_base = _overlay_and_base(overlay, old, bases or ())
    done = upgrade_overlay(ours, old_base, read(to, bases or ()), _choices(choose), version)
    typer.echo(json.dumps(done.as_json(), indent=2, ensure_ascii=False) if output is UpgradeFormat.JSON else "\n".join(done.lines()))
    if done.open:
        number = len(done.open)
        raise ChangePackageInvalid(
            f"{number} conflict{'' if number == 1 else 's'} to settle with --choose KEY=mine or KEY=theirs: "
            f"{', '.join(conflict.key for conflict in done.open)}. Nothing was written."
        )
    if done.overlay is None:
        raise ChangePackageInvalid("What comes out is no change package; nothing was written.", done.findings)
    show_findings(done.findings)
    if out is not None:
        write_file(done.overlay.data, out, overwrite=overwrite)
        notices.print(f"{out}: {done.overlay.overlay.id}@{done.overlay.overlay.version} on {done.new_base}", soft_wrap=True)


def _overlay_and_base(name: str, old: str | None, bases: Sequence[Path]) -> tuple[OverlayReading, Reading]:
    """An overlay and the base that it adapts: the one that is named, or the one that is found."""
    from levelground.change_package.adaptation.bases import shipped_file
    from levelground.change_package.adaptation.overlay_reading import OverlayReading, read_overlay
    from levelground.change_package.read import read
    from levelground.documents.document import DocumentUnreadable
    from levelground.documents.reading import read_file, shown

    if old is None:
        reading = read(name, bases)
        if isinstance(reading.overlay, OverlayReading) and reading.base is not None:
            return reading.overlay, reading.base
        raise ChangePackageInvalid(
            f"{reading.name} is a whole change package, not an adaptation of one: it has no base to be carried over from."
        )
    shipped = shipped_file(name)
    try:
        data = read_file(name) if shipped is None else shipped.data
    except DocumentUnreadable as refusal:
        raise ChangePackageUnreadable(refusal.message, refusal.findings) from None
    return read_overlay(data, shown(name) if shipped is None else shipped.name), read(old, bases)
