"""The command line itself, to which every module of commands adds its own, and the arguments that several commands take."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="levelground",
    help="Change packages that measure honestly, group by group, whether a racial inequality is closing.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

ChangePackageArgument = Annotated[str, typer.Argument(metavar="CHANGE_PACKAGE", help="A shipped id (mental_health) or the path of a file.")]

BasesOption = Annotated[
    list[Path] | None,
    typer.Option("--base", help="Where the base of an overlay may be: a file or a folder; may be given several times."),
]
"""Files that are looked through, before the overlay's folder and the library, for what it adapts."""


class Format(StrEnum):
    """How results are shown."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
