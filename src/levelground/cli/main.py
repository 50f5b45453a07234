"""The `levelground` command. Results go to standard output, everything else to standard error; exit codes are documented.

Each command imports what it needs when it runs: a mistake in a file is told at once, without loading the engine or the charts.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from levelground import __version__
from levelground.cli import adapting, comparing, listing, tracing, web
from levelground.cli.app import BasesOption, ChangePackageArgument, Format, app
from levelground.cli.findings import counted, notices, show_error, show_findings
from levelground.cli.progress import steps_shown
from levelground.errors import (
    ChangePackageInvalid,
    DataUnreadable,
    MeasuresLeftOut,
    NotReleasable,
    OutputUnwritable,
    Severity,
    UserFacingError,
)

COMMANDS = (adapting, tracing, comparing, listing, web)
"""The modules whose commands are registered by importing them."""

DEMO_PACKAGE = "mental_health"
DEMO_FOLDER = Path("demo")
DEMO_RELEASE = DEMO_FOLDER / "release"
DEMONSTRATION = {"LEVELGROUND_DEMONSTRATION": "1"}
"""What the site of the demo is told: its people are made up, so nobody is asked for a second step."""

ReleaseArgument = Annotated[Path, typer.Argument(metavar="RELEASE", help="A folder that `levelground release` wrote.")]


@app.command()
def check(
    change_package: ChangePackageArgument,
    data: Annotated[Path | None, typer.Option("--data", help="A folder whose *.source.yaml declarations count too.")] = None,
    bases: BasesOption = None,
) -> None:
    """Say everything that is wrong with a change package, or missing from it, at once.

    Ends with 0 when there is no error (warnings and notes may be shown), 11 when there is one.
    """
    from levelground.change_package.check import errors_of
    from levelground.change_package.read import read
    from levelground.cli.checking import all_findings

    findings = all_findings(reading := read(change_package, bases or ()), data)
    if errors_of(findings):
        raise ChangePackageInvalid(f"{reading.name}: {counted(findings)}.", findings)
    show_findings(findings)
    typer.echo(f"{reading.name}: {counted(findings)}.")


@app.command()
def measure(
    change_package: ChangePackageArgument,
    data: Annotated[Path, typer.Option("--data", help="The folder with the data files.")],
    out: Annotated[Path, typer.Option("--out", help="The folder to write the result bundle to.")],
    bases: BasesOption = None,
) -> None:
    """Run the measurement plan on data and write a result bundle: unreleased, to stay where the data live."""
    from levelground.change_package.check import require_valid
    from levelground.change_package.read import read
    from levelground.measurement.bundle import write_bundle
    from levelground.measurement.run import require_one_period
    from levelground.measurement.run import run as run_measures

    started = time.perf_counter()
    reading = read(change_package, bases or ())
    require_valid(reading)
    with steps_shown() as progress:
        results = run_measures(reading, data, progress)
    require_one_period(results)
    errors = [finding for finding in results.findings if finding.severity is Severity.ERROR]
    to_mend = sorted({finding.element for finding in errors if finding.element} - set(results.measured_ids()))
    if not results.measured_ids():
        raise DataUnreadable("No measure could be counted; nothing was written.", errors or results.findings)
    digest = write_bundle(results, out, {"seconds": round(time.perf_counter() - started, 3)})
    show_findings(results.findings)
    for entry in results.not_run:
        notices.print(f"· {entry.measure_id} was not run: {entry.reason}.", soft_wrap=True)
    typer.echo(f"{len(results.measured_ids())} of {len(results.change_package.measures)} measures counted; bundle {out} ({digest[:12]}).")
    if to_mend:
        raise MeasuresLeftOut(f"Measures whose data must be mended first: {', '.join(to_mend)}. The others are in the bundle.")


@app.command()
def release(
    results: Annotated[Path, typer.Argument(metavar="BUNDLE", help="A folder that `levelground measure` wrote.")],
    policy: Annotated[str, typer.Option("--policy", help="The disclosure policy: none_needed_already_published or hes.")],
    out: Annotated[Path, typer.Option("--out", help="The folder to write the release to.")],
) -> None:
    """Put a bundle through disclosure control and write a release, with its pictures: the only thing that may be shown."""
    from levelground.charts import store
    from levelground.measurement import bundle, disclosure

    released = disclosure.release(bundle.read_bundle(results), policy, bundle_digest=bundle.digest_of(results))
    with steps_shown() as progress:
        progress("drawing")
        digest = bundle.write_release(released, out, store.files(store.draw(released)))
    certificate = released.certificate
    typer.echo(
        f"release {out} ({digest[:12]}) under {certificate.policy}: {certificate.withheld_by_source} counts withheld by the source, "
        f"{certificate.withheld_by_policy} more by the policy."
    )


@app.command()
def show(
    release_or_bundle: Annotated[Path, typer.Argument(metavar="RELEASE", help="A release; with --unreleased, a bundle.")],
    output: Annotated[Format, typer.Option("--format", help="table, csv or json.")] = Format.TABLE,
    measure_id: Annotated[str | None, typer.Option("--measure", help="Only the measure with this id.")] = None,
    unreleased: Annotated[bool, typer.Option("--unreleased", help="Look at a bundle, on this terminal only.")] = False,
) -> None:
    """Print results: levels of every group, both gaps with intervals, what is not known."""
    from levelground.cli.show import show_results
    from levelground.measurement import bundle, exports

    if unreleased:
        _show_unreleased(release_or_bundle, output, measure_id)
        return
    results = bundle.read_release(release_or_bundle)
    if measure_id is not None:
        results.require_measure(measure_id)
    if output is Format.JSON:
        typer.echo(json.dumps(exports.as_json(results, measure_id), indent=2, ensure_ascii=False))
    elif output is Format.CSV:
        sys.stdout.write(exports.as_csv(results, measure_id))
    else:
        show_results(results, Console(highlight=False), measure_id)


def _show_unreleased(folder: Path, output: Format, measure_id: str | None) -> None:
    from levelground.cli.show import show_results
    from levelground.measurement import bundle

    if output is not Format.TABLE or not sys.stdout.isatty():
        raise NotReleasable(
            "Unreleased results are shown on a terminal only, as a table: they may identify people. "
            "To write them to a file or pass them on, release them first: levelground release BUNDLE --policy NAME --out RELEASE."
        )
    results = bundle.read_bundle(folder)
    if measure_id is not None:
        results.require_measure(measure_id)
    notices.print("[bold red]Unreleased results: they may identify people. Do not copy them from this screen.[/bold red]")
    show_results(results, Console(highlight=False), measure_id)


@app.command()
def diagram(
    change_package: ChangePackageArgument,
    out: Annotated[Path, typer.Option("--out", help="The SVG file to write.")],
    bases: BasesOption = None,
) -> None:
    """Draw the theory of change as a driver diagram (SVG)."""
    from levelground.change_package.check import require_valid
    from levelground.change_package.read import read
    from levelground.charts.driver_diagram import driver_diagram

    reading = read(change_package, bases or ())
    require_valid(reading)
    _write(out, driver_diagram(reading.change_package).svg, reading.files)
    typer.echo(f"driver diagram of {reading.change_package.id}: {out}")


@app.command()
def report(
    release_folder: ReleaseArgument,
    out: Annotated[Path, typer.Option("--out", help="The HTML file to write.")],
) -> None:
    """Write the board page: one HTML file that holds everything it shows."""
    from levelground.charts import store
    from levelground.measurement.bundle import PICTURES, read_release
    from levelground.reports import board_page

    _write(out, board_page.page(read_release(release_folder), store.read(release_folder / PICTURES)))
    typer.echo(f"board page: {out}")


@app.command()
def demo(
    serve_pages: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the pages afterwards, until Ctrl-C.")] = True,
    out: Annotated[Path, typer.Option("--out", help="Where to write what it makes.")] = DEMO_FOLDER,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to serve on.")] = 8000,
) -> None:
    """The whole thread on real data: NHS England's Mental Health Act figures for 2023/24, from change package to board page."""
    from levelground import library
    from levelground.change_package.check import require_valid
    from levelground.change_package.read import read
    from levelground.charts import store
    from levelground.cli.show import show_results
    from levelground.measurement import bundle, disclosure
    from levelground.measurement.run import run as run_measures
    from levelground.reports import board_page

    reading = read(DEMO_PACKAGE)
    warnings = require_valid(reading)
    notices.print(f"{reading.name}: {counted(warnings)}")
    with steps_shown() as progress:
        unreleased = run_measures(reading, library.shelf("figures"), progress)
        digest = bundle.write_bundle(unreleased, out / "bundle")
        progress("drawing")
        released = disclosure.release(unreleased, disclosure.PUBLISHED, bundle_digest=digest)
        charts = store.draw(released)
        bundle.write_release(released, out / "release", store.files(charts))
        progress("writing the board page")
        _write(out / "board_page.html", board_page.page(released, charts))
    show_results(released, Console(highlight=False), "M1")
    typer.echo(f"\nEverything else: {out / 'board_page.html'} (one page), levelground show {out / 'release'} (all tables).")
    _site("demonstration", out / "web")
    if serve_pages:
        raise typer.Exit(_serve(out / "release", out / "web", "127.0.0.1", port, DEMONSTRATION))


@app.command()
def serve(
    release_folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="[RELEASE]", help="A release whose results are shown; without it, the demo's, or none where --home is given."
        ),
    ] = None,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to listen on.")] = 8000,
    home: Annotated[
        Path | None, typer.Option("--home", help="The folder of the database and the keys; beside the release when none is given.")
    ] = None,
) -> None:
    """Serve the site, on this machine only unless told otherwise. A site with a home of its own needs no results to show."""
    if release_folder is None and home is None:  # what the last demo made, its people made up too
        raise typer.Exit(_serve(DEMO_RELEASE, DEMO_FOLDER / "web", host, port, DEMONSTRATION))
    raise typer.Exit(_serve(release_folder, home or (release_folder or DEMO_RELEASE).parent / "web", host, port, {}))


def _write(path: Path, text: str, kept: Iterable[str] = ()) -> None:
    """Write a text file whole or not at all, over an earlier one but none that is `kept`, making its folder where there is none."""
    from levelground.documents.writing import write_file

    path.parent.mkdir(parents=True, exist_ok=True)
    write_file(text.encode(), path, overwrite=True, kept=kept)


def _site(module: str, home: Path) -> None:
    """A command of the site in a child process: the command line works without Django."""
    done = subprocess.run(
        [sys.executable, "-m", f"levelground.web.site.{module}"], env={**os.environ, "LEVELGROUND_HOME": str(home)}, check=False
    )
    if done.returncode:
        raise typer.Exit(done.returncode)


def _serve(release: Path | None, home: Path, host: str, port: int, environment: dict[str, str]) -> int:
    """The server runs in a child process: the command line works without it."""
    command = [sys.executable, "-m", "levelground.web.site.serve", "--home", str(home), "--host", host, "--port", str(port)]
    child = subprocess.Popen([*command, *([str(release)] if release else [])], env={**os.environ, **environment})
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda number, _: child.send_signal(number))
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"levelground {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")] = False,
) -> None:
    """Change packages that measure honestly, group by group, whether a racial inequality is closing."""


def run() -> None:
    """The command's entry: what a person did wrong is told in words, with a stable exit code."""
    try:
        app()
    except UserFacingError as error:
        show_error(error)
        raise SystemExit(error.exit_code) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except OSError as error:
        where = f" `{error.filename}`" if error.filename else ""
        show_error(OutputUnwritable(f"The computer refused{where}: {error.strerror or error}."))
        raise SystemExit(OutputUnwritable.exit_code) from None
