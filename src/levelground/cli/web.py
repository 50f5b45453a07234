"""`levelground web`: what the operator of a site does from a terminal. Runs beside the command line, in a process that has the web."""

from __future__ import annotations

import os
import subprocess
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from levelground.cli.app import app

web = typer.Typer(name="web", help="Set a site up, check its audit trail, give out or erase a person's data.", no_args_is_help=True)
app.add_typer(web)

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="The folder of the site's database and keys; LEVELGROUND_HOME, or `levelground-web`, when not given."),
]
EmailArgument = Annotated[str, typer.Argument(metavar="EMAIL", help="The address of the person.")]


class OrganisationSort(StrEnum):
    """What kind of organisation it is."""

    TRUST = "trust"
    ICB = "icb"
    NATIONAL_BODY = "national_body"
    COMMUNITY = "community"


@web.command("set-up")
def set_up(
    slug: Annotated[str, typer.Argument(metavar="SHORT_NAME", help="Small letters, digits and hyphens; it never changes.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="The full name of the organisation.")],
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="The address of its first administrator.")],
    kind: Annotated[OrganisationSort, typer.Option("--kind", help="What kind of organisation it is.")] = OrganisationSort.TRUST,
    home: HomeOption = None,
) -> None:
    """Make the tables and the first organisation, and print the link by which its first administrator joins.

    Running it again does no harm: while nobody took the link up, it prints a new one, and the old one stops working.
    """
    _manage(home, "set_up", slug, name, email, "--kind", kind.value)


@web.command("organisation")
def organisation(
    slug: Annotated[str, typer.Argument(metavar="SHORT_NAME", help="Small letters, digits and hyphens; it never changes.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="The full name.")],
    kind: Annotated[OrganisationSort, typer.Argument(metavar="KIND", help="trust, icb, national_body or community.")],
    parent: Annotated[str, typer.Option("--parent", help="The short name of the organisation that it is part of.")] = "",
    home: HomeOption = None,
) -> None:
    """Make another organisation, or place one that is there under its parent."""
    _manage(home, "make_organisation", slug, name, kind.value, *(["--parent", parent] if parent else []))


@web.command("invite")
def invite(
    slug: Annotated[str, typer.Argument(metavar="SHORT_NAME", help="The organisation.")],
    email: EmailArgument,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="administrator, qi_lead, curator ...")],
    home: HomeOption = None,
) -> None:
    """Invite a person into an organisation, and print the link for them."""
    _manage(home, "invite_person", slug, email, role)


@web.command("verify")
def verify(home: HomeOption = None) -> None:
    """Check the audit trail: its chain, its signatures, and its head outside the database. Ends with 60 when it does not hold."""
    _manage(home, "verify_audit")


@web.command("export-person")
def export_person(email: EmailArgument, home: HomeOption = None) -> None:
    """Write all that the site holds of a person to standard output, as JSON."""
    _manage(home, "export_person", email)


@web.command("erase-person")
def erase_person(
    email: EmailArgument,
    words: Annotated[bool, typer.Option("--words", help="The words of their comments too.")] = False,
    even_last: Annotated[bool, typer.Option("--even-last", help="Even where an organisation is left without an administrator.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    home: HomeOption = None,
) -> None:
    """Erase what the site holds of a person. It cannot be undone."""
    if not yes:
        typer.confirm("This cannot be undone. Erase this person?", abort=True, err=True)
    _manage(home, "erase_person", email, *(["--words"] if words else []), *(["--even-last"] if even_last else []))


def _manage(home: Path | None, *command: str) -> None:
    """Run one of the site's commands on this home; its exit code is ours."""
    environment = {**os.environ, **({"LEVELGROUND_HOME": str(home)} if home else {})}
    done = subprocess.run([sys.executable, "-m", "levelground.web.site.manage", *command], env=environment, check=False)
    raise typer.Exit(done.returncode)
