"""Serve the site until Ctrl-C: `python -m levelground.web.site.serve [RELEASE] --home FOLDER --host 127.0.0.1 --port 8000`.

The database in the home folder (or at DATABASE_URL) is brought up to date first; the release, where there is one, is what `Results` shows.

Ends with 0 after Ctrl-C, SIGTERM or SIGHUP (a closed terminal), 2 when the port is no port, 50 when the address cannot be had, and
with the code of the error when the release cannot be read. No process of it stays behind, and the port is free again.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import ipaddress
import multiprocessing
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any, ClassVar

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from granian.server.common import AbstractServer

from levelground.charts import store
from levelground.errors import Finding, Severity, UserFacingError
from levelground.measurement.bundle import read_release
from levelground.web.site.up_to_date import bring_up_to_date

PORTS = range(1, 65536)
USAGE = 2
"""The exit code of a command that was written wrongly, as the command line has it."""
WORKERS = min(2, os.cpu_count() or 1)
"""Processes that serve. What they count together (limits, lock-out, what was done today) stands in the database."""
PATIENCE = 3
"""Seconds that a worker has for the answers that it is giving, once all are told to stop."""
_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class AddressNotFree(UserFacingError):  # noqa: N818 - the house's errors are named for what they say
    """Another program listens there already, or the address is not this machine's."""

    exit_code: ClassVar[int] = 50


def serve(release: Path | None, home: Path, host: str = "127.0.0.1", port: int = 8000) -> int:
    """Check the release and the address, say where the pages are, and serve them until it is told to stop; the exit code."""
    if port not in PORTS:
        print(f"{port} is not a port: a port is a whole number from 1 to 65535. Choose one, for one: --port 8000.", file=sys.stderr)  # noqa: T201
        return USAGE
    if os.environ.get("LEVELGROUND_DEMONSTRATION") == "1" and not _is_this_machine(host):
        print("A demonstration is served on this machine only: leave --host out.", file=sys.stderr)  # noqa: T201
        return USAGE
    try:
        if release is not None:
            read_release(release)
            store.read(release / "charts")
        _must_be_free(host, port)
    except UserFacingError as error:
        print(error.message, *error.findings, sep="\n", file=sys.stderr)  # noqa: T201
        return error.exit_code
    os.environ["LEVELGROUND_RELEASE"] = str(release.resolve()) if release is not None else ""
    os.environ["LEVELGROUND_HOME"] = str(home.absolute())
    os.environ.setdefault("LEVELGROUND_HOSTS", _names(host))
    bring_up_to_date()
    _warm_up()
    server = Server(
        "levelground.web.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        log_level=LogLevels.warning,
        log_access=False,
        workers=WORKERS,
        blocking_threads=4,
        backpressure=256,
    )
    server.on_startup(lambda: _listen_to_signals(server))
    server.on_startup(lambda: print(f"Levelground is at {_address(host, port)} (Ctrl-C stops it)", flush=True))  # noqa: T201
    server.serve()
    signal.setitimer(signal.ITIMER_REAL, 0)
    with contextlib.suppress(OSError):  # the terminal may be gone
        print("Levelground has stopped.", flush=True)  # noqa: T201
    return 0


def _listen_to_signals(server: AbstractServer[Any]) -> None:
    """Any of the signals ends the server and its workers, those that are still starting too.

    Granian has a patience of its own (`workers_kill_timeout`), but asks in a way that can take a worker that has ended for one that
    refuses; and at SIGHUP, which a terminal that closes sends, it would start its workers anew.
    """

    def stop(*_: object) -> None:
        if not server.interrupt_signal:
            signal.setitimer(signal.ITIMER_REAL, PATIENCE)  # not a thread: one that is made in the midst of another waits for ever
        server.signal_handler_interrupt()  # type: ignore[no-untyped-call]

    signal.signal(signal.SIGALRM, _end_workers)
    for one in _STOPPING:
        signal.signal(one, stop)
    # a worker would take over `stop`, and never hear what it is told until it serves
    os.register_at_fork(before=_hold_signals, after_in_parent=_release_signals, after_in_child=_end_when_told)


def _hold_signals() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)


def _release_signals() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)


def _end_when_told() -> None:
    """In a worker that starts: its server tells it to end with SIGTERM; the others, sent to the whole terminal, are the server's."""
    for one in _STOPPING:
        signal.signal(one, signal.SIG_DFL if one == signal.SIGTERM else signal.SIG_IGN)
    _release_signals()


def _end_workers(*_: object) -> None:
    for worker in multiprocessing.active_children():
        worker.kill()


def _warm_up() -> None:
    """Once, before the processes that serve are made of this one: they find all of it read."""
    from levelground.web.site.warm_up import warm_up  # its tables are known only now

    warm_up()


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _must_be_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise _not_free(host, port, error) from error


def _not_free(host: str, port: int, error: OSError) -> AddressNotFree:
    taken = error.errno == errno.EADDRINUSE
    message = f"Port {port} of {host} is taken by another program." if taken else f"{host} port {port} cannot be used: {error.strerror}."
    next_step = f"Choose another port, for one: --port {port + 1 if port < 65535 else 8000}."
    return AddressNotFree(message, [Finding(Severity.ERROR, "address-free", message, next_step=next_step)])


def _names(host: str) -> str:
    """The names the site answers to: this machine's own, and `host` when it is one address of this machine."""
    own = "127.0.0.1,localhost,[::1]"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return f"{own},{host}"
    if address.is_unspecified or address.is_loopback:
        return own
    return f"{own},[{host}]" if address.version == 6 else f"{own},{host}"


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def main(arguments: list[str] | None = None) -> int:
    """The command line of this module."""
    parser = argparse.ArgumentParser(prog="python -m levelground.web.site.serve", description="Serve the site.")
    parser.add_argument("release", type=Path, nargs="?", help="A release whose results are shown.")
    parser.add_argument("--home", type=Path, default=Path(os.environ.get("LEVELGROUND_HOME", "levelground-web")))
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    given = parser.parse_args(arguments)
    return serve(given.release, given.home, given.host, given.port)


if __name__ == "__main__":
    sys.exit(main())
