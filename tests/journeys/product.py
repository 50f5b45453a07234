"""The whole product for a journey: a server with the demonstration's records, on SQLite or on PostgreSQL, as programs of their own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser
from tests.journeys.person import Person, person
from tools.temporary_postgres import temporary_postgres


@dataclass
class Product:
    """A site that runs, and what is behind it."""

    site: str
    environment: dict[str, str]
    made: int = 0
    sessions: dict[str, Any] = field(default_factory=dict)

    def asked(self, *arguments: str) -> dict[str, Any]:
        """What `tests.journeys.world` says of the records."""
        command = [sys.executable, "-m", "tests.journeys.world", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, env=self.environment, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout.splitlines()[-1]))

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


@contextlib.contextmanager
def running(database: str, folder: Path, release: Path) -> Iterator[Product]:
    """The product on `sqlite` or `postgresql`, with the demonstration's records, until the block ends."""
    with contextlib.ExitStack() as held:
        environment = {"PATH": os.environ["PATH"], "LEVELGROUND_HOME": str(folder / "home"), "PYTHONPATH": str(Path.cwd())}
        if database == "postgresql":
            environment["DATABASE_URL"] = held.enter_context(temporary_postgres())
        made = subprocess.run(
            [sys.executable, "-m", "levelground.web.site.demonstration"], env=environment, capture_output=True, text=True, check=False
        )
        assert made.returncode == 0, made.stdout + made.stderr
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [sys.executable, "-m", "levelground.web.site.serve", str(release), "--port", str(port)]
        server = subprocess.Popen(command, env=environment, start_new_session=True)
        held.callback(_end, server)
        wait_for(f"http://127.0.0.1:{port}/health/", server)
        yield Product(f"http://127.0.0.1:{port}", environment)


def _end(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)
    server.wait(timeout=30)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until something answers at the address, for 30 seconds; a server that ends before that fails the test."""
    for _ in range(300):
        assert server.poll() is None, f"the server ended with {server.returncode}"
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - an address of this test's own
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"nothing answers at {address}")
