"""A real browser against a real server: the shipped change package, measured, released and served, each as a program of its own.

The browser may speak to this machine only: a request to any other address fails the test that made it.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response, Route
from tests.journeys.product import Product, running, wait_for

LOOPBACK = {"127.0.0.1", "localhost"}
SMALL, LARGE = 320, 1280


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release that the demonstration makes of the real figures."""
    folder = tmp_path_factory.mktemp("journeys") / "demo"
    command = [sys.executable, "-m", "levelground", "demo", "--no-serve", "--out", str(folder)]
    made = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    return folder / "release"


@pytest.fixture(scope="session")
def product(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product with the demonstration's records, on SQLite."""
    with running("sqlite", tmp_path_factory.mktemp("product"), release) as made:
        yield made


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def either_product(request: pytest.FixtureRequest, release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The same on SQLite, then on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("product")
        return
    with running("postgresql", tmp_path_factory.mktemp("product"), release) as made:
        yield made


@pytest.fixture(scope="session")
def site(release: Path) -> Iterator[str]:
    """The address of a server of that release, in a child process on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = release.parent / "home"
    command = [sys.executable, "-m", "levelground.web.site.serve", str(release), "--home", str(home), "--port", str(port)]
    server = subprocess.Popen(command, env={"PATH": os.environ["PATH"]}, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/health/", server)
        yield address
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)


@dataclass
class Visitor:
    """A person at a screen: one page of a browser, and what it was seen to do."""

    page: Page
    site: str
    strayed: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def goes_to(self, path: str) -> Response:
        response = self.page.goto(self.site + path)
        assert response is not None
        return response

    def guard(self, route: Route) -> None:
        """Let requests to this machine through; remember and stop all others."""
        if urlsplit(route.request.url).hostname in LOOPBACK:
            route.continue_()
        else:
            self.strayed.append(route.request.url)
            route.abort()


def _visit(browser: Browser, site: str, width: int, *, scripts: bool) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
    visitor = Visitor(context.new_page(), site)
    visitor.page.route("**/*", visitor.guard)
    visitor.page.on("console", lambda message: visitor.complaints.append(message.text) if message.type in {"error", "warning"} else None)
    visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    yield visitor
    context.close()
    assert visitor.strayed == [], "a page asked another site for something"


@pytest.fixture(params=[SMALL, LARGE], ids=["320px", "1280px"])
def visitor(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Visitor]:
    """A visitor with a small and with a large screen."""
    yield from _visit(browser, site, request.param, scripts=True)


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Visitor]:
    """A visitor with a small screen."""
    yield from _visit(browser, site, SMALL, scripts=True)


@pytest.fixture(params=[SMALL, LARGE], ids=["320px", "1280px"])
def without_scripts(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Visitor]:
    """A visitor whose browser runs no JavaScript."""
    yield from _visit(browser, site, request.param, scripts=False)
