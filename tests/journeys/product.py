"""The whole product for a journey: a server with the demonstration's records, on SQLite or on PostgreSQL, as programs of their own."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser
from tests.journeys.person import Person, person
from tools.temporary_postgres import programs, temporary_postgres

RECORDS = "records.sql"


@dataclass
class Product:
    """A site that runs, and what is behind it."""

    site: str
    environment: dict[str, str]
    made: int = 0
    known: dict[str, Any] = field(default_factory=dict)
    sessions: dict[str, Any] = field(default_factory=dict)

    def addresses(self) -> dict[str, Any]:
        """A value for each part of an address; what they stand for is made once."""
        if not self.known:
            self.known = self.asked("addresses")
        return self.known

    def asked(self, *arguments: str) -> dict[str, Any]:
        """What `tests.journeys.world` says of the records."""
        command = [sys.executable, "-m", "tests.journeys.world", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, env=self.environment, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout.splitlines()[-1]))

    def letters_to(self, address: str) -> list[str]:
        """The emails that were sent to an address, in the order in which they were sent."""
        files = sorted((Path(self.environment["LEVELGROUND_HOME"]) / "outbox").glob("*.log"), key=lambda file: file.stat().st_mtime_ns)
        parts = (part.strip() for file in files for part in file.read_bytes().split(b"-" * 79))
        sent = [message_from_bytes(part, policy=default) for part in parts if address.encode() in part]
        return [each.get_body(("plain",)).get_content() for each in sent if address in str(each["To"])]

    def newcomer(self, role: str, slug: str = "northshire") -> dict[str, str]:
        """Somebody new with this role: email, password and the secret of their authenticator app."""
        self.made += 1
        return self.asked("person", role, slug, f"{role.replace('_', '.')}.{self.made}@journeys.example")

    def visitor(self, browser: Browser, *, scripts: bool = True, width: int = 1280) -> Person:
        """Somebody who is not signed in."""
        return person(browser, self.site, scripts=scripts, width=width)

    def member(self, browser: Browser, role: str, slug: str = "northshire", *, scripts: bool = True, width: int = 1280) -> Person:
        """Somebody with this role, signed in with both steps: the first time through the pages, then with that session."""
        known = f"{role}@{slug}"
        if known not in self.sessions:
            who = self.newcomer(role, slug)
            first = self.visitor(browser)
            first.signs_in(who["email"], who["password"], who["secret"])
            self.sessions[known] = first.page.context.storage_state()
            first.page.context.close()
        return person(browser, self.site, scripts=scripts, width=width, session=self.sessions[known])


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """The folder with what `make` puts into it: made by the first of the processes that ask for it, while the others wait."""
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            half = folder.with_suffix(".half")
            shutil.rmtree(half, ignore_errors=True)
            half.mkdir()
            make(half)
            half.rename(folder)
    return folder


def make_demonstration(database: str, folder: Path) -> None:
    """The demonstration's records: the home of a site, and on PostgreSQL what its database holds."""
    with _place(database, folder) as environment:
        _run([sys.executable, "-m", "levelground.web.site.demonstration"], environment)
        if database == "postgresql":
            written = ["--no-owner", f"--file={folder / RECORDS}", f"--dbname={environment['DATABASE_URL']}"]
            _run([str(programs() / "pg_dump"), *written], environment)


@contextlib.contextmanager
def running(database: str, folder: Path, release: Path, demonstration: Path) -> Iterator[Product]:
    """The product on `sqlite` or `postgresql`, with a copy of the demonstration's records, until the block ends."""
    with contextlib.ExitStack() as held:
        shutil.copytree(demonstration / "home", folder / "home")
        environment = held.enter_context(_place(database, folder))
        if database == "postgresql":
            read = ["--quiet", "--set=ON_ERROR_STOP=1", f"--file={demonstration / RECORDS}", environment["DATABASE_URL"]]
            _run([str(programs() / "psql"), *read], environment)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [sys.executable, "-m", "levelground.web.site.serve", str(release), "--port", str(port)]
        server = subprocess.Popen(command, env=environment, start_new_session=True)
        held.callback(_end, server)
        wait_for(f"http://127.0.0.1:{port}/health/", server)
        yield Product(f"http://127.0.0.1:{port}", environment)


@contextlib.contextmanager
def _place(database: str, folder: Path) -> Iterator[dict[str, str]]:
    """The environment of a site with this home; on PostgreSQL with an empty database of its own, until the block ends."""
    environment = {"PATH": os.environ["PATH"], "LEVELGROUND_HOME": str(folder / "home"), "PYTHONPATH": str(Path.cwd())}
    environment["LEVELGROUND_EMAIL_URL"] = "file:"
    if database == "sqlite":
        yield environment
        return
    with temporary_postgres() as address:
        yield {**environment, "DATABASE_URL": address}


def _run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _end(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)
    server.wait(timeout=30)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until something answers at the address, for two minutes; a server that ends before that fails the test."""
    for _ in range(1200):
        assert server.poll() is None, f"the server ended with {server.returncode}"
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - an address of this test's own
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"nothing answers at {address}")
